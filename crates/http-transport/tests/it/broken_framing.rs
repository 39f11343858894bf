//! Responses with broken framing, as gateways send them.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use endpoint_core::Knowledge::{Unknown, Yes};
use http_transport::{Error, HyperService, TransportErrorKind};
use ihuyi_api::MatchStatus;
use ihuyi_api::products::Ent3fSubmit;

use crate::calls::{Operation, Setup};
use crate::knowledge::{Kind, assert_in_doubt, kind};
use crate::scripted::{Request, Server, Step, keep_alive_response, respond_once, response};
use crate::uploads::{DONE, Letters, upload};

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

/// A response in pieces, with a pause before each but the first.
type Pieces = Vec<String>;

fn pieces<const N: usize>(pieces: [&str; N]) -> Pieces {
    pieces.map(str::to_owned).into()
}

/// Makes a paid query that gets this response: at the beginning of a connection or on a kept one,
/// from a server that closes the connection or leaves it open. The query must be sent once, and the
/// next one be answered on another connection.
async fn ask(pieces: &Pieces, is_kept: bool, stays_open: bool) -> Result<(), Error> {
    let success = Operation::Paid.success().as_bytes();
    let mut script = Vec::new();
    if is_kept {
        script.push(Step::Read);
        script.push(Step::Write(keep_alive_response("200 OK", success)));
    }
    script.push(Step::Read);
    for (place, piece) in pieces.iter().enumerate() {
        if place > 0 {
            script.push(Step::Wait(later()));
        }
        script.push(Step::Write(piece.as_bytes().to_vec()));
    }
    if stays_open {
        script.push(Step::Hang);
    }
    let next = respond_once(response("200 OK", success));
    let server = Server::start([script, next]).await;
    let clients = Setup::to(server.url()).clients();
    if is_kept {
        clients.call(Operation::Paid).await.unwrap();
    }
    let result = clients.call(Operation::Paid).await;
    let sent = if is_kept { 2 } else { 1 };
    assert_eq!(server.requests().await.len(), sent, "{pieces:?}");
    clients.call(Operation::Paid).await.unwrap();
    assert_eq!(server.requests().await.len(), sent + 1, "{pieces:?}");
    assert_eq!(server.connections().await, 2, "{pieces:?}");
    result
}

/// Gets each of these responses in all four ways, and checks the results.
async fn for_all<T: Clone + Send + 'static>(
    cases: impl IntoIterator<Item = (Pieces, T)>,
    check: fn(&str, T, Result<(), Error>),
) {
    let mut asking = tokio::task::JoinSet::new();
    for (pieces, expected) in cases {
        for (is_kept, stays_open) in [(false, false), (false, true), (true, false), (true, true)] {
            let (pieces, expected) = (pieces.clone(), expected.clone());
            asking.spawn(async move {
                let result = ask(&pieces, is_kept, stays_open).await;
                let what = format!("{pieces:?}, kept {is_kept}, open {stays_open}: {result:?}");
                check(&what, expected, result);
            });
        }
    }
    while let Some(asked) = asking.join_next().await {
        asked.unwrap();
    }
}

async fn assert_read(responses: impl IntoIterator<Item = Pieces>) {
    let cases = responses.into_iter().map(|pieces| (pieces, ()));
    for_all(cases, |what, (), result| assert!(result.is_ok(), "{what}")).await;
}

async fn assert_kept(cases: impl IntoIterator<Item = (Pieces, (TransportErrorKind, String))>) {
    for_all(cases, |what, (failed, kept), result| {
        let error = result.unwrap_err();
        assert_eq!(kind(&error), Kind::Transport(failed), "{what}");
        assert_eq!(error.charged(), Unknown, "{what}");
        let body = error.body().map_or(&b""[..], |body| body);
        assert_eq!(body, kept.as_bytes(), "{what}");
    })
    .await;
}

/// A gate that opens a little later than the bytes before it are read.
fn later() -> crate::scripted::Gate {
    let gate = crate::scripted::Gate::closed();
    let opening = gate.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        opening.open();
    });
    gate
}

#[tokio::test]
async fn a_response_without_the_chunks_that_its_head_names_is_read() {
    let success = Operation::Paid.success();
    let (begin, rest) = success.split_at(10);
    let repaired = "HTTP/1.1 200 OK\r\nX: \0\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert_read([CHUNKED, repaired].into_iter().flat_map(|head| {
        [
            pieces([&format!("{head}{success}")]),
            pieces([head, success]),
            pieces([&format!("{head}{begin}"), rest]),
        ]
    }))
    .await;
}

