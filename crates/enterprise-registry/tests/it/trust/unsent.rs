//! Every failed call reports whether it was sent.

use std::time::Duration;

use enterprise_registry::{HyperService, Knowledge};
use test_support::{
    FullListener, IdleListener, RefusingPort, Script, Server, Step, promise, respond_once, response,
};

use super::samples::{Clients, Sample, Setup, samples};

/// Long enough to begin a call, short enough to wait for.
const A_WHILE: Duration = Duration::from_millis(200);

/// The errors of all operations, each called with new clients.
async fn said(samples: &[Sample], clients: impl Fn() -> Clients) -> Vec<(String, Knowledge)> {
    let calls: Vec<_> = samples
        .iter()
        .map(|sample| {
            let call = sample.call(&clients());
            let name = sample.spec.name;
            let billed = sample.spec.billed;
            tokio::spawn(async move {
                let error = call.await.unwrap_err();
                let sent = error.was_sent();
                if sent == Knowledge::No {
                    assert_eq!(error.charged(), Knowledge::No, "{name}: {error:?}");
                } else if billed {
                    assert_eq!(error.charged(), Knowledge::Unknown, "{name}: {error:?}");
                }
                (format!("{name}: {error}"), sent)
            })
        })
        .collect();
    let mut said = Vec::new();
    for call in calls {
        said.push(call.await.unwrap());
    }
    said
}

/// The faults of a TLS handshake.
fn handshakes() -> Vec<Script> {
    vec![
        vec![],
        vec![Step::Reset],
        vec![Step::ReadSome],
        vec![Step::ReadSome, Step::Reset],
        vec![
            Step::ReadSome,
            Step::Write(response("400 Bad Request", b"")),
        ],
        // The record of an alert: handshake_failure.
        vec![
            Step::ReadSome,
            Step::Write(b"\x15\x03\x03\x00\x02\x02\x28".to_vec()),
        ],
        vec![Step::ReadSome, Step::Write(vec![0; 64])],
        vec![Step::ReadSome, Step::Hang],
        vec![Step::Hang],
    ]
}

/// The faults after a part of a request was sent.
fn answers() -> Vec<Script> {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    vec![
        vec![Step::ReadBytes(1)],
        vec![Step::ReadBytes(1), Step::Reset],
        vec![Step::ReadHead, Step::Reset],
        vec![Step::Read],
        vec![Step::Read, Step::Reset],
        vec![Step::Read, Step::Hang],
        respond_once("HTTP/1.1 200 OK\r\nContent-Le"),
        respond_once("HTTP/1.1 100 Continue\r\n\r\n"),
        respond_once(*head),
        vec![
            Step::Read,
            Step::Write([&head[..], b"{"].concat()),
            Step::Reset,
        ],
        respond_once("\x15\x03\x03\x00\x02\x02\x28"),
        respond_once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        respond_once(response("500 Internal Server Error", b"")),
        respond_once(response("503 Service Unavailable", b"<html>")),
        respond_once(response("429 Too Many Requests", b"")),
        respond_once(response("404 Not Found", b"")),
        respond_once("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
        respond_once(response("200 OK", b"<html>")),
        respond_once(response("200 OK", b"")),
        respond_once(response("200 OK", b"{\"code\":")),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_failures_before_the_first_byte_are_reported_as_unsent() {
    let samples = samples();
    let mut before = Vec::new();
    let mut check = async |base: String, service: fn(&str) -> HyperService, proxy: String| {
        let clients = || {
            let setup = Setup::through(service(&proxy), &base);
            setup.deadlines(A_WHILE, A_WHILE * 8).clients()
        };
        before.extend(said(&samples, clients).await);
    };
    let direct: fn(&str) -> HyperService = |_| HyperService::new().unwrap();
    let proxied: fn(&str) -> HyperService =
        |proxy| HyperService::builder().proxy(proxy).build().unwrap();

    let refusing = RefusingPort::start();
    let hanging = FullListener::start().await;
    check(
        format!("http://{}", refusing.address()),
        direct,
        String::new(),
    )
    .await;
    check(
        format!("https://{}", refusing.address()),
        direct,
        String::new(),
    )
    .await;
    check(
        format!("http://{}", hanging.address()),
        direct,
        String::new(),
    )
    .await;
    check(
        format!("https://{}", hanging.address()),
        direct,
        String::new(),
    )
    .await;
    // A label of more than 63 characters is invalid, so no name server is queried.
    let nowhere = format!("https://{}.invalid", "a".repeat(70));
    check(nowhere, direct, String::new()).await;
    for script in handshakes() {
        let server = Server::start_in_thread([script]);
        check(
            format!("https://{}", server.address()),
            direct,
            String::new(),
        )
        .await;
    }
    // Faults on the way to a proxy and through it.
    let vendor = IdleListener::bind([127, 0, 0, 1]);
    let (http, https) = (
        format!("http://{}", vendor.address()),
        format!("https://{}", vendor.address()),
    );
    let absent = format!("http://{}", refusing.address());
    check(http, proxied, absent.clone()).await;
    check(https.clone(), proxied, absent).await;
    for script in [
        respond_once(response("407 Proxy Authentication Required", b"")),
        respond_once(response("502 Bad Gateway", b"")),
        vec![Step::Read],
        vec![
            Step::Read,
            Step::Write(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
            Step::ReadSome,
            Step::Reset,
        ],
    ] {
        let proxy = Server::start_in_thread([script]);
        check(https.clone(), proxied, proxy.url()).await;
    }
    assert_eq!(vendor.connections(), 0);

    let mut after = Vec::new();
    for (script, service) in answers()
        .into_iter()
        .flat_map(|script| [(script.clone(), direct), (script, proxied)])
    {
        let server = Server::start_in_thread([script]);
        let clients = || {
            let setup = Setup::through(service(&server.url()), server.url());
            setup.deadlines(A_WHILE, A_WHILE * 8).clients()
        };
        after.extend(said(&samples, clients).await);
    }

    let not_reported: Vec<_> = before.iter().filter(|one| one.1 != Knowledge::No).collect();
    let wrong: Vec<_> = after.iter().filter(|one| one.1 == Knowledge::No).collect();
    for (what, _) in not_reported.iter().chain(&wrong).take(20) {
        eprintln!("{what}");
    }
    promise(
        "unsent",
        not_reported.is_empty() && wrong.is_empty(),
        &format!(
            "{} of {} connect faults say No, {} of {} later faults do",
            before.len() - not_reported.len(),
            before.len(),
            wrong.len(),
            after.len()
        ),
    );
}
