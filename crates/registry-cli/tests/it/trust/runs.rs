//! Compares what a run reports with the records of the sandbox, for every command that can pay or
//! write and every way in which a run can end.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use test_support::{SeededRng, promise};

use super::place::{Disturbance, Done, Line, Place};
use crate::process::entreg;

/// Processes that run at once: many of them wait for their next attempt.
const AT_ONCE: usize = 8;

/// How many calls of a long run are tried, spread over all of them.
const MOST_CALLS: usize = 7;

const SEED: u64 = 12;

/// The first company of the sandbox, with trademarks and copyrights.
const COMPANY: &str = "91110108MAXXXX015B";
const NAME: &str = "样例（北京）科技有限公司";
const PERSON: &str = "张三";

/// Commands that neither pay nor write.
const HARMLESS: [&str; 16] = [
    "areas",
    "balance",
    "categories",
    "check",
    "completions",
    "doctor",
    "help",
    "industries",
    "login-url",
    "man",
    "operations",
    "qr",
    "sandbox",
    "scan-url",
    "sign",
    "unit",
];

/// Every command line that is tried.
fn lines(operations: &[Value]) -> Vec<Line> {
    let company = COMPANY;
    let mut lines = vec![
        Line::new([
            "verify", "--name", NAME, "--code", company, "--person", PERSON,
        ]),
        Line::new(["lookup", company]),
        Line::new([
            "trademarks",
            company,
            "--max-spend",
            "3",
            "--page-size",
            "10",
            "--balance",
        ]),
        Line::new(["copyrights", company, "--pages", "2"]),
        Line::new(["compare", company]),
        Line::new(["demo", "--on", Line::ADDRESS]),
        Line::new(["onboard", "company.toml", "--state", "state/state.json"]),
        Line::new(["issue-codes", "plan.toml", "--state", "state/state.json"]),
        Line::new(["upload", "codes.txt", "--company", "i.86.110108.52"]),
        Line::new([
            "upload",
            "codes.txt",
            "--company",
            "i.86.110108.52",
            "--per-call",
            "1",
        ]),
    ];
    for operation in operations {
        let is_page = operation["body"] == "page";
        if !is_page && (operation["billed"] == true || operation["idempotent"] == false) {
            lines.push(Line(if operation["vendor"] == "ihuyi" {
                query(operation)
            } else {
                super::words(operation, "licence.png")
            }));
        }
    }
    lines
}

/// Queries a company that the sandbox has, without filters that might find nothing: only a reply
/// with content can be lost.
fn query(operation: &Value) -> Vec<String> {
    let mut words: Vec<String> = ["call", "ihuyi", operation["name"].as_str().unwrap()]
        .map(str::to_owned)
        .into();
    words.push(format!("ent_code={COMPANY}"));
    // The three-element checks compare all three.
    let parameters = operation["parameters"].as_array().unwrap();
    if parameters
        .iter()
        .any(|parameter| parameter["name"] == "name")
    {
        words.extend([format!("ent_name={NAME}"), format!("name={PERSON}")]);
    }
    words
}

/// The disturbances of a line, by the numbers of its calls and of its paid queries.
fn disturbances(
    line: &Line,
    calls: usize,
    paid: usize,
    seeded: &mut SeededRng,
) -> Vec<Disturbance> {
    let step = calls.div_ceil(MOST_CALLS).max(1);
    let each = || (0..calls).step_by(step);
    let mut all = vec![
        Disturbance::FullStdout,
        Disturbance::ClosedStdout,
        Disturbance::BrokenPipe,
    ];
    all.extend(each().map(Disturbance::Unreachable));
    all.extend(each().map(Disturbance::Lost));
    if line.is_flow() {
        all.extend(each().map(Disturbance::Unsaved));
    }
    all.extend((0..paid).map(Disturbance::Balance));
    if line.0[0] != "call" {
        for twice in [false, true, false, true] {
            all.push(Disturbance::Interrupted(seeded.draw() % 150, twice));
        }
    }
    all
}

/// The states of stdout: failing, or discarded.
const STREAMS: [Disturbance; 5] = [
    Disturbance::FullStdout,
    Disturbance::ClosedStdout,
    Disturbance::BrokenPipe,
    Disturbance::ReadOnlyStdout,
    Disturbance::NullStdout,
];

/// A run to be tried.
type Job<'a> = (&'a Line, Disturbance, &'static str);

/// The result of a trial.
struct Tried {
    done: Done,
    calls: usize,
    has_kept: bool,
    wrong: Option<String>,
}

