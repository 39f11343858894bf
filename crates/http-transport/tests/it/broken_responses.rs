//! Tests failures after the first byte of a request, and the bytes kept of a response.

use std::time::Duration;

use endpoint_core::Knowledge::{self, Unknown, Yes};
use http_transport::{Error, HyperService, TransportErrorKind as Failed};

use crate::calls::{Operation, Setup};
use crate::knowledge::{Kind, assert_in_doubt, kind};
use crate::scripted::{Event, Gate, Server, Step, keep_alive_response, respond_once, response};

/// A deadline that must pass: long for loopback, short to wait for.
const A_WHILE: Duration = Duration::from_millis(400);

/// Makes a paid call against this script, directly or with it as a proxy; the call must be sent
/// once, whatever happens.
async fn paid(script: Vec<Step>, is_proxy: bool) -> Error {
    let is_slow = |step: &Step| matches!(step, Step::Hang | Step::WriteSlowly(_));
    let has_to_pass = script.iter().any(is_slow);
    let server = Server::start([script]).await;
    let mut setup = Setup::to(server.url());
    if is_proxy {
        let proxied = HyperService::builder().proxy(server.url()).build();
        setup = setup.through(proxied.unwrap());
    }
    if has_to_pass {
        setup = setup.attempt(A_WHILE);
    }
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(server.requests().await.len(), 1, "{error:?}");
    assert!(!error.is_retryable(), "{error:?}");
    error
}

async fn assert_paid(script: Vec<Step>, failed: Failed, sent: Knowledge, kept: &[u8]) {
    for is_proxy in [false, true] {
        let error = paid(script.clone(), is_proxy).await;
        assert_eq!(kind(&error), Kind::Transport(failed));
        assert_in_doubt(&error, Operation::Paid, sent);
        assert_eq!(error.body().map_or(&b""[..], |body| body), kept);
    }
}

/// Makes a paid call with these bytes as the body of a success.
async fn malformed(body: &[u8], sent: Knowledge) {
    for is_proxy in [false, true] {
        let error = paid(respond_once(response("200 OK", body)), is_proxy).await;
        assert_eq!(kind(&error), Kind::Malformed, "{error:?}");
        assert_in_doubt(&error, Operation::Paid, sent);
        assert_eq!(error.body().map_or(&b""[..], |body| body), body);
    }
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let script = vec![Step::Read, Step::Hang];
    assert_paid(script, Failed::Timeout, Unknown, b"").await;
}

#[tokio::test]
async fn a_request_without_a_response_is_a_lost_connection() {
    assert_paid(vec![Step::Read], Failed::ConnectionLost, Unknown, b"").await;
}

#[tokio::test]
async fn a_reset_before_the_response_is_a_lost_connection() {
    let script = vec![Step::Read, Step::Reset];
    assert_paid(script, Failed::ConnectionLost, Unknown, b"").await;
}

#[tokio::test]
async fn a_reset_in_the_request_leaves_it_in_doubt() {
    let server = Server::start([vec![Step::ReadSome, Step::Reset]]).await;
    let setup = Setup::to(server.url());
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::ConnectionLost));
    assert_in_doubt(&error, Operation::Paid, Unknown);
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn a_truncated_head_is_a_lost_connection() {
    let script = respond_once("HTTP/1.1 200 OK\r\nContent-Le");
    assert_paid(script, Failed::ConnectionLost, Unknown, b"").await;
}

#[tokio::test]
async fn a_head_without_a_body_ends_at_the_deadline() {
    let script = vec![Step::Read, Step::Write(HEAD.to_vec()), Step::Hang];
    assert_paid(script, Failed::Timeout, Yes, b"").await;
}

#[tokio::test]
async fn a_slow_head_ends_at_the_deadline() {
    let script = vec![Step::Read, Step::WriteSlowly(HEAD.to_vec()), Step::Hang];
    assert_paid(script, Failed::Timeout, Unknown, b"").await;
}

#[tokio::test]
async fn a_slow_body_ends_at_the_deadline_and_its_bytes_are_kept() {
    let script = vec![
        Step::Read,
        Step::Write([HEAD, b"0123456789"].concat()),
        Step::WriteSlowly(vec![b'x'; 90]),
    ];
    let error = paid(script, false).await;
    assert_eq!(kind(&error), Kind::Transport(Failed::Timeout));
    assert_in_doubt(&error, Operation::Paid, Yes);
    let kept = error.body().unwrap();
    assert!(kept.starts_with(b"0123456789") && kept.len() < 100);
}

