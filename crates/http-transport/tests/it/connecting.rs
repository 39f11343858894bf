//! Tests failures before the first byte of a request: all are known to be unsent, and retried for
//! every kind of operation.

use std::net::SocketAddr;
use std::time::Duration;

use endpoint_core::Knowledge;
use http_transport::{Error, HyperService, TransportErrorKind};
use tokio::net::TcpListener;

use crate::calls::{Operation, Setup, free, write};
use crate::scripted::{FullListener, Server, Step, respond_once, response};
use crate::uploads::{Letters, upload};

/// The kind of an error that certainly sent nothing, after three attempts if another one could
/// succeed.
fn unsent(error: &Error) -> TransportErrorKind {
    let Error::Transport(transport) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.was_sent(), Knowledge::No, "{error:?}");
    assert_eq!(error.charged(), Knowledge::No, "{error:?}");
    let is_transient = transport.kind() != TransportErrorKind::TlsProtocol;
    assert_eq!(error.is_retryable(), is_transient, "{error:?}");
    assert!(error.body().is_none());
    let attempts = if is_transient { 3 } else { 1 };
    assert_eq!(transport.attempts(), attempts, "{error:?}");
    transport.kind()
}

/// An address without a listener.
async fn closed() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap()
}

#[tokio::test]
async fn a_refused_connection_is_tried_three_times_even_for_a_paid_query() {
    for operation in Operation::ALL {
        let setup = Setup::to(format!("http://{}", closed().await));
        let error = setup.call(operation).await.unwrap_err();
        assert_eq!(unsent(&error), TransportErrorKind::ConnectionRefused);
    }
}

#[tokio::test]
async fn a_call_succeeds_once_the_server_listens() {
    let address = closed().await;
    let setup = Setup::to(format!("http://{address}"));
    let clients = setup.clients();
    let first = clients.call(Operation::Paid).await.unwrap_err();
    assert_eq!(unsent(&first), TransportErrorKind::ConnectionRefused);
    let reply = response("200 OK", Operation::Paid.success().as_bytes());
    let server = Server::start_at(address, [respond_once(reply)]).await;
    clients.call(Operation::Paid).await.unwrap();
    assert_eq!(server.requests().await.len(), 1);
}

#[tokio::test]
async fn a_host_without_an_address_is_a_name_resolution_error() {
    // A label of more than 63 characters cannot exist, so no server is asked for it.
    let setup = Setup::to(format!("http://{}.invalid", "a".repeat(70)));
    // ihuyi allows no plain HTTP there.
    let error = setup.idcode().call(free()).await.unwrap_err();
    assert_eq!(unsent(&error), TransportErrorKind::NameResolution);
    let error = setup.idcode().call(write()).await.unwrap_err();
    assert_eq!(unsent(&error), TransportErrorKind::NameResolution);
}

#[tokio::test]
async fn a_hanging_connection_is_unsent_at_the_connect_timeout() {
    let hanging = FullListener::start().await;
    let address = hanging.address();
    for operation in Operation::ALL {
        let service = HyperService::builder()
            .connect_timeout(Duration::from_millis(50))
            .build()
            .unwrap();
        let setup = Setup::to(format!("http://{address}")).through(service);
        let error = setup.call(operation).await.unwrap_err();
        assert_eq!(unsent(&error), TransportErrorKind::ConnectTimeout);
    }
}

#[tokio::test]
async fn a_hanging_connection_is_unsent_however_short_the_deadline() {
    let hanging = FullListener::start().await;
    let address = hanging.address();
    for operation in Operation::ALL {
        // Far below the connect timeout of the service.
        let setup = Setup::to(format!("http://{address}")).attempt(Duration::from_millis(100));
        let error = setup.call(operation).await.unwrap_err();
        assert_eq!(unsent(&error), TransportErrorKind::ConnectTimeout);
    }
}

/// Both limits have passed before either is checked.
#[tokio::test]
async fn a_hanging_connection_is_unsent_even_on_a_hanging_machine() {
    let hanging = FullListener::start().await;
    let address = hanging.address();
    for operation in Operation::ALL {
        let deadline = Duration::from_millis(50);
        let mut setup = Setup::to(format!("http://{address}")).attempt(deadline);
        setup.retry.attempts = 1;
        let clients = setup.clients();
        let mut call = std::pin::pin!(clients.call(operation));
        tokio::select! {
            biased;
            ended = &mut call => panic!("{ended:?}"),
            () = async { std::thread::sleep(2 * deadline) } => {}
        }
        let error = call.await.unwrap_err();
        assert_eq!(error.was_sent(), Knowledge::No, "{error:?}");
    }
}

