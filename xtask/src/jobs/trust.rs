//! Collects the promises about faults, deadlines, secrets and money, with their figures.
//!
//! The tests in `trust` modules, and those about clocks, rates, spending and limits, print their
//! figures in lines of a fixed form (see `test_support::promise`). A promise without a report is
//! broken too.

use std::collections::BTreeMap;

use super::Outcome;
use crate::process::{Step, Stream};

/// One promise.
struct Row {
    /// As in the tests.
    name: &'static str,
    promise: &'static str,
    bar: &'static str,
    /// The number of tests that report it.
    reports: usize,
}

const fn row(name: &'static str, promise: &'static str, bar: &'static str) -> Row {
    Row {
        name,
        promise,
        bar,
        reports: 1,
    }
}

const ROWS: &[Row] = &[
    row(
        "deadlines",
        "no call without a deadline",
        "every operation x 7 faults ends within its deadline + 250 ms",
    ),
    row(
        "unsent",
        "connect failures are provably not sent",
        "all connect faults say No, no later fault does",
    ),
    row(
        "once",
        "a billed call is sent at most once per intent",
        "10,000 seeded calls: 0 sent twice, 0 lost; the server's count = answered + unknown",
    ),
    row(
        "redirects",
        "nothing leaks by redirect",
        "5 statuses x 4 destinations: 0 bytes reach the second server",
    ),
    Row {
        reports: 2,
        ..row(
            "secrets",
            "no secret anywhere",
            "0 hits over all operations x at least 12 faults",
        )
    },
    row(
        "memory",
        "bounded memory",
        "at most 16 MiB more under a cap of 8 MiB, a typed error",
    ),
    Row {
        reports: 3,
        ..row(
            "rows",
            "memory is bounded by the decoded value",
            "any shape of rows in JSON, embedded JSON or XML: at most 64 MiB beside the response, in SDK \
             and command; no more for many pages than for few",
        )
    },
    row(
        "decoding",
        "tolerant decoding",
        "every operation x 12 irregularities: 0 panics, raw body kept",
    ),
    row(
        "signing",
        "every attempt is signed again",
        "every attempt carries a new time and signature",
    ),
    row(
        "retry budget",
        "retry budget",
        "at most 20 % extra load on a server that always fails, at most 3 attempts a call",
    ),
    Row {
        reports: 2,
        ..row(
            "rate limit",
            "rate limit",
            "no window over the rate, as the server counts; 1,000 dropped calls cost one slot",
        )
    },
    Row {
        reports: 2,
        ..row(
            "asked rate",
            "a configured rate is reached",
            "50, 500 and 1,000 a second within 2 %; an attempt after 40501 always has a new time",
        )
    },
    Row {
        reports: 2,
        ..row(
            "healing",
            "budgets heal",
            "an empty balance is checked once a minute and the calls continue; lost responses are settled",
        )
    },
    Row {
        reports: 3,
        ..row(
            "runtimes",
            "any runtime, few open files, a small stack",
            "works, or fails at once and unsent; 0 panics",
        )
    },
    Row {
        reports: 4,
        ..row(
            "sandbox",
            "the sandbox on a socket",
            "incomplete requests have no effect; unsigned ones are cheap; requests from foreign \
             pages are refused; slow clients are disconnected",
        )
    },
    row(
        "spend guard",
        "no paid query beyond the budget",
        "as many queries reach the server as the budget allows, however many are requested",
    ),
    row(
        "paths",
        "any path works in any place",
        "2 names that are not plain text x 13 places x 3 formats: 0 failures, panics or lost calls",
    ),
    row(
        "paid streams",
        "a paid response is not lost with its output stream",
        "every command that pays x 3 forms x full, closed, unread, read-only and null stdout: 0 lost, \
         0 cursors behind unseen rows, nothing sent where it cannot be written",
    ),
    row(
        "truth of runs",
        "a run reports what it did",
        "every command that pays or writes x unreachable, lost, unsaved, full, closed, interrupted, \
         no balance: 0 differences from the sandbox's record",
    ),
    row(
        "remedies",
        "a remedy fits the operation",
        "every operation x every code of its tables and an unknown one: 0 that do not fit",
    ),
    row(
        "injection",
        "no hidden character reaches a terminal",
        "112 characters x 13 sources x 3 formats: 0 printed unescaped, 0 forged lines, JSON intact",
    ),
    row(
        "private files",
        "credential files are private",
        "10 modes of file and folder x 6 uses: one warning, also in doctor; no warning if private",
    ),
    row(
        "cancellation",
        "cancellation",
        "dropped anywhere: 0 leaks; reported as unknown if it was sent",
    ),
    row(
        "connections",
        "connections",
        "at least 30 scripted cases match the retry table",
    ),
    row(
        "loopback",
        "loopback is never proxied",
        "30 combinations direct; always through a configured proxy",
    ),
    row(
        "readable answers",
        "every readable response is read",
        "over 160 irregular heads, compressions and character sets on 3 transports, including 24 heads that parsers reject: read, or a typed error with all bytes",
    ),
    row(
        "TLS causes",
        "a TLS failure names its cause and is not retried",
        "9 causes x 4 calls: unsent, one attempt, the cause in the error",
    ),
    Row {
        reports: 2,
        ..row(
            "quoted secrets",
            "no secret in a vendor's message, in any encoding",
            "31 encodings x 12 places, and responses made to be hard to search: 0 found in errors and results",
        )
    },
    row(
        "absence",
        "absence is not proof",
        "every call of both flows lost or 25 s late, lists up to 40 s late: 0 writes sent twice, 0 false statements, 0 flows unfinished",
    ),
    row(
        "one save",
        "one save per fact",
        "killed at every save of both flows, lists up to 40 s late: 0 writes sent twice, 0 false statements, 0 flows unfinished",
    ),
    row(
        "local clock",
        "the local clock decides nothing",
        "resumed 3 days ahead and 10 years behind: 0 flows differ",
    ),
    Row {
        reports: 2,
        ..row(
            "clock",
            "a wrong clock is detected",
            "-3 h, -10 min, +10 min: the error states the offset within 1 s; correction is opt-in and capped",
        )
    },
    row(
        "list-kills",
        "a long paid list survives kill -9",
        "0 rows lost, 0 sent twice; unknown at most the calls in flight at each kill",
    ),
    row(
        "list-budget",
        "runs that share a ledger keep one budget",
        "two processes with 8 workers each: overspent 0",
    ),
];

