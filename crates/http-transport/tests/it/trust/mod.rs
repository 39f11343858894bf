//! Do the promises about memory, connections, proxies and dropped calls hold?
//!
//! Each module is a row of `cargo xtask trust`, and says what it reached. The rows that need
//! every operation of both vendors are in the tests of `enterprise-registry`.

mod cancelling;
mod connections;
mod loopback;
mod memory;
mod quoted;
mod retry_budget;
mod runtimes;
mod stray_answers;
mod tls_causes;
mod unseen;

/// Waits until the runtime of the test has no more tasks than these; whether it came to that.
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
