//! `bulk`: long lists of paid queries, on a ledger.

#[cfg(unix)]
pub(crate) mod crashes;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::own_sandbox::OwnSandbox;
use crate::process::{ACCOUNT, API_KEY, Entreg, Run};
use crate::stand_in::{Reply, StandIn, unreachable_address};

const HEADER: &str = "序号,企业名称,统一社会信用代码,法定代表人";

/// The company of the sandbox.
const MATCH: &str = "上海思锐信息技术有限公司,91310116761614322N,谢**";

/// A folder with a list.
pub(crate) struct List {
    folder: TempDir,
}

impl List {
    pub(crate) fn new(rows: &[&str]) -> Self {
        let numbered = rows
            .iter()
            .zip(1..)
            .map(|(row, number)| format!("{number},{row}\n"));
        let text: String = core::iter::once(format!("{HEADER}\n"))
            .chain(numbered)
            .collect();
        Self::of_bytes("list.csv", text.as_bytes())
    }

    fn of_bytes(name: &str, bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        Self { folder }
    }

    /// A list of so many valid rows.
    pub(crate) fn long(rows: u32) -> Self {
        let rows: Vec<String> = (0..rows).map(valid_row).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        Self::new(&rows)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The status of its ledger.
    pub(crate) fn status(&self) -> Value {
        let words = ["bulk", "status", "list.ledger", "--output", "json"];
        let entreg = Entreg::new(words).within(self.folder());
        entreg.run().expect_code(0).json()
    }
}

/// A row with its own credit code.
pub(crate) fn valid_row(number: u32) -> String {
    const WEIGHTS: [u32; 17] = [
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
    ];
    const SYMBOLS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let base = format!("{:08}", 10_000_000 + number);
    let weighed = base.bytes().zip([3, 7, 9, 10, 5, 8, 4, 2]);
    let sum: u32 = weighed
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = match 11 - sum % 11 {
        10 => "X".to_owned(),
        11 => "0".to_owned(),
        digit => digit.to_string(),
    };
    let body = format!("91110108{base}{check}");
    let value = |symbol| u32::try_from(SYMBOLS.find(symbol).unwrap()).unwrap();
    let sum: u32 = body
        .chars()
        .zip(WEIGHTS)
        .map(|(symbol, weight)| value(symbol) * weight)
        .sum();
    let check = usize::try_from((31 - sum % 31) % 31).unwrap();
    format!(
        "样例第{number}号科技有限公司,{body}{},张三",
        &SYMBOLS[check..=check]
    )
}

pub(crate) const RUN: [&str; 5] = ["bulk", "run", "list.csv", "--product", "ent3f"];

fn words<'a>(more: &[&'a str]) -> Vec<&'a str> {
    RUN.into_iter().chain(more.iter().copied()).collect()
}

/// Runs against a vendor.
fn run_at(list: &List, base_url: &str, more: &[&str]) -> Run {
    Entreg::new(words(more))
        .at(base_url)
        .within(list.folder())
        .run()
}

pub(crate) fn matched() -> String {
    json!({"code": 2, "msg": "提交成功", "idcardid": "1", "result": {"status": 2}}).to_string()
}

/// Everything that people have in such lists.
fn dirty() -> List {
    List::new(&[
        MATCH,
        "上海思锐信息技术有限公司,91310116761614322N,李四",
        "样例（北京）无此公司,91110108MA0000015T,张三",
        // Cleaned.
        " 上海思锐信息技术有限公司 ,９１３１０１１６７６１６１４３２２n,谢**",
        "上海思锐信息技术有限公司,91310116761614323N,谢**",
        ",,",
        "上海思锐信息技术有限公司,9.1310116761614E+17,谢**",
        ",91310116761614322N,谢**",
    ])
}

