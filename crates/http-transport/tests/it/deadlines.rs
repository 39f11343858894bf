//! Tests the longest time of a call, with retries and waits.

use std::time::Duration;

use endpoint_core::Knowledge;
use http_transport::{Limits, RetryPolicy, TransportErrorKind as Failed};
use tokio::time::Instant;

use crate::calls::{Operation, Setup};
use crate::in_memory::{Fake, fails, says};
use crate::knowledge::{Kind, kind};
use crate::scripted::{Server, Step};

fn through(fake: &Fake) -> Setup {
    let mut setup = Setup::to("http://127.0.0.1:1").through(fake.clone());
    setup.limits = Limits::default();
    setup.retry = RetryPolicy::default();
    setup
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_its_own_deadline_within_that_of_the_call() {
    let fake = Fake::slow(Duration::from_secs(20), [fails(Failed::Timeout)]);
    let began = Instant::now();
    let error = through(&fake).call(Operation::Free).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::Timeout));
    let seen = fake.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0].deadline, Duration::from_secs(20));
    assert_eq!(seen[1].deadline, Duration::from_secs(20));
    // Two attempts and two waits are over, so the last one has less.
    let end = seen[2].at + seen[2].deadline;
    assert_eq!(end - began, Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn waits_grow_and_differ() {
    let mut first = Vec::new();
    for _ in 0..20 {
        let fake = Fake::new([fails(Failed::Connect)]);
        drop(through(&fake).call(Operation::Paid).await);
        let seen = fake.seen();
        let waits = [seen[1].at - seen[0].at, seen[2].at - seen[1].at];
        // 200 ms and 400 ms, up to twice as long.
        assert!((200..=401).contains(&waits[0].as_millis()), "{waits:?}");
        assert!((400..=801).contains(&waits[1].as_millis()), "{waits:?}");
        first.push(waits[0]);
    }
    first.sort_unstable();
    first.dedup();
    assert!(
        first.len() > 1,
        "without jitter all clients come back at once"
    );
}

#[tokio::test(start_paused = true)]
async fn no_wait_is_longer_than_the_longest() {
    let fake = Fake::new([fails(Failed::Connect)]);
    let mut setup = through(&fake);
    setup.retry.first_wait = Duration::from_secs(5);
    drop(setup.call(Operation::Paid).await);
    let seen = fake.seen();
    assert_eq!(seen.len(), 3);
    for pair in seen.windows(2) {
        assert!((pair[1].at - pair[0].at).as_millis() <= 5001);
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_started() {
    let fake = Fake::new([fails(Failed::Connect)]);
    let mut setup = through(&fake);
    setup.limits.overall = Duration::from_secs(10);
    setup.retry.first_wait = Duration::from_secs(30);
    setup.retry.longest_wait = Duration::from_secs(30);
    let began = Instant::now();
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(fake.seen().len(), 1);
    assert_eq!(error.was_sent(), Knowledge::No);
    assert_eq!(began.elapsed(), Duration::ZERO);
}

/// It would be cut short, and then it would be unknown whether it was sent.
#[tokio::test(start_paused = true)]
async fn an_attempt_without_time_left_is_not_started() {
    let fails = [fails(Failed::Connect), fails(Failed::Timeout)];
    let fake = Fake::slow(Duration::from_secs(4), fails);
    let mut setup = through(&fake);
    setup.limits.attempt = Duration::from_secs(20);
    setup.limits.overall = Duration::from_secs(5);
    let error = setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(fake.seen().len(), 1);
    assert_eq!(error.charged(), Knowledge::No);
}

#[tokio::test(start_paused = true)]
async fn a_call_with_a_short_deadline_is_still_retried() {
    let fake = Fake::new([fails(Failed::Connect)]);
    let mut setup = through(&fake);
    setup.limits.overall = Duration::from_secs(2);
    setup.call(Operation::Paid).await.unwrap_err();
    assert_eq!(fake.seen().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_longest_duration_is_a_valid_deadline() {
    let fake = Fake::new([says(200, Operation::Paid.success())]);
    let mut setup = through(&fake);
    setup.limits.attempt = Duration::MAX;
    setup.limits.overall = Duration::MAX;
    setup.retry.first_wait = Duration::MAX;
    setup.retry.longest_wait = Duration::MAX;
    setup.call(Operation::Paid).await.unwrap();
    let year = Duration::from_secs(31_536_000);
    let deadline = fake.seen()[0].deadline;
    assert!(
        year - Duration::from_secs(60) < deadline && deadline <= year,
        "{deadline:?}"
    );
}

#[tokio::test]
async fn on_a_socket_a_call_ends_soon_after_its_deadline() {
    let server = Server::start([vec![Step::Read, Step::Hang]]).await;
    let mut setup = Setup::to(server.url());
    setup.limits.attempt = Duration::from_secs(10);
    setup.limits.overall = Duration::from_millis(300);
    let began = Instant::now();
    let error = setup.call(Operation::Free).await.unwrap_err();
    assert_eq!(kind(&error), Kind::Transport(Failed::Timeout));
    // Not the ten seconds of an attempt.
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(server.requests().await.len(), 1);
}