#[tokio::test]
async fn a_truncated_body_is_kept() {
    let cut = [HEAD, br#"{"code":2,"msg":"#].concat();
    let kept = br#"{"code":2,"msg":"#;
    assert_paid(respond_once(cut.clone()), Failed::Truncated, Yes, kept).await;
}

#[tokio::test]
async fn a_reset_in_a_body_truncates_it() {
    // A reset may discard unread bytes, so the client must have read the bytes before it. The
    // server only knows that they are written.
    let script = vec![
        Step::Read,
        Step::Write([HEAD, b"0123"].concat()),
        Step::Reset,
    ];
    let error = paid(script, false).await;
    let expected = [Failed::Truncated, Failed::ConnectionLost].map(Kind::Transport);
    assert!(expected.contains(&kind(&error)), "{error:?}");
    assert_ne!(error.was_sent(), Knowledge::No);
    assert_eq!(error.charged(), Unknown);
}

#[tokio::test]
async fn a_truncated_chunked_body_is_kept() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for end in ["5\r\n01234\r\n", "5\r\n01234\r\n6\r\n"] {
        let script = respond_once(format!("{chunked}{end}"));
        assert_paid(script, Failed::Truncated, Yes, b"01234").await;
    }
}

#[tokio::test]
async fn an_endless_body_is_read_up_to_the_cap() {
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
    ] {
        let script = vec![
            Step::Read,
            Step::Write(head.into()),
            Step::WriteForever(vec![b'x'; 10_000]),
        ];
        // Setup caps bodies at 64 KiB.
        let kept = vec![b'x'; 64 * 1024];
        assert_paid(script, Failed::TooLarge, Yes, &kept).await;
    }
}

#[tokio::test]
async fn a_body_with_too_large_a_length_is_kept_up_to_the_cap() {
    for length in ["65537", "9223372036854775807"] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        let head = || vec![Step::Read, Step::Write(head.clone().into())];
        let to_the_cap = vec![b'x'; 64 * 1024];
        let all = [head(), vec![Step::WriteForever(vec![b'x'; 10_000])]].concat();
        assert_paid(all, Failed::TooLarge, Yes, &to_the_cap).await;
        let broken_off = [head(), vec![Step::Write(b"x".to_vec())]].concat();
        assert_paid(broken_off, Failed::TooLarge, Yes, b"x").await;
    }
}

#[tokio::test]
async fn a_truncated_body_with_the_length_of_the_cap_is_not_too_large() {
    let script = vec![
        Step::Read,
        Step::Write(b"HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\nx".to_vec()),
    ];
    assert_paid(script, Failed::Truncated, Yes, b"x").await;
}

#[tokio::test]
async fn a_body_of_exactly_the_cap_is_read() {
    let blanks = 64 * 1024 - Operation::Paid.success().len();
    let body = format!("{}{}", " ".repeat(blanks), Operation::Paid.success());
    let server = Server::start([respond_once(response("200 OK", body.as_bytes()))]).await;
    Setup::to(server.url()).call(Operation::Paid).await.unwrap();
}

#[tokio::test]
async fn a_cap_of_nothing_lets_nothing_through() {
    let server = Server::start([respond_once("HTTP/1.1 200 OK\r\n\r\nx")]).await;
    let mut setup = Setup::to(server.url());
    setup.limits.body = 0;
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::TooLarge));
    assert!(error.body().is_none());
}

