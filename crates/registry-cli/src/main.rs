//! The command `entreg` verifies and registers companies from a terminal, at the vendors or in a
//! sandbox of both.
//!
//! This package is a program, not a library. Rust programs depend on `enterprise-registry`.

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
mod text_encoding;
mod toml_file;
mod verdict;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::error::{CommandError, Kind};
use crate::format::Format;

/// Stack of the thread that runs the command: far more than the deepest command needs. The shell
/// may limit the main thread to less.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new()
        .name("entreg".to_owned())
        .stack_size(STACK)
        .spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic hook has printed the message.
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
    // Even after a panic, paid replies are saved and the cost is reported.
    let ended = catch_unwind(AssertUnwindSafe(|| commands::run(cli)));
    run_outcome::report(
        &global,
        ended.unwrap_or_else(|_| Err(CommandError::internal())),
    )
}
