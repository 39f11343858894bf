//! `entreg bulk`: runs long lists of paid queries on a ledger.

mod export;
mod joined;
mod ledger_file;
mod list;
mod progress;
mod resolve;
mod run;
mod status;

use clap::{Args, Subcommand};

use crate::error::CommandError;
use crate::global_options::Global;
use crate::runtime::on_one_thread;
use crate::verdict::Verdict;

/// Run a long list of paid queries: no row is lost, and none is paid twice.
///
/// A ledger, one file beside the list, records each row before it is sent and after it is answered.
/// After a crash, the same command continues; a row that may have been sent is never sent again
/// without a decision (`entreg bulk resolve`).
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: BulkCommand,
}

#[derive(Debug, Subcommand)]
enum BulkCommand {
    Run(run::Arguments),
    Status(status::Arguments),
    Resolve(resolve::Arguments),
    Export(export::Arguments),
}

pub(crate) fn run(global: &Global, arguments: Arguments) -> Result<Verdict, CommandError> {
    match arguments.command {
        BulkCommand::Run(arguments) => on_one_thread(run::run(global, &arguments)),
        BulkCommand::Status(arguments) => on_one_thread(status::run(global, &arguments)),
        BulkCommand::Resolve(arguments) => on_one_thread(resolve::run(global, &arguments)),
        BulkCommand::Export(arguments) => on_one_thread(export::run(global, &arguments)),
    }
}
