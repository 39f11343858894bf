//! `entreg completions`: what a shell completes.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::Verdict;
use crate::cli::{Cli, Global};
use crate::error::CommandError;
use crate::output;

/// Print the completions of a shell.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "entreg", &mut script);
    output::text_as(global.output, "script", &String::from_utf8_lossy(&script))?;
    Ok(Verdict::Yes)
}
