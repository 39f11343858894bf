//! The output of `onboard`, and the files that it leaves behind.

use std::fs;

use crate::process::{Entreg, entreg};
use crate::stand_in::{Reply, StandIn, unreachable_address};

use super::PLAN;
use crate::bench::{Bench, entreg_at};

#[test]
fn a_company_is_onboarded_step_by_step_with_a_private_state_file() {
    let bench = Bench::new(PLAN);
    let run = bench.onboard(&[]).run().expect_code(0);
    assert_eq!(
        run.stderr,
        "spent: 1 query of ent3f, charged\nspent: 1 query of entinfov2, charged\n"
    );
    let mut rest = run.stdout.as_str();
    for line in [
        "verify           calling ent3f.Submit",
        "verify           match (serial ",
        "look-up          307 lists no unit of this name",
        "register         registered as i.86.110108.",
        "certify          accepted",
        "query-record     the record came with an address and with a capital in yuan",
        "complete         accepted",
        "await-status     verified, under review",
        "unit             i.86.110108.",
    ] {
        let (_, after) = rest
            .split_once(line)
            .unwrap_or_else(|| panic!("no {line:?} in {rest}"));
        rest = after;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(bench.state()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let state = fs::read_to_string(bench.state()).unwrap();
    for secret in ["CANARY", "张三", "13800138000", "sandbox-key", "RORJ"] {
        assert!(!state.contains(secret), "{secret} in {state}");
    }
}

#[test]
fn json_output_is_one_document_however_the_run_ends() {
    let bench = Bench::new(PLAN);
    let done = bench
        .onboard(&["--output", "json"])
        .run()
        .expect_code(0)
        .json();
    assert_eq!(done["ended"], "done");
    assert_eq!(done["verified"], true);
    assert_eq!(done["steps"][0]["step"], "verify");
    assert_eq!(done["steps"][0]["state"], "done");
    assert!(done["steps"][0]["serial"].is_string());
    assert_eq!(done["events"][0]["operation"], "ent3f.Submit");

    let bench = Bench::new(&PLAN.replace("张三", "王五"));
    let run = bench.onboard(&["--output", "json"]).run().expect_code(1);
    assert_eq!(run.json()["ended"], "failed");
    let error = run.error();
    assert_eq!(error["kind"], "stopped");
    assert!(
        error["remedy"]
            .as_str()
            .unwrap()
            .contains("--repeat verify")
    );
}

#[test]
fn an_existing_state_is_resumed_only_on_request() {
    let bench = Bench::new(PLAN);
    bench.onboard(&[]).run().expect_code(0);
    let calls = bench.gate.calls();
    bench
        .onboard(&[])
        .run()
        .expect_code(2)
        .expect_on_stderr("continue its run with --resume");
    assert_eq!(bench.gate.calls(), calls);
    bench.onboard(&["--resume"]).run().expect_code(0);
    assert_eq!(bench.gate.calls(), calls + 1, "308 alone");
    // Answers are for a run that resumes.
    bench
        .onboard(&["--repeat", "certify"])
        .run()
        .expect_code(2)
        .expect_on_stderr("--resume");
    bench
        .onboard(&["--resume", "--accept-unknown", "certify"])
        .run()
        .expect_code(0);
    bench
        .onboard(&["--resume", "--accept-unknown", "upload-1"])
        .run()
        .expect_code(2)
        .expect_on_stderr("no such step");
}

#[test]
fn a_wrong_sms_code_is_not_invalid_input_and_the_cost_is_shown() {
    let plan = PLAN.replace(
        "way = \"licence\"\nlicence_number = \"110108999999017\"\n",
        "login_name = \"a-user\"\n",
    );
    let bench = Bench::with(&plan, &["--sms"]);
    let run = bench.onboard(&[]).run().expect_code(1);
    run.expect_on_stderr("money: this run has paid for 1 query\n");
    let wrong = ["--resume", "--sms-code", "000000", "--output", "json"];
    let error = bench.onboard(&wrong).run().expect_code(1).error();
    assert_eq!(error["message"], "the code of the SMS is wrong");
    assert_eq!(
        (&error["sent"], &error["charged"]),
        (&"yes".into(), &"no".into())
    );
}

#[test]
fn a_plan_that_changed_after_verification_is_refused_with_line_and_remedy() {
    let bench = Bench::new(PLAN);
    bench.onboard(&[]).run().expect_code(0);
    let calls = bench.gate.calls();
    fs::write(bench.plan(), PLAN.replace("张三", "李四")).unwrap();
    for words in [&["--resume"][..], &["--dry-run"]] {
        let run = bench.onboard(words).run().expect_code(2);
        let run = run.expect_on_stderr(
            "line 5, column 1: `company.representative` has changed since `verify` used it",
        );
        run.expect_on_stderr("restore the old value");
    }
    assert_eq!(bench.gate.calls(), calls, "nothing was sent");
}

#[test]
fn a_transport_failure_and_a_refusal_have_the_exit_codes_of_the_contract() {
    let bench = Bench::new(PLAN);
    let plan = bench.plan();
    let run = entreg_at(&unreachable_address(), "onboard", &plan, &[])
        .run()
        .expect_code(3);
    let run = run.expect_on_stderr("the connection was refused");
    run.expect_on_stderr("run it again with --resume");
    // Nothing was sent to that address, so another may replace it.
    bench.onboard(&["--resume"]).run().expect_code(0);

    let bench = Bench::with(PLAN, &["--balance", "0"]);
    bench
        .onboard(&[])
        .run()
        .expect_code(1)
        .expect_on_stderr("top the account up; then run it again with --resume");
}

#[test]
fn a_wrong_address_is_corrected_without_paying_again() {
    for variable in ["IDCODE_BASE_URL", "IHUYI_BASE_URL"] {
        let bench = Bench::new(PLAN);
        let run = bench
            .onboard(&[])
            .env(variable, &unreachable_address())
            .run();
        run.expect_on_stderr("run it again with --resume");
        // Corrected to another wrong address, the state is unchanged.
        let wrong = "http://127.0.0.1:2";
        let resumed = bench.onboard(&["--resume"]).env(variable, wrong).run();
        resumed.expect_code(3);
        bench.onboard(&["--resume"]).run().expect_code(0);
        assert_eq!(bench.gate.called("ent3f.Submit"), 1, "{variable}");
    }
}

#[test]
fn a_state_with_calls_to_another_address_is_refused_without_paying_again() {
    let lost = StandIn::always(Reply::Nothing);
    for variable in ["IDCODE_BASE_URL", "IHUYI_BASE_URL"] {
        let bench = Bench::new(PLAN);
        bench.onboard(&[]).env(variable, &lost.base_url()).run();
        let calls = bench.gate.calls();
        let run = bench.onboard(&["--resume"]).run().expect_code(2);
        let run = run.expect_on_stderr("it records calls of ");
        let again = format!(
            "set {variable} (`base_url` of the profile) to {} again",
            lost.base_url()
        );
        run.expect_on_stderr(&again);
        assert_eq!(bench.gate.calls(), calls, "nothing was sent");
    }
    let bench = Bench::new(PLAN);
    bench.onboard(&[]).run().expect_code(0);
    let run = bench
        .onboard(&["--resume"])
        .env("IDCODE_BASE_URL", &unreachable_address());
    run.run()
        .expect_code(2)
        .expect_on_stderr("this run would call http://127.0.0.1:1");
}

#[test]
fn an_embedded_sandbox_keeps_no_state_and_asks_no_question() {
    let folder = tempfile::tempdir().unwrap();
    let template = entreg(["onboard", "--template"]).expect_code(0).stdout;
    fs::write(folder.path().join("company.toml"), template).unwrap();
    fs::write(folder.path().join("licence.png"), super::licence()).unwrap();
    let plan = folder.path().join("company.toml");
    let plan = plan.to_str().unwrap();
    let run = entreg(["--sandbox", "onboard", plan]).expect_code(0);
    assert!(
        run.stdout.contains("send-sms         the SMS was sent"),
        "{run:#?}"
    );
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 2, "the plan and the licence");
    entreg(["--sandbox", "onboard", plan, "--resume"])
        .expect_code(2)
        .expect_on_stderr("--sandbox keeps no state");
}

#[test]
fn a_plan_without_its_password_or_code_names_what_to_give() {
    let plan = PLAN.replace(
        "way = \"licence\"\nlicence_number = \"110108999999017\"\n",
        "login_name = \"a-user\"\n",
    );
    let bench = Bench::new(&plan);
    let words = ["onboard", bench.plan().to_str().unwrap()].map(str::to_owned);
    let run = Entreg::new(words.iter().map(String::as_str))
        .at(&bench.gate.base_url())
        .run()
        .expect_code(2);
    run.expect_on_stderr("ENTREG_LOGIN_PASSWORD");
    assert_eq!(bench.gate.calls(), 0);
    let run = bench.onboard(&["--output", "json"]).run().expect_code(1);
    let error = run.error();
    assert_eq!(error["kind"], "stopped");
    assert_eq!(
        (&error["sent"], &error["charged"]),
        (&"yes".into(), &"yes".into())
    );
    let remedy = error["remedy"].as_str().unwrap();
    assert!(
        remedy.contains("run it again with --resume and --sms-code CODE"),
        "{remedy}"
    );
    // On the next run, only the look-up is sent, and nothing is paid.
    let run = bench.onboard(&["--resume"]).run().expect_code(1);
    assert!(!run.stderr.contains("money:"), "{run:#?}");
    // This sandbox does not check it, but the flow requires it.
    bench
        .onboard(&["--resume", "--sms-code", "123456"])
        .run()
        .expect_code(0);
}

#[test]
fn a_state_that_cannot_be_saved_is_an_error_before_anything_is_sent() {
    let bench = Bench::new(PLAN);
    let folder = bench.folder.path().to_str().unwrap().to_owned();
    bench
        .onboard(&["--state", &folder])
        .run()
        .expect_code(2)
        .expect_on_stderr("is a folder\nhelp: nothing was sent; name the right one with --state");
    assert!(!std::path::Path::new(&(folder + ".lock")).exists());
    bench
        .onboard(&["--state", "/nowhere/state.json"])
        .run()
        .expect_code(2)
        .expect_on_stderr("the folder of the state must exist and be writable");
    assert_eq!(bench.gate.calls(), 0);
}
