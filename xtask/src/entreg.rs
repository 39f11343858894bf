//! How is the command `entreg` run?

use crate::process::Step;

/// One call of it, with the features and in the way of the README's first command, but in the dev
/// profile. It is built first, so that what the compiler says is seen and no limit is on building.
pub(crate) fn step(words: &[&str]) -> Result<Step, String> {
    Step::cargo(["build", "--locked", "-p", "registry-cli"]).run()?;
    let run = ["run", "--locked", "--quiet", "-p", "registry-cli", "--"];
    Ok(Step::cargo(run.iter().chain(words)))
}