#[test]
fn every_row_of_a_dirty_list_is_in_the_export_with_its_outcome() {
    let sandbox = OwnSandbox::start();
    let list = dirty();
    let path = |name: &str| list.path(name).to_str().unwrap().to_owned();
    let (csv, ledger, out) = (path("list.csv"), path("list.ledger"), path("out.csv"));
    let run = sandbox
        .run(&["bulk", "run", &csv, "--product", "ent3f"])
        .expect_code(0)
        .expect_on_stderr("rows: 8, 4 invalid, 1 duplicates, 3 to be sent\n")
        .expect_on_stderr(
            "line 6, column 统一社会信用代码: unified social credit code: position 17",
        )
        .expect_on_stderr("spent: 2 queries of ent3f, charged, and 1 query more, charge unknown\n");
    assert!(run.stdout.contains("match: 2 (25.0 %)\n"), "{run:#?}");
    let exported = sandbox
        .run(&["bulk", "export", &ledger, &out])
        .expect_code(0);
    assert_eq!(exported.stdout, run.stdout);
    let statuses: Vec<String> = list
        .read("out.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(4).unwrap().to_owned())
        .collect();
    assert_eq!(
        statuses,
        [
            "match",
            "mismatch",
            "not_found",
            "match",
            "invalid",
            "invalid",
            "invalid",
            "invalid"
        ]
    );
    // Nothing is asked twice.
    let again = sandbox
        .run(&["bulk", "run", &csv, "--product", "ent3f"])
        .expect_code(0);
    assert!(!again.stderr.contains("spent"), "{again:#?}");
    assert_eq!(again.stdout, run.stdout);
}

#[test]
fn formats_follow_the_extension_and_existing_files_are_left_alone() {
    let list = List::new(&[MATCH]);
    let vendor = StandIn::always(Reply::Body(matched()));
    run_at(&list, &vendor.base_url(), &[]).expect_code(0);
    let export = |words: &[&str]| {
        let words = ["bulk", "export", "list.ledger"]
            .into_iter()
            .chain(words.iter().copied());
        Entreg::new(words).within(list.folder()).run()
    };
    export(&["out.jsonl", "--picture", "out.svg"]).expect_code(0);
    let row: Value = serde_json::from_str(list.read("out.jsonl").trim()).unwrap();
    assert_eq!(
        (&row["status"], &row["serial"]),
        (&json!("match"), &json!("1"))
    );
    assert!(list.read("out.svg").starts_with("<svg"));
    export(&["out.xlsx"]).expect_code(0);
    assert!(fs::read(list.path("out.xlsx")).unwrap().starts_with(b"PK"));
    export(&["excel.csv", "--output", "csv", "--excel"]).expect_code(0);
    assert!(list.read("excel.csv").starts_with('\u{feff}'));
    let before = list.read("list.csv");
    export(&["list.csv"])
        .expect_code(2)
        .expect_on_stderr("cannot write list.csv");
    assert_eq!(list.read("list.csv"), before);
    export(&["out.txt"])
        .expect_code(2)
        .expect_on_stderr("names no format");
    fs::write(list.path("list.csv"), format!("{before}9,x,y,z\n")).unwrap();
    export(&["new.csv"])
        .expect_code(2)
        .expect_on_stderr("has changed");
    assert!(!list.path("new.csv").exists());
}

#[test]
fn a_limit_counts_all_runs_of_a_ledger() {
    let list = List::long(10);
    let vendor = StandIn::always(Reply::Body(matched()));
    let limited = |limit| run_at(&list, &vendor.base_url(), &["--max-spend", limit]);
    limited("4")
        .expect_code(1)
        .expect_on_stderr("the budget of the ledger is used up");
    limited("4").expect_code(1);
    assert_eq!(vendor.requests().len(), 4);
    limited("7").expect_code(1);
    // Without the option, the last limit holds.
    run_at(&list, &vendor.base_url(), &[]).expect_code(1);
    assert_eq!(vendor.requests().len(), 7);
    limited("100").expect_code(0);
    assert_eq!(vendor.requests().len(), 10);
    assert_eq!(list.status()["spent"], 10);
}

#[test]
fn a_dry_run_shows_cost_and_balance_and_makes_no_ledger() {
    let sandbox = OwnSandbox::start_with(["--balance", "1"]);
    let list = dirty();
    let csv = list.path("list.csv").to_str().unwrap().to_owned();
    let words = ["bulk", "run", &csv, "--product", "ent3f", "--dry-run"];
    let run = sandbox.run(&words).expect_code(0);
    let cost = "cost: 3 paid queries of ent3f.Submit; the balance is 1: 2 too few\n";
    assert!(run.stdout.ends_with(cost), "{run:#?}");
    let preview = sandbox.json(&words);
    assert_eq!(
        (
            &preview["queries"],
            &preview["balance"],
            &preview["invalid"]
        ),
        (&json!(3), &json!(1), &json!(4))
    );
    assert!(!list.path("list.ledger").exists());
}

#[test]
fn personal_replies_need_consent_and_costs_of_pages_are_counted() {
    let sandbox = OwnSandbox::start();
    let list = List::of_bytes("codes.txt", b"91110108MAXXXX015B\n");
    let path = |name: &str| list.path(name).to_str().unwrap().to_owned();
    let (codes, ledger) = (path("codes.txt"), path("codes.ledger"));
    let run = |product: &str, more: &[&str]| {
        let words = ["bulk", "run", &codes, "--product", product];
        let words: Vec<&str> = words.into_iter().chain(more.iter().copied()).collect();
        sandbox.run(&words)
    };
    for product in ["entinfov2", "entcopy"] {
        run(product, &[])
            .expect_code(2)
            .expect_on_stderr("agree to that with --keep all");
        run(product, &["--keep", "all"]).expect_code(0);
    }
    run("entmark", &[])
        .expect_code(0)
        .expect_on_stderr("spent: 3 queries of entmark, charged");
    let exported = |number: &str, name: &str| {
        let words = ["bulk", "export", &ledger, &path(name), "--run", number];
        sandbox.run(&words).expect_code(0);
        let row: Value = serde_json::from_str(list.read(name).trim()).unwrap();
        row
    };
    assert_eq!(exported("1", "1.jsonl")["frname"], "张三");
    assert_eq!(exported("2", "2.jsonl")["count"], "107");
    assert_eq!(exported("3", "3.jsonl")["count"], "47");
}

#[test]
fn a_run_that_cannot_send_stops_after_its_patience_and_costs_nothing() {
    let list = List::long(3);
    let run = run_at(&list, &unreachable_address(), &["--patience", "0"])
        .expect_code(3)
        .expect_on_stderr("run the same command again: it continues");
    assert!(!run.stderr.contains("spent"), "{run:#?}");
    assert_eq!(list.status()["pending"], 3);
}

#[test]
fn lost_replies_are_unknown_until_someone_decides() {
    let list = List::long(3);
    let vendor = StandIn::always(Reply::Nothing);
    run_at(&list, &vendor.base_url(), &["--workers", "1"])
        .expect_code(4)
        .expect_on_stderr("the outcome of 3 rows is unknown")
        .expect_on_stderr("entreg bulk resolve list.ledger");
    run_at(&list, &vendor.base_url(), &[]).expect_code(4);
    assert_eq!(vendor.requests().len(), 3);
    let resolve = |words: &[&str]| {
        let words = ["bulk", "resolve", "list.ledger", "--output", "json"]
            .into_iter()
            .chain(words.iter().copied());
        Entreg::new(words).within(list.folder()).run()
    };
    let unknown = resolve(&[]).expect_code(0).json();
    assert_eq!(unknown.as_array().unwrap().len(), 3);
    resolve(&["--charged", "no", "--then", "close"])
        .expect_code(2)
        .expect_on_stderr("no row is named");
    let first = [
        "--row",
        "1",
        "--charged",
        "no",
        "--then",
        "send-again",
        "--by",
        "测试",
    ];
    assert_eq!(resolve(&first).expect_code(0).json(), json!({"decided": 1}));
    resolve(&first)
        .expect_code(2)
        .expect_on_stderr("no such row is unknown");
    resolve(&["--all", "--charged", "unknown", "--then", "close"]).expect_code(0);
    let answering = StandIn::always(Reply::Body(matched()));
    run_at(&list, &answering.base_url(), &[]).expect_code(0);
    assert_eq!(answering.requests().len(), 1);
    let status = list.status();
    assert_eq!(
        (
            &status["done"],
            &status["settled"],
            &status["spent"],
            &status["possibly_spent"]
        ),
        (&json!(1), &json!(2), &json!(1), &json!(2))
    );
}

#[test]
fn wrong_credentials_stop_a_run_and_leave_its_rows() {
    let list = List::long(40);
    let refusal = r#"{"code":405,"msg":"API ID 或 API KEY 不正确","idcardid":"0"}"#;
    let vendor = StandIn::always(Reply::body(refusal));
    run_at(&list, &vendor.base_url(), &["--workers", "2"]).expect_code(1);
    assert!(vendor.requests().len() <= 2, "{}", vendor.requests().len());
    assert_eq!(list.status()["pending"], 40);
}

#[test]
fn no_credential_is_in_a_ledger() {
    let list = List::long(2);
    let vendor = StandIn::always(Reply::Body(matched()));
    run_at(&list, &vendor.base_url(), &[]).expect_code(0);
    for file in fs::read_dir(list.folder()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(ACCOUNT) && !text.contains(API_KEY));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(list.path("list.ledger"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn wrong_files_are_said_to_be_that() {
    let list = List::of_bytes("list.csv", b"a,b\n1,2\n");
    run_at(&list, "http://127.0.0.1:1", &[])
        .expect_code(2)
        .expect_on_stderr("column");
    let none = List::new(&["x,123,y"]);
    run_at(&none, "http://127.0.0.1:1", &[])
        .expect_code(2)
        .expect_on_stderr("none of the 1 rows of the list is valid");
    let words = ["bulk", "status", "list.csv"];
    let status = Entreg::new(words).within(list.folder()).run();
    status
        .expect_code(2)
        .expect_on_stderr("the file is not a ledger");
    let words = ["bulk", "status", "none.ledger"];
    let status = Entreg::new(words).within(list.folder()).run();
    status
        .expect_code(2)
        .expect_on_stderr("there is no ledger none.ledger");
}
