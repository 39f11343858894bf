//! A call over TLS, and whom it trusts.

use std::net::SocketAddr;
use std::sync::Arc;

use endpoint_core::Knowledge;
use http_transport::{Client, Error, FailureKind, ReqwestService, SetupError};
use idcode_api::Idcode;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::calls::{Operation, free, idcode_keys};
use crate::knowledge::{Kind, kind};
use crate::scripted::answer;
use crate::uploads::{Letters, upload};

/// Signed by itself for `localhost` and 127.0.0.1 until 2120, and trusted by this test alone.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBWjCCAQCgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAF8Gjbh5lYqhEsW
hSpbdoAblDsT1y5E8errJIu/HzZloC7mSOed35aHrvqXqKdpcDmBCsQoxqzOuahN
ggelnXKjQTA/MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAMBgNVHRMBAf8E
AjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMAoGCCqGSM49BAMCA0gAMEUCIQC4ArG7
EWX7Lzt7gpoBjznrTo9OLOjAj1kNqanXn0V5wgIgFismzdtsO7/u38ubbtZO8Oq7
8VNOWVCNDIKC8gWaUDM=
-----END CERTIFICATE-----
";

/// Its key, as PKCS #8 in hexadecimal digits.
const KEY: &str = "
    308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b02010104201c4d19c704edd073b302
    8e2889cb82548c9b3f264c2181954c1e0426bf79944ea14403420004017c1a36e1e6562a844b16852a5b76801b94
    3b13d72e44f1eaeb248bbf1f3665a02ee648e79ddf9687aefa97a8a7697039810ac428c6acceb9a84d8207a59d72
";

fn key() -> PrivateKeyDer<'static> {
    let digits: Vec<u32> = KEY.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let bytes = digits
        .chunks(2)
        .map(|two| u8::try_from(two[0] * 16 + two[1]));
    PrivatePkcs8KeyDer::from(bytes.collect::<Result<Vec<_>, _>>().unwrap()).into()
}

/// A server that answers every connection with this, and tells what it was asked.
async fn secure_server(
    answer: Vec<u8>,
) -> (SocketAddr, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let certificates = CertificateDer::pem_slice_iter(CERTIFICATE.as_bytes());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates.collect::<Result<_, _>>().unwrap(), key())
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, asked) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that trusts nobody goes away in the handshake.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut received = Vec::new();
            // Of an upload no more than that.
            while !received.windows(4).any(|four| four == b"\r\n\r\n") {
                stream.read_buf(&mut received).await.unwrap();
            }
            tell.send(String::from_utf8(received).unwrap()).unwrap();
            stream.write_all(&answer).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (address, asked)
}

fn client(service: ReqwestService, base: String) -> Client<Idcode> {
    Client::builder(idcode_keys(), Arc::new(service))
        .base_url(base)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_call_succeeds_over_tls_where_the_certificate_is_trusted() {
    let success = answer("200 OK", Operation::Free.success().as_bytes());
    let (address, mut asked) = secure_server(success).await;
    for host in ["127.0.0.1", "localhost"] {
        let service = ReqwestService::builder()
            .root_certificates(CERTIFICATE)
            .build()
            .unwrap();
        let client = client(service, format!("https://{host}:{}", address.port()));
        let unit = client.call(free()).await.unwrap();
        assert_eq!(unit.name.as_deref(), Some("汉信"));
        let asked = asked.recv().await.unwrap();
        assert!(asked.starts_with("GET /AllInterFace/GetCompanyBaseInfo?access_token="));
    }
}

#[tokio::test]
async fn an_upload_over_tls_hears_the_refusal_of_a_server_that_closes_without_reading_on() {
    let refusal = r#"{"ResultCode":-2,"ResultMsg":"未授权！"}"#;
    let (address, mut asked) = secure_server(answer("200 OK", refusal.as_bytes())).await;
    for host in ["127.0.0.1", "localhost"] {
        let service = ReqwestService::builder()
            .root_certificates(CERTIFICATE)
            .build()
            .unwrap();
        let client = client(service, format!("https://{host}:{}", address.port()));
        let letters = Letters::new(20_000_000, 20_000_000);
        let error = client.call(upload(letters.file())).await.unwrap_err();
        assert_eq!(kind(&error), Kind::Refused(-2), "{error:?}");
        let asked = asked.recv().await.unwrap();
        assert!(asked.starts_with("POST /AllInterFace/UploadCodeFile HTTP/1.1\r\n"));
    }
    let service = ReqwestService::new().unwrap();
    let client = client(service, format!("https://{address}"));
    let letters = Letters::new(100_000, 100_000);
    let error = client.call(upload(letters.file())).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(FailureKind::Tls), "{error:?}");
    assert_eq!(error.was_sent(), Knowledge::No);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent() {
    let (address, mut asked) = secure_server(Vec::new()).await;
    let service = ReqwestService::new().unwrap();
    let client = client(service, format!("https://127.0.0.1:{}", address.port()));
    let error = client.call(free()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(t) if t.kind() == FailureKind::Tls));
    assert_eq!(error.was_sent(), Knowledge::No);
    asked.try_recv().unwrap_err();
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
