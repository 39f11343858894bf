//! Ctrl-C during a call: the first waits for the reply, the second breaks the call off.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Child;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn};

const STOPPING: &str = "stopping after this call; a second signal breaks it off\n";

/// A vendor that holds the response to one request until it is released.
struct Holding {
    vendor: StandIn,
    arrived: Receiver<()>,
    go_on: Sender<()>,
}

impl Holding {
    /// Holds the request of this number, counted from 0, and responds to each by its number.
    fn at(held: usize, answer: impl Fn(usize) -> String + Send + 'static) -> Self {
        let (tell, arrived) = channel();
        let (go_on, may_go_on) = channel::<()>();
        let next = AtomicUsize::new(0);
        let vendor = StandIn::with(move |_| {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number == held {
                tell.send(()).unwrap();
                // Without a release, the test is over.
                let _over = may_go_on.recv();
            }
            Reply::Body(answer(number))
        });
        Self {
            vendor,
            arrived,
            go_on,
        }
    }

    /// Runs the program until its request is held, and interrupts it once.
    fn interrupt_once<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Stopping {
        self.signal_once(words, "INT")
    }

    fn signal_once<'a>(&self, words: impl IntoIterator<Item = &'a str>, name: &str) -> Stopping {
        let entreg = Entreg::new(words).at(&self.vendor.base_url());
        let mut child = entreg.into_command().spawn().unwrap();
        while self
            .arrived
            .recv_timeout(Duration::from_millis(50))
            .is_err()
        {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended before its call: {ended:?}");
        }
        signal(&child, name);
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        // Before this message, a second signal could be taken for the first.
        while !said.contains("stopping after this call") {
            assert_ne!(stderr.read_line(&mut said).unwrap(), 0, "{said}");
        }
        Stopping {
            child,
            stderr,
            said,
        }
    }
}

fn interrupt(child: &Child) {
    signal(child, "INT");
}

