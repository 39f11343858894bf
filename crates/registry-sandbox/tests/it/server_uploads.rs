//! Uploads over a socket that exceed the sandbox's memory limit.

use std::net::SocketAddr;

use endpoint_core::File;
use idcode_api::operations::UploadCodeFile;
use registry_sandbox::server::{Running, Server};
use registry_sandbox::{Incoming, sample};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Client, get};
use crate::samples::{code, register};

async fn start(client: &Client) -> Running {
    let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::bind(anywhere, client.sandbox.clone());
    server.await.unwrap().spawn()
}

/// Sends and receives at once, as clients do; returns the first received bytes.
async fn send(running: &Running, incoming: &Incoming) -> String {
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {}\r\n\
         Content-Length: {}\r\n\r\n",
        incoming.target,
        incoming.content_type.as_deref().unwrap(),
        incoming.body.len()
    );
    let stream = TcpStream::connect(running.local_addr()).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let writing = async {
        writer.write_all(head.as_bytes()).await.unwrap();
        writer.write_all(&incoming.body).await.unwrap();
    };
    let mut answer = String::new();
    let (read, ()) = tokio::join!(reader.read_to_string(&mut answer), writing);
    read.unwrap();
    answer
}

/// Codes of 1,000 characters that begin with their number.
fn codes(count: usize) -> String {
    let rest = "x".repeat(991);
    (0..count)
        .map(|number| format!("{number:09}{rest}\r\n"))
        .collect()
}

async fn uploads(client: &Client) -> serde_json::Value {
    client.json(get("/_sandbox/uploads")).await
}

#[tokio::test]
async fn a_file_larger_than_what_is_held_is_counted_code_by_code() {
    let client = Client::new();
    let id = register(&client, sample::unit::MAIN_CODE, "1").await;
    let running = start(&client).await;
    // The last code is repeated.
    let content = codes(20_000) + &codes(1);
    assert!(content.len() > 16 * 1024 * 1024);
    let file = File::new("codes.txt", content);
    let upload = UploadCodeFile::new(code(sample::unit::MAIN_CODE), id, file);
    let answer = send(&running, &client.signed(&upload)).await;
    assert!(
        answer.ends_with(r#"{"ResultCode":1,"ResultMsg":"成功"}"#),
        "{answer}"
    );
    let listed = uploads(&client).await;
    assert_eq!(listed[0]["codes"], json!(20_001));
    assert_eq!(listed[0]["repeated"], json!(1));
    assert_eq!(listed.as_array().unwrap().len(), 1);
    running.stop().await;
}

#[tokio::test]
async fn a_large_file_with_a_wrong_code_is_refused_whole() {
    let client = Client::new();
    let id = register(&client, sample::unit::MAIN_CODE, "1").await;
    let running = start(&client).await;
    let file = File::new("codes.txt", codes(20_000) + "a,b\n");
    let upload = UploadCodeFile::new(code(sample::unit::MAIN_CODE), id, file);
    let answer = send(&running, &client.signed(&upload)).await;
    assert!(answer.contains("code 20001 contains a comma"), "{answer}");
    assert_eq!(uploads(&client).await, json!([]));
    running.stop().await;
}

/// A body of one part with this head.
fn part(head: &str, boundary: &str, length: usize) -> Incoming {
    let body = format!(
        "--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{}\r\n--b--\r\n",
        "a".repeat(length)
    );
    Incoming {
        method: "POST".to_owned(),
        target: "/AllInterFace/UploadCodeFile".to_owned(),
        content_type: Some(format!("multipart/form-data{boundary}")),
        body: body.into(),
    }
}

#[tokio::test]
async fn a_text_larger_than_what_is_held_is_refused_with_413() {
    let client = Client::new();
    let running = start(&client).await;
    let text = part("name=\"companyIDcode\"", "; boundary=b", 17 * 1024 * 1024);
    let answer = send(&running, &text).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("larger than 16 MiB"), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn a_large_body_that_is_no_multipart_is_heard_to_its_end_and_refused() {
    let client = Client::new();
    let running = start(&client).await;
    for boundary in ["", "; boundary=other"] {
        let broken = part("name=\"a\"; filename=\"a\"", boundary, 9_000_000);
        let answer = send(&running, &broken).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("参数错误！"), "{answer}");
    }
    assert_eq!(
        client.sandbox.calls()[1].reason.as_deref(),
        Some("the multipart body is broken")
    );
    let unsigned = part(
        "name=\"CodeFileName\"; filename=\"a\"",
        "; boundary=b",
        17_000_000,
    );
    let answer = send(&running, &unsigned).await;
    assert!(answer.contains("未授权！"), "{answer}");
    running.stop().await;
}
