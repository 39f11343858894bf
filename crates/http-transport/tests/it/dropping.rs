//! Tests dropped calls.

use std::time::Duration;

use http_transport::{Client, Error, HyperService};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

use crate::calls::{Clients, Operation, Setup, free, paid};
use crate::scripted::{Event, Gate, Server, Step, respond_once, response};

fn assert_send<T: Send>(value: T) -> T {
    value
}

fn assert_shared<T: Send + Sync + Clone + 'static>() {}

#[tokio::test]
async fn clients_and_calls_can_move_between_threads() {
    assert_shared::<Client<Idcode>>();
    assert_shared::<Client<Ihuyi>>();
    assert_shared::<HyperService>();
    let reply = response("200 OK", Operation::Free.success().as_bytes());
    let server = Server::start([respond_once(reply)]).await;
    let client = Setup::to(server.url()).idcode();
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(assert_send(
                async move { client.call(free()).await.map(drop) },
            ))
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.requests().await.len(), 8);
}

#[tokio::test]
async fn errors_can_move_between_threads() {
    fn assert_error<T: std::error::Error + Send + Sync + 'static>() {}
    assert_error::<Error>();
}

/// Drops a call once the server has reached this event, and returns once the server has seen the
/// connection end.
async fn drop_when(script: Vec<Step>, far: fn(&Event) -> bool) -> Server {
    let server = Server::start([script]).await;
    let clients: Clients = Setup::to(server.url()).clients();
    let call = clients.call(Operation::Paid);
    tokio::select! {
        ended = call => panic!("nobody answered, and yet: {ended:?}"),
        () = server.wait_until(far) => {}
    }
    server
        .wait_until(|event| *event == Event::Abandoned(0))
        .await;
    server
}

#[tokio::test]
async fn the_server_sees_a_dropped_call_end() {
    let silent = vec![Step::Read, Step::Hang];
    let server = drop_when(silent, |event| matches!(event, Event::Received(..))).await;
    assert_eq!(server.requests().await.len(), 1);
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn a_call_dropped_in_the_handshake_sends_nothing() {
    let server = Server::start([vec![Step::Hang]]).await;
    let clients = Setup::to(format!("https://{}", server.address())).clients();
    tokio::select! {
        ended = clients.call(Operation::Paid) => panic!("{ended:?}"),
        () = server.wait_until(|event| *event == Event::Accepted(0)) => {}
    }
    server
        .wait_until(|event| *event == Event::Abandoned(0))
        .await;
    assert!(server.requests().await.is_empty());
}

#[tokio::test]
async fn a_call_dropped_during_the_response_ends_the_connection() {
    let gate = Gate::closed();
    let script = vec![
        Step::Read,
        Step::Write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec()),
        Step::Wait(gate.clone()),
        Step::WriteForever(vec![b' '; 10_000]),
    ];
    let server = Server::start([script]).await;
    let clients = Setup::to(server.url()).clients();
    tokio::select! {
        ended = clients.call(Operation::Paid) => panic!("{ended:?}"),
        () = server.wait_until(|event| matches!(event, Event::Received(..))) => {}
    }
    gate.open();
    server
        .wait_until(|event| *event == Event::Abandoned(0))
        .await;
}

#[tokio::test]
async fn a_dropped_call_leaves_no_connection_for_the_next_one() {
    let success = response("200 OK", Operation::Paid.success().as_bytes());
    let late = Gate::closed();
    let server = Server::start([
        // The response to the dropped call comes late. If the connection were reused, it would be
        // taken for the response to the next call.
        vec![
            Step::Read,
            Step::Wait(late.clone()),
            Step::Write(response("200 OK", Operation::Paid.refusal().as_bytes())),
            Step::Hang,
        ],
        respond_once(success),
    ])
    .await;
    let clients = Setup::to(server.url()).clients();
    tokio::select! {
        ended = clients.call(Operation::Paid) => panic!("{ended:?}"),
        () = server.wait_until(|event| matches!(event, Event::Received(..))) => {}
    }
    late.open();
    clients.call(Operation::Paid).await.unwrap();
    assert_eq!(server.connections().await, 2);
}

#[tokio::test]
async fn a_call_dropped_between_two_attempts_is_not_tried_again() {
    let server = Server::start([respond_once(response("503 Service Unavailable", b""))]).await;
    let mut setup = Setup::to(server.url());
    setup.retry.first_wait = Duration::from_secs(20);
    setup.retry.longest_wait = Duration::from_secs(20);
    let clients = setup.clients();
    tokio::select! {
        ended = clients.call(Operation::Free) => panic!("{ended:?}"),
        () = server.wait_until(|event| *event == Event::Closed(0)) => {}
    }
    drop(clients);
    assert_eq!(server.requests().await.len(), 1);
    assert_eq!(server.connections().await, 1);
    // Nothing keeps running that still needs the client.
    let reply = setup
        .client::<Ihuyi>(crate::calls::ihuyi_keys())
        .call(paid())
        .await;
    assert!(reply.is_err());
}

#[tokio::test]
async fn a_server_that_closes_after_a_timeout_leaves_the_first_attempt_in_doubt() {
    let server = Server::start([vec![Step::Read, Step::Hang]]).await;
    let setup = Setup::to(server.url()).attempt(Duration::from_millis(400));
    let clients = setup.clients();
    let call = tokio::spawn(async move { clients.call(Operation::Free).await });
    server
        .wait_until(|event| matches!(event, Event::Received(..)))
        .await;
    server.stop().await;
    let error = call.await.unwrap().unwrap_err();
    let text = error.to_string();
    assert!(text.contains("the connection was refused"), "{text}");
    assert!(text.contains("3 attempts"), "{text}");
    assert_eq!(error.was_sent(), endpoint_core::Knowledge::Unknown);
}
