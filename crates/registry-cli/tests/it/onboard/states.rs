//! Errors of state files that are missing, damaged or not writable.

use std::fs;

use crate::gate::Side;

use super::PLAN;
use crate::bench::Bench;

#[test]
fn resume_without_a_state_starts_nothing() {
    let bench = Bench::new(PLAN);
    for words in [&["--resume"][..], &["--resume", "--dry-run"]] {
        let run = bench.onboard(words).run().expect_code(2);
        let run = run.expect_on_stderr("there is no state to resume from: ");
        let run = run.expect_on_stderr("plan.toml.state.json does not exist");
        run.expect_on_stderr("without --resume");
    }
    assert_eq!(bench.gate.calls(), 0);
    assert!(!bench.state().exists());
}

#[test]
fn a_damaged_state_never_pays_again() {
    let bench = Bench::new(PLAN);
    bench.onboard(&[]).run().expect_code(0);
    let whole = fs::read(bench.state()).unwrap();
    let calls = bench.gate.calls();
    let half = &whole[..whole.len() / 2];
    for (bytes, about) in [
        (half, "the state is damaged: not the state of a flow"),
        (&[], "the state is damaged: it is empty"),
        (&[0xff, 0xfe], "cause: the state file "),
    ] {
        fs::write(bench.state(), bytes).unwrap();
        let run = bench.onboard(&["--resume"]).run().expect_code(2);
        let run = run.expect_on_stderr(about);
        let run = run.expect_on_stderr("restore the file from a backup");
        assert!(!run.stderr.contains("make room"), "{run:#?}");
    }
    fs::remove_file(bench.state()).unwrap();
    fs::create_dir(bench.state()).unwrap();
    let run = bench.onboard(&["--resume"]).run().expect_code(2);
    run.expect_on_stderr("name the right one with --state");
    assert_eq!(bench.gate.calls(), calls);
    let nowhere = bench.folder.path().join("none").join("a.state.json");
    let nowhere = nowhere.to_str().unwrap();
    let run = bench.onboard(&["--state", nowhere]).run().expect_code(2);
    run.expect_on_stderr(
        "help: nothing was sent; the folder of the state must exist and be writable",
    );
}

#[test]
fn a_paid_reply_that_the_state_does_not_take_is_kept_beside_it() {
    let bench = Bench::new(PLAN);
    bench.gate.hold(0, Side::After);
    let words = ["--output", "json"];
    let mut command = bench.onboard(&words).into_command();
    let mut child = command.spawn().unwrap();
    assert!(bench.gate.is_held(|| child.try_wait().unwrap().is_some()));
    // No file can be written there while this folder exists.
    let in_the_way = bench.folder.path().join("plan.toml.state.json.new");
    fs::create_dir(&in_the_way).unwrap();
    bench.gate.release();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let stderr = String::from_utf8(output.stderr).unwrap();
    let error: serde_json::Value = serde_json::from_str(stderr.lines().last().unwrap()).unwrap();
    let error = &error["error"];
    assert_eq!(
        (&error["sent"], &error["charged"]),
        (&"yes".into(), &"yes".into())
    );
    let remedy = error["remedy"].as_str().unwrap();
    assert!(
        remedy.contains("`verify` was answered: match (serial "),
        "{remedy}"
    );

    let kept = bench.folder.path().join("plan.toml.state.json.unsaved");
    assert!(remedy.contains(kept.to_str().unwrap()), "{remedy}");
    fs::remove_dir(&in_the_way).unwrap();
    fs::rename(kept, bench.state()).unwrap();
    bench.onboard(&["--resume"]).run().expect_code(0);
    assert_eq!(bench.gate.called("ent3f.Submit"), 1);
}
