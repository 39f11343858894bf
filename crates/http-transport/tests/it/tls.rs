//! Tests calls over TLS, and which certificates are trusted.

use std::sync::Arc;

use endpoint_core::Knowledge;
use http_transport::{Client, Error, HyperService, SetupError, TransportErrorKind};
use idcode_api::Idcode;
use test_support::{CERTIFICATE, EXPIRED, FUTURE, OTHER_NAME, SecureServer};

use crate::calls::{Operation, free, idcode_keys};
use crate::knowledge::{Kind, kind};
use crate::scripted::{IdleListener, Server, Step, response};
use crate::uploads::{Letters, upload};

fn client(service: HyperService, base: String) -> Client<Idcode> {
    Client::builder(idcode_keys(), Arc::new(service))
        .base_url(base)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_call_succeeds_over_tls_with_a_trusted_certificate() {
    let server = SecureServer::start(response("200 OK", Operation::Free.success().as_bytes()));
    for host in ["127.0.0.1", "localhost"] {
        let service = HyperService::builder()
            .root_certificates(CERTIFICATE)
            .build()
            .unwrap();
        let client = client(service, format!("https://{host}:{}", server.port()));
        let unit = client.call(free()).await.unwrap();
        assert_eq!(unit.name.as_deref(), Some("汉信"));
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert!(request.starts_with("GET /AllInterFace/GetCompanyBaseInfo?access_token="));
    }
}

#[tokio::test]
async fn an_upload_over_tls_reads_the_refusal_of_a_server_that_stops_reading_and_closes() {
    let refusal = r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#;
    let server = SecureServer::start(response("200 OK", refusal.as_bytes()));
    for host in ["127.0.0.1", "localhost"] {
        let service = HyperService::builder()
            .root_certificates(CERTIFICATE)
            .build()
            .unwrap();
        let client = client(service, format!("https://{host}:{}", server.port()));
        let letters = Letters::new(20_000_000, 20_000_000);
        let error = client.call(upload(letters.file())).await.unwrap_err();
        assert_eq!(kind(&error), Kind::Refused(-2), "{error:?}");
    }
    for request in server.requests() {
        assert!(request.starts_with("POST /AllInterFace/UploadCodeFile HTTP/1.1\r\n"));
    }
    assert_eq!(server.requests().len(), 2);
    let service = HyperService::new().unwrap();
    let client = client(service, server.url());
    let letters = Letters::new(100_000, 100_000);
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::Certificate),
        "{error:?}"
    );
    assert_eq!(error.was_sent(), Knowledge::No);
}

/// The error of a call to this server, with its text and the number of attempts.
async fn failure(service: HyperService, base: String) -> (TransportErrorKind, String, u32) {
    let error = client(service, base).call(free()).await.unwrap_err();
    assert_eq!(error.was_sent(), Knowledge::No);
    assert!(!error.is_retryable() || error.to_string().contains("attempts"));
    let Error::Transport(transport) = &error else {
        panic!("{error:?}");
    };
    assert!(error.to_string().contains(transport.detail()), "{error}");
    (
        transport.kind(),
        transport.detail().to_owned(),
        transport.attempts(),
    )
}

fn trusting(certificate: &str) -> HyperService {
    let builder = HyperService::builder().root_certificates(certificate);
    builder.build().unwrap()
}

