//! `issue-codes` issues the categories of a plan, also if it is killed anywhere and resumed.

use std::fs;

use crate::bench::{Bench, write_files};
use crate::gate::Side;
use crate::process::{Entreg, Run, entreg};
use crate::stand_in::unreachable_address;

/// A file and a list, with pictures of both, and no waits.
pub(crate) const PLAN: &str = r#"
company = "i.86.110108.52"

[[category]]
use = 73
category = 10127
code = "10000000"
model = "Sample card"
model_code = "1"
goto_url = "http://www.example.com/card?code="
codes_file = "codes.txt"
pictures = { folder = "cards", pixels = 200 }

[[category]]
use = 73
category = 10128
code = "11000000"
model = "Sample pass"
model_code = "1"
goto_url = "http://www.example.com/pass?code="
codes = ["B-1", "B-2"]
pictures = { folder = "passes", style = "plain", pixels = 200 }

[waiting]
first_seconds = 0
settle_seconds = 0
"#;

const ONCE: [&str; 3] = ["BatchRegistIDcode", "UploadCodeFile", "UploadCodeList"];

impl Bench {
    fn issue(&self, words: &[&str]) -> Entreg {
        self.run("issue-codes", words)
    }

    /// Resumes to the end, accepting the steps that the run names: those that the sandbox has done.
    fn resume(&self) {
        let mut run = self.issue(&["--resume"]).run();
        for (step, operation) in ["apply", "upload-1", "upload-2"].iter().zip(ONCE) {
            let asks = format!("whether `{step}` was done; ");
            if !run.stderr.contains(&asks) {
                continue;
            }
            let happened = self.gate.succeeded(operation) > 0;
            // A list has no name that distinguishes it from another's.
            assert!(!happened || *step == "upload-2", "{run:#?}");
            let answer = if happened {
                "--accept-unknown"
            } else {
                "--repeat"
            };
            let run_asking = run.expect_code(4).expect_on_stderr("did not show it");
            run_asking.expect_on_stderr(&format!("{answer} {step}"));
            run = self.issue(&["--resume", answer, step]).run();
        }
        run.expect_code(0);
    }

    /// Kills the run in the call of this number, on this side of the sandbox.
    fn kill(&self, call: usize, side: Side) {
        self.gate.hold(call, side);
        let mut child = self.issue(&[]).into_command().spawn().unwrap();
        let is_held = self.gate.is_held(|| child.try_wait().unwrap().is_some());
        assert!(is_held, "call {call} never came");
        child.kill().unwrap();
        child.wait().unwrap();
        self.gate.release();
    }