#[tokio::test]
async fn chunks_that_all_came_are_read_however_they_are_written() {
    let success = Operation::Paid.success();
    let size = format!("{:x}", success.len());
    let many = "X: y\r\n".repeat(150);
    let extension = "a".repeat(20_000);
    let chunked = [
        format!("{size}\r\n{success}\r\n0\r\nX: \0\r\n\r\n"),
        format!("{size}\r\n{success}\r\n0\r\n<br>Warning\r\n\r\n"),
        format!("{size}\r\n{success}\r\n0\r\n{many}\r\n"),
        format!("{size}\r\n{success}\r\n0\r\n"),
        format!("{size}\r\n{success}\r\n"),
        format!("{size}\r\n{success}"),
        format!("{size}\r\n{success}0\r\n\r\n"),
        format!("0x{size}\r\n{success}\r\n0\r\n\r\n"),
        format!("{size}\n{success}\n0\n\n"),
        format!("{size};{extension}\r\n{success}\r\n0\r\n\r\n"),
    ];
    let whole = chunked.map(|body| pieces([&format!("{CHUNKED}{body}")]));
    let divided = [
        pieces([&format!("{CHUNKED}{size}\n{success}\n"), "0\n\n"]),
        pieces([&format!("{CHUNKED}{size}\n"), success]),
    ];
    assert_read(whole.into_iter().chain(divided)).await;
}

#[tokio::test]
async fn chunks_that_cannot_be_read_are_kept_and_the_reason_is_named() {
    let no_size = "the size of a chunk is not a number";
    let other_size = "a chunk does not have its stated size";
    let cases = [
        ("5\r\n01234\r\nzz\r\n", "01234zz\r\n", no_size),
        ("-5\r\n{}\r\n0\r\n\r\n", "-5\r\n{}\r\n0\r\n\r\n", no_size),
        (
            "fffffffffffffffff\r\n{}",
            "fffffffffffffffff\r\n{}",
            no_size,
        ),
        (
            "2\r\n{\"a\":1}\r\n0\r\n\r\n",
            "{\"a\":1}\r\n0\r\n\r\n",
            other_size,
        ),
    ];
    for (chunks, _, why) in cases {
        let server = Server::start([respond_once(format!("{CHUNKED}{chunks}"))]).await;
        let called = Setup::to(server.url()).call(Operation::Paid).await;
        let error = called.unwrap_err();
        assert_in_doubt(&error, Operation::Paid, Yes);
        assert!(error.to_string().contains(why), "{error}");
    }
    assert_kept(cases.map(|(chunks, kept, _)| {
        let failed = (TransportErrorKind::Truncated, kept.to_owned());
        (pieces([&format!("{CHUNKED}{chunks}")]), failed)
    }))
    .await;
}

#[tokio::test]
async fn a_body_after_a_head_that_denies_one_is_read() {
    let success = Operation::Paid.success();
    let heads = [
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: \0\r\nContent-Length: 0\r\n\r\n",
    ];
    let whole = heads.map(|head| pieces([&format!("{head}{success}")]));
    let divided = heads.map(|head| pieces([head, success]));
    assert_read(whole.into_iter().chain(divided)).await;
}

#[tokio::test]
async fn a_body_after_status_304_is_kept() {
    let success = Operation::Paid.success();
    let head = "HTTP/1.1 304 Not Modified\r\n\r\n";
    let failed = || (TransportErrorKind::Status(304), success.to_owned());
    assert_kept([
        (pieces([&format!("{head}{success}")]), failed()),
        (pieces([head, success]), failed()),
    ])
    .await;
}

#[tokio::test]
async fn a_body_longer_than_its_length_is_read_to_its_own_end() {
    let success = Operation::Paid.success();
    let mut responses = Vec::new();
    for length in [1, 20, success.len() - 1] {
        for more in ["", "Connection: close\r\n"] {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{more}\r\n");
            let (begin, rest) = success.split_at(20);
            responses.push(pieces([&format!("{head}{success}")]));
            responses.push(pieces([&format!("{head}{begin}"), rest]));
        }
    }
    assert_read(responses).await;
}

#[tokio::test]
async fn bytes_after_a_whole_body_are_not_part_of_it() {
    let success = Operation::Paid.success();
    let proper = keep_alive_response("200 OK", success.as_bytes());
    let proper = String::from_utf8(proper).unwrap();
    assert_read(
        [
            "\r\n",
            "<!-- 0.1 s -->",
            "}",
            "HTTP/1.1 408 Timeout\r\n\r\n",
            &proper,
        ]
        .map(|surplus| pieces([&format!("{proper}{surplus}")])),
    )
    .await;
}

