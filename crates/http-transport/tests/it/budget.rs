//! Tests how much load retries add to a failing server.

use http_transport::{SendError, TransportErrorKind};

use crate::calls::{Operation, Setup};
use crate::in_memory::{Fake, fails, says};
use crate::scripted::{Server, respond_once, response};

#[tokio::test]
async fn a_server_that_always_fails_sees_at_most_a_fifth_more_load() {
    let server = Server::start([respond_once(response("503 Service Unavailable", b""))]).await;
    let clients = Setup::to(server.url()).clients();
    let calls = 400;
    for _ in 0..calls {
        clients.call(Operation::Free).await.unwrap_err();
    }
    let requests = server.requests().await.len();
    assert!(requests > calls + calls / 10, "{requests}");
    assert!(requests <= calls + calls / 5, "{requests}");
}

#[tokio::test]
async fn a_host_that_refuses_connections_is_spared_as_well() {
    let fake = Fake::new([fails(TransportErrorKind::ConnectionRefused)]);
    let clients = Setup::to("http://127.0.0.1:1")
        .through(fake.clone())
        .clients();
    for _ in 0..500 {
        clients.call(Operation::Paid).await.unwrap_err();
    }
    assert!(fake.seen().len() <= 600, "{}", fake.seen().len());
}

#[tokio::test]
async fn a_server_that_calls_every_password_expired_sees_at_most_a_fifth_more_load() {
    let fake = Fake::new([says(200, r#"{"code":40501,"msg":"动态密码已过期"}"#)]);
    let clients = Setup::to("http://127.0.0.1:1")
        .through(fake.clone())
        .clients();
    let calls = 400;
    for _ in 0..calls {
        clients.call(Operation::Paid).await.unwrap_err();
    }
    let requests = fake.seen().len();
    assert!(requests > calls + calls / 10, "{requests}");
    assert!(requests <= calls + calls / 5, "{requests}");
}

#[tokio::test]
async fn clones_share_one_budget() {
    let fake = Fake::new([fails(TransportErrorKind::ConnectionRefused)]);
    let clients = Setup::to("http://127.0.0.1:1")
        .through(fake.clone())
        .clients();
    for _ in 0..500 {
        clients.clone().call(Operation::Paid).await.unwrap_err();
    }
    // With a separate budget each, every call would take three attempts.
    assert!(fake.seen().len() <= 600, "{}", fake.seen().len());
}

#[tokio::test]
async fn the_budget_recovers_while_calls_succeed() {
    let works = says(200, Operation::Paid.success());
    let mut deeds: Vec<Result<_, SendError>> = Vec::new();
    // Ten calls that use up the budget, a hundred successes, then a call that needs two.
    deeds.extend((0..13).map(|_| fails(TransportErrorKind::Connect)));
    deeds.extend((0..100).map(|_| works.clone()));
    deeds.extend([
        fails(TransportErrorKind::Connect),
        fails(TransportErrorKind::Connect),
        works,
    ]);
    let fake = Fake::new(deeds);
    let clients = Setup::to("http://127.0.0.1:1")
        .through(fake.clone())
        .clients();
    for _ in 0..10 {
        clients.call(Operation::Paid).await.unwrap_err();
    }
    assert_eq!(fake.seen().len(), 13);
    for _ in 0..101 {
        clients.call(Operation::Paid).await.unwrap();
    }
    assert_eq!(fake.seen().len(), 116);
}

#[tokio::test]
async fn a_policy_without_retries_has_none() {
    let fake = Fake::new([fails(TransportErrorKind::Connect)]);
    let mut setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    setup.retry.attempts = 1;
    setup.call(Operation::Free).await.unwrap_err();
    assert_eq!(fake.seen().len(), 1);
}
