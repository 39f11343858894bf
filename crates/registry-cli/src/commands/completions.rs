//! `entreg completions`: prints a completion script for a shell.

use clap::Args;
use clap_complete::Shell;

use crate::error::CommandError;
use crate::global_options::Global;
use crate::output;
use crate::verdict::Verdict;

/// Print the completion script for a shell.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(
    global: &Global,
    arguments: &Arguments,
    mut entreg: clap::Command,
) -> Result<Verdict, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut entreg, "entreg", &mut script);
    output::text_as(global.output, "script", &String::from_utf8_lossy(&script))?;
    Ok(Verdict::Yes)
}
