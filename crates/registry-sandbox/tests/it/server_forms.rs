//! Requests over a socket in the forms of real clients.

use registry_sandbox::sample;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{AUTHORISATION_CODE, TOKEN};
use crate::server::{exchange, start};

const NUM: &str = "account=sandbox-account&password=sandbox-key-0000";

#[tokio::test]
async fn http_1_0_is_answered_and_closed() {
    let running = start().await;
    let request = format!("GET /idcard/ent3f/GetNum.json?{NUM} HTTP/1.0\r\n\r\n");
    let answer = exchange(running.local_addr(), request).await;
    assert!(answer.starts_with("HTTP/1.0 200 OK\r\n"), "{answer}");
    assert!(
        answer.ends_with(r#"{"num":100,"code":2,"msg":"查询成功"}"#),
        "{answer}"
    );

    let request = format!(
        "POST /idcard/ent3f/GetNum.json HTTP/1.0\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded; charset=ISO-8859-1\r\n\r\n{NUM}",
        NUM.len()
    );
    let answer = exchange(running.local_addr(), request).await;
    assert!(answer.contains(r#""num":100"#), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn headers_say_json_in_utf_8_and_the_sandboxs_date() {
    let running = start().await;
    let request = "GET /_sandbox/calls HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answer = exchange(running.local_addr(), request).await.to_lowercase();
    assert!(
        answer.contains("\r\ncontent-type: application/json; charset=utf-8\r\n"),
        "{answer}"
    );
    assert_eq!(answer.matches("\r\ndate: ").count(), 1, "{answer}");
    running.stop().await;
}

/// The upload of a client written in C#: it waits for 100 Continue, its boundary begins with
/// dashes, its file name is a full path.
#[tokio::test]
async fn an_upload_that_waits_for_100_continue_is_taken() {
    let running = start().await;
    let texts = [
        ("access_token", TOKEN),
        ("companyIDcode", sample::unit::MAIN_CODE),
        ("Organizationcode", "91110108MAXXXX015B"),
        ("codePayType", "2"),
    ];
    let path = "/AllInterFace/VerifyCompanyInfo";
    let now_ms = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    let dialect = sign_core::idcode::SignatureDialect::default();
    let now_ms = u64::try_from(now_ms).unwrap();
    let signed = sign_core::idcode::sign(path, &texts, AUTHORISATION_CODE, now_ms, dialect);
    let boundary = "---------------------------8d5f2c1e0a9b7c6";
    let mut body = Vec::new();
    let time = now_ms.to_string();
    for (name, value) in texts
        .into_iter()
        .chain([("time", time.as_str()), ("hash", signed.hash())])
    {
        body.extend_from_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    body.extend_from_slice(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file1\"; \
             filename=\"D:\\pictures\\licence.png\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .as_bytes(),
    );
    body.extend_from_slice(sample::LICENCE_PNG);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());

    let mut stream = TcpStream::connect(running.local_addr()).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n\
         Content-Type: multipart/form-data; boundary={boundary}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut leave = [0; 25];
    stream.read_exact(&mut leave).await.unwrap();
    assert_eq!(&leave, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(&body).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains(r#""ResultCode":1"#), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn a_chunked_body_is_read() {
    let running = start().await;
    let request = format!(
        "POST /idcard/ent3f/GetNum.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{NUM}\r\n0\r\n\r\n",
        NUM.len()
    );
    let answer = exchange(running.local_addr(), request).await;
    assert!(answer.contains(r#""num":100"#), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn an_absolute_target_is_understood() {
    let running = start().await;
    let request = format!(
        "GET http://api.ihuyi.com/idcard/ent3f/GetNum.json?{NUM} HTTP/1.1\r\n\
         Host: api.ihuyi.com\r\nConnection: close\r\n\r\n"
    );
    let answer = exchange(running.local_addr(), request).await;
    assert!(answer.contains(r#""num":100"#), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_413() {
    let running = start().await;
    let mut stream = TcpStream::connect(running.local_addr()).await.unwrap();
    let length = 16 * 1024 * 1024 + 1;
    let head = format!(
        "POST /idcard/ent3f/Submit.json HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    // Reads and writes at once; the writing half stays open until the response is there.
    let writing = async {
        writer.write_all(&vec![b'a'; length]).await.unwrap();
    };
    let reading = async {
        let mut answer = [0; 12];
        reader.read_exact(&mut answer).await.unwrap();
        answer
    };
    let (answer, ()) = tokio::join!(reading, writing);
    assert_eq!(&answer, b"HTTP/1.1 413");
    running.stop().await;
}

#[tokio::test]
async fn input_other_than_http_harms_no_other_client() {
    let running = start().await;
    let answer = exchange(
        running.local_addr(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n",
    )
    .await;
    assert!(!answer.contains("200 OK"), "{answer}");
    let request = format!(
        "GET /idcard/ent3f/GetNum.json?{NUM} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    );
    assert!(
        exchange(running.local_addr(), request)
            .await
            .contains("200 OK")
    );
    running.stop().await;
}
