//! A call over TLS, and whom it trusts.

use std::sync::Arc;

use endpoint_core::Knowledge;
use http_transport::{Client, Error, FailureKind, ReqwestService, SetupError};
use idcode_api::Idcode;
use proving_ground::{CERTIFICATE, SecureServer};

use crate::calls::{Operation, free, idcode_keys};
use crate::knowledge::{Kind, kind};
use crate::scripted::{Trap, answer};
use crate::uploads::{Letters, upload};

fn client(service: ReqwestService, base: String) -> Client<Idcode> {
    Client::builder(idcode_keys(), Arc::new(service))
        .base_url(base)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_call_succeeds_over_tls_where_the_certificate_is_trusted() {
    let server = SecureServer::start(answer("200 OK", Operation::Free.success().as_bytes()));
    for host in ["127.0.0.1", "localhost"] {
        let service = ReqwestService::builder()
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
async fn an_upload_over_tls_hears_the_refusal_of_a_server_that_closes_without_reading_on() {
    let refusal = r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#;
    let server = SecureServer::start(answer("200 OK", refusal.as_bytes()));
    for host in ["127.0.0.1", "localhost"] {
        let service = ReqwestService::builder()
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
    let service = ReqwestService::new().unwrap();
    let client = client(service, server.url());
    let letters = Letters::new(100_000, 100_000);
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(FailureKind::Tls), "{error:?}");
    assert_eq!(error.was_sent(), Knowledge::No);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let server = SecureServer::start(Vec::new());
    let client = client(ReqwestService::new().unwrap(), server.url());
    let error = client.call(free()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(t) if t.kind() == FailureKind::Tls));
    assert_eq!(error.was_sent(), Knowledge::No);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_out_of_tls_sends_nothing_in_the_clear() {
    let clear = Trap::set([127, 0, 0, 1]);
    let service = ReqwestService::builder()
        .root_certificates(CERTIFICATE)
        .build()
        .unwrap();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{status} There\r\nLocation: http://{}/", clear.address());
        let server = SecureServer::start(answer(&location, b""));
        let client = client(service.clone(), server.url());
        let error = client.call(free()).await.unwrap_err();
        let kind = FailureKind::Status(status);
        assert!(matches!(&error, Error::Transport(t) if t.kind() == kind));
        assert_eq!(server.requests().len(), 1, "{status} is followed");
    }
    assert_eq!(clear.visits(), 0);
}

#[test]
fn roots_that_are_no_certificates_are_named() {
    let broken = CERTIFICATE.replace('M', "!");
    let other = CERTIFICATE.replace("CERTIFICATE", "PUBLIC KEY");
    for pem in ["", "-----BEGIN", &broken, &other] {
        let refused = ReqwestService::builder().root_certificates(pem).build();
        assert!(
            matches!(refused, Err(SetupError::RootCertificates)),
            "{pem}: {refused:?}"
        );
    }
}

#[test]
fn several_texts_of_roots_add_up() {
    let builder = ReqwestService::builder()
        .root_certificates(CERTIFICATE.trim_end())
        .root_certificates(CERTIFICATE);
    builder.build().unwrap();
}