/// Tries all jobs, several at once. Returns the results in the order of the jobs.
fn all(operations: &[Value], jobs: &[Job<'_>]) -> Vec<Tried> {
    let writes: BTreeSet<String> = operations
        .iter()
        .filter(|one| one["idempotent"] == false)
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    let next = AtomicUsize::new(0);
    let tried = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let place = Place::new(&writes);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some((line, disturbance, format)) = jobs.get(number) else {
                        return;
                    };
                    let trial = place.run(line, *disturbance, format);
                    let wrong = trial.differences(*disturbance);
                    let wrong = (!wrong.is_empty()).then(|| {
                        let (done, run) = (trial.done, &trial.run);
                        format!(
                            "{:?} {disturbance:?} {format}: {wrong:?} {done:?} {run:#?}",
                            line.0
                        )
                    });
                    let came = Tried {
                        done: trial.done,
                        calls: trial.calls,
                        has_kept: trial.has_kept(),
                        wrong,
                    };
                    tried.lock().unwrap().push((number, came));
                }
            });
        }
    });
    let mut tried = tried.into_inner().unwrap();
    tried.sort_by_key(|(number, _)| *number);
    tried.into_iter().map(|(_, came)| came).collect()
}

/// Counts the false reports, and prints the first of them.
fn wrong<'a>(tried: impl IntoIterator<Item = &'a Tried>) -> usize {
    let wrong: Vec<&String> = tried
        .into_iter()
        .filter_map(|one| one.wrong.as_ref())
        .collect();
    for one in wrong.iter().take(20) {
        eprintln!("{one}");
    }
    wrong.len()
}

/// Each line, undisturbed.
fn whole_runs<'a>(operations: &[Value], lines: &'a [Line]) -> (Vec<Job<'a>>, Vec<Tried>) {
    let jobs: Vec<Job<'a>> = lines
        .iter()
        .map(|line| (line, Disturbance::None, "json"))
        .collect();
    let tried = all(operations, &jobs);
    (jobs, tried)
}

#[test]
fn a_paid_reply_that_cannot_be_written_is_kept_in_every_format() {
    let operations = entreg(["operations", "--output", "json"]).json();
    let operations = operations.as_array().unwrap();
    let lines = lines(operations);
    let (whole, done) = whole_runs(operations, &lines);
    let mut jobs = Vec::new();
    for ((line, ..), one) in whole.into_iter().zip(done) {
        for disturbance in STREAMS.into_iter().filter(|_| one.done.charged > 0) {
            jobs.extend(["table", "json", "csv"].map(|format| (line, disturbance, format)));
        }
    }
    let tried = all(operations, &jobs);
    let (lost, kept) = (
        wrong(&tried),
        tried.iter().filter(|one| one.has_kept).count(),
    );
    promise(
        "paid streams",
        lost == 0 && kept > 60,
        &format!("{lost} lost in {} runs; {kept} kept and named", tried.len()),
    );
}

#[test]
fn reports_of_a_run_agree_with_the_records_of_the_sandbox() {
    let operations = entreg(["operations", "--output", "json"]).json();
    let operations = operations.as_array().unwrap();
    let lines = lines(operations);
    every_command_is_tried(&lines);
    let (whole, done) = whole_runs(operations, &lines);
    let mut seeded = SeededRng::new(SEED);
    let mut jobs = Vec::new();
    for ((line, ..), one) in whole.iter().zip(&done) {
        let disturbances = disturbances(line, one.calls, one.done.charged, &mut seeded);
        jobs.extend(disturbances.into_iter().map(|it| (*line, it, "json")));
    }
    let tried = all(operations, &jobs);
    let differences = wrong(done.iter().chain(&tried));
    let runs = done.len() + tried.len();
    promise(
        "truth of runs",
        differences == 0 && runs > 100,
        &format!(
            "{differences} differences in {runs} runs of {} command lines that pay or write",
            lines.len()
        ),
    );
}

/// Pays for a list of rows and reports from its ledger: `crate::bulk::crashes` compares that with
/// the records of the sandbox.
const LISTS: &str = "bulk";

/// Fails for a command in neither list: it was forgotten.
#[track_caller]
fn every_command_is_tried(lines: &[Line]) {
    let help = entreg(["help"]).stdout;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    for command in commands.lines().take_while(|line| !line.is_empty()) {
        let Some(name) = command
            .strip_prefix("  ")
            .and_then(|line| line.split(' ').next())
        else {
            continue;
        };
        let is_tried = lines.iter().any(|line| line.0[0] == name);
        assert!(
            name.is_empty() || is_tried || HARMLESS.contains(&name) || name == LISTS,
            "is {name} a command that pays or writes?"
        );
    }
}
