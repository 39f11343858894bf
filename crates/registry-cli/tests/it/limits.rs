//! Tight limits of the shell: the command works, or names the limit.

use std::process::{Command, Output};

use test_support::promise;

use crate::process::Entreg;
use crate::stand_in::{Reply, StandIn};

/// Runs the program under these limits of the shell.
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
fn tight_limits_are_an_error_and_no_panic() {
    let vendor = StandIn::always(Reply::body(r#"{"code":2,"msg":"","num":5}"#));
    // With fewer, no program starts: the system loads libraries from files.
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

/// The reply is as large as allowed, and takes as much memory as any.
#[test]
fn too_little_memory_is_an_error_before_any_cost_and_never_an_abort() {
    let row = r#"{"entityName":"x"},"#;
    let rows = row.repeat(8 * 1024 * 1024 / row.len() - 10);
    let body = format!(r#"{{"code":2,"result":{{"info":{{"techEnt":[{rows}{{}}]}}}}}}"#);
    let vendor = StandIn::always(Reply::Body(body));
    let (mut read, mut refused) = (0, 0);
    // With less, the system does not start the program.
    for mib in (75..=400).step_by(25) {
        let before = vendor.requests().len();
        let words = ["lookup", "91110108MAXXXX015B"];
        let ran = limited(
            &format!("ulimit -v {};", mib * 1024),
            Entreg::new(words).at(&vendor.base_url()),
        );
        let said = String::from_utf8_lossy(&ran.stderr);
        let asked = vendor.requests().len() - before;
        match (ran.status.code(), asked) {
            (Some(2), 0) => {
                let is_told = ["too little memory", "could not be started"]
                    .iter()
                    .any(|told| said.contains(told));
                assert!(is_told && said.contains("ulimit"), "{mib} MiB: {said}");
                refused += 1;
            }
            (Some(0 | 5), 1) => read += 1,
            _ => panic!("{mib} MiB: {ran:?}"),
        }
    }
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
}