/// Like [`assert_paid`], for a rejected head with this reason; all bytes are kept.
async fn assert_rejected(head: &[u8], why: &str, kept: &[u8]) {
    for is_proxy in [false, true] {
        let error = paid(respond_once(head), is_proxy).await;
        assert_eq!(kind(&error), Kind::Transport(Failed::NotHttp));
        assert_in_doubt(&error, Operation::Paid, Unknown);
        let body = error.body().map_or(&b""[..], |body| body);
        assert_eq!(body, kept);
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[tokio::test]
async fn a_head_of_more_than_a_mebibyte_is_not_http() {
    let mut head = b"HTTP/1.1 200 OK\r\n".to_vec();
    for number in 0..100_000 {
        head.extend_from_slice(format!("X-Header-{number}: {number}\r\n").as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    // Setup caps bodies at 64 KiB.
    let kept = head.get(..64 * 1024).unwrap();
    assert_rejected(&head, "its head does not end", kept).await;
}

#[tokio::test]
async fn a_response_that_is_not_http_is_reported_and_kept() {
    for (garbage, why) in [
        (
            &b"\x16\x03\x01\x02\x00 this is no http\r\n\r\n"[..],
            "it has no status line",
        ),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "it has no status line"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "it has no status line"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            "it names two contradicting lengths",
        ),
    ] {
        assert_rejected(garbage, why, garbage).await;
    }
}

#[tokio::test]
async fn an_open_connection_with_an_unreadable_response_is_not_waited_for() {
    let garbage = b"HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{} ".to_vec();
    let script = vec![Step::Read, Step::Write(garbage.clone()), Step::Hang];
    let server = Server::start([script]).await;
    let setup = Setup::to(server.url()).attempt(Duration::from_secs(60));
    let call = setup.call(Operation::Paid);
    let error = tokio::time::timeout(Duration::from_secs(20), call).await;
    let error = error.unwrap().unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::NotHttp));
    assert_eq!(error.body().unwrap(), &garbage);
}

#[tokio::test]
async fn surplus_bytes_on_a_reused_connection_are_not_the_next_response() {
    let success = Operation::Paid.success().as_bytes();
    // The second request gets what looks like a body alone, and one with a head after it.
    for left_over in [
        success.to_vec(),
        [success, b"\r\n", &response("200 OK", success)].concat(),
    ] {
        let script = vec![
            Step::Read,
            Step::Write(keep_alive_response("200 OK", success)),
            Step::Read,
            Step::Write(left_over.clone()),
        ];
        let server = Server::start([script]).await;
        let clients = Setup::to(server.url()).clients();
        clients.call(Operation::Paid).await.unwrap();
        let error = clients.call(Operation::Paid).await.unwrap_err();
        assert_eq!(kind(&error), Kind::Transport(Failed::NotHttp));
        assert_in_doubt(&error, Operation::Paid, Unknown);
        assert_eq!(error.body().unwrap(), &left_over);
    }
}

#[tokio::test]
async fn an_error_status_is_reported_with_its_body() {
    for (status, line) in [
        (404, "404 Not Found"),
        (408, "408 Request Timeout"),
        (429, "429 Too Many Requests"),
        (500, "500 Internal Server Error"),
        (503, "503 Service Unavailable"),
        (600, "600 Whatever"),
    ] {
        let script = respond_once(response(line, b"why"));
        assert_paid(script, Failed::Status(status), Unknown, b"why").await;
    }
}

#[tokio::test]
async fn the_end_of_an_error_body_does_not_matter() {
    let head = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 100\r\n\r\nsorry".to_vec();
    let status = Failed::Status(503);
    assert_paid(respond_once(head.clone()), status, Unknown, b"sorry").await;
    let script = vec![Step::Read, Step::Write(head), Step::Hang];
    assert_paid(script, status, Unknown, b"sorry").await;
    let script = vec![
        Step::Read,
        Step::Write(b"HTTP/1.1 503 Service Unavailable\r\n\r\n".to_vec()),
        Step::WriteForever(vec![b'x'; 10_000]),
    ];
    assert_paid(script, status, Unknown, &vec![b'x'; 64 * 1024]).await;
    let head = b"HTTP/1.1 404 Not Found\r\nContent-Length: 99999999\r\n\r\n".to_vec();
    let script = vec![Step::Read, Step::Write(head), Step::Hang];
    assert_paid(script, Failed::Status(404), Unknown, b"").await;
}

#[tokio::test]
async fn html_with_status_200_may_come_from_a_gateway() {
    malformed(b"<html><body>502 Bad Gateway</body></html>", Unknown).await;
    malformed(b" \r\n<!DOCTYPE html>", Unknown).await;
    malformed("\u{feff}<html>".as_bytes(), Unknown).await;
}

#[tokio::test]
async fn an_empty_response_leaves_the_request_in_doubt() {
    malformed(b"", Unknown).await;
    malformed(b"\r\n", Unknown).await;
    let error = paid(respond_once("HTTP/1.1 204 No Content\r\n\r\n"), false).await;
    assert_eq!(kind(&error), Kind::Malformed);
    assert_eq!(error.was_sent(), Unknown);
}

#[tokio::test]
async fn an_unreadable_body_is_kept() {
    // A Chinese success message in GBK.
    malformed(
        b"{\"code\":2,\"msg\":\"\xcc\xe1\xbd\xbb\xb3\xc9\xb9\xa6\"}",
        Yes,
    )
    .await;
    malformed(b"\x00\xff\xfe garbage", Yes).await;
    malformed(b"{\"code\":2,\"msg\":\"", Yes).await;
    malformed(b"{\"code\":2,\"msg\":\"ok\",\"result\":\"later\"}", Yes).await;
    malformed(b"[]", Yes).await;
    malformed(b"null", Yes).await;
    malformed("[".repeat(50_000).as_bytes(), Yes).await;
    malformed(
        b"\x1f\x8b\x08\x00 a body that nobody asked to be compressed",
        Yes,
    )
    .await;
}

#[tokio::test]
async fn a_byte_order_mark_does_no_harm() {
    let body = format!("\u{feff}{}", Operation::Paid.success());
    let server = Server::start([respond_once(response("200 OK", body.as_bytes()))]).await;
    Setup::to(server.url()).call(Operation::Paid).await.unwrap();
}

#[tokio::test]
async fn a_response_of_http_1_0_ends_with_its_connection() {
    let answer = format!("HTTP/1.0 200 OK\r\n\r\n{}", Operation::Paid.success());
    let server = Server::start([respond_once(answer)]).await;
    Setup::to(server.url()).call(Operation::Paid).await.unwrap();
}

#[tokio::test]
async fn an_interim_response_is_skipped() {
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    let both = [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], &success].concat();
    let server = Server::start([respond_once(both)]).await;
    Setup::to(server.url()).call(Operation::Paid).await.unwrap();
}

