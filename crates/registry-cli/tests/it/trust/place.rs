//! Runs the program on a sandbox under disturbances, and compares its output with the sandbox's
//! records.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::bench::{entreg_at, write_files};
use crate::gate::{Fault, Gate};
use crate::issue_codes;
use crate::onboard::PLAN;
use crate::process::{Entreg, Run};
use crate::sandbox::Sandbox;
use crate::stand_in::unreachable_address;

/// A command line that pays or writes.
#[derive(Clone)]
pub(super) struct Line(pub(super) Vec<String>);

impl Line {
    /// Stands for the address to call.
    pub(super) const ADDRESS: &'static str = "ADDRESS";

    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(words.into_iter().map(str::to_owned).collect())
    }

    pub(super) fn is_flow(&self) -> bool {
        ["onboard", "issue-codes"].contains(&self.0[0].as_str())
    }
}

/// The disturbance of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disturbance {
    None,
    /// From this call on, no server listens.
    Unreachable(usize),
    /// The response to this call is lost.
    Lost(usize),
    /// From the response to this call on, the state file cannot be written.
    Unsaved(usize),
    FullStdout,
    ClosedStdout,
    /// The reader of stdout has closed it.
    BrokenPipe,
    /// Stdout takes no writes, and the standard library would not report that.
    ReadOnlyStdout,
    /// Stdout is discarded.
    NullStdout,
    /// This many queries are left.
    Balance(usize),
    /// Ctrl-C after this many milliseconds, once or twice.
    Interrupted(u64, bool),
}

/// The effects of a run, by the records of the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) received: usize,
    pub(super) charged: usize,
    pub(super) written: usize,
}

/// A sandbox, and a folder that is created anew for each run.
pub(super) struct Place<'a> {
    base_url: String,
    writes: &'a BTreeSet<String>,
    _sandbox: Sandbox,
}

impl<'a> Place<'a> {
    pub(super) fn new(writes: &'a BTreeSet<String>) -> Self {
        let mut sandbox = Sandbox::start([]);
        Self {
            base_url: sandbox.base_url(),
            writes,
            _sandbox: sandbox,
        }
    }

    /// Runs a line under a disturbance. Returns its output, its effects and the number of calls.
    pub(super) fn run(&self, line: &Line, disturbance: Disturbance, format: &str) -> Trial {
        let folder = tempfile::tempdir().unwrap();
        let inside = |name: &str| folder.path().join(name);
        write_files(folder.path());
        fs::write(inside("company.toml"), PLAN).unwrap();
        let codes = issue_codes::PLAN.lines();
        let codes: Vec<&str> = codes.filter(|line| !line.starts_with("pictures")).collect();
        fs::write(inside("plan.toml"), codes.join("\n")).unwrap();
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
        let word = |word| match word {
            Line::ADDRESS => base_url.as_str(),
            other => other,
        };
        let words: Vec<&str> = words.iter().map(|it| word(it.as_str())).collect();
        let entreg = entreg_at(&base_url, words[0], Path::new(words[1]), &words[2..])
            .arg("--output")
            .arg(format)
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
            is_json: format == "json",
            _folder: folder,
        }
    }

    /// Prepares the disturbance of the calls. Returns the address to call.
    fn arrange(&self, gate: &Gate, disturbance: Disturbance, folder: &Path) -> String {
        match disturbance {
            Disturbance::Unreachable(0) => return unreachable_address(),
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

/// Runs the program under the disturbance.
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
        Disturbance::ReadOnlyStdout => {
            command.stdout(File::open("/dev/null").unwrap());
        }
        Disturbance::NullStdout => {
            // As other programs open it.
            let null = File::options().read(true).write(true).open("/dev/null");
            command.stdout(null.unwrap());
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

/// One run, and the facts to compare.
pub(super) struct Trial {
    pub(super) run: Run,
    pub(super) done: Done,
    pub(super) calls: usize,
    is_json: bool,
    _folder: tempfile::TempDir,
}

impl Trial {
    /// Every statement of the run that is not true.
    pub(super) fn differences(&self, disturbance: Disturbance) -> Vec<String> {
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
            // After a second signal nothing is reported.
            None => check(harmless, "it ended without a word"),
            Some(code) => check((0..=5).contains(&code), "it is no exit code"),
        }
        if self.is_json && !matches!(self.run.code, None | Some(0)) {
            let error = self.documents().find_map(|mut one| {
                let error = one["error"].take();
                error.is_object().then_some(error)
            });
            // A negative verdict is no error.
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
            if error.is_object() {
                let count = |name| error["queries"][name].as_u64().unwrap_or(u64::MAX);
                let (sure, unknown) = (count("charged"), count("unknown"));
                let charged = u64::try_from(charged).unwrap_or(u64::MAX);
                check(
                    sure <= charged && charged - sure <= unknown,
                    &format!("queries: {sure}, {unknown} unknown"),
                );
                check(
                    (unknown > 0) == (error["charged"] == "unknown"),
                    "the sums are not those of the worst",
                );
            }
        }
        if self.is_json && self.run.code.is_some() {
            let (sure, unknown) = self.spent();
            check(
                sure <= charged && charged <= sure + unknown,
                &format!("spent: {sure}, {unknown} unknown"),
            );
        }
        match disturbance {
            Disturbance::ClosedStdout | Disturbance::ReadOnlyStdout => check(
                received == 0 && self.run.code == Some(2),
                "nothing can be written, and something was sent",
            ),
            Disturbance::NullStdout => check(received > 0, "refused to write to nowhere"),
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

    /// The JSON documents on stderr.
    fn documents(&self) -> impl Iterator<Item = Value> {
        let lines = self.run.stderr.lines();
        lines.filter_map(|line| serde_json::from_str(line).ok())
    }

    /// The charged queries and those in doubt, as the run reports them.
    fn spent(&self) -> (usize, usize) {
        let count = |spent: &Value, name| {
            usize::try_from(spent[name].as_u64().unwrap_or_default()).unwrap()
        };
        self.documents()
            .map(|one| {
                (
                    count(&one["spent"], "charged"),
                    count(&one["spent"], "unknown"),
                )
            })
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// The file of replies that the run names.
    fn reply_file(&self) -> Option<PathBuf> {
        let in_json = self.documents().find_map(|one| {
            let file = [&one["reply_file"], &one["error"]["reply_file"]];
            file.into_iter()
                .find_map(|file| file.as_str().map(str::to_owned))
        });
        let line = |line: &str| {
            let named = line.strip_prefix("reply: saved to ")?;
            Some(named.split(", as ").next()?.to_owned())
        };
        let named = in_json.or_else(|| self.run.stderr.lines().find_map(line));
        named.map(PathBuf::from)
    }

    /// Whether the named file has the replies.
    pub(super) fn has_kept(&self) -> bool {
        let named = self.reply_file();
        let kept = named.and_then(|file| fs::read_to_string(file).ok());
        // One reply a line: the sandbox writes no line feeds.
        kept.is_some_and(|kept| kept.lines().count() == self.done.charged)
    }
}