    /// The state of the sandbox and of the folders.
    fn outcome(&self) -> String {
        let mut names = Vec::new();
        for folder in ["cards", "passes"] {
            for entry in fs::read_dir(self.at(folder)).unwrap() {
                names.push(entry.unwrap().file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        format!("{} {names:?}", self.gate.ask("uploads"))
    }

    fn ledger(&self) -> Vec<usize> {
        ONCE.iter().map(|name| self.gate.called(name)).collect()
    }
}

#[test]
fn categories_get_codes_and_the_codes_get_pictures() {
    let bench = Bench::new(PLAN);
    let run = bench.issue(&["--output", "json"]).run().expect_code(0);
    let document = run.json();
    assert_eq!(document["ended"], "done");
    assert_eq!(
        document["rows"][0]["complete_code"],
        "i.86.110108.52/73.10000000.1"
    );
    assert_eq!(document["rows"][1]["converted"], true);
    assert_eq!(document["rows"][1]["pictures"], 2);
    assert!(
        bench
            .outcome()
            .contains("i.86.110108.52_73.11000000.1_B-2.png")
    );
    bench
        .issue(&[])
        .run()
        .expect_code(2)
        .expect_on_stderr("continue its run with --resume");
    let calls = bench.gate.calls();
    bench.issue(&["--resume"]).run().expect_code(0);
    assert_eq!(bench.gate.calls(), calls, "nothing is left to ask");
}

#[test]
fn killed_in_any_call_it_ends_alike_with_every_write_once() {
    let untouched = Bench::new(PLAN);
    let run = untouched.issue(&[]).run().expect_code(0);
    for line in [
        "upload-1         ",
        " bytes sent",
        "await-conversion-2 upload ",
    ] {
        assert!(run.stdout.contains(line), "no {line:?} in {run:#?}");
    }
    let calls = untouched.gate.calls();
    assert_eq!(calls, 16);
    let wanted = untouched.outcome();
    for call in 0..calls {
        for side in [Side::Before, Side::After] {
            let bench = Bench::new(PLAN);
            bench.kill(call, side);
            bench.resume();
            assert_eq!(bench.outcome(), wanted, "{side:?} call {call}");
            assert_eq!(bench.ledger(), [1; 3], "{side:?} call {call}");
        }
    }
}

#[test]
fn killed_before_lists_show_a_write_it_waits_for_them_and_says_so() {
    // Categories alone, and a plan with the default patience.
    let patient: String = PLAN
        .replace("settle_seconds = 0\n", "")
        .lines()
        .filter(|line| !line.starts_with("codes") && !line.starts_with("pictures"))
        .fold(String::new(), |plan, line| plan + line + "\n");
    let bench = Bench::with(&patient, &["--listing-lag", "2s"]);
    // 402, which the sandbox has done.
    bench.kill(1, Side::After);
    let run = bench.issue(&["--resume", "--output", "json"]).run();
    let run = run.expect_code(0);
    assert!(run.stderr.contains("may still be carried out"), "{run:#?}");
    assert_eq!(run.json()["steps"][0]["how"], "settled");
    assert_eq!(bench.gate.called("BatchRegistIDcode"), 1);
}

#[test]
fn after_a_wrong_acceptance_the_remedy_is_named_and_works() {
    // 402, and the upload of the file, which the sandbox has not received.
    for (call, step) in [(1, "apply"), (5, "upload-1")] {
        let bench = Bench::new(PLAN);
        bench.kill(call, Side::Before);
        let accepting = ["--resume", "--accept-unknown", step];
        let run = bench.issue(&accepting).run().expect_code(1);
        run.expect_on_stderr(&format!(
            "`{step}` was accepted, not confirmed: if it did not happen, --resume --repeat {step}"
        ));
        let repeating = ["--resume", "--repeat", step];
        bench.issue(&repeating).run().expect_code(0);
        assert_eq!(bench.ledger(), [1; 3], "{step}");
    }
}

/// A dry run of this plan, which leaves nothing behind.
fn dry_run(plan: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    fs::write(&path, plan).unwrap();
    write_files(folder.path());
    fs::write(folder.path().join("file"), "").unwrap();
    let names = || fs::read_dir(folder.path()).unwrap().count();
    let before = names();
    let words = ["issue-codes", path.to_str().unwrap(), "--dry-run"];
    let run = Entreg::new(words).with_credentials().run();
    assert_eq!(names(), before, "{run:#?}");
    run
}

#[test]
fn a_dry_run_needs_no_credentials_and_refuses_every_setting_that_a_run_refuses() {
    let bench = Bench::new(PLAN);
    let plan = bench.plan();
    let run = entreg(["issue-codes", plan.to_str().unwrap(), "--dry-run"]).expect_code(0);
    assert_eq!(
        run.stderr,
        "note: credentials of idcode are missing: IDCODE_ACCESS_TOKEN and IDCODE_AUTH_CODE; the \
         run needs them\n"
    );
    for (variable, value) in [
        ("IDCODE_DIALECT", "nonsense"),
        ("IDCODE_BASE_URL", "nonsense"),
        ("IDCODE_CALLS_PER_SECOND", "0"),
        ("ENTREG_PROXY", "nonsense://"),
        ("ENTREG_ROOT_CERTIFICATES", "/nowhere.pem"),
    ] {
        let refused = |words: &[&str]| {
            let run = bench.issue(words).env(variable, value).run();
            let run = run.expect_code(2).expect_on_stderr(variable);
            // Before that, a run prints that it has spent nothing.
            run.stderr.replace("spent: nothing\n", "")
        };
        assert_eq!(refused(&["--dry-run"]), refused(&[]), "{variable}");
    }
    // ihuyi is not queried.
    let run = bench
        .issue(&["--dry-run"])
        .env("IHUYI_MAX_SPEND", "many")
        .run();
    run.expect_code(0);
    assert_eq!(bench.gate.calls(), 0);
}

#[test]
fn an_unusable_picture_folder_is_refused_before_anything_is_sent() {
    let long = "x".repeat(256);
    for folder in ["/proc/nothing/x", "/dev/null/x", &long] {
        let bench = Bench::new(&PLAN.replace("\"cards\"", &format!("\"{folder}\"")));
        for words in [&["--dry-run"][..], &[]] {
            let run = bench.issue(words).run().expect_code(2);
            run.expect_on_stderr("line 12, column 14: `category[1].pictures.folder`: ");
        }
        assert_eq!(bench.gate.calls(), 0, "{folder}");
        assert!(!bench.at("passes").exists());
    }
}

#[test]
fn the_template_is_a_plan_that_runs_in_an_embedded_sandbox() {
    let template = entreg(["issue-codes", "--template"]).expect_code(0).stdout;
    let run = dry_run(&template).expect_code(0);
    assert!(run.stdout.contains("at most 0 paid queries"), "{run:#?}");
    assert!(run.stdout.contains(" and 2 writes"), "{run:#?}");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.toml");
    fs::write(&path, template).unwrap();
    let run = entreg(["--sandbox", "issue-codes", path.to_str().unwrap()]).expect_code(0);
    assert!(
        run.stdout
            .contains("fetch-pictures-1 2 pictures are stored"),
        "{run:#?}"
    );
    assert_eq!(
        fs::read_dir(folder.path().join("pictures"))
            .unwrap()
            .count(),
        2
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no state");
}

#[test]
fn errors_of_a_plan_name_line_column_and_field() {
    for (from, to, place, about) in [
        (
            "use = 73\ncategory = 10128",
            "category = 10128",
            "line 14, column 1",
            "`category[2].use` is missing",
        ),
        (
            "\"B-1\"",
            "\"B,1\"",
            "line 21, column 1",
            "`category[2].codes`: ",
        ),
        (
            "\"B-1\"",
            "\"B/1\"",
            "line 21, column 1",
            "`category[2].codes`: code 1 cannot be drawn",
        ),
        (
            "style = \"plain\"",
            "style = \"framed\"",
            "line 22",
            "must be 400, 600 or 800",
        ),
        (
            "goto_url = \"http://www.example.com/pass?code=\"",
            "goto_url = \"pass\"",
            "line 20, column 1",
            "`category[2].goto_url`",
        ),
        (
            "folder = \"passes\"",
            "folder = \"file/passes\"",
            "line 22, column 14",
            "/file is not a folder",
        ),
        (
            "style = \"plain\"",
            "style = \"certified\"",
            "line 22",
            "`category[2].pictures.pixels` needs style = \"bare\"",
        ),
        (
            "style = \"plain\"",
            "style = \"plain\", color = \"color\"",
            "line 22",
            "`category[2].pictures.color` needs style = \"bare\" or \"framed\"",
        ),
        (
            "model_code = \"1\"\ngoto_url = \"http://www.example.com/pass?code=\"",
            "model_code = \"a/b\"\ngoto_url = \"http://www.example.com/pass?code=\"",
            "line 19, column 1",
            "`category[2].model_code` must consist of letters",
        ),
        (
            "i.86.110108.52\"",
            "i.86.110108.52/1.1.1\"",
            "line 2, column 1",
            "`company` must be the main code",
        ),
    ] {
        let plan = PLAN.replace(from, to);
        assert_ne!(plan, PLAN, "{from}");
        let run = dry_run(&plan).expect_code(2);
        let first = run.stderr.lines().next().unwrap().to_owned();
        assert!(first.contains(place), "no {place} in {first}");
        assert!(first.contains(about), "no {about} in {first}");
    }
    dry_run(PLAN).expect_code(0);
}

#[test]
fn a_missing_file_stops_a_dry_run_as_it_stops_a_run() {
    let bench = Bench::new(PLAN);
    fs::remove_file(bench.folder.path().join("codes.txt")).unwrap();
    for words in [&[][..], &["--dry-run"]] {
        let run = bench.issue(words).run().expect_code(2);
        run.expect_on_stderr("line 11, column 1: `category[1].codes_file`: the file ");
    }
    assert_eq!(bench.gate.calls(), 0);
}

#[test]
fn an_invalid_line_of_the_code_file_is_named_before_anything_is_sent() {
    let bench = Bench::new(PLAN);
    fs::write(bench.folder.path().join("codes.txt"), "A-1\nA,2\n").unwrap();
    bench
        .issue(&[])
        .run()
        .expect_code(2)
        .expect_on_stderr("line 11, column 1: `category[1].codes_file`");
    assert_eq!(bench.gate.calls(), 0);
}

#[test]
fn an_address_that_a_scan_may_not_reach_is_warned_of_with_its_row() {
    let plan = PLAN.replacen(
        "goto_url = \"http://www.example.com/card?code=\"",
        "goto_url = \"http://a.example/#/item?id=\"",
        1,
    );
    let run = dry_run(&plan).expect_code(0);
    let warning = "warning: parameter `category[1].goto_url`: has a `#`";
    assert_eq!(run.stderr.matches(warning).count(), 1, "{run:#?}");
    assert!(
        run.stderr.contains("http://a.example/%23/item?id="),
        "{run:#?}"
    );
    let plan = PLAN.replacen(
        "codes_file",
        "sample_url = \"http://a.example/#/1\"\ncodes_file",
        1,
    );
    dry_run(&plan)
        .expect_code(0)
        .expect_on_stderr("warning: parameter `category[1].sample_url`: has a `#`");
    assert_eq!(dry_run(PLAN).expect_code(0).stderr, "");
}

#[test]
fn a_wrong_address_can_be_corrected_and_the_state_of_a_called_one_cannot_move() {
    let bench = Bench::new(PLAN);
    let elsewhere = ("IDCODE_BASE_URL", unreachable_address());
    let run = bench.issue(&[]).env(elsewhere.0, &elsewhere.1).run();
    run.expect_code(3)
        .expect_on_stderr("run it again with --resume");
    bench.issue(&["--resume"]).run().expect_code(0);
    let run = bench.issue(&["--resume"]).env(elsewhere.0, &elsewhere.1);
    let run = run.run().expect_code(2);
    run.expect_on_stderr(&format!("to {} again", bench.gate.base_url()));
}

#[test]
fn a_main_code_as_written_and_damaged_models_are_warned_of() {
    for company in ["'i.86.110108.52", "foo"] {
        let line = format!("company = \"{company}\"\nas_written = true");
        let run = dry_run(&PLAN.replace("company = \"i.86.110108.52\"", &line)).expect_code(0);
        run.expect_on_stderr("warning: parameter `company`: sent as written;");
    }
    for model in ["Sample\u{fffd}card", "样例\u{200b}", "样例⼭"] {
        let run = dry_run(&PLAN.replace("Sample card", model)).expect_code(0);
        run.expect_on_stderr("warning: parameter `category[1].model`: sent as written;");
    }
}
