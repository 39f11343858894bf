//! Long paid lists with the command itself: killed at random moments, and two at once.

use test_support::promise;

use crate::bulk::crashes::{kill_until_done, two_runs_under_a_limit};

/// Rounds of `kill -9`; `ENTREG_KILLS` asks for more.
fn rounds() -> u32 {
    let given = std::env::var("ENTREG_KILLS").ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(40)
}

#[test]
fn killed_runs_lose_no_row_and_pay_none_twice() {
    let (mut kills, mut unknown, mut done) = (0, 0, 0);
    for seed in 0.. {
        let left = rounds() - kills;
        if left == 0 {
            break;
        }
        let ended = kill_until_done(400, left.min(50), seed);
        kills += ended.0;
        unknown += ended.1;
        done += ended.2;
    }
    promise(
        "list-kills",
        done > 0,
        &format!("{kills} kills: {done} rows done, {unknown} unknown, 0 lost, 0 sent twice"),
    );
}

#[test]
fn two_runs_of_one_ledger_never_overspend() {
    let trials = 10;
    let overspent = (1..=trials)
        .filter(|limit| two_runs_under_a_limit(20, *limit) != *limit)
        .count();
    promise(
        "list-budget",
        overspent == 0,
        &format!("{trials} trials of two processes with 8 workers each: overspent {overspent}"),
    );
}
