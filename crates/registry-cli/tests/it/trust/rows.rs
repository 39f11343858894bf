//! No reply makes `entreg` take more memory than allowed, whatever its rows and however they are
//! printed.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use test_support::{OversizedBody, chosen, oversized_bodies, oversized_xml_bodies, promise};

use super::words;
use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn};

/// The memory that may be taken beside the reply.
const ALLOWED_MIB: usize = 64;

/// With this in the environment, all oversized bodies are tried, of this many MiB. Without it, only
/// every second of the [`chosen`] ones, with replies of the largest allowed size.
const SIZE: &str = "TRUST_ROWS_MIB";
const MOST_MIB: usize = 8;
const EACH: usize = 2;

const COMPANY: &str = "样例有限公司";

/// A command, and the operation that it calls first.
#[derive(Clone)]
struct Called {
    words: Vec<String>,
    vendor: String,
    operation: String,
}

/// Every command whose reply has lists, with every shape of that reply.
fn cases() -> Vec<(Called, OversizedBody)> {
    let of = |(words, vendor, operation): (Vec<String>, String, String)| {
        let answer = fixture(&vendor, &operation);
        let mut of_answer = answer.map_or_else(Vec::new, |answer| oversized_bodies(&answer));
        if vendor == "ihuyi" && !of_answer.is_empty() {
            of_answer.extend(oversized_xml_bodies());
        }
        let called = Called {
            words,
            vendor,
            operation,
        };
        of_answer
            .into_iter()
            .map(move |oversized| (called.clone(), oversized))
    };
    commands().into_iter().flat_map(of).collect()
}

/// The memory in KiB that a command takes for a small reply.
fn usual(state: &Path) -> u64 {
    let proper = br#"{"code":2,"num":7}"#.to_vec();
    run(&["balance".to_owned()], "json", proper, state).0
}

/// A command, the operation that it calls first, and the other operations.
fn commands() -> Vec<(Vec<String>, String, String)> {
    let operations = entreg(["operations", "--output", "json"])
        .expect_code(0)
        .json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let mut commands: Vec<_> = operations
        .as_array()
        .unwrap()
        .iter()
        .filter(|operation| operation["body"] != "page")
        .map(|operation| {
            let (vendor, name) = (text(&operation["vendor"]), text(&operation["name"]));
            (words(operation, "/dev/null"), vendor, name)
        })
        .collect();
    for (words, vendor, operation) in [
        (vec!["lookup", COMPANY], "ihuyi", "entinfov2.Submit"),
        (vec!["trademarks", COMPANY], "ihuyi", "entmark.Submit"),
        (vec!["copyrights", COMPANY], "ihuyi", "entcopy.Submit"),
        (vec!["unit", COMPANY], "idcode", "GetCompanyInfo"),
        (vec!["areas", "--tree"], "idcode", "GetAllAreaInfo"),
        (vec!["industries", "--tree"], "idcode", "GetAllTradeInfo"),
    ] {
        let words = words.into_iter().map(str::to_owned).collect();
        commands.push((words, vendor.to_owned(), operation.to_owned()));
    }
    commands
}

fn fixture(vendor: &str, operation: &str) -> Option<Vec<u8>> {
    let top = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let path: std::path::PathBuf = [top, vendor, operation, "success.json"].iter().collect();
    fs::read(path).ok()
}

