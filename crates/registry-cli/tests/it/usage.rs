//! The command line itself: help, version and mistakes.

use crate::process::entreg;

#[test]
fn version_and_help_go_to_stdout() {
    let version = concat!("entreg ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(entreg(["--version"]).expect_code(0).stdout, version);
    let help = entreg(["--help"]).expect_code(0).stdout;
    for variable in [
        "IDCODE_ACCESS_TOKEN",
        "IDCODE_AUTH_CODE",
        "IDCODE_BASE_URL",
        "IHUYI_ACCOUNT",
        "IHUYI_API_KEY",
        "IHUYI_BASE_URL",
        "IHUYI_AUTH",
    ] {
        assert!(help.contains(variable), "{variable} is not in\n{help}");
    }
}

#[test]
fn no_arguments_are_a_mistake_that_shows_the_help() {
    let run = entreg([]).expect_code(2);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("Usage: entreg"), "{run:#?}");
}

#[test]
fn a_mistake_is_2_with_a_suggestion() {
    let run = entreg(["operation"]).expect_code(2);
    assert!(run.stderr.contains("'operations'"), "{run:#?}");
    entreg(["check"]).expect_code(2);
    entreg(["operations", "--output", "yaml"]).expect_code(2);
    entreg(["operations", "--vendor", "nobody"]).expect_code(2);
}

#[test]
fn a_mistake_is_json_under_json_output() {
    for words in [
        ["balances", "--output", "json"].as_slice(),
        &["--output=json", "balances"],
    ] {
        let run = crate::process::Entreg::new(words.iter().copied())
            .run()
            .expect_code(2);
        assert_eq!(run.stdout, "");
        assert_eq!(run.error()["kind"], "usage");
        assert_eq!(run.error()["message"], "unrecognized subcommand 'balances'");
    }
}

#[test]
fn a_missing_argument_is_named_in_json_too() {
    let run = entreg(["upload", "--output", "json"]).expect_code(2);
    let message = run.error()["message"].to_string();
    assert!(message.contains("--company"), "{message}");
    assert!(message.contains("--category"), "{message}");
    assert!(!message.contains("Usage"), "{message}");
}

#[test]
fn commands_of_commands_are_listed_by_theirs() {
    let help = entreg(["--help"]).stdout;
    assert!(help.contains("bulk"), "{help}");
    let bulk = entreg(["bulk"]).expect_code(2);
    for command in ["run", "status", "resolve", "export"] {
        assert!(
            bulk.stderr.contains(command) || bulk.stdout.contains(command),
            "{bulk:#?}"
        );
    }
}
