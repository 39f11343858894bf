//! Tests calls through a `reqwest::Client` of the caller.

use endpoint_core::Knowledge;
use http_transport::{ReqwestService, TransportErrorKind};

use crate::calls::{Operation, Setup};
use crate::knowledge::{Kind, assert_in_doubt, kind};
use crate::scripted::{Server, respond_once, response};
use crate::uploads::{DONE, Letters, upload};

fn prepared() -> ReqwestService {
    let client = ReqwestService::client_builder().unwrap().build();
    ReqwestService::new(client.unwrap())
}

#[tokio::test]
async fn every_operation_is_called_with_a_prepared_client() {
    for operation in Operation::ALL {
        let success = response("200 OK", operation.success().as_bytes());
        let server = Server::start([respond_once(success)]).await;
        let setup = Setup::to(server.url()).through(prepared());
        setup.call(operation).await.unwrap();
        assert_eq!(server.requests().await.len(), 1);
    }
}

#[tokio::test]
async fn an_upload_is_sent_with_a_prepared_client() {
    let server = Server::start([respond_once(response("200 OK", DONE.as_bytes()))]).await;
    let client = Setup::to(server.url()).through(prepared()).idcode();
    let letters = Letters::new(200_000, 200_000);
    client.call(upload(letters.file())).await.unwrap();
    assert!(
        server.requests().await[0]
            .body
            .contains(&"a".repeat(200_000))
    );
}

#[tokio::test]
async fn a_prepared_client_uses_an_added_proxy() {
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    let proxy = Server::start([respond_once(success)]).await;
    let through = reqwest::Proxy::all(proxy.url()).unwrap();
    let client = ReqwestService::client_builder().unwrap().proxy(through);
    let service = ReqwestService::new(client.build().unwrap());
    let setup = Setup::to("http://127.0.0.1:9").through(service);
    setup.call(Operation::Paid).await.unwrap();
    assert!(
        proxy.requests().await[0]
            .target()
            .starts_with("http://127.0.0.1:9/")
    );
}

#[tokio::test]
async fn a_prepared_client_neither_redirects_nor_retries() {
    let server = Server::start([
        respond_once("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"),
        respond_once(response("200 OK", Operation::Paid.success().as_bytes())),
    ])
    .await;
    let setup = Setup::to(server.url()).through(prepared());
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::Status(302))
    );
    assert_eq!(server.requests().await.len(), 1);
}

#[tokio::test]
async fn the_response_to_a_redirect_followed_by_a_foreign_client_is_rejected() {
    let server = Server::start([
        respond_once("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"),
        respond_once(response("200 OK", Operation::Paid.success().as_bytes())),
    ])
    .await;
    let foreign = ReqwestService::client_builder().unwrap();
    let foreign = foreign.redirect(reqwest::redirect::Policy::limited(5));
    let service = ReqwestService::new(foreign.build().unwrap());
    let setup = Setup::to(server.url()).through(service);
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::Status(302))
    );
    assert_in_doubt(&error, Operation::Paid, Knowledge::Unknown);
    assert_eq!(server.requests().await.len(), 2);
}

#[tokio::test]
async fn a_failed_connection_is_unsent() {
    let setup = Setup::to("http://127.0.0.1:1").through(prepared());
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Kind::Transport(TransportErrorKind::ConnectionRefused)
    );
    assert_eq!(error.was_sent(), Knowledge::No);
}

#[tokio::test]
async fn a_client_of_reqwest_reads_a_whole_body_without_its_end() {
    let success = Operation::Paid.success();
    for response in [
        format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{success}\r\n",
            success.len()
        ),
        format!("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{success}"),
    ] {
        let server = Server::start([respond_once(response.clone())]).await;
        let client = ReqwestService::client_builder().unwrap().build();
        let setup = Setup::to(server.url()).through(ReqwestService::new(client.unwrap()));
        let result = setup.call(Operation::Paid).await;
        assert!(result.is_ok(), "{response:?}: {result:?}");
    }
}