/// The peak memory of a process in KiB, read shortly before its end.
fn peak(mut child: Child) -> (u64, Option<i32>) {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let now = fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(kib) = line.and_then(|line| line.split_whitespace().next()) {
            peak = peak.max(kib.parse().unwrap());
        }
        if let Some(ended) = child.try_wait().unwrap() {
            return (peak, ended.code());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Runs a command against a vendor with this response. Returns its peak memory, its exit code and
/// its stderr.
fn run(words: &[String], format: &str, body: Vec<u8>, state: &Path) -> (u64, Option<i32>, String) {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let vendor = StandIn::always(Reply::Raw([head.into_bytes(), body].concat()));
    let words = words.iter().map(String::as_str);
    let mut command = Entreg::new(words.chain(["--output", format]))
        .at(&vendor.base_url())
        .env("XDG_STATE_HOME", state.to_str().unwrap())
        .env("COLUMNS", if format == "table" { "80" } else { "0" })
        .into_command();
    let said = state.join("stderr");
    command
        .stdout(fs::File::create("/dev/null").unwrap())
        .stderr(fs::File::create(&said).unwrap())
        .stdin(Stdio::null());
    let (peak, code) = peak(command.spawn().unwrap());
    (peak, code, fs::read_to_string(said).unwrap())
}

#[test]
fn no_shape_of_rows_takes_the_command_more_memory_than_is_allowed() {
    let said = std::env::var(SIZE).ok();
    let all: Option<usize> = said.and_then(|text| text.parse().ok());
    let mib = all.unwrap_or(MOST_MIB);
    let state = tempfile::tempdir().unwrap();
    let usual = usual(state.path());
    let (mut worst, mut longest) = ((0, String::new()), Duration::ZERO);
    let (mut count, mut refused) = (0, 0);
    let mut wrong = Vec::new();
    let cases = cases();
    let names = cases.iter().map(|(_, oversized)| oversized.name.as_str());
    let chosen = chosen(names, all.is_some()).into_iter();
    for case in chosen.step_by(if all.is_some() { 1 } else { EACH }) {
        let (called, oversized) = &cases[case];
        let format = ["table", "json", "csv"][count % 3];
        let body = oversized.body(mib * 1024 * 1024);
        let began = Instant::now();
        let (peak, code, said) = run(&called.words, format, body, state.path());
        let took = began.elapsed();
        let grew = peak.saturating_sub(usual);
        let what = format!("{} {format}: {}", called.words.join(" "), oversized.name);
        println!("{grew} KiB, {took:?}, {code:?} {what}");
        // Beyond a limit, the operation and the file of a paid reply are named.
        let is_told = match code {
            Some(0 | 1) => true,
            Some(5) => {
                refused += 1;
                let is_paid = called.vendor == "ihuyi" && !called.operation.ends_with("GetNum");
                said.contains(&called.operation) && (!is_paid || said.contains("/replies/"))
            }
            _ => false,
        };
        if !is_told {
            wrong.push(format!("{what}: {code:?} {said}"));
        }
        worst = worst.max((grew, what));
        longest = longest.max(took);
        count += 1;
        let _none = fs::remove_dir_all(state.path().join("entreg"));
    }
    for line in &wrong {
        println!("{line}");
    }
    promise(
        "rows",
        count > 0 && wrong.is_empty() && worst.0 <= (mib + ALLOWED_MIB) as u64 * 1024,
        &format!(
            "{count} runs of entreg with answers of {mib} MiB: at most {:.1} MiB more than usual \
             ({}), {refused} refused with exit code 5; {longest:.1?} the longest",
            worst.0 as f64 / 1024.0,
            worst.1,
        ),
    );
}

/// The peak in KiB of a run that reads this number of pages of 1 MiB.
fn peak_of_pages(pages: usize, format: &str, state: &Path) -> u64 {
    let row = format!(
        "{{\"applicationNumber\":\"1\",\"trademarkName\":\"{}\"}}",
        "x".repeat(52_000)
    );
    let rows = vec![row; 20].join(",");
    let body = format!("{{\"code\":2,\"result\":{{\"list\":[{rows}]}}}}");
    let vendor = StandIn::always(Reply::Body(body));
    let pages = pages.to_string();
    let words = ["trademarks", COMPANY, "--pages", &pages, "--output", format];
    let mut command = Entreg::new(words)
        .at(&vendor.base_url())
        .env("XDG_STATE_HOME", state.to_str().unwrap())
        .into_command();
    command
        .stdout(fs::File::create("/dev/null").unwrap())
        .stderr(Stdio::null());
    let (peak, code) = peak(command.spawn().unwrap());
    assert_eq!(
        (code, vendor.requests().len().to_string()),
        (Some(0), pages)
    );
    peak
}

#[test]
fn the_memory_of_a_run_does_not_grow_with_its_pages() {
    const MOST_MIB: u64 = 8;
    let state = tempfile::tempdir().unwrap();
    let mut worst = (0, "");
    for format in ["table", "json", "csv"] {
        let few = peak_of_pages(4, format, state.path());
        let many = peak_of_pages(20, format, state.path());
        worst = worst.max((many.saturating_sub(few), format));
    }
    promise(
        "rows",
        worst.0 <= MOST_MIB * 1024,
        &format!(
            "20 pages of 1 MiB take at most {:.1} MiB more than 4 pages ({})",
            worst.0 as f64 / 1024.0,
            worst.1
        ),
    );
}
