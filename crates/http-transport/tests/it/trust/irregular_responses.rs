//! Tests responses with an irregular head, compression or character set that can still be read.

use std::io::Write as _;
use std::time::Duration;

use endpoint_core::Knowledge;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use http_transport::{Error, HyperService, TransportErrorKind};
use ihuyi_api::MatchStatus;
use test_support::promise;

use crate::calls::{Operation, Setup, paid};
use crate::scripted::{Server, Step, respond_once};
use crate::uploads::{DONE, Letters, upload};

const NOTICE: &str =
    "<br />\n<b>Warning</b>:  mysql_connect(): a b: c in <b>/a.php</b> on line <b>3</b><br />\n";

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// A response with these header lines and the length of its body.
fn answer(lines: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\n{lines}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// Responses that a client can read, by their irregularity, all with this content.
fn readable(content: &str) -> Vec<(&'static str, Vec<u8>)> {
    let body = content.as_bytes();
    let (gbk, _, _) = encoding_rs::GBK.encode(content);
    let length = body.len();
    let coded =
        |coding: &str, body: Vec<u8>| answer(&format!("Content-Encoding: {coding}\r\n"), &body);
    let headed = |lines: &str| answer(lines, body);
    let whole = |head: String| [head.as_bytes(), body].concat();
    vec![
        ("a PHP warning before the headers", headed(NOTICE)),
        (
            "a PHP warning among the headers",
            headed(&format!("Server: x\r\n{NOTICE}X-A: b\r\n")),
        ),
        (
            "a warning in plain text",
            headed("Warning: x in /a.php on line 3\nPHP Notice:  y\r\n"),
        ),
        (
            "a line without a colon",
            headed("Server: x\r\nnonsense\r\n"),
        ),
        ("a line that begins with a colon", headed(": x\r\n")),
        (
            "a line with Chinese before its colon",
            headed("警告: x\r\n"),
        ),
        ("Chinese in a value", headed("X-Message: 成功\r\n")),
        (
            "a blank before the colon",
            headed("Server : x\r\nX-Tab\t: y\r\n"),
        ),
        (
            "a blank before the colon of the length",
            whole(format!(
                "HTTP/1.1 200 OK\r\nContent-Length : {length}\r\n\r\n"
            )),
        ),
        ("a folded line", headed("X-Long: a\r\n  b\r\n\tc\r\n")),
        (
            "bare line feeds",
            whole(format!(
                "HTTP/1.1 200 OK\nContent-Length: {length}\nX: y\n\n"
            )),
        ),
        (
            "no reason",
            whole(format!("HTTP/1.1 200\r\nContent-Length: {length}\r\n\r\n")),
        ),
        ("gzip", coded("gzip", gzip(body))),
        ("x-gzip", coded("X-GZip", gzip(body))),
        (
            "gzip with padding",
            coded("gzip", [gzip(body), vec![0; 9]].concat()),
        ),
        (
            "gzip in two members",
            coded("gzip", [gzip(&body[..9]), gzip(&body[9..])].concat()),
        ),
        (
            "deflate with a header of zlib",
            coded("deflate", zlib(body)),
        ),
        ("deflate without", coded("deflate", deflate(body))),
        (
            "twice compressed",
            coded("deflate, gzip", gzip(&zlib(body))),
        ),
        ("gzip that is none", coded("gzip", body.to_vec())),
        ("br that is none", coded("br", body.to_vec())),
        ("identity", coded("identity", body.to_vec())),
        (
            "gzip in chunks of the transfer",
            [
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n".to_vec(),
                format!("{:x}\r\n", gzip(body).len()).into_bytes(),
                gzip(body),
                b"\r\n0\r\n\r\n".to_vec(),
            ]
            .concat(),
        ),
        (
            "GBK",
            answer("Content-Type: application/json; charset=GBK\r\n", &gbk),
        ),
        (
            "GB 2312",
            answer("Content-Type: text/html;charset=\"gb2312\"\r\n", &gbk),
        ),
        (
            "GB 18030",
            answer("Content-Type: text/plain; Charset=GB18030\r\n", &gbk),
        ),
        (
            "GBK in gzip",
            answer(
                "Content-Type: text/json; charset=gbk\r\nContent-Encoding: gzip\r\n",
                &gzip(&gbk),
            ),
        ),
        (
            "GBK that is UTF-8",
            answer("Content-Type: a/b; charset=gbk\r\n", body),
        ),
        (
            "a PHP warning before the answer",
            answer("", format!("{NOTICE}{content}").as_bytes()),
        ),
        (
            "a PHP warning behind the answer",
            answer("", format!("{content}{NOTICE}").as_bytes()),
        ),
    ]
}

/// Responses with heads that a strict parser rejects.
fn rejected(content: &str) -> Vec<(&'static str, Vec<u8>)> {
    let body = content.as_bytes();
    let length = body.len();
    let whole = |head: &str| [head.as_bytes(), body].concat();
    let framed = |line: &str, lines: &str| {
        whole(&format!(
            "{line}\r\n{lines}Content-Length: {length}\r\n\r\n"
        ))
    };
    let many: String = (0..5000).map(|n| format!("X-{n}: {n}\r\n")).collect();
    let long = format!("X-Long: {}\r\n", "x".repeat(500_000));
    let ok = "HTTP/1.1 200 OK";
    vec![
        ("101 headers", framed(ok, &"X: y\r\n".repeat(101))),
        ("5000 headers", framed(ok, &many)),
        ("a head of 500 KB", framed(ok, &long)),
        ("NUL in a value", framed(ok, "X: a\0b\r\n")),
        ("NUL in a type", framed(ok, "Content-Type: a/\0b\r\n")),
        ("ESC in the reason", framed("HTTP/1.1 200 \x1b[32mOK", "")),
        ("NUL in the reason", framed("HTTP/1.1 200 O\0K", "")),
        ("HTTP/2 in text", framed("HTTP/2 200", "")),
        ("HTTP/3 in text", framed("HTTP/3.0 200 OK", "")),
        ("no version", framed("HTTP 200 OK", "")),
        ("small letters", framed("http/1.1 200 ok", "")),
        (
            "a length that is no number",
            whole(&format!("{ok}\r\nContent-Length: many\r\n\r\n")),
        ),
        (
            "a negative length",
            whole(&format!("{ok}\r\nContent-Length: -1\r\n\r\n")),
        ),
        (
            "an empty length",
            whole(&format!("{ok}\r\nContent-Length:\r\n\r\n")),
        ),
        (
            "a warning before the status line",
            framed(&format!("{NOTICE}{ok}"), ""),
        ),
        (
            "a warning in text before the status line",
            framed(&format!("\nWarning: x in /a.php on line 3\n{ok}"), ""),
        ),
        (
            "a byte order mark before the status line",
            framed(&format!("\u{feff}{ok}"), ""),
        ),
        ("no head", body.to_vec()),
        ("no head, and a blank line", whole("\r\n")),
        ("no head, and a byte order mark", whole("\u{feff}")),
        ("no head, and a warning", whole(NOTICE)),
        (
            "headers of CGI",
            whole("Status: 200 OK\r\nContent-Type: application/json\r\n\r\n"),
        ),
        (
            "no blank line",
            whole(&format!("{ok}\r\nContent-Type: application/json\r\n")),
        ),
        (
            "chunks behind an odd status line",
            [
                format!("HTTP/2 200\r\nTransfer-Encoding: chunked\r\n\r\n{length:x}\r\n")
                    .as_bytes(),
                body,
                b"\r\n0\r\n\r\n",
            ]
            .concat(),
        ),
    ]
}

/// The result of a paid query with this response.
async fn ask(reply: Vec<u8>, is_proxied: bool) -> Result<MatchStatus, Error> {
    let server = Server::start([respond_once(reply)]).await;
    let mut setup = Setup::to(server.url()).attempt(Duration::from_secs(5));
    if is_proxied {
        let service = HyperService::builder().proxy(server.url()).build();
        setup = setup.through(service.unwrap());
    }
    let client = setup.client::<ihuyi_api::Ihuyi>(crate::calls::ihuyi_keys());
    let matched = client.call(paid()).await?;
    Ok(matched.result.status)
}

#[tokio::test]
async fn every_readable_response_is_read_by_every_service() {
    let mut broken = Vec::new();
    let mut read = 0;
    let content = Operation::Paid.success();
    let xml = "<?xml version=\"1.0\" encoding=\"GBK\"?><root><code>2</code><msg>提交成功</msg>\
        <idcardid>1651544941</idcardid><result><status>2</status></result></root>";
    let (xml, _, _) = encoding_rs::GBK.encode(xml);
    let mut replies = readable(content);
    replies.extend(rejected(content));
    replies.push(("XML that says it is GBK", answer("", &xml)));
    replies.push((
        "the same, and its head says so",
        answer("Content-Type: text/xml; charset=gbk\r\n", &xml),
    ));
    for (what, reply) in &replies {
        for is_proxied in [false, true] {
            match ask(reply.clone(), is_proxied).await {
                Ok(MatchStatus::Match) => read += 1,
                other => broken.push(format!("{what}, proxied {is_proxied}: {other:?}")),
            }
        }
    }
    for (what, reply) in readable(DONE).into_iter().chain(rejected(DONE)) {
        let server = Server::start([respond_once(reply)]).await;
        let setup = Setup::to(server.url()).attempt(Duration::from_secs(5));
        let letters = Letters::new(100_000, 100_000);
        match setup.idcode().call(upload(letters.file())).await {
            Ok(_) => read += 1,
            Err(error) => broken.push(format!("{what}, an upload: {error:?}")),
        }
    }
    for (what, reply, kind) in unreadable() {
        for is_proxied in [false, true] {
            let error = ask(reply.clone(), is_proxied).await.unwrap_err();
            let is_kept = error.body().is_some_and(|kept| reply.ends_with(kept));
            let is_typed = match &error {
                Error::Transport(transport) => Some(transport.kind()) == kind,
                Error::Malformed(_) => kind.is_none(),
                _ => false,
            };
            if is_kept && is_typed && error.charged() == Knowledge::Unknown {
                read += 1;
            } else {
                broken.push(format!("{what}, proxied {is_proxied}: {error:?}"));
            }
        }
    }
    promise(
        "readable answers",
        broken.is_empty() && read > 160,
        &format!(
            "{read} answers on 3 ways as they should be, {} not: {broken:?}",
            broken.len()
        ),
    );
}

/// Responses that cannot be read, and the kind of error. All bytes are kept.
fn unreadable() -> Vec<(&'static str, Vec<u8>, Option<TransportErrorKind>)> {
    let content = Operation::Paid.success().as_bytes();
    let coded =
        |coding: &str, body: &[u8]| answer(&format!("Content-Encoding: {coding}\r\n"), body);
    let packed = gzip(content);
    let mut damaged = packed.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let bomb = vec![b' '; 4 * 1024 * 1024];
    let encoding = Some(TransportErrorKind::ContentEncoding);
    let too_large = Some(TransportErrorKind::TooLarge);
    vec![
        ("br", coded("br", b"\x8b\x02\x80 br"), encoding),
        ("zstd", coded("zstd", b"\x28\xb5\x2f\xfd zstd"), encoding),
        (
            "an unknown one over gzip",
            coded("gzip, canary", &packed),
            encoding,
        ),
        (
            "half of a gzip",
            coded("gzip", &packed[..packed.len() / 2]),
            encoding,
        ),
        ("a damaged gzip", coded("gzip", &damaged), encoding),
        (
            "deflate that is none",
            coded("deflate", b"\xff\xff\xff"),
            encoding,
        ),
        ("a bomb in gzip", coded("gzip", &gzip(&bomb)), too_large),
        ("a bomb in zlib", coded("deflate", &zlib(&bomb)), too_large),
        (
            "a bomb in deflate",
            coded("deflate", &deflate(&bomb)),
            too_large,
        ),
        (
            "a bomb in a bomb",
            coded("gzip, gzip", &gzip(&gzip(&bomb))),
            too_large,
        ),
        (
            "no GBK",
            answer(
                "Content-Type: a/b; charset=gbk\r\n",
                b"{\"code\":2,\"msg\":\"\xff\xff\"}",
            ),
            None,
        ),
        (
            "two verdicts",
            answer("", br#"{"code":2,"result":{"status":1,"status":2}}"#),
            None,
        ),
        (
            "two codes",
            answer("", br#"{"code":1,"result":{"status":1},"code":2}"#),
            None,
        ),
    ]
}

#[tokio::test]
async fn an_html_page_is_recognised_and_its_title_is_shown_safely() {
    let page = |title: &str| {
        let page = format!("<!DOCTYPE html><html><head><title>{title}</title></head>");
        answer("Content-Type: text/html\r\n", page.as_bytes())
    };
    let error = ask(page("502 \u{1b}[31mBad\n Gateway"), false)
        .await
        .unwrap_err();
    let Error::Malformed(malformed) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(malformed.page_title(), Some("502 [31mBad Gateway"));
    assert!(
        error.to_string().ends_with(
            "expected an object, found an HTML page at byte 0, with the title \"502 [31mBad Gateway\""
        ),
        "{error}"
    );
    assert_eq!(error.was_sent(), Knowledge::Unknown);
    let quoting = vec![
        Step::Read,
        Step::Reply(|request| {
            let password = request.param("password").unwrap();
            let title = format!("<title>wrong password {password}</title>");
            answer("", format!("<html>{title}").as_bytes())
        }),
    ];
    let server = Server::start([quoting]).await;
    let error = Setup::to(server.url())
        .call(Operation::Paid)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("wrong password [redacted]"),
        "{error}"
    );
}

#[tokio::test]
async fn retry_after_is_honoured_and_paid_queries_are_never_retried() {
    let busy = |status: &str, when: &str| {
        format!(
            "HTTP/1.1 {status}\r\nRetry-After: {when}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
    };
    let date = "Wed, 21 Oct 2015 07:28:01 GMT\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT";
    for (status, when) in [("503 Busy", "1"), ("429 Slow", "1"), ("503 Busy", date)] {
        let done = crate::scripted::response("200 OK", Operation::Free.success().as_bytes());
        let server = Server::start([respond_once(busy(status, when)), respond_once(done)]).await;
        let began = std::time::Instant::now();
        Setup::to(server.url()).call(Operation::Free).await.unwrap();
        assert!(began.elapsed() >= Duration::from_secs(1), "{status} {when}");
        let server = Server::start([respond_once(busy(status, when))]).await;
        Setup::to(server.url())
            .call(Operation::Paid)
            .await
            .unwrap_err();
        assert_eq!(server.requests().await.len(), 1);
    }
    // Later than the deadline is too late.
    let server = Server::start([respond_once(busy("503 Busy", "3600"))]).await;
    let error = Setup::to(server.url())
        .call(Operation::Free)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("(retry after 3600 s)"),
        "{error}"
    );
    assert_eq!(server.requests().await.len(), 1);
}