fn signal(child: &Child, name: &str) {
    let sent = std::process::Command::new("sh")
        .args(["-c", &format!("kill -{name} {}", child.id())])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// A run that was interrupted once and waits.
struct Stopping {
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
    said: String,
}

impl Stopping {
    fn again(self) -> Self {
        interrupt(&self.child);
        self
    }

    fn end(mut self) -> Run {
        let mut stdout = String::new();
        let mut out = self.child.stdout.take().unwrap();
        out.read_to_string(&mut stdout).unwrap();
        self.stderr.read_to_string(&mut self.said).unwrap();
        Run {
            code: self.child.wait().unwrap().code(),
            stdout,
            stderr: self.said,
        }
    }
}

/// A page of 20 trademarks.
fn page(number: usize) -> String {
    let list: Vec<Value> = (0..20)
        .map(|row| json!({"applicationNumber": format!("{number}-{row}")}))
        .collect();
    json!({"code": 2, "msg": "提交成功", "idcardid": "1", "result": {"list": list}}).to_string()
}

const COMPANY: &str = "91110108MAXXXX015B";
const PAGES: [&str; 4] = ["trademarks", COMPANY, "--pages", "4"];

#[test]
fn the_page_in_progress_is_waited_for_and_no_other_is_requested() {
    let holding = Holding::at(1, page);
    let stopping = holding.interrupt_once(PAGES.into_iter().chain(["--output", "csv"]));
    holding.go_on.send(()).unwrap();
    let run = stopping.end().expect_code(1);
    assert_eq!(run.stdout.lines().count(), 1 + 40, "{run:#?}");
    assert_eq!(holding.vendor.requests().len(), 2);
    run.expect_on_stderr(STOPPING)
        .expect_on_stderr("spent: 2 queries of entmark, charged\n")
        .expect_on_stderr("more: continue after the last row with --cursor entmark.3.20.")
        .expect_on_stderr("error: stopped before the last page was requested");
}

#[test]
fn an_interruption_during_the_last_page_is_no_error() {
    let holding = Holding::at(1, |number| match number {
        0 => page(0),
        _ => r#"{"code":2,"msg":"","idcardid":"1","result":{"list":[]}}"#.to_owned(),
    });
    let stopping = holding.interrupt_once(PAGES);
    holding.go_on.send(()).unwrap();
    let run = stopping.end().expect_code(0);
    assert!(!run.stderr.contains("error"), "{run:#?}");
}

#[test]
fn a_second_signal_breaks_a_page_off_and_the_error_states_the_facts() {
    let holding = Holding::at(1, page);
    let stopping = holding.interrupt_once(PAGES.into_iter().chain(["--output", "json"]));
    let run = stopping.again().end().expect_code(4);
    assert_eq!(run.json().as_array().map(Vec::len), Some(20));
    // One document per line, the error last, beside the log.
    let said: Vec<Value> = run
        .stderr
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(said.len(), 3, "{run:#?}");
    assert_eq!(said[0]["note"], STOPPING.trim_end());
    assert_eq!(said[1]["spent"]["unknown"], 1);
    assert_eq!(said[2]["error"]["charged"], "unknown");
}

const VERIFY: [&str; 7] = [
    "verify",
    "--name",
    "某某公司",
    "--code",
    "91310116761614322N",
    "--person",
    "谢某",
];
const MATCH: &str = r#"{"code":2,"msg":"","idcardid":"1","result":{"status":2,"info":{}}}"#;

#[test]
fn the_reply_to_a_paid_query_is_waited_for_in_every_command() {
    let lookup = ["lookup", "91310116761614322N", "--output", "json"];
    let call = [
        "call",
        "ihuyi",
        "ent3f.Submit",
        "ent_name=某某公司",
        "ent_code=91310116761614322N",
        "name=谢某",
    ];
    for words in [&VERIFY[..], &lookup, &call] {
        let holding = Holding::at(0, |_| MATCH.to_owned());
        let stopping = holding.interrupt_once(words.iter().copied());
        holding.go_on.send(()).unwrap();
        let run = stopping.end().expect_code(0);
        assert_ne!(run.stdout, "", "{words:?}");

        let holding = Holding::at(0, |_| MATCH.to_owned());
        let stopping = holding.interrupt_once(words.iter().copied());
        let run = stopping.again().end().expect_code(4);
        assert_eq!(run.stdout, "", "{words:?}");
        assert!(run.stderr.contains("spent"), "{run:#?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_closed_terminal_does_not_lose_a_paid_reply() {
    for name in ["HUP", "TERM"] {
        let holding = Holding::at(0, |_| MATCH.to_owned());
        let stopping = holding.signal_once(VERIFY, name);
        holding.go_on.send(()).unwrap();
        let run = stopping.end().expect_code(0);
        run.expect_on_stderr("spent: 1 query of ent3f, charged");
    }
}

#[test]
fn a_write_is_waited_for_and_its_loss_is_reported() {
    let words = [
        "call",
        "idcode",
        "606",
        "SampleUrl=http://a.example/",
        "GoToUrl=http://a.example/",
    ];
    let holding = Holding::at(0, |_| r#"{"ResultCode":1,"ResultMsg":"x"}"#.to_owned());
    let stopping = holding.interrupt_once(words);
    holding.go_on.send(()).unwrap();
    stopping.end().expect_code(0);

    let holding = Holding::at(0, |_| String::new());
    let stopping = holding.interrupt_once(words);
    stopping
        .again()
        .end()
        .expect_code(4)
        .expect_on_stderr("interrupted during a call");
}

/// `upload` of five codes in calls of two.
fn upload(folder: &std::path::Path) -> Vec<String> {
    let codes = folder.join("codes.txt");
    std::fs::write(&codes, "1\n2\n3\n4\n5\n").unwrap();
    let codes = codes.to_str().unwrap();
    let words = ["upload", codes, "--company", "i.86.110108.52"];
    let more = ["--category", "7", "--per-call", "2", "--output", "json"];
    words.iter().chain(&more).map(|&it| it.to_owned()).collect()
}

const UPLOADED: &str = r#"{"ResultCode":1,"ResultMsg":"成功"}"#;

#[test]
fn an_upload_in_calls_stops_between_two_and_names_where_to_continue() {
    let folder = tempfile::tempdir().unwrap();
    let words = upload(folder.path());
    let holding = Holding::at(1, |_| UPLOADED.to_owned());
    let stopping = holding.interrupt_once(words.iter().map(String::as_str));
    holding.go_on.send(()).unwrap();
    let run = stopping.end().expect_code(1);
    assert_eq!(run.json()["In"], 4);
    assert_eq!(run.json()["Out"], 1);
    assert_eq!(holding.vendor.requests().len(), 2);
    let error = run.error();
    assert_eq!(error["kind"], "stopped");
    let remedy = error["remedy"].as_str().unwrap();
    assert!(remedy.contains("continue with --from 5"), "{remedy}");
}

#[test]
fn a_broken_off_upload_names_the_codes_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let words = upload(folder.path());
    let holding = Holding::at(1, |_| UPLOADED.to_owned());
    let stopping = holding.interrupt_once(words.iter().map(String::as_str));
    let run = stopping.again().end().expect_code(4);
    assert_eq!(run.json()["In"], 2);
    assert_eq!(run.json()["Unknown"], 2);
    let error = run.error();
    assert_eq!(error["sent"], "unknown");
    let remedy = error["remedy"].as_str().unwrap();
    assert!(remedy.contains("codes 3 to 4"), "{remedy}");

    let holding = Holding::at(0, |_| UPLOADED.to_owned());
    let whole = words
        .iter()
        .map(String::as_str)
        .filter(|word| !["--per-call", "2"].contains(word));
    let run = holding.interrupt_once(whole).again().end().expect_code(4);
    run.expect_on_stderr("look the upload up (operations 502 and 503)");
}
