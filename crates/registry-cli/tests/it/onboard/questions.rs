//! Questions of `onboard` at a terminal, and the effect of the answers.

use std::process::Stdio;

use pty_process::blocking::Command;

use super::PLAN;
use crate::bench::Bench;
use crate::gate::Side;
use crate::terminal::{CTRL_C, CTRL_D, ENTER, Terminal};

/// A plan that registers with a login, so that an SMS is sent.
fn with_sms() -> Bench {
    let plan = PLAN.replace(
        "way = \"licence\"\nlicence_number = \"110108999999017\"\n",
        "login_name = \"a-user\"\n",
    );
    Bench::with(&plan, &["--sms"])
}

fn sms_code(bench: &Bench) -> String {
    let asked = bench.gate.ask("sms?phone=13800138000");
    asked["code"].as_str().unwrap().to_owned()
}

#[test]
fn the_code_of_the_sms_is_asked_for_until_it_is_right() {
    let bench = with_sms();
    let mut terminal = Terminal::start(bench.onboard(&[]));
    terminal.wait_for("an SMS was sent; its code (Enter for another SMS): ");
    let code = sms_code(&bench);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    terminal.press(wrong);
    terminal.press(ENTER);
    terminal.wait_for("that code was wrong; its code ");
    terminal.press(&code);
    terminal.press(ENTER);
    let (ended, screen) = terminal.end();
    assert_eq!(ended, Some(0), "{screen}");
    assert!(screen.contains("unit             i.86."), "{screen}");
    assert_eq!(bench.gate.called("SendVerifyInfo"), 1);
    assert_eq!(bench.gate.succeeded("RegCompanyInfo"), 1);
}

#[test]
fn an_empty_answer_sends_another_sms() {
    let bench = with_sms();
    let mut terminal = Terminal::start(bench.onboard(&[]));
    terminal.wait_for("Enter for another SMS): ");
    terminal.press(ENTER);
    terminal.wait_for("Enter for another SMS): ");
    assert_eq!(bench.gate.called("SendVerifyInfo"), 2);
    terminal.press(&sms_code(&bench));
    terminal.press(ENTER);
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn leaving_a_question_loses_nothing() {
    for key in [CTRL_C, CTRL_D] {
        let bench = with_sms();
        let mut terminal = Terminal::start(bench.onboard(&[]));
        terminal.wait_for("Enter for another SMS): ");
        terminal.press(key);
        let (ended, screen) = terminal.end();
        assert_eq!(ended, Some(1), "{screen}");
        assert!(screen.contains("\r\nerror: the code of the SMS is needed"));
        assert!(screen.contains("run it again with --resume and --sms-code CODE"));

        let code = sms_code(&bench);
        let words = ["--resume", "--sms-code", code.as_str()];
        bench.onboard(&words).run().expect_code(0);
        for operation in ["ent3f.Submit", "SendVerifyInfo", "RegCompanyInfo"] {
            assert_eq!(bench.gate.called(operation), 1, "{operation}");
        }
    }
}

/// A run that was killed after ihuyi verified the company and before the reply arrived.
fn in_doubt() -> Bench {
    let bench = Bench::new(PLAN);
    bench.gate.hold(0, Side::After);
    let mut child = bench.onboard(&[]).into_command().spawn().unwrap();
    assert!(bench.gate.is_held(|| child.try_wait().unwrap().is_some()));
    child.kill().unwrap();
    child.wait().unwrap();
    bench.gate.release();
    bench
}

const DOUBT: &str = "it is unknown whether `verify` was done; no free operation shows it\r\n\
    accept (it happened), repeat (do it again, which is paid), or Enter to stop: ";

#[test]
fn a_step_in_doubt_is_asked_about_and_done_as_the_answer_says() {
    for (answer, queries) in [("accept", 1), ("repeat", 2)] {
        let bench = in_doubt();
        let mut terminal = Terminal::start(bench.onboard(&["--resume"]));
        terminal.wait_for(DOUBT);
        // Any other answer changes nothing.
        terminal.press("yes");
        terminal.press(ENTER);
        terminal.wait_for(DOUBT);
        assert_eq!(bench.gate.called("ent3f.Submit"), 1);
        terminal.press(answer);
        terminal.press(ENTER);
        let (ended, screen) = terminal.end();
        assert_eq!(ended, Some(0), "{screen}");
        assert_eq!(bench.gate.called("ent3f.Submit"), queries, "{answer}");
    }
}

#[test]
fn an_open_question_is_asked_again_by_the_next_run() {
    let bench = in_doubt();
    for key in [ENTER, CTRL_C, CTRL_D] {
        let mut terminal = Terminal::start(bench.onboard(&["--resume"]));
        terminal.wait_for(DOUBT);
        terminal.press(key);
        let (ended, screen) = terminal.end();
        assert_eq!(ended, Some(4), "{screen}");
        assert!(screen.contains("--accept-unknown verify"), "{screen}");
    }
    let words = ["--resume", "--accept-unknown", "verify"];
    bench.onboard(&words).run().expect_code(0);
    assert_eq!(bench.gate.called("ent3f.Submit"), 1);
}

#[test]
fn no_question_is_asked_without_a_terminal_or_under_json() {
    let bench = in_doubt();
    for words in [["--resume", "--quiet"], ["--resume", "--output=json"]] {
        let (ended, screen) = Terminal::start(bench.onboard(&words)).end();
        assert_eq!(ended, Some(4), "{screen}");
        assert!(!screen.contains("or Enter to stop"), "{screen}");
    }
    for hidden in ["stdin", "stderr"] {
        let command = Command::from(bench.onboard(&["--resume"]).into_bare_command());
        let command = match hidden {
            "stdin" => command.stdin(Stdio::null()),
            _ => command.stderr(Stdio::null()),
        };
        let (ended, screen) = Terminal::start_with(command).end();
        assert_eq!(ended, Some(4), "{hidden}: {screen}");
        assert!(!screen.contains("or Enter to stop"), "{screen}");
    }
}
