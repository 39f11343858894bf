//! Runs jobs in turn and reports on each.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::jobs::{Job, Outcome};

struct Line {
    name: &'static str,
    took: Duration,
    result: Result<Outcome, String>,
}

/// Runs all jobs, also after a failure, and ends with a table.
pub(crate) fn run(jobs: &[&'static Job]) -> ExitCode {
    let start = Instant::now();
    let mut lines = Vec::with_capacity(jobs.len());
    for job in jobs {
        println!("\n==== {}: {}", job.name, job.summary);
        let start = Instant::now();
        let result = (job.run)();
        let line = Line {
            name: job.name,
            took: start.elapsed(),
            result,
        };
        // The whole message here; the table has its first line.
        if let Err(why) = &line.result {
            println!("{why}");
        }
        println!("---- {}", describe(&line));
        lines.push(line);
    }
    println!("\n==== summary");
    for line in &lines {
        println!("{}", describe(line));
    }
    println!("{}", closing(&lines, start.elapsed()));
    if lines.iter().all(|line| line.result.is_ok()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn describe(line: &Line) -> String {
    let (word, note) = match &line.result {
        Ok(Outcome::Passed(note)) => ("ok", note.as_str()),
        Ok(Outcome::NotChecked(why)) => ("NOT CHECKED", why.as_str()),
        Err(why) => ("FAILED", why.lines().next().unwrap_or_default()),
    };
    let text = format!(
        "{:<11} {:<11} {:>7.1} s  {note}",
        line.name,
        word,
        line.took.as_secs_f64()
    );
    text.trim_end().to_owned()
}

fn closing(lines: &[Line], took: Duration) -> String {
    let count = |wanted: fn(&Line) -> bool| lines.iter().filter(|line| wanted(line)).count();
    format!(
        "jobs: {} ok, {} FAILED, {} not checked, in {:.0} s",
        count(|line| matches!(line.result, Ok(Outcome::Passed(_)))),
        count(|line| line.result.is_err()),
        count(|line| matches!(line.result, Ok(Outcome::NotChecked(_)))),
        took.as_secs_f64()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(result: Result<Outcome, String>) -> Line {
        Line {
            name: "deny",
            took: Duration::from_millis(1_540),
            result,
        }
    }

    #[test]
    fn a_passed_job_shows_its_note() {
        assert_eq!(
            describe(&line(Ok(Outcome::Passed("12 crates".to_owned())))),
            "deny        ok              1.5 s  12 crates"
        );
    }

    #[test]
    fn a_failed_job_shows_the_first_line_of_why() {
        assert_eq!(
            describe(&line(Err("two rules broken\nfirst\nsecond".to_owned()))),
            "deny        FAILED          1.5 s  two rules broken"
        );
    }

    #[test]
    fn what_was_not_checked_is_counted_apart_from_what_passed() {
        let lines = [
            line(Ok(Outcome::passed())),
            line(Ok(Outcome::NotChecked("no database".to_owned()))),
            line(Err("broken".to_owned())),
        ];
        assert_eq!(
            closing(&lines, Duration::from_secs(7)),
            "jobs: 1 ok, 1 FAILED, 1 not checked, in 7 s"
        );
    }
}