#[tokio::test]
async fn a_body_shorter_than_its_length_is_read_if_it_is_whole() {
    let success = Operation::Paid.success();
    assert_read([success.len() + 1, 60_000].into_iter().flat_map(|length| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        [
            pieces([&format!("{head}{success}")]),
            pieces([&head, success]),
        ]
    }))
    .await;
}

#[tokio::test]
async fn a_response_with_two_lengths_is_kept_whole() {
    let success = Operation::Paid.success();
    let length = success.len();
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: ";
    let both = format!("{head}{length}\r\n\r\n{success}");
    let failed = (TransportErrorKind::NotHttp, both.clone());
    assert_kept([(pieces([&both]), failed)]).await;
}

/// Responses with broken framing and this body.
fn broken(body: &str) -> [String; 4] {
    let length = body.len();
    [
        format!("{CHUNKED}{body}"),
        format!("{CHUNKED}{length:x}\n{body}\n0\n\n"),
        format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n{body}"),
        format!("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{body}"),
    ]
}

#[tokio::test]
async fn broken_framing_is_read_through_a_proxy() {
    for response in broken(Operation::Paid.success()) {
        let server = Server::start([respond_once(response.clone())]).await;
        let service = HyperService::builder().proxy(server.url()).build();
        let setup = Setup::to(server.url()).through(service.unwrap());
        let result = setup.call(Operation::Paid).await;
        assert!(result.is_ok(), "{response:?}: {result:?}");
        assert_eq!(server.requests().await.len(), 1);
    }
}

#[tokio::test]
async fn broken_framing_is_read_after_an_upload() {
    for response in broken(DONE) {
        let server = Server::start([respond_once(response.clone())]).await;
        let client = Setup::to(server.url()).idcode();
        let letters = Letters::new(100_000, 100_000);
        let result = client.call(upload(letters.file())).await;
        assert!(result.is_ok(), "{response:?}: {result:?}");
        assert_eq!(server.requests().await.len(), 1);
    }
}

/// Many calls at once on connections that are reused, with surplus bytes after every third
/// response: each call must get its own response or an error, and never another one's.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn surplus_bytes_never_become_the_response_to_another_query() {
    let reply = |request: &Request| {
        let name = request.param("ent_name").unwrap();
        let status = if name.len().is_multiple_of(2) { 1 } else { 2 };
        let body = format!(r#"{{"code":2,"msg":"","result":{{"status":{status}}}}}"#);
        let response = keep_alive_response("200 OK", body.as_bytes());
        let lie = format!(
            r#"{{"code":2,"msg":"","result":{{"status":{}}}}}"#,
            3 - status
        );
        if name.len().is_multiple_of(3) {
            [response, keep_alive_response("200 OK", lie.as_bytes())].concat()
        } else {
            response
        }
    };
    let server = Server::start_in_thread_with(Arc::new(move |_| {
        vec![Step::Read, Step::Reply(reply), Step::Again]
    }));
    let client = Setup::to(server.url()).clients().ihuyi;
    let tasks: Vec<_> = (0..8_usize)
        .map(|task| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut answered = 0;
                for round in 0..60 {
                    let name = "x".repeat(2 + (task * 7 + round) % 30);
                    let code = "91310116761614322N".parse().unwrap();
                    let query = Ent3fSubmit::new(&name, code, "谢某");
                    let Ok(result) = client.call(query).await else {
                        continue;
                    };
                    let is_even = name.len().is_multiple_of(2);
                    let expected = if is_even {
                        MatchStatus::Mismatch
                    } else {
                        MatchStatus::Match
                    };
                    assert_eq!(result.result.status, expected, "{name}");
                    answered += 1;
                }
                answered
            })
        })
        .collect();
    let mut answered = 0;
    for task in tasks {
        answered += task.await.unwrap();
    }
    assert!(answered > 240, "{answered} of 480");
}

#[tokio::test]
async fn the_sending_side_stays_open_until_a_response_whose_head_is_rejected_is_read() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // A server that gives up its response when its client ends the connection.
    let server = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().unwrap();
        let mut buffer = [0; 8192];
        let _request = client.read(&mut buffer).unwrap();
        let success = Operation::Paid.success();
        let head = format!(
            "HTTP/1.1 200 OK\r\nX: \0\r\nContent-Length: {}\r\n\r\n",
            success.len()
        );
        client.write_all(head.as_bytes()).unwrap();
        let wait = Some(Duration::from_millis(300));
        client.set_read_timeout(wait).unwrap();
        let has_ended = matches!(client.read(&mut buffer), Ok(0));
        if !has_ended {
            client.write_all(success.as_bytes()).unwrap();
        }
        has_ended
    });
    let answered = Setup::to(&url).call(Operation::Paid).await;
    assert!(!server.join().unwrap(), "the client ended the connection");
    answered.unwrap();
}
