//! Compares what a run says of itself with what the sandbox knows of it: for every command that
//! can pay or write, under every way in which a run can end.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::time::Duration;

use proving_ground::{Seeded, promise};
use serde_json::Value;

use crate::gate::{Fault, Gate};
use crate::onboard::{PLAN, entreg_at, licence};
use crate::process::{Entreg, Run, entreg};
use crate::sandbox::Sandbox;
use crate::stand_in::nobody;

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

const CODES: &str = r#"
company = "i.86.110108.52"

[[category]]
use = 73
category = 10127
code = "10000000"
model = "Sample card"
model_code = "1"
goto_url = "http://www.example.com/card?code="
codes_file = "codes.txt"

[[category]]
use = 73
category = 10128
code = "11000000"
model = "Sample pass"
model_code = "1"
goto_url = "http://www.example.com/pass?code="
codes = ["B-1", "B-2"]

[waiting]
first_seconds = 0
settle_seconds = 0
"#;

/// A command line that pays or writes.
#[derive(Clone)]
struct Line(Vec<String>);

impl Line {
    fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(words.into_iter().map(str::to_owned).collect())
    }

    fn is_flow(&self) -> bool {
        ["onboard", "issue-codes"].contains(&self.0[0].as_str())
    }
}

/// How a run is disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disturbance {
    None,
    /// Nobody listens from this call on.
    Unreachable(usize),
    /// The answer to this call is lost.
    Lost(usize),
    /// From the answer to this call on the state file cannot be written.
    Unsaved(usize),
    FullStdout,
    ClosedStdout,
    /// Nobody reads.
    BrokenPipe,
    /// This many queries are left.
    Balance(usize),
    /// Ctrl-C after this many milliseconds, once or twice.
    Interrupted(u64, bool),
}

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

/// What a run has done, as the sandbox has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Done {
    received: usize,
    charged: usize,
    written: usize,
}

/// A sandbox, and a folder that is made anew for each run.
struct Place<'a> {
    base_url: String,
    writes: &'a BTreeSet<String>,
    _sandbox: Sandbox,
}

impl<'a> Place<'a> {
    fn new(writes: &'a BTreeSet<String>) -> Self {
        let mut sandbox = Sandbox::start([]);
        Self {
            base_url: sandbox.base_url(),
            writes,
            _sandbox: sandbox,
        }
    }

    /// Runs a line under a disturbance; returns what it says, what it did and how many calls came.
    fn run(&self, line: &Line, disturbance: Disturbance) -> Trial {
        let folder = tempfile::tempdir().unwrap();
        let inside = |name: &str| folder.path().join(name);
        fs::write(inside("company.toml"), PLAN).unwrap();
        fs::write(inside("plan.toml"), CODES).unwrap();
        fs::write(inside("codes.txt"), "A-1\nA-2\nA-3\n").unwrap();
        fs::write(inside("licence.png"), licence()).unwrap();
        fs::create_dir(inside("state")).unwrap();
        let gate = Gate::to(&self.base_url);
        gate.post("reset");
        let mut words = line.0.clone();
        if words[0] == "upload" {
            words.extend(["--category".to_owned(), self.category()]);
        }
        if let Disturbance::Balance(left) = disturbance {
            gate.post(&format!("accounts?balance={left}"));
        }
        let before = gate.ask("calls").as_array().unwrap().len();
        let base_url = self.arrange(&gate, disturbance, folder.path());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let entreg = entreg_at(&base_url, words[0], Path::new(words[1]), &words[2..])
            .arg("--output")
            .arg("json")
            .env("XDG_STATE_HOME", folder.path().to_str().unwrap())
            .within(folder.path());
        let run = disturbed(entreg, disturbance);
        gate.settle();
        let calls = gate.ask("calls");
        let calls = &calls.as_array().unwrap()[before..];
        let is_write = |call: &&Value| {
            call["reason"].is_null() && self.writes.contains(call["operation"].as_str().unwrap())
        };
        Trial {
            run,
            done: Done {
                received: calls.len(),
                charged: calls.iter().filter(|call| call["charged"] == true).count(),
                written: calls.iter().filter(is_write).count(),
            },
            calls: gate.calls(),
            _folder: folder,
        }
    }

