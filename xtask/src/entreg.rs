//! Runs the command `entreg`.

use crate::process::Step;

/// One run, with the features of the README's first command but in the dev profile. The build comes
/// first: its messages are shown, and no deadline applies to it.
pub(crate) fn step(words: &[&str]) -> Result<Step, String> {
    Step::cargo(["build", "--locked", "-p", "registry-cli"]).run()?;
    let run = ["run", "--locked", "--quiet", "-p", "registry-cli", "--"];
    Ok(Step::cargo(run.iter().chain(words)))
}
