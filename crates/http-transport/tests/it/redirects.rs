//! Tests that redirects are not followed: the address of a call is its credential.

use endpoint_core::Knowledge::Unknown;
use http_transport::{Error, TransportErrorKind};

use crate::calls::{Operation, Setup};
use crate::knowledge::{Kind, assert_in_doubt, kind};
use crate::scripted::{IdleListener, Server, respond_once};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

fn redirect(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} Elsewhere\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

fn assert_not_followed(error: &Error, operation: Operation, status: u16) {
    assert_eq!(
        kind(error),
        Kind::Transport(TransportErrorKind::Status(status))
    );
    assert_in_doubt(error, operation, Unknown);
    assert!(!error.is_retryable());
    let text = format!("the server redirects (status {status}), and redirects are not followed");
    assert!(error.to_string().contains(&text), "{error}");
}

#[tokio::test]
async fn a_redirect_to_another_server_sends_it_nothing() {
    for status in STATUSES {
        for operation in Operation::ALL {
            for scheme in ["http", "https"] {
                let second = IdleListener::bind([127, 0, 0, 1]);
                let elsewhere = format!("{scheme}://{}/", second.address());
                let first = Server::start([respond_once(redirect(status, &elsewhere))]).await;
                let error = Setup::to(first.url()).call(operation).await.unwrap_err();
                assert_not_followed(&error, operation, status);
                assert_eq!(first.requests().await.len(), 1);
                assert_eq!(second.connections(), 0);
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_within_the_server_is_not_followed() {
    for status in STATUSES {
        for to in ["/AllInterFace/Elsewhere", "//localhost/x", "?", ""] {
            let server = Server::start([respond_once(redirect(status, to))]).await;
            let error = Setup::to(server.url())
                .call(Operation::Free)
                .await
                .unwrap_err();
            assert_not_followed(&error, Operation::Free, status);
            assert_eq!(server.requests().await.len(), 1);
        }
    }
}

#[tokio::test]
async fn no_request_has_a_referer() {
    let server = Server::start([respond_once(redirect(302, "/"))]).await;
    let clients = Setup::to(server.url()).clients();
    for operation in Operation::ALL {
        drop(clients.call(operation).await);
    }
    let requests = server.requests().await;
    assert_eq!(requests.len(), 3);
    assert!(
        requests
            .iter()
            .all(|request| request.header("referer").is_none())
    );
}