    /// Arranges what is to go wrong on the way; returns the address to call.
    fn arrange(&self, gate: &Gate, disturbance: Disturbance, folder: &Path) -> String {
        match disturbance {
            Disturbance::Unreachable(0) => return nobody(),
            Disturbance::Unreachable(at) => gate.fail(at, Fault::Gone),
            Disturbance::Lost(at) => gate.fail(at, Fault::Lost),
            Disturbance::Unsaved(at) => {
                let (state, away) = (folder.join("state"), folder.join("away"));
                let vanish = move || fs::rename(state, away).unwrap();
                gate.fail(at, Fault::Meanwhile(Box::new(vanish)));
            }
            _ => {}
        }
        gate.base_url()
    }

    /// The id of a category to upload codes for.
    fn category(&self) -> String {
        let list = r#"CategoryRegList=[{"IndustryCategory_ID":10222,"CodeUse_ID":10,"CategoryCode":"46100000","CodePayType":2,"GotoUrl":"http://www.xxxx.com/x?id=","ModelNumber":"x","ModelNumberCode":"1"}]"#;
        let words = ["idcode", "402", "companyIDcode=i.86.110108.52", list];
        let run = entreg_at(&self.base_url, "call", Path::new(words[0]), &words[1..])
            .arg("--output")
            .arg("csv")
            .run()
            .expect_code(0);
        let row = run.stdout.lines().nth(1).unwrap();
        row.split(',').nth(1).unwrap().to_owned()
    }
}

/// Runs the program as the disturbance wants it.
fn disturbed(entreg: Entreg, disturbance: Disturbance) -> Run {
    let mut command = match disturbance {
        Disturbance::ClosedStdout => entreg.closing_stdout(),
        _ => entreg.into_command(),
    };
    match disturbance {
        Disturbance::FullStdout => {
            let full = File::options().write(true).open("/dev/full").unwrap();
            command.stdout(full);
        }
        Disturbance::BrokenPipe => {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            command.stdout(writer);
        }
        _ => {}
    }
    let child = command.stdin(Stdio::null()).spawn().unwrap();
    if let Disturbance::Interrupted(after, twice) = disturbance {
        let id = child.id();
        std::thread::sleep(Duration::from_millis(after));
        let again = if twice {
            "sleep 0.02; kill -INT $0;"
        } else {
            ""
        };
        // It may have ended by then.
        let _sent = std::process::Command::new("sh")
            .args(["-c", &format!("kill -INT $0; {again}"), &id.to_string()])
            .stderr(Stdio::null())
            .status();
    }
    let output = child.wait_with_output().unwrap();
    drop(command);
    Run::from(output)
}

/// One run, and what there is to compare.
struct Trial {
    run: Run,
    done: Done,
    calls: usize,
    _folder: tempfile::TempDir,
}

