//! A flow killed in any call, on either side of it, and resumed: the same end, every step once.

use crate::gate::Side;
use crate::process::Run;

use super::PLAN;
use crate::bench::{Bench, entreg_at};

/// The operations that cost money or write, with their steps.
const ONCE: [(&str, &str); 5] = [
    ("verify", "ent3f.Submit"),
    ("register", "UnitRegist"),
    ("certify", "VerifyCompanyInfo"),
    ("query-record", "entinfov2.Submit"),
    ("complete", "ModifyCompanyInfo"),
];

fn ledger(bench: &Bench) -> Vec<usize> {
    let once = ONCE.iter();
    once.map(|(_, operation)| bench.gate.called(operation))
        .collect()
}

/// Resumes to the end. If a run asks a question, it is first repeated without an answer, which
/// must ask the same and do nothing; then it gets the answer that the sandbox knows.
fn resume(bench: &Bench) -> Run {
    for _ in 0..4 {
        let run = bench.onboard(&["--resume", "--output", "json"]).run();
        if run.code == Some(0) {
            return run;
        }
        let document = run.json();
        assert_eq!(document["ended"], "asks", "{run:#?}");
        let step = document["question"]["step"].as_str().unwrap().to_owned();
        let (_, operation) = ONCE.iter().find(|(known, _)| *known == step).unwrap();
        assert_eq!(run.code, Some(4), "{run:#?}");

        let before = ledger(bench);
        let again = bench.onboard(&["--resume", "--output", "json"]).run();
        assert_eq!(again.json()["question"], document["question"]);
        assert_eq!(ledger(bench), before, "{step} was repeated unasked");

        let answer = if bench.gate.succeeded(operation) > 0 {
            "--accept-unknown"
        } else {
            "--repeat"
        };
        let run = bench
            .onboard(&["--resume", "--output", "json", answer, &step])
            .run();
        if run.code == Some(0) {
            return run;
        }
    }
    panic!("it does not end")
}

/// The unit in the sandbox at the end, by its own command.
fn state_of(bench: &Bench, end: &Run) -> String {
    let document = end.json();
    assert_eq!(document["ended"], "done");
    let unit = document["unit"].as_str().unwrap().to_owned();
    let base_url = bench.gate.base_url();
    let asked = std::path::Path::new(&unit);
    let record = entreg_at(&base_url, "unit", asked, &["--output", "json"]).run();
    let balance = crate::process::Entreg::new(["balance", "--output", "json"])
        .env("IHUYI_BASE_URL", &base_url)
        .env("IHUYI_ACCOUNT", "sandbox-account")
        .env("IHUYI_API_KEY", "sandbox-key-0000")
        .run();
    record.expect_code(0).stdout + &balance.expect_code(0).stdout
}

#[test]
fn killed_in_any_call_it_ends_alike_with_every_step_done_once() {
    let untouched = Bench::new(PLAN);
    let end = untouched
        .onboard(&["--output", "json"])
        .run()
        .expect_code(0);
    let calls = untouched.gate.calls();
    assert_eq!(calls, 7);
    assert_eq!(ledger(&untouched), [1; 5]);
    let wanted = state_of(&untouched, &end);

    for call in 0..calls {
        for side in [Side::Before, Side::After] {
            let bench = Bench::new(PLAN);
            bench.gate.hold(call, side);
            let mut child = bench.onboard(&[]).into_command().spawn().unwrap();
            let is_held = bench.gate.is_held(|| child.try_wait().unwrap().is_some());
            assert!(is_held, "call {call} never came");
            child.kill().unwrap();
            child.wait().unwrap();
            bench.gate.release();

            let end = resume(&bench);
            assert_eq!(state_of(&bench, &end), wanted, "{side:?} call {call}");
            assert_eq!(ledger(&bench), [1; 5], "{side:?} call {call}");
        }
    }
}

