//! Pages are written as they arrive: memory does not grow with them, and no page is paid for
//! whose reader is gone.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::process::{Entreg, Run};
use crate::stand_in::{Reply, StandIn};

const COMPANY: &str = "91110108MAXXXX015B";
const WORDS: [&str; 4] = ["trademarks", COMPANY, "--pages", "6"];

/// A vendor with this number of full pages, each of this size, and then an empty one.
fn vendor(pages: usize, bytes: usize) -> StandIn {
    let next = AtomicUsize::new(0);
    StandIn::with(move |_| {
        let page = next.fetch_add(1, Ordering::Relaxed);
        let row = |row: usize| {
            let text = "x".repeat(bytes / 20);
            json!({"applicationNumber": format!("{page}-{row}"), "agencyEntity": text})
        };
        let rows: Vec<Value> = (0..20)
            .map(row)
            .take(if page < pages { 20 } else { 0 })
            .collect();
        let answer = json!({"code": 2, "msg": "", "result": {"total": 1, "list": rows}});
        Reply::Body(answer.to_string())
    })
}

fn command(vendor: &StandIn, words: &[&str], state: &Path) -> Command {
    Entreg::new(words.iter().copied())
        .at(&vendor.base_url())
        .env_path("XDG_STATE_HOME", state)
        .into_command()
}

fn replies(state: &Path) -> Vec<PathBuf> {
    let folder = fs::read_dir(state.join("entreg").join("replies"));
    let files = folder.into_iter().flatten();
    files.map(|file| file.unwrap().path()).collect()
}

/// The number of paid replies in a file.
fn answers(file: &Path) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let answers = text.lines().map(serde_json::from_str::<Value>);
    answers
        .map(|answer| assert_eq!(answer.unwrap()["code"], 2))
        .count()
}

#[test]
fn a_page_is_written_before_the_next_is_requested() {
    for (format, first) in [("json", "0-19"), ("csv", "0-19")] {
        let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
        let next = AtomicUsize::new(0);
        let vendor = StandIn::with(move |_| {
            let page = next.fetch_add(1, Ordering::Relaxed);
            if page > 0 {
                may_go_on.recv().unwrap();
            }
            let rows: Vec<Value> = (0..20)
                .map(|row| json!({"applicationNumber": format!("{page}-{row}")}))
                .collect();
            Reply::Body(json!({"code": 2, "result": {"list": rows}}).to_string())
        });
        let state = tempfile::tempdir().unwrap();
        let words = ["trademarks", COMPANY, "--pages", "2", "--output", format];
        let mut child = command(&vendor, &words, state.path()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let seen = lines
            .by_ref()
            .find(|line| line.as_ref().unwrap().contains(first));
        assert!(seen.is_some(), "{format}");
        go_on.send(()).unwrap();
        let rest: Vec<String> = lines.map(Result::unwrap).collect();
        assert!(rest.iter().any(|line| line.contains("1-19")), "{format}");
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn pages_are_one_document_in_every_format() {
    let state = tempfile::tempdir().unwrap();
    let written = |words: &[&str]| {
        let run = command(&vendor(2, 40), words, state.path()).output();
        Run::from(run.unwrap()).expect_code(0).stdout
    };
    let json = written(&[&WORDS[..], &["--output", "json"]].concat());
    let rows: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows.as_array().map(Vec::len), Some(40));
    assert_eq!(
        json,
        format!(
            "{}\n",
            serde_json::to_string_pretty(&rows_in_order(&json)).unwrap()
        )
    );

    let csv = written(&[&WORDS[..], &["--output", "csv"]].concat());
    assert_eq!(csv.lines().count(), 41);
    assert_eq!(csv.matches("applicationNumber").count(), 1);

    let table = written(&WORDS);
    assert_eq!(table.lines().count(), 42);
    assert!(table.starts_with(" number\n────────\n 0-0\n"), "{table}");
    assert!(table.ends_with(" 1-19\n"), "{table}");
}

/// The rows with their members in the order of the document.
fn rows_in_order(json: &str) -> Box<serde_json::value::RawValue> {
    serde_json::from_str(json.trim_end()).unwrap()
}

#[test]
fn nothing_more_is_paid_once_a_page_cannot_be_written() {
    for format in ["json", "csv"] {
        let state = tempfile::tempdir().unwrap();
        let words = [&WORDS[..], &["--output", format]].concat();

        let full = vendor(9, 40);
        let mut command_to_full = command(&full, &words, state.path());
        command_to_full.stdout(File::options().write(true).open("/dev/full").unwrap());
        let run = Run::from(command_to_full.output().unwrap()).expect_code(4);
        assert_eq!(full.requests().len(), 1, "{format}");
        assert!(!run.stderr.contains("cursor"), "{run:#?}");
        let kept = replies(state.path());
        assert_eq!(kept.iter().map(|file| answers(file)).sum::<usize>(), 1);
        fs::remove_file(&kept[0]).unwrap();

        let unread = vendor(9, 40);
        let mut command_unread = command(&unread, &words, state.path());
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        command_unread.stdout(writer);
        let run = Run::from(command_unread.output().unwrap()).expect_code(0);
        assert_eq!(unread.requests().len(), 1, "{format}");
        assert!(!run.stderr.contains("cursor"), "{run:#?}");
        let kept = replies(state.path());
        assert_eq!(kept.iter().map(|file| answers(file)).sum::<usize>(), 1);
    }
}

/// Reads this number of bytes of the program's output, and then no more.
fn read_until(child: &mut Child, bytes: u64) {
    let mut stdout = child.stdout.take().unwrap().take(bytes);
    std::io::copy(&mut stdout, &mut std::io::sink()).unwrap();
}

#[test]
fn all_replies_of_a_list_that_is_not_read_to_its_end_are_kept() {
    const PAGE: usize = 512 * 1024;
    let state = tempfile::tempdir().unwrap();
    let named = state.path().join("named.reply");
    let words = [&["trademarks", COMPANY, "--pages", "30", "--output", "json"][..]];
    let save = ["--save-reply", named.to_str().unwrap()];
    for (words, save) in [(words[0], None), (words[0], Some(save))] {
        let vendor = vendor(30, PAGE);
        let words: Vec<&str> = words
            .iter()
            .copied()
            .chain(save.into_iter().flatten())
            .collect();
        let mut child = command(&vendor, &words, state.path()).spawn().unwrap();
        read_until(&mut child, 11 * PAGE as u64);
        let run = Run::from(child.wait_with_output().unwrap());
        let paid = vendor.requests().len();
        assert!((11..30).contains(&paid), "{paid}");
        let kept = match save {
            Some(_) => vec![named.clone()],
            None => replies(state.path()),
        };
        assert_eq!(kept.len(), 1, "{run:#?}");
        assert_eq!(answers(&kept[0]), paid);
        assert!(run.stderr.contains(kept[0].to_str().unwrap()), "{run:#?}");
        fs::remove_file(&kept[0]).unwrap();
        assert!(replies(state.path()).is_empty());
    }
}

#[test]
fn a_list_that_is_read_to_its_end_leaves_no_file() {
    let state = tempfile::tempdir().unwrap();
    let vendor = vendor(9, 768 * 1024);
    let words = ["trademarks", COMPANY, "--pages", "10", "--output", "json"];
    let run = command(&vendor, &words, state.path()).output().unwrap();
    Run::from(run).expect_code(0);
    assert_eq!(vendor.requests().len(), 10);
    assert_eq!(replies(state.path()), [] as [PathBuf; 0]);
}
