//! Compares what a run says of itself with what the sandbox knows of it: for every command that
//! can pay or write, under every way in which a run can end.

use std::collections::BTreeSet;
use std::sync::Mutex;

use proving_ground::{Seeded, promise};
use serde_json::Value;

use super::place::{Disturbance, Line, Place, Trial};
use crate::process::entreg;

/// Processes that run at once: many of them wait for their next attempt.
const AT_ONCE: usize = 6;

/// How many calls of a long run are tried, spread over all of them.
const MOST_CALLS: usize = 7;

const SEED: u64 = 12;

/// Commands that neither pay nor write.
const HARMLESS: [&str; 17] = [
    "areas",
    "balance",
    "categories",
    "check",
    "completions",
    "demo",
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

/// Everything that is tried, line by line.
fn lines(operations: &[Value]) -> Vec<Line> {
    let company = "91110108MAXXXX015B";
    let mut lines = vec![
        Line::new([
            "verify",
            "--name",
            "样例（北京）科技有限公司",
            "--code",
            company,
            "--person",
            "张三",
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
            lines.push(Line(super::words(operation, "licence.png")));
        }
    }
    lines
}

/// How each line is disturbed, by the number of calls that it makes and the queries it pays for.
fn disturbances(line: &Line, calls: usize, paid: usize, seeded: &mut Seeded) -> Vec<Disturbance> {
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
        for twice in [false, true] {
            all.push(Disturbance::Interrupted(seeded.below(150) as u64, twice));
        }
    }
    all
}

/// How stdout can fail, or not be wanted.
const STREAMS: [Disturbance; 5] = [
    Disturbance::FullStdout,
    Disturbance::ClosedStdout,
    Disturbance::BrokenPipe,
    Disturbance::ReadOnlyStdout,
    Disturbance::NullStdout,
];

/// Everything that was tried, and what is wrong with it.
#[derive(Default)]
struct Tried {
    runs: usize,
    kept: usize,
    wrong: Vec<String>,
}

impl Tried {
    fn add(&mut self, line: &Line, disturbance: Disturbance, trial: &Trial) {
        self.runs += 1;
        self.kept += usize::from(trial.has_kept());
        let wrong = trial.differences(disturbance);
        if !wrong.is_empty() {
            self.wrong.push(format!(
                "{:?} {disturbance:?}: {wrong:?} {:?} {:#?}",
                line.0, trial.done, trial.run
            ));
        }
    }
}

/// Tries each line, several at once.
fn all(
    operations: &[Value],
    lines: &[Line],
    each: impl Fn(&Place<'_>, &Line, &mut dyn FnMut(Disturbance, &Trial)) + Sync,
) -> Tried {
    let writes: BTreeSet<String> = operations
        .iter()
        .filter(|one| one["idempotent"] == false)
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    let next = Mutex::new(lines.iter());
    let tried = Mutex::new(Tried::default());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let place = Place::new(&writes);
                loop {
                    let Some(line) = next.lock().unwrap().next() else {
                        return;
                    };
                    each(&place, line, &mut |disturbance, trial| {
                        tried.lock().unwrap().add(line, disturbance, trial);
                    });
                }
            });
        }
    });
    let tried = tried.into_inner().unwrap();
    for wrong in tried.wrong.iter().take(20) {
        eprintln!("{wrong}");
    }
    tried
}

#[test]
fn a_paid_answer_that_cannot_be_written_is_kept_in_every_form() {
    let operations = entreg(["operations", "--output", "json"]).json();
    let operations = operations.as_array().unwrap();
    let tried = all(operations, &lines(operations), |place, line, add| {
        if place.run(line, Disturbance::None, "json").done.charged == 0 {
            return;
        }
        for format in ["table", "json", "csv"] {
            for disturbance in STREAMS {
                add(disturbance, &place.run(line, disturbance, format));
            }
        }
    });
    let Tried { runs, kept, wrong } = tried;
    promise(
        "paid streams",
        // Two of the streams lose what is written to them.
        wrong.is_empty() && kept * STREAMS.len() == runs * 2,
        &format!("{} lost in {runs} runs; {kept} kept and named", wrong.len()),
    );
}

#[test]
fn what_a_run_says_of_itself_is_what_the_sandbox_knows() {
    let operations = entreg(["operations", "--output", "json"]).json();
    let operations = operations.as_array().unwrap();
    let lines = lines(operations);
    every_command_is_tried(&lines);
    let tried = all(operations, &lines, |place, line, add| {
        let whole = place.run(line, Disturbance::None, "json");
        add(Disturbance::None, &whole);
        let mut seeded = Seeded::new(SEED + line.0.len() as u64);
        for disturbance in disturbances(line, whole.calls, whole.done.charged, &mut seeded) {
            add(disturbance, &place.run(line, disturbance, "json"));
        }
    });
    let Tried { runs, wrong, .. } = tried;
    promise(
        "truth of runs",
        wrong.is_empty() && runs > 100,
        &format!(
            "{} differences in {runs} runs of {} command lines that pay or write",
            wrong.len(),
            lines.len()
        ),
    );
}

/// A command that is in neither list is one that nobody has thought about.
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
            name.is_empty() || is_tried || HARMLESS.contains(&name),
            "is {name} a command that pays or writes?"
        );
    }
}
