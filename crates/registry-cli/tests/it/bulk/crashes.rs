//! Runs that are killed or interrupted, and runs that share a ledger.

use std::collections::BTreeMap;
use std::process::Child;
use std::time::{Duration, Instant};

use super::{List, RUN, matched};
use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn};

fn start(list: &List, vendor: &StandIn, more: &[&str]) -> Child {
    let words = RUN.into_iter().chain(more.iter().copied());
    let entreg = Entreg::new(words).at(&vendor.base_url());
    entreg.within(list.folder()).into_command().spawn().unwrap()
}

/// A vendor that takes its time.
fn slow(time: Duration) -> StandIn {
    StandIn::with(move |_| {
        std::thread::sleep(time);
        Reply::Body(matched())
    })
}

/// How often each code was asked for.
fn asked(vendor: &StandIn) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for request in vendor.requests() {
        let (_, code) = request.split_once("ent_code=").unwrap();
        *counts.entry(code[..18].to_owned()).or_default() += 1;
    }
    counts
}

/// Kills runs at random moments until the list is done. Returns kills, unknown and done rows.
pub(crate) fn kill_until_done(rows: u32, rounds: u32, seed: u64) -> (u32, u64, u64) {
    const WORKERS: u64 = 4;
    let list = List::long(rows);
    let vendor = slow(Duration::from_millis(1));
    let mut random = seed.wrapping_mul(2).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut kills = 0;
    while kills < rounds {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let moment = Duration::from_micros((random >> 33) % 120_000);
        let mut child = start(&list, &vendor, &["-q", "--workers", "4"]);
        let until = Instant::now() + moment;
        let mut ended = None;
        while ended.is_none() && Instant::now() < until {
            std::thread::sleep(Duration::from_micros(500));
            ended = child.try_wait().unwrap();
        }
        if ended.is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    let ended = Run::from(start(&list, &vendor, &["-q"]).wait_with_output().unwrap());
    assert!(matches!(ended.code, Some(0 | 4)), "{ended:#?}");
    let counts = asked(&vendor);
    let status = list.status();
    let of = |name: &str| status[name].as_u64().unwrap();
    assert!(counts.values().all(|&times| times == 1), "{counts:?}");
    assert_eq!(of("done") + of("unknown"), u64::from(rows), "{status}");
    assert!(of("unknown") <= WORKERS * u64::from(kills), "{status}");
    // Every row that was asked for is done or unknown, and every other one is unknown.
    let asked = u64::try_from(counts.len()).unwrap();
    assert!(of("done") <= asked && asked <= u64::from(rows));
    (kills, of("unknown"), of("done"))
}

#[test]
fn runs_that_are_killed_lose_no_row_and_pay_none_twice() {
    let (kills, _, done) = kill_until_done(60, 4, 1);
    assert!(kills > 0 && done > 0);
}

/// Two runs of one ledger at once, with a limit. Returns the requests.
pub(crate) fn two_runs_under_a_limit(rows: u32, limit: u32) -> u32 {
    let list = List::long(rows);
    let vendor = slow(Duration::ZERO);
    let limit = limit.to_string();
    let more = ["-q", "--workers", "8", "--max-spend", &limit];
    let runs = [0, 1].map(|_| start(&list, &vendor, &more));
    for child in runs {
        let run = Run::from(child.wait_with_output().unwrap());
        assert!(matches!(run.code, Some(0 | 1)), "{run:#?}");
    }
    let counts = asked(&vendor);
    assert!(counts.values().all(|&times| times == 1), "{counts:?}");
    u32::try_from(counts.len()).unwrap()
}

#[test]
fn two_runs_of_one_ledger_keep_one_budget() {
    assert_eq!(two_runs_under_a_limit(40, 25), 25);
}

#[test]
fn a_signal_lets_the_calls_in_flight_end_and_the_next_run_goes_on() {
    let list = List::long(200);
    let vendor = slow(Duration::from_millis(5));
    let child = start(&list, &vendor, &["--workers", "2"]);
    while vendor.requests().len() < 3 {
        std::thread::sleep(Duration::from_millis(2));
    }
    let sent = std::process::Command::new("sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status()
        .unwrap();
    assert!(sent.success());
    let run = Run::from(child.wait_with_output().unwrap())
        .expect_code(1)
        .expect_on_stderr("run the same command again: it continues");
    assert!(run.stdout.contains("pending"), "{run:#?}");
    let asked_first = vendor.requests().len();
    let status = list.status();
    assert_eq!(status["done"], asked_first);
    assert_eq!(
        (&status["unknown"], &status["claimed"]),
        (&0.into(), &0.into())
    );
    let rest = start(&list, &vendor, &["-q"]).wait_with_output().unwrap();
    Run::from(rest).expect_code(0);
    assert!(asked(&vendor).values().all(|&times| times == 1));
    assert_eq!(vendor.requests().len(), 200);
}
