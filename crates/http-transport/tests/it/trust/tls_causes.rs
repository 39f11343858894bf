//! Tests that TLS errors name their cause, and are retried only if that may help, with every
//! service.

use endpoint_core::Knowledge;
use http_transport::{Error, HyperService, TransportErrorKind};
use test_support::{CERTIFICATE, EXPIRED, FUTURE, OTHER_NAME, SecureServer, promise};

use crate::calls::{Operation, Setup};
use crate::scripted::{Server, Step, response};
use crate::uploads::{Letters, upload};

/// The presented certificate, the trusted one, and the expected text.
const CERTIFICATES: [(&str, Option<&str>, &str); 4] = [
    (CERTIFICATE, None, "its issuer is unknown"),
    (EXPIRED, Some(EXPIRED), "it expired on Fri, 01 Jan 2021"),
    (
        FUTURE,
        Some(FUTURE),
        "it is not valid before Sun, 01 Jan 2119",
    ),
    (
        OTHER_NAME,
        Some(OTHER_NAME),
        "it is for another name: registry.example",
    ),
];

/// What a server writes instead of a handshake.
fn words() -> [(Vec<u8>, &'static str); 5] {
    let alert = |code| vec![0x15, 3, 1, 0, 2, 2, code];
    [
        (alert(70), "neither TLS 1.2 nor TLS 1.3"),
        (alert(40), "no cipher"),
        (alert(112), "does not know this host name"),
        (alert(116), "requires a client certificate"),
        (
            response("400 Bad Request", b"plain"),
            "it may speak plain HTTP",
        ),
    ]
}

/// Whether each operation and an upload fail once, unsent, and name the cause.
async fn is_told(base: &str, service: &HyperService, kind: TransportErrorKind, why: &str) -> bool {
    let setup = Setup::to(base).through(service.clone());
    let mut errors = Vec::new();
    for operation in Operation::ALL {
        errors.extend(setup.call(operation).await.err());
    }
    let letters = Letters::new(100_000, 100_000);
    errors.extend(setup.idcode().call(upload(letters.file())).await.err());
    errors.len() == 4
        && errors.iter().all(|error| {
            let is_once = matches!(error, Error::Transport(transport)
                if transport.kind() == kind && transport.attempts() == 1);
            is_once && error.was_sent() == Knowledge::No && error.to_string().contains(why)
        })
}

#[tokio::test]
async fn every_tls_error_is_explained_and_tried_once() {
    let mut broken = Vec::new();
    let mut told = 0;
    for (shown, trusted, why) in CERTIFICATES {
        let server = SecureServer::showing(shown, Vec::new());
        let mut service = HyperService::builder();
        if let Some(trusted) = trusted {
            service = service.root_certificates(trusted);
        }
        let service = service.build();
        if is_told(
            &server.url(),
            &service.unwrap(),
            TransportErrorKind::Certificate,
            why,
        )
        .await
        {
            told += 4;
        } else {
            broken.push(why);
        }
    }
    for (reply, why) in words() {
        let server = Server::start([vec![Step::ReadSome, Step::Write(reply)]]).await;
        let base = format!("https://{}", server.address());
        let proxied = HyperService::builder().proxy(&base).build().unwrap();
        let base = base.as_str();
        for service in [HyperService::new().unwrap(), proxied] {
            if is_told(base, &service, TransportErrorKind::TlsProtocol, why).await {
                told += 4;
            } else {
                broken.push(why);
            }
        }
    }
    promise(
        "TLS causes",
        broken.is_empty(),
        &format!("9 causes, {told} calls tried once and said why, not said: {broken:?}"),
    );
}