/// Uploads have their own connections.
#[tokio::test]
async fn an_upload_without_a_connection_is_unsent_for_the_same_reasons() {
    let hanging = FullListener::start().await;
    let no_tls = Server::start([vec![
        Step::ReadSome,
        Step::Write(response("400 Bad Request", b"this is plain http")),
    ]])
    .await;
    let cut_off = Server::start([vec![Step::ReadSome]]).await;
    let silent = Server::start([vec![Step::Hang]]).await;
    for (base, attempt, kind) in [
        (
            format!("http://{}", closed().await),
            20_000,
            TransportErrorKind::ConnectionRefused,
        ),
        (
            format!("http://{}.invalid", "a".repeat(70)),
            20_000,
            TransportErrorKind::NameResolution,
        ),
        (
            format!("http://{}", hanging.address()),
            100,
            TransportErrorKind::ConnectTimeout,
        ),
        (
            format!("https://{}", no_tls.address()),
            20_000,
            TransportErrorKind::TlsProtocol,
        ),
        (
            format!("https://{}", cut_off.address()),
            20_000,
            TransportErrorKind::Connect,
        ),
        (
            format!("https://{}", silent.address()),
            200,
            TransportErrorKind::ConnectTimeout,
        ),
    ] {
        let setup = Setup::to(&base).attempt(Duration::from_millis(attempt));
        let letters = Letters::new(100_000, 100_000);
        let error = setup.idcode().call(upload(letters.file())).await;
        assert_eq!(unsent(&error.unwrap_err()), kind, "{base}");
        let attempts = if kind == TransportErrorKind::TlsProtocol {
            1
        } else {
            3
        };
        assert_eq!(letters.times(), attempts);
    }
}

#[tokio::test]
async fn an_upload_finds_a_host_by_its_name() {
    let reply = response("200 OK", crate::uploads::DONE.as_bytes());
    let server = Server::start([respond_once(reply)]).await;
    let port = server.address().port();
    let setup = Setup::to(format!("http://localhost:{port}"));
    let letters = Letters::new(100_000, 100_000);
    setup.idcode().call(upload(letters.file())).await.unwrap();
    let request = &server.requests().await[0];
    let host = format!("localhost:{port}");
    assert_eq!(request.header("host"), Some(host.as_str()));
    assert_eq!(request.header("accept"), Some("*/*"));
}

#[tokio::test]
async fn a_server_without_tls_is_recognised_and_tried_once() {
    let plain = vec![
        Step::ReadSome,
        Step::Write(response("400 Bad Request", b"this is plain http")),
    ];
    for operation in Operation::ALL {
        let server = Server::start([plain.clone()]).await;
        let setup = Setup::to(format!("https://{}", server.address()));
        let error = setup.call(operation).await.unwrap_err();
        assert_eq!(unsent(&error), TransportErrorKind::TlsProtocol);
        assert_eq!(server.connections().await, 1);
    }
}

#[tokio::test]
async fn an_interrupted_handshake_is_unsent() {
    for script in [
        vec![Step::ReadSome],
        vec![Step::ReadSome, Step::Reset],
        vec![],
    ] {
        let server = Server::start([script]).await;
        let setup = Setup::to(format!("https://{}", server.address()));
        let error = setup.call(Operation::Paid).await.unwrap_err();
        assert_eq!(unsent(&error), TransportErrorKind::Connect);
        assert_eq!(server.connections().await, 3);
    }
}

#[tokio::test]
async fn a_hanging_handshake_is_unsent() {
    for operation in Operation::ALL {
        let server = Server::start([vec![Step::Hang]]).await;
        let setup =
            Setup::to(format!("https://{}", server.address())).attempt(Duration::from_millis(200));
        let error = setup.call(operation).await.unwrap_err();
        assert_eq!(unsent(&error), TransportErrorKind::ConnectTimeout);
        assert_eq!(server.connections().await, 3);
    }
}
