//! The command `entreg`: verify and register companies from a terminal, with the services
//! themselves or with a sandbox of both.
//!
//! This package is the program and nothing to link against. Programs in Rust use
//! `enterprise-registry`.

// The one place that ends the process; what is printed goes through `output` and `failure`.
mod accounts_file;
mod arguments;
mod as_written;
mod browser_page;
mod catalogue;
mod cells;
mod cli;
mod columns;
mod commands;
mod company_argument;
mod config;
mod csv_cell;
mod cursor;
mod error;
mod escape;
mod flows;
mod format;
mod global_options;
mod hierarchy;
mod interruption;
mod listing;
mod logging;
mod notice;
mod operation_spec;
mod output;
mod paid_calls;
mod pictures;
mod record;
mod redaction;
mod replaced_members;
mod replies;
mod run_outcome;
mod runtime;
mod sandbox_sms;
mod save_reply;
mod session;
mod settings;
mod signals;
mod stderr;
mod stdout;
mod table;
mod toml_file;
mod verdict;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::error::{CommandError, Kind};
use crate::format::Format;

/// What the deepest command needs, many times over. The stack that the shell allows may be less.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new()
        .name("entreg".to_owned())
        .stack_size(STACK)
        .spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The hook has told of the panic.
        Ok(Err(_)) => ExitCode::from(101),
        Err(error) => CommandError::new(Kind::Output, "the program could not be started")
            .with_cause(error.to_string())
            .with_remedy("raise the limits of memory and threads (`ulimit -a`)")
            .report(Format::Table),
    }
}

fn run() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(ended) => return ended,
    };
    logging::start(&cli);
    if cli.global.excel {
        csv_cell::enable_spreadsheet_mode();
    }
    let global = cli.global.clone();
    // A fault of this program is no reason to lose what was paid for, or to keep quiet about it.
    let ended = catch_unwind(AssertUnwindSafe(|| commands::run(cli)));
    run_outcome::report(
        &global,
        ended.unwrap_or_else(|_| Err(CommandError::internal())),
    )
}