#[tokio::test]
async fn a_rejected_certificate_is_explained_and_tried_once() {
    for (shown, trusted, why) in [
        (CERTIFICATE, None, "its issuer is unknown"),
        (
            EXPIRED,
            Some(EXPIRED),
            "it expired on Fri, 01 Jan 2021 00:00:00 GMT",
        ),
        (
            FUTURE,
            Some(FUTURE),
            "it is not valid before Sun, 01 Jan 2119 00:00:00 GMT",
        ),
        (
            OTHER_NAME,
            Some(OTHER_NAME),
            "it is for another name: registry.example, www.registry.example",
        ),
    ] {
        let server = SecureServer::showing(shown, Vec::new());
        let service = trusted.map_or_else(|| HyperService::new().unwrap(), trusting);
        let (kind, detail, attempts) = failure(service, server.url()).await;
        assert_eq!(
            (kind, detail.as_str(), attempts),
            (TransportErrorKind::Certificate, why, 1)
        );
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_usable_tls_is_reported_and_tried_once() {
    let alert = |code| vec![0x15, 3, 1, 0, 2, 2, code];
    for (reply, why) in [
        (alert(70), "the server speaks neither TLS 1.2 nor TLS 1.3"),
        (alert(40), "the server accepts no cipher that we offer"),
        (alert(112), "the server does not know this host name"),
        (alert(116), "the server requires a client certificate"),
        (
            response("400 Bad Request", b"plain"),
            "the server does not speak TLS; it may speak plain HTTP",
        ),
    ] {
        let script = vec![Step::ReadSome, Step::Write(reply)];
        let server = Server::start([script]).await;
        let base = format!("https://{}", server.address());
        for proxied in [false, true] {
            let service = if proxied {
                // A proxy whose own TLS fails.
                let proxy = format!("https://{}", server.address());
                HyperService::builder().proxy(proxy).build().unwrap()
            } else {
                HyperService::new().unwrap()
            };
            let (kind, detail, attempts) = failure(service, base.clone()).await;
            let expected = (TransportErrorKind::TlsProtocol, why, 1);
            assert_eq!((kind, detail.as_str(), attempts), expected, "{proxied}");
        }
    }
    // A temporary failure is retried.
    let server = Server::start([vec![Step::ReadSome, Step::Write(alert(80))]]).await;
    let base = format!("https://{}", server.address());
    let (kind, _, attempts) = failure(HyperService::new().unwrap(), base).await;
    assert_eq!((kind, attempts), (TransportErrorKind::Tls, 3));
}

#[tokio::test]
async fn roots_are_read_with_a_byte_order_mark_and_among_broken_ones() {
    let server = SecureServer::start(response("200 OK", Operation::Free.success().as_bytes()));
    let broken = EXPIRED.replacen("MII", "M!!", 1);
    let endless = EXPIRED.replace("-----END", "-----");
    let no_certificate = EXPIRED.replacen("MIIBczCC", "AAAAAAAA", 1);
    let utf_16: Vec<u8> = format!("\u{feff}{CERTIFICATE}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let crlf = CERTIFICATE.replace('\n', "\r\n");
    for (pem, warnings) in [
        (format!("\u{feff}{CERTIFICATE}").into_bytes(), &[][..]),
        (utf_16, &[]),
        (crlf.into_bytes(), &[]),
        (
            format!("a note\n{CERTIFICATE}-----BEGIN X-----\n").into_bytes(),
            &[],
        ),
        (
            format!("{broken}{CERTIFICATE}").into_bytes(),
            &["root certificate 1 of 2, at line 1, is left out: it is not base64"],
        ),
        (
            format!("{no_certificate}{CERTIFICATE}{endless}").into_bytes(),
            &[
                "root certificate 1 of 3, at line 1, is left out: it is no X.509 certificate",
                "root certificate 3 of 3, at line 21, is left out: it has no end",
            ],
        ),
    ] {
        let service = HyperService::builder().root_certificates(&pem).build();
        let service = service.unwrap();
        assert_eq!(service.root_certificate_warnings(), warnings);
        client(service, server.url()).call(free()).await.unwrap();
    }
    for none in [broken, endless, no_certificate] {
        let refused = HyperService::builder().root_certificates(&none).build();
        assert!(
            matches!(refused, Err(SetupError::RootCertificates)),
            "{none}"
        );
    }
}

#[tokio::test]
async fn a_redirect_out_of_tls_sends_nothing_unencrypted() {
    let clear = IdleListener::bind([127, 0, 0, 1]);
    let service = HyperService::builder()
        .root_certificates(CERTIFICATE)
        .build()
        .unwrap();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{status} There\r\nLocation: http://{}/", clear.address());
        let server = SecureServer::start(response(&location, b""));
        let client = client(service.clone(), server.url());
        let error = client.call(free()).await.unwrap_err();
        let kind = TransportErrorKind::Status(status);
        assert!(matches!(&error, Error::Transport(t) if t.kind() == kind));
        assert_eq!(server.requests().len(), 1, "{status} is followed");
    }
    assert_eq!(clear.connections(), 0);
}

#[test]
fn roots_that_are_not_certificates_are_named() {
    let broken = CERTIFICATE.replace('M', "!");
    let other = CERTIFICATE.replace("CERTIFICATE", "PUBLIC KEY");
    for pem in ["", "-----BEGIN", &broken, &other] {
        let refused = HyperService::builder().root_certificates(pem).build();
        assert!(
            matches!(refused, Err(SetupError::RootCertificates)),
            "{pem}: {refused:?}"
        );
    }
}

#[test]
fn several_texts_of_roots_add_up() {
    let builder = HyperService::builder()
        .root_certificates(CERTIFICATE.trim_end())
        .root_certificates(CERTIFICATE);
    builder.build().unwrap();
}
