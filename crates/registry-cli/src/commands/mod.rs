//! Runs the commands, one module each.

pub(crate) mod areas;
pub(crate) mod balance;
pub(crate) mod bulk;
pub(crate) mod call;
pub(crate) mod categories;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod copyrights;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod industries;
pub(crate) mod issue_codes;
pub(crate) mod login_url;
pub(crate) mod lookup;
pub(crate) mod man;
pub(crate) mod onboard;
pub(crate) mod operations;
pub(crate) mod qr;
pub(crate) mod sandbox;
pub(crate) mod scan_url;
pub(crate) mod sign;
pub(crate) mod trademarks;
pub(crate) mod unit;
pub(crate) mod upload;
pub(crate) mod verify;

use std::process::ExitCode;

use clap::CommandFactory as _;

use crate::cli::{Cli, Command};
use crate::error::CommandError;
use crate::runtime::on_one_thread;
use crate::save_reply;

/// Runs a command. Only commands that use the network get a runtime.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, CommandError> {
    let Cli { global, command } = cli;
    if let Some(named) = &global.save_reply {
        save_reply::check(named)?;
    }
    let verdict = match command {
        Command::Demo(arguments) => on_one_thread(demo::run(&global, &arguments)),
        Command::Sandbox(arguments) => sandbox::run(&global, &arguments),
        Command::Verify(arguments) => on_one_thread(verify::run(&global, arguments)),
        Command::Lookup(arguments) => on_one_thread(lookup::run(&global, &arguments)),
        Command::Trademarks(arguments) => on_one_thread(trademarks::run(&global, &arguments)),
        Command::Copyrights(arguments) => on_one_thread(copyrights::run(&global, &arguments)),
        Command::Compare(arguments) => on_one_thread(compare::run(&global, &arguments)),
        Command::Balance(arguments) => on_one_thread(balance::run(&global, &arguments)),
        Command::Bulk(arguments) => bulk::run(&global, arguments),
        Command::IssueCodes(arguments) => on_one_thread(issue_codes::run(&global, &arguments)),
        Command::Onboard(arguments) => on_one_thread(onboard::run(&global, &arguments)),
        Command::Unit(arguments) => on_one_thread(unit::run(&global, &arguments)),
        Command::Areas(arguments) => on_one_thread(areas::run(&global, &arguments)),
        Command::Industries(arguments) => on_one_thread(industries::run(&global, &arguments)),
        Command::Categories(arguments) => on_one_thread(categories::run(&global, &arguments)),
        Command::Upload(arguments) => on_one_thread(upload::run(&global, &arguments)),
        Command::Qr(arguments) => on_one_thread(qr::run(&global, &arguments)),
        Command::LoginUrl(arguments) => login_url::run(&global, &arguments),
        Command::ScanUrl(arguments) => scan_url::run(&global, &arguments),
        Command::Call(arguments) => on_one_thread(call::run(&global, &arguments)),
        Command::Operations(arguments) => operations::run(&global, &arguments),
        Command::Sign(arguments) => sign::run(&global, &arguments),
        Command::Check(arguments) => check::run(&global, &arguments),
        Command::Doctor(arguments) => on_one_thread(doctor::run(&global, &arguments)),
        Command::Completions(arguments) => completions::run(&global, &arguments, Cli::command()),
        Command::Man(arguments) => man::run(&global, &arguments, Cli::command()),
    };
    verdict.map(ExitCode::from)
}