impl Trial {
    /// Everything that is said and is not so.
    fn differences(&self, disturbance: Disturbance) -> Vec<String> {
        let Done {
            received,
            charged,
            written,
        } = self.done;
        let mut wrong = Vec::new();
        let mut check = |is_so: bool, what: &str| {
            if !is_so {
                wrong.push(what.to_owned());
            }
        };
        let harmless = charged == 0 && written == 0;
        match self.run.code {
            Some(2) => check(received == 0, "exit code 2, and something was sent"),
            Some(3) => check(
                harmless,
                "exit code 3, and something was charged or changed",
            ),
            // A signal, after which nothing is said.
            None => check(harmless, "it ended without a word"),
            Some(code) => check((0..=5).contains(&code), "it is no exit code"),
        }
        if !matches!(self.run.code, None | Some(0)) {
            let error = self.documents().find_map(|mut one| {
                let error = one["error"].take();
                error.is_object().then_some(error)
            });
            // A verdict that is a no is no error.
            check(
                error.is_some() || self.run.code == Some(1),
                "no error in JSON",
            );
            let error = error.unwrap_or_default();
            for (name, count) in [
                ("sent", received),
                ("charged", charged),
                ("changed", written),
            ] {
                match error[name].as_str() {
                    Some("no") => check(count == 0, &format!("{name}: no")),
                    Some("yes") => check(count > 0, &format!("{name}: yes")),
                    _ => {}
                }
            }
        }
        if self.run.code.is_some() {
            let (sure, unknown) = self.spent();
            check(
                sure <= charged && charged <= sure + unknown,
                &format!("spent: {sure}, {unknown} unknown"),
            );
        }
        match disturbance {
            Disturbance::ClosedStdout => check(
                received == 0 && self.run.code == Some(2),
                "stdout is closed, and something was sent",
            ),
            Disturbance::FullStdout | Disturbance::BrokenPipe => {
                check(charged == 0 || self.has_kept(), "a paid answer is lost");
                check(
                    !self.run.stderr.contains("cursor"),
                    "a cursor behind unseen rows",
                );
            }
            _ => {}
        }
        wrong
    }

    /// What was said on stderr as JSON.
    fn documents(&self) -> impl Iterator<Item = Value> {
        let lines = self.run.stderr.lines();
        lines.filter_map(|line| serde_json::from_str(line).ok())
    }

    /// Queries that were charged and of which nobody knows, as the run says.
    fn spent(&self) -> (usize, usize) {
        let count = |spent: &Value, name| spent[name].as_u64().unwrap_or_default() as usize;
        self.documents()
            .map(|one| {
                (
                    count(&one["spent"], "charged"),
                    count(&one["spent"], "unknown"),
                )
            })
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// Whether the file that is named has the answers.
    fn has_kept(&self) -> bool {
        let named = self.documents().find_map(|one| {
            let file = [&one["reply_file"], &one["error"]["reply_file"]];
            file.into_iter()
                .find_map(|file| file.as_str().map(PathBuf::from))
        });
        let kept = named.and_then(|file| fs::read_to_string(file).ok());
        // One answer a line: the sandbox writes no line feeds.
        kept.is_some_and(|kept| kept.lines().count() == self.done.charged)
    }
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

#[test]
fn what_a_run_says_of_itself_is_what_the_sandbox_knows() {
    let operations = entreg(["operations", "--output", "json"]).json();
    let operations = operations.as_array().unwrap();
    let writes: BTreeSet<String> = operations
        .iter()
        .filter(|one| one["idempotent"] == false)
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    let lines = lines(operations);
    every_command_is_tried(&lines);

    let next = Mutex::new(lines.iter());
    let (runs, found) = (Mutex::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let place = Place::new(&writes);
                loop {
                    let Some(line) = next.lock().unwrap().next() else {
                        return;
                    };
                    let whole = place.run(line, Disturbance::None);
                    let mut seeded = Seeded::new(SEED + line.0.len() as u64);
                    let mut disturbances =
                        disturbances(line, whole.calls, whole.done.charged, &mut seeded);
                    disturbances.push(Disturbance::None);
                    for disturbance in disturbances {
                        let trial = place.run(line, disturbance);
                        *runs.lock().unwrap() += 1;
                        let wrong = trial.differences(disturbance);
                        if !wrong.is_empty() {
                            let about = format!(
                                "{:?} {disturbance:?}: {wrong:?} {:?} {:#?}",
                                line.0, trial.done, trial.run
                            );
                            found.lock().unwrap().push(about);
                        }
                    }
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    for one in found.iter().take(20) {
        eprintln!("{one}");
    }
    let runs = runs.into_inner().unwrap();
    promise(
        "truth of runs",
        found.is_empty() && runs > 100,
        &format!(
            "{} differences in {runs} runs of {} command lines that pay or write",
            found.len(),
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
