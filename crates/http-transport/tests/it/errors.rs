//! Tests the texts of errors, and their values for programs.

use std::io;

use http_transport::{Error, HyperService, SendError, TransportErrorKind, UploadSourceError};

use crate::calls::{Operation, Setup};
use crate::in_memory::{Fake, fails, says};
use crate::scripted::{Server, Step};

async fn error(fake: Fake, operation: Operation) -> Error {
    let setup = Setup::to("http://127.0.0.1:1").through(fake);
    setup.call(operation).await.unwrap_err()
}

#[tokio::test]
async fn an_error_after_one_attempt_names_the_call_without_a_count() {
    let error = error(
        Fake::new([fails(TransportErrorKind::Timeout)]),
        Operation::Paid,
    )
    .await;
    let request = "POST http://127.0.0.1:1/idcard/ent3f/Submit.json (ent_name, ent_code, name)";
    assert_eq!(
        error.to_string(),
        format!("ihuyi ent3f.Submit: no complete response came in time; {request}")
    );
    let Error::Transport(transport) = error else {
        panic!("{error:?}");
    };
    assert_eq!(transport.vendor(), "ihuyi");
    assert_eq!(transport.operation(), "ent3f.Submit");
    assert_eq!(transport.request(), request);
    assert_eq!(transport.attempts(), 1);
}

#[tokio::test]
async fn a_malformed_response_is_reported_but_not_shown() {
    let body = r#"{"ResultCode":1,"OrganUnitName":{"Canary":1}}"#;
    let error = error(Fake::new([says(200, body)]), Operation::Free).await;
    let shown = format!("{error}\n{error:?}\n{error:#?}");
    assert!(
        shown.starts_with("idcode GetCompanyBaseInfo: the response is not as documented: expected"),
        "{shown}"
    );
    assert!(shown.contains("\"GetCompanyBaseInfo\""), "{shown}");
    let length = format!("body: {} bytes", body.len());
    assert!(shown.contains(&length), "{shown}");
    assert!(!shown.contains("Canary"), "{shown}");
    let Error::Malformed(malformed) = error else {
        panic!("{error:?}");
    };
    assert_eq!(malformed.vendor(), "idcode");
    assert_eq!(malformed.operation(), "GetCompanyBaseInfo");
}

#[tokio::test]
async fn the_system_error_of_a_connection_is_in_brackets() {
    let server = Server::start([vec![Step::ReadBytes(1), Step::Reset]]).await;
    let error = Setup::to(server.url()).call(Operation::Paid).await;
    let said = error.unwrap_err().to_string();
    let expected = "the connection was lost before a response (connection reset); POST";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn every_kind_of_error_has_a_word_for_programs() {
    use TransportErrorKind as Kind;
    let words = [
        (Kind::Build, "build"),
        (Kind::UploadSourceUnopened, "source_unopened"),
        (Kind::UploadSourceBroken, "source_broken"),
        (Kind::NoSlot, "no_turn"),
        (Kind::NameResolution, "name_resolution"),
        (Kind::ConnectionRefused, "connection_refused"),
        (Kind::ConnectTimeout, "connect_timeout"),
        (Kind::Tls, "tls"),
        (Kind::Certificate, "certificate"),
        (Kind::TlsProtocol, "tls_protocol"),
        (Kind::Connect, "connect"),
        (Kind::Timeout, "timeout"),
        (Kind::Stalled, "stalled"),
        (Kind::ConnectionLost, "connection_lost"),
        (Kind::NotHttp, "not_http"),
        (Kind::Truncated, "truncated"),
        (Kind::TooLarge, "too_large"),
        (Kind::ContentEncoding, "content_encoding"),
        (Kind::Status(503), "status"),
    ];
    for (kind, word) in words {
        assert_eq!(kind.as_str(), word);
    }
}

#[test]
fn a_source_error_equals_its_clones() {
    let cause = || UploadSourceError::from(io::Error::other("why"));
    let one = cause();
    assert_eq!(one, one.clone());
    assert_ne!(one, cause());
    let failure = |cause: &UploadSourceError| {
        SendError::from_source(TransportErrorKind::UploadSourceBroken, cause.clone())
    };
    assert_eq!(failure(&one), failure(&one));
    assert_ne!(failure(&one), failure(&cause()));
}

#[test]
fn a_service_shows_its_settings_but_not_the_password_of_its_proxy() {
    let builder = HyperService::builder()
        .connect_timeout(std::time::Duration::from_secs(7))
        .proxy("http://user:Canary@127.0.0.1:1");
    let shown = format!("{builder:?} {:?}", builder.clone().build().unwrap());
    assert!(!shown.contains("Canary"), "{shown}");
    assert_eq!(shown.matches("connect: 7s").count(), 2, "{shown}");
}