/// One line of a test.
#[derive(Debug, PartialEq, Eq)]
struct Report {
    row: String,
    is_kept: bool,
    reached: String,
}

pub(crate) fn run() -> Result<Outcome, String> {
    let words = [
        "test",
        "--workspace",
        "--all-features",
        "--locked",
        "--no-fail-fast",
        "--test",
        "it",
        "--",
        "trust::",
        "clocks::",
        "rates::",
        "spend_budget::",
        "limits::",
        "--nocapture",
        // No test may measure the load of another.
        "--test-threads=1",
    ];
    let mut reports = Vec::new();
    let ran = Step::cargo(words).watch(Stream::Out, |line| reports.extend(report(line)));
    let broken = judge(&reports);
    println!("\n{}", table(&reports));
    if !broken.is_empty() {
        return Err(format!(
            "{} promises are broken\n{}",
            broken.len(),
            broken.join("\n")
        ));
    }
    ran?;
    Ok(Outcome::Passed(format!("{} promises kept", ROWS.len())))
}

/// `trust-row deadlines kept: 280 calls…`, anywhere in a line: the runner begins lines too.
fn report(line: &str) -> Option<Report> {
    let (_, rest) = line.split_once("trust-row ")?;
    let (head, reached) = rest.split_once(": ")?;
    let (row, word) = head.rsplit_once(' ')?;
    Some(Report {
        row: row.to_owned(),
        is_kept: word == "kept",
        reached: reached.to_owned(),
    })
}

fn judge(reports: &[Report]) -> Vec<String> {
    let mut broken = Vec::new();
    for row in ROWS {
        let of_row: Vec<&Report> = reports.iter().filter(|one| one.row == row.name).collect();
        if of_row.len() != row.reports {
            broken.push(format!(
                "  {}: {} of {} tests reported",
                row.promise,
                of_row.len(),
                row.reports
            ));
        }
        for report in of_row.iter().filter(|report| !report.is_kept) {
            broken.push(format!("  {}: {}", row.promise, report.reached));
        }
    }
    for report in reports {
        if ROWS.iter().all(|row| row.name != report.row) {
            broken.push(format!(
                "  `{}` is no promise: {}",
                report.row, report.reached
            ));
        }
    }
    broken
}

fn table(reports: &[Report]) -> String {
    let mut reached: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for report in reports {
        reached
            .entry(&report.row)
            .or_default()
            .push(&report.reached);
    }
    let mut lines = vec!["| promise | bar | reached |\n|---|---|---|".to_owned()];
    for row in ROWS {
        let reached = reached
            .get(row.name)
            .map_or_else(|| "(no test reported)".to_owned(), |all| all.join("; "));
        lines.push(format!("| {} | {} | {reached} |", row.promise, row.bar));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(word: &str) -> Vec<Report> {
        let lines = ROWS.iter().flat_map(|row| {
            let line = format!("test a::b ... trust-row {} {word}: 1 of 1: fine", row.name);
            vec![line; row.reports]
        });
        lines.filter_map(|line| report(&line)).collect()
    }

    #[test]
    fn a_line_of_a_test_is_read_wherever_it_begins() {
        let line = "test x ... trust-row retry budget broken: 17.0 %: too much";
        let read = Report {
            row: "retry budget".to_owned(),
            is_kept: false,
            reached: "17.0 %: too much".to_owned(),
        };
        assert_eq!(report(line), Some(read));
        assert_eq!(report("test trust::memory::child ... ignored"), None);
    }

    #[test]
    fn promises_that_are_reported_and_kept_are_kept() {
        assert_eq!(judge(&all("kept")), [""; 0]);
        assert_eq!(table(&all("kept")).lines().count(), ROWS.len() + 2);
    }

    #[test]
    fn a_promise_without_a_report_is_broken() {
        let mut reports = all("kept");
        reports.retain(|report| report.row != "memory");
        assert_eq!(judge(&reports), ["  bounded memory: 0 of 1 tests reported"]);
        assert!(table(&reports).contains("(no test reported)"));
    }

    #[test]
    fn a_broken_promise_is_said_with_what_was_reached() {
        let broken = judge(&all("broken"));
        assert!(
            broken.contains(&"  bounded memory: 1 of 1: fine".to_owned()),
            "{broken:?}"
        );
    }

    #[test]
    fn a_report_of_no_promise_is_a_slip_in_a_test() {
        let mut reports = all("kept");
        reports.extend(report("trust-row memry kept: 1 MiB"));
        assert_eq!(judge(&reports), ["  `memry` is no promise: 1 MiB"]);
    }
}
