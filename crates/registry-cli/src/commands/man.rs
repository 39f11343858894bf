//! `entreg man`: prints a manual page.

use clap::Args;

use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::output;
use crate::verdict::Verdict;

/// Print the manual page of entreg or of one command, for `man -l -`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The command; without it, the page covers all of them.
    command: Option<String>,
}

pub(crate) fn run(
    global: &Global,
    arguments: &Arguments,
    mut entreg: clap::Command,
) -> Result<Verdict, CommandError> {
    // Passes the global options on to the commands.
    entreg.build();
    let page = match &arguments.command {
        None => entreg,
        Some(name) => {
            let found = entreg.find_subcommand(name).cloned();
            found.ok_or_else(|| unknown(&entreg, name))?
        }
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page)
        .render(&mut roff)
        .map_err(|error| {
            CommandError::new(Kind::Output, "cannot render the manual page")
                .with_cause(error.to_string())
        })?;
    output::text_as(global.output, "page", &String::from_utf8_lossy(&roff))?;
    Ok(Verdict::Yes)
}

fn unknown(entreg: &clap::Command, name: &str) -> CommandError {
    let failure = CommandError::invalid(format!("entreg has no command `{name}`"));
    match endpoint_core::nearest(name, entreg.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => failure.with_remedy(format!("write `{near}`")),
        None => failure.with_remedy("see `entreg help`"),
    }
}
