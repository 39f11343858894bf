//! Tests the promises about memory, connections, proxies and dropped calls.
//!
//! Each module is a row of `cargo xtask trust`, with its figure. The rows that need every operation
//! of both vendors are in the tests of `enterprise-registry`.

mod cancelling;
mod connections;
mod irregular_responses;
mod loopback;
mod memory;
mod quoted;
mod retry_budget;
mod runtimes;
mod tls_causes;
mod unseen;

/// Waits until the runtime of the test has no more tasks than these; returns whether that happened.
pub(crate) async fn until_alone(before: usize) -> bool {
    let metrics = tokio::runtime::Handle::current().metrics();
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while metrics.num_alive_tasks() > before {
        if std::time::Instant::now() > patience {
            return false;
        }
        tokio::task::yield_now().await;
    }
    true
}
