//! What the command does where the shell allows it little: it works, or says what is lacking.

use std::process::{Command, Output};

use test_support::promise;

use crate::process::Entreg;
use crate::stand_in::{Reply, StandIn};

/// The program under these limits of the shell.
fn limited(limits: &str, entreg: Entreg) -> Output {
    let entreg = entreg.into_bare_command();
    let mut command = Command::new("/bin/sh");
    command
        .arg("-c")
        .arg(format!("{limits} exec \"$0\" \"$@\""));
    command.arg(entreg.get_program()).args(entreg.get_args());
    command.env_clear();
    for (name, value) in entreg.get_envs() {
        command.env(name, value.unwrap());
    }
    command.output().unwrap()
}

#[test]
fn little_that_the_shell_allows_is_an_error_and_no_panic() {
    let vendor = StandIn::always(Reply::body(r#"{"code":2,"msg":"","num":5}"#));
    // With fewer, programs do not start at all: the system loads their libraries from files.
    let files = (5..24).map(|files| format!("ulimit -n {files};"));
    let stacks = [64, 128, 256].map(|kib| format!("ulimit -s {kib};"));
    let (mut works, mut says) = (0, 0);
    let mut wrong = Vec::new();
    for limits in files.chain(stacks) {
        let words = ["call", "ihuyi", "ent3f.GetNum", "--output", "json"];
        let ran = limited(&limits, Entreg::new(words).at(&vendor.base_url()));
        let said = String::from_utf8_lossy(&ran.stderr);
        match ran.status.code() {
            Some(0) => works += 1,
            Some(2 | 3) if said.to_lowercase().contains("too many open files") => says += 1,
            _ => wrong.push(format!("{limits} {ran:?}")),
        }
    }
    for line in &wrong {
        println!("{line}");
    }
    let reached = format!(
        "the command with 5 to 23 files or a stack of 64 to 256 KiB: {works} runs worked, {says} \
         said what is lacking, {} other",
        wrong.len()
    );
    let is_kept = wrong.is_empty() && works > 0 && says > 0;
    promise("runtimes", is_kept, &reached);
}
