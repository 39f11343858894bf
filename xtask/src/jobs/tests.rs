//! Runs the tests, the examples of the documentation, and the demonstration.

use std::time::Duration;

use super::Outcome;
use crate::entreg;
use crate::process::{Step, Stream};

/// With cargo-nextest if it is installed, else with `cargo test`.
pub(crate) fn test() -> Result<Outcome, String> {
    let note = match Step::cargo(["nextest", "--version"]).ask() {
        Some(version) => {
            println!("runner: {}", version.lines().next().unwrap_or_default());
            with_nextest()?
        }
        None => {
            println!("runner: cargo test (cargo-nextest is not installed)");
            with_cargo()?
        }
    };
    println!("{note}");
    Ok(Outcome::Passed(note))
}

fn with_nextest() -> Result<String, String> {
    let words = [
        "nextest",
        "run",
        "--workspace",
        "--all-features",
        "--locked",
    ];
    let mut closing = None;
    // Snapshots are read before they are accepted: a check writes none.
    Step::cargo(words)
        .env("INSTA_UPDATE", "no")
        .watch(Stream::Err, |line| {
            if let Some(found) = nextest_summary(line) {
                closing = Some(found.to_owned());
            }
        })?;
    closing.ok_or_else(|| "the test runner ended without its summary line".to_owned())
}

/// `5 tests run: 5 passed, 0 skipped` of `Summary [ 0.012s] 5 tests run: …`.
fn nextest_summary(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("Summary [")?;
    rest.split_once("] ").map(|(_, counts)| counts.trim())
}

fn with_cargo() -> Result<String, String> {
    let words = [
        "test",
        "--workspace",
        "--all-features",
        "--locked",
        "--no-fail-fast",
        "--lib",
        "--bins",
        "--tests",
    ];
    let mut passed = 0;
    Step::cargo(words)
        .env("INSTA_UPDATE", "no")
        .watch(Stream::Out, |line| {
            passed += cargo_passed(line).unwrap_or_default();
        })?;
    if passed == 0 {
        return Err("no test was run".to_owned());
    }
    Ok(format!("{passed} tests passed"))
}

/// `5` of `test result: ok. 5 passed; 0 failed; …`.
fn cargo_passed(line: &str) -> Option<u64> {
    let counts = line.strip_prefix("test result: ok. ")?;
    counts.split_once(" passed")?.0.parse().ok()
}

pub(crate) fn doctest() -> Result<Outcome, String> {
    let words = [
        "test",
        "--doc",
        "--workspace",
        "--all-features",
        "--locked",
        "--no-fail-fast",
    ];
    let mut passed = 0;
    Step::cargo(words).watch(Stream::Out, |line| {
        passed += cargo_passed(line).unwrap_or_default();
    })?;
    Ok(Outcome::Passed(format!("{passed} examples passed")))
}

/// The first command of the README, in the dev profile.
pub(crate) fn demo() -> Result<Outcome, String> {
    entreg::step(&["demo"])?
        .deadline(Duration::from_secs(120))
        .run()?;
    Ok(Outcome::passed())
}

#[cfg(test)]
mod cases {
    use super::*;

    #[test]
    fn the_summary_line_of_nextest_is_recognised() {
        assert_eq!(
            nextest_summary("     Summary [   0.012s] 5 tests run: 5 passed, 0 skipped"),
            Some("5 tests run: 5 passed, 0 skipped")
        );
        assert_eq!(nextest_summary("        PASS [   0.012s] a b"), None);
    }

    #[test]
    fn passed_tests_of_cargo_are_counted_from_its_result_lines() {
        assert_eq!(
            cargo_passed("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured"),
            Some(12)
        );
        assert_eq!(
            cargo_passed("test result: FAILED. 1 passed; 1 failed"),
            None
        );
        assert_eq!(cargo_passed("running 12 tests"), None);
    }
}
