//! Completions and manual pages.

use crate::process::entreg;

#[test]
fn every_shell_gets_completions_of_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = entreg(["completions", shell]).expect_code(0).stdout;
        for word in ["demo", "operations", "--sandbox"] {
            assert!(
                script.contains(word.trim_start_matches("--")),
                "{shell} lacks {word}"
            );
        }
    }
    entreg(["completions", "nushell"]).expect_code(2);
}

#[test]
fn the_program_and_each_command_have_a_manual_page() {
    let page = entreg(["man"]).expect_code(0).stdout;
    assert!(page.contains(".TH entreg 1"), "{page}");
    assert!(page.contains("IDCODE_ACCESS_TOKEN"), "{page}");
    let page = entreg(["man", "call"]).expect_code(0).stdout;
    assert!(page.contains(".TH entreg-call 1"), "{page}");
    assert!(page.contains("NAME=VALUE"), "{page}");
    entreg(["man", "cal"])
        .expect_code(2)
        .expect_on_stderr("write `call`");
}
