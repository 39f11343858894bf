//! Tests that no request goes through a proxy that was not configured by name.
//!
//! The variables of the environment are read at most once per process, so tests that set them start
//! this program again for a single test.

use std::net::TcpListener;
use std::process::Command;

use endpoint_core::Knowledge;
use http_transport::{HyperService, SetupError, TransportErrorKind};

use crate::calls::{Operation, Setup};
use crate::knowledge::{Kind, kind};
use crate::scripted::{IdleListener, Server, Step, respond_once, response};
use crate::uploads::{Letters, upload};

/// Names the server that the child process calls.
const TARGET: &str = "HTTP_TRANSPORT_TEST_TARGET";

/// Whether the child process follows the environment, like a default client.
const OBEYS: &str = "HTTP_TRANSPORT_TEST_OBEYS";

/// The child's part: one call to the address in its environment.
#[tokio::test]
#[ignore = "is started by the tests below, with a server to call"]
async fn child() {
    let target = std::env::var(TARGET).expect("the parent says whom to call");
    if std::env::var_os(OBEYS).is_some() {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls())
            .build()
            .unwrap();
        drop(client.get(target).send().await);
        return;
    }
    let ended = Setup::to(&target).call(Operation::Paid).await;
    if target.starts_with("https") {
        let error = ended.unwrap_err();
        assert_eq!(
            kind(&error),
            Kind::Transport(TransportErrorKind::TlsProtocol)
        );
    } else {
        ended.unwrap();
    }
}

fn tls() -> rustls::ClientConfig {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

pub(crate) const VARIABLES: [&str; 8] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
];

/// Runs the child with these variables; returns whether it succeeded.
async fn run(target: &str, variables: Vec<(&'static str, String)>, obeys: bool) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "proxies::child", "--ignored", "--test-threads=1"])
        .env(TARGET, target);
    for name in VARIABLES {
        command.env_remove(name);
    }
    if obeys {
        command.env(OBEYS, "1");
    }
    command.envs(variables.clone());
    let ran = tokio::task::spawn_blocking(move || command.output().unwrap());
    let ran = ran.await.unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{variables:?}: {said}");
    assert!(said.contains("1 passed"), "{variables:?}: {said}");
}

async fn vendor() -> Server {
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    Server::start([respond_once(success)]).await
}

#[tokio::test]
async fn no_environment_variable_sends_http_through_a_proxy() {
    let trap = IdleListener::bind([127, 0, 0, 1]);
    let vendor = vendor().await;
    let bare = trap.address().to_string();
    let http = format!("http://{bare}");
    let mut combinations = Vec::new();
    for value in [http.clone(), bare] {
        for name in [
            "HTTP_PROXY",
            "http_proxy",
            "ALL_PROXY",
            "all_proxy",
            "HTTPS_PROXY",
        ] {
            combinations.push(vec![(name, value.clone())]);
        }
        for exempt in ["", "example.com", "localhost", "127.0.0.1", "*"] {
            let mut all: Vec<_> = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"]
                .map(|name| (name, value.clone()))
                .into();
            all.push(("NO_PROXY", exempt.to_owned()));
            combinations.push(all);
        }
    }
    combinations.push(vec![("HTTP_PROXY", "no address".to_owned())]);
    combinations.push(vec![("all_proxy", "socks5://127.0.0.1:1".to_owned())]);
    let runs = combinations.len();
    for variables in combinations {
        run(&vendor.url(), variables, false).await;
    }
    assert_eq!(vendor.requests().await.len(), runs);
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn no_environment_variable_sends_https_through_a_proxy() {
    let trap = IdleListener::bind([127, 0, 0, 1]);
    let vendor = Server::start([vec![
        Step::ReadSome,
        Step::Write(response("400 Bad Request", b"this is plain http")),
    ]])
    .await;
    let target = format!("https://{}", vendor.address());
    for name in [
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "HTTP_PROXY",
    ] {
        let value = format!("http://{}", trap.address());
        run(&target, vec![(name, value)], false).await;
    }
    // One attempt each: a server without TLS is not tried again.
    assert_eq!(vendor.connections().await, 5);
    assert_eq!(trap.connections(), 0);
}

/// Without this, the tests above could not fail.
#[tokio::test]
async fn a_default_client_falls_into_the_trap() {
    let vendor = vendor().await;
    let proxy = Server::start([respond_once(response("502 Bad Gateway", b""))]).await;
    run(&vendor.url(), vec![("HTTP_PROXY", proxy.url())], true).await;
    assert_eq!(vendor.connections().await, 0);
    assert_eq!(proxy.requests().await.len(), 1);
}

fn through(proxy: &Server) -> HyperService {
    HyperService::builder().proxy(proxy.url()).build().unwrap()
}

#[tokio::test]
async fn a_configured_proxy_gets_everything() {
    let vendor = vendor().await;
    for operation in Operation::ALL {
        let success = response("200 OK", operation.success().as_bytes());
        let proxy = Server::start([respond_once(success)]).await;
        let setup = Setup::to(vendor.url()).through(through(&proxy));
        setup.call(operation).await.unwrap();
        let requests = proxy.requests().await;
        assert_eq!(requests.len(), 1);
        assert!(requests[0].target().starts_with(&vendor.url()));
    }
    assert_eq!(vendor.connections().await, 0);
}

#[tokio::test]
async fn an_upload_goes_through_a_configured_proxy() {
    let reply = response("200 OK", crate::uploads::DONE.as_bytes());
    let proxy = Server::start([respond_once(reply)]).await;
    let vendor = vendor().await;
    let client = Setup::to(vendor.url()).through(through(&proxy)).idcode();
    let letters = Letters::new(200_000, 200_000);
    client.call(upload(letters.file())).await.unwrap();
    let request = &proxy.requests().await[0];
    let line = format!("POST {}/AllInterFace/UploadCodeFile HTTP/1.1", vendor.url());
    assert!(request.head.starts_with(&line), "{}", request.head);
    assert!(request.body.contains(&"a".repeat(200_000)));
    assert_eq!(vendor.connections().await, 0);
}

#[tokio::test]
async fn https_goes_through_a_configured_proxy_in_a_tunnel() {
    let script = vec![
        Step::Read,
        Step::Write(b"HTTP/1.1 200 Connection established\r\n\r\n".to_vec()),
        Step::ReadSome,
        Step::Write(b"no handshake".to_vec()),
    ];
    let proxy = Server::start([script]).await;
    let setup = Setup::to("https://127.0.0.1:9").through(through(&proxy));
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::TlsProtocol)
    );
    assert_eq!(error.was_sent(), Knowledge::No);
    let requests = proxy.requests().await;
    assert_eq!(requests.len(), 1);
    for request in requests {
        assert!(request.head.starts_with("CONNECT 127.0.0.1:9 HTTP/1.1\r\n"));
        assert!(!request.head.contains("Submit"), "{}", request.head);
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_the_tunnel_has_sent_nothing() {
    let proxy = Server::start([respond_once(response(
        "407 Proxy Authentication Required",
        b"",
    ))])
    .await;
    let setup = Setup::to("https://127.0.0.1:9").through(through(&proxy));
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(TransportErrorKind::Connect));
    assert_eq!(error.was_sent(), Knowledge::No);
    assert_eq!(error.charged(), Knowledge::No);
}

#[tokio::test]
async fn an_absent_proxy_has_sent_nothing() {
    let vendor = vendor().await;
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = proxy.local_addr().unwrap();
    drop(proxy);
    let service = HyperService::builder()
        .proxy(format!("http://{address}"))
        .build()
        .unwrap();
    let setup = Setup::to(vendor.url()).through(service);
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::ConnectionRefused)
    );
    assert_eq!(error.was_sent(), Knowledge::No);
    assert_eq!(vendor.connections().await, 0);
}

