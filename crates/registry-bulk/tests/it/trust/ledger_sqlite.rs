//! Kills processes at random moments, and lets processes share a limit.

use crate::ledger::{kill_and_restart, two_processes_under_a_limit};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_kills_lose_nothing_and_send_nothing_twice() {
    let mut sum = (0, 0);
    for seed in 0..20 {
        let (unknown, done) = kill_and_restart(50, seed).await;
        sum = (sum.0 + unknown, sum.1 + done);
    }
    let (unknown, done) = sum;
    println!("1000 kills: {done} rows done, {unknown} unknown, 0 lost, 0 sent twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_pairs_of_processes_never_overspend() {
    for limit in 1..=100 {
        two_processes_under_a_limit(limit).await;
    }
    println!("100 trials of two processes: overspent 0");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_processes_that_sleep_past_their_leases_send_nothing_twice() {
    let (mut unknown, mut late) = (0, 0);
    for random in 0..20 {
        let found = crate::ledger::a_process_that_sleeps_past_its_lease(random * 1_237).await;
        unknown += found.0;
        late += found.1;
    }
    println!("20 runs: 0 sent twice, {unknown} unknown, {late} late responses kept");
}