#[tokio::test]
async fn a_response_before_the_request_is_not_accepted() {
    // A server that closes an idle connection may say so without being asked.
    let gate = Gate::closed();
    let idle = vec![
        Step::Read,
        Step::Write(keep_alive_response(
            "200 OK",
            Operation::Paid.success().as_bytes(),
        )),
        Step::Write(response("408 Request Timeout", b"")),
        Step::Wait(gate.clone()),
    ];
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    let server = Server::start([idle, respond_once(success)]).await;
    let clients = Setup::to(server.url()).clients();
    clients.call(Operation::Paid).await.unwrap();
    let second = clients.call(Operation::Paid).await;
    gate.open();
    match second {
        Ok(()) => assert_eq!(server.requests().await.len(), 2),
        // The earlier response was taken for this request's, which is then in doubt.
        Err(error) => assert_in_doubt(&error, Operation::Paid, Unknown),
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_between_two_calls_costs_nothing() {
    for operation in Operation::ALL {
        let stay = keep_alive_response("200 OK", operation.success().as_bytes());
        let server = Server::start([respond_once(stay)]).await;
        let clients = Setup::to(server.url()).clients();
        clients.call(operation).await.unwrap();
        server.wait_until(|event| *event == Event::Closed(0)).await;
        match clients.call(operation).await {
            Ok(()) => assert_eq!(server.requests().await.len(), 2),
            // Sent on a connection that was about to close: unknown.
            Err(error) => {
                assert_ne!(operation, Operation::Free, "repeated, so it succeeds");
                assert_in_doubt(&error, operation, Unknown);
                assert_eq!(server.requests().await.len(), 1);
            }
        }
    }
}

#[tokio::test]
async fn a_reused_connection_that_closes_without_a_response_leaves_the_request_in_doubt() {
    for operation in Operation::ALL {
        let stay = keep_alive_response("200 OK", operation.success().as_bytes());
        let close = response("200 OK", operation.success().as_bytes());
        let swallow = vec![Step::Read, Step::Write(stay), Step::Read];
        let server = Server::start([swallow, respond_once(close)]).await;
        let clients = Setup::to(server.url()).clients();
        clients.call(operation).await.unwrap();
        let second = clients.call(operation).await;
        if operation == Operation::Free {
            second.unwrap();
            assert_eq!(server.requests().await.len(), 3);
        } else {
            let error = second.unwrap_err();
            assert_eq!(kind(&error), Kind::Transport(Failed::ConnectionLost));
            assert_in_doubt(&error, operation, Unknown);
            assert_eq!(server.requests().await.len(), 2);
        }
    }
}
