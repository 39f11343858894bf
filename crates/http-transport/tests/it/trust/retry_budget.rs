//! Tests how much load retries add to a failing server.

use std::collections::BTreeMap;

use test_support::{Server, Step, promise, response};

use crate::calls::{Operation, Setup, free};

const CALLS: usize = 600;
const AT_ONCE: usize = 12;

#[tokio::test]
async fn a_server_that_always_fails_sees_a_fifth_more_and_three_attempts_a_call() {
    let failing = vec![
        Step::Read,
        Step::Write(response("503 Service Unavailable", b"")),
    ];
    let server = Server::start_in_thread([failing]);
    let client = Setup::to(server.url()).idcode();
    let calls: Vec<_> = (0..AT_ONCE)
        .map(|worker| {
            let client = client.clone();
            tokio::spawn(async move {
                for call in (worker..CALLS).step_by(AT_ONCE) {
                    // Each call has a different name, so that the server can count its attempts.
                    let mut request = free();
                    request.company = format!("i.86.110108.{}", call + 1).parse().unwrap();
                    client.call(request).await.unwrap_err();
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    let requests = server.requests().await;
    let mut attempts: BTreeMap<&str, usize> = BTreeMap::new();
    for request in &requests {
        let call = request.param("companyIDcode").unwrap();
        *attempts.entry(call).or_default() += 1;
    }
    let most = attempts.values().max().copied().unwrap_or_default();
    let extra = requests.len() - CALLS;

    // A server that fails one call in every way gets three attempts.
    let server = Server::start_in_thread([vec![Step::Read]]);
    let clients = Setup::to(server.url()).clients();
    clients.call(Operation::Free).await.unwrap_err();
    let alone = server.requests().await.len();
    promise(
        "retry budget",
        attempts.len() == CALLS
            && (CALLS / 10..=CALLS / 5).contains(&extra)
            && (2..=3).contains(&most)
            && alone == 3,
        &format!(
            "{CALLS} calls, {AT_ONCE} at once: {:.1} % extra load, at most {most} attempts a call",
            extra as f64 * 100.0 / CALLS as f64
        ),
    );
}