#[test]
fn killed_around_the_sms_it_sends_one_and_registers_once() {
    let plan = PLAN.replace(
        "way = \"licence\"\nlicence_number = \"110108999999017\"\n",
        "login_name = \"a-user\"\n",
    );
    for (call, side) in [
        (2, Side::Before),
        (2, Side::After),
        (3, Side::Before),
        (3, Side::After),
    ] {
        let bench = Bench::with(&plan, &["--sms"]);
        let sms_code = || {
            let asked = bench.gate.ask("sms?phone=13800138000");
            asked["code"].as_str().map(str::to_owned)
        };
        // The third call is 303; the fourth is 301, in the run that has the code.
        bench.gate.hold(call, side);
        let mut words = Vec::new();
        if call == 3 {
            let run = bench.onboard(&[]).run().expect_code(1);
            let run = run.expect_on_stderr("--sms-code CODE");
            assert!(!run.stderr.contains("138"), "{run:#?}");
            bench.gate.hold(1, side);
            words.extend(["--resume", "--sms-code"].map(str::to_owned));
            words.extend(sms_code());
        }
        let text: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut child = bench.onboard(&text).into_command().spawn().unwrap();
        assert!(bench.gate.is_held(|| child.try_wait().unwrap().is_some()));
        child.kill().unwrap();
        child.wait().unwrap();
        bench.gate.release();

        let mut run = bench.onboard(&["--resume"]).run();
        if call == 3 && side == Side::Before {
            // The absence of the unit from lists proves nothing.
            run.expect_on_stderr("--resume and --repeat register");
            run = bench.onboard(&["--resume", "--repeat", "register"]).run();
        }
        // 4 if it is unknown whether an SMS was sent.
        if matches!(run.code, Some(1 | 4)) {
            run = match sms_code() {
                Some(code) => bench.onboard(&["--resume", "--sms-code", &code]).run(),
                None => {
                    let run = bench.onboard(&["--resume", "--repeat", "send-sms"]).run();
                    run.expect_code(1);
                    let code = sms_code().unwrap();
                    bench.onboard(&["--resume", "--sms-code", &code]).run()
                }
            };
        }
        run.expect_code(0);
        assert_eq!(
            bench.gate.called("SendVerifyInfo"),
            1,
            "{side:?} call {call}"
        );
        assert_eq!(
            bench.gate.called("RegCompanyInfo"),
            1,
            "{side:?} call {call}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_signal_lets_the_call_end_and_leaves_nothing_unknown() {
    for signal in ["-INT", "-TERM"] {
        let bench = Bench::new(PLAN);
        // The registration, which the sandbox has done.
        bench.gate.hold(2, Side::After);
        let mut child = bench.onboard(&[]).into_command().spawn().unwrap();
        assert!(bench.gate.is_held(|| child.try_wait().unwrap().is_some()));
        let pid = child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &pid])
            .status();
        assert!(sent.unwrap().success());
        // It prints this as soon as it receives the signal.
        let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        std::io::BufRead::read_line(&mut stderr, &mut line).unwrap();
        assert!(line.starts_with("stopping after this call"), "{line}");
        bench.gate.release();
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let state = std::fs::read_to_string(bench.state()).unwrap();
        assert!(!state.contains("begun"), "{state}");

        bench.onboard(&["--resume"]).run().expect_code(0);
        assert_eq!(ledger(&bench), [1; 5]);
    }
}

#[test]
fn two_runs_of_one_plan_exclude_each_other() {
    let bench = Bench::new(PLAN);
    bench.gate.hold(0, Side::Before);
    let mut child = bench.onboard(&[]).into_command().spawn().unwrap();
    assert!(bench.gate.is_held(|| child.try_wait().unwrap().is_some()));
    bench
        .onboard(&["--resume"])
        .run()
        .expect_code(2)
        .expect_on_stderr("another run of this plan is in progress");
    assert_eq!(bench.gate.calls(), 1);
    // The lock ends with its process, however that ends.
    child.kill().unwrap();
    child.wait().unwrap();
    bench.gate.release();
    bench.onboard(&["--resume"]).run().expect_code(4);
}

#[test]
fn after_a_wrong_acceptance_the_remedy_is_named_and_works() {
    // 304 and 305, which the sandbox has not received; then the status is polled in vain.
    let plan = PLAN.replace("[waiting]\n", "[waiting]\nuntil = \"approved\"\n");
    for (call, step) in [(3, "certify"), (5, "complete")] {
        let bench = Bench::new(&plan);
        bench.gate.hold(call, Side::Before);
        let mut child = bench.onboard(&[]).into_command().spawn().unwrap();
        assert!(bench.gate.is_held(|| child.try_wait().unwrap().is_some()));
        child.kill().unwrap();
        child.wait().unwrap();
        bench.gate.release();
        let accepting = ["--resume", "--accept-unknown", step];
        let run = bench.onboard(&accepting).run().expect_code(1);
        run.expect_on_stderr(&format!(
            "`{step}` was accepted, not confirmed: if it did not happen, --resume --repeat {step}"
        ));
        let repeating = ["--resume", "--repeat", step];
        let run = bench.onboard(&repeating).run();
        assert!(!run.stderr.contains("accepted"), "{run:#?}");
        assert_eq!(ledger(&bench), [1; 5], "{step}");
    }
}