#[tokio::test]
async fn the_password_of_a_proxy_goes_to_the_proxy_and_nowhere_else() {
    let vendor = vendor().await;
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    let proxy = Server::start([respond_once(success)]).await;
    let builder = HyperService::builder().proxy(format!("http://user:hunter2@{}", proxy.address()));
    let said = format!("{builder:?} {:#?}", builder.clone().build().unwrap());
    assert!(!said.contains("hunter2"), "{said}");
    let setup = Setup::to(vendor.url()).through(builder.build().unwrap());
    setup.call(Operation::Paid).await.unwrap();
    // user:hunter2
    let sent = proxy.requests().await[0]
        .header("proxy-authorization")
        .map(str::to_owned);
    assert_eq!(sent.as_deref(), Some("Basic dXNlcjpodW50ZXIy"));
}

#[test]
fn an_invalid_proxy_address_is_refused_without_being_shown() {
    for address in [
        "",
        "127.0.0.1:3128",
        "socks5://127.0.0.1:1",
        "http://",
        "ftp://secret@h",
        // Ports and hosts that other parsers read as another one.
        "http://127.0.0.1:65536",
        "http://127.0.0.1:-1",
        "http://127.0.0.1:+80",
        "http://127.0.0.1:99999999999999999999",
        "http://[::1]x:3128",
        "http://[127.0.0.1]:3128",
        "http://[]:80",
        "http://127.1:3128",
        "http://0177.0.0.1:3128",
        "http://0x7f000001:3128",
        "http://127.0.0.1:3128;x",
        // Parts that a proxy address does not have.
        "http://127.0.0.1:3128/secret",
        "http://127.0.0.1:3128?secret",
        "http://127.0.0.1:3128#secret",
    ] {
        let error = HyperService::builder().proxy(address).build().unwrap_err();
        assert!(matches!(error, SetupError::Proxy), "{address}: {error:?}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}
