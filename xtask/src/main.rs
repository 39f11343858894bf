//! Every check and every generated file of this workspace.
//!
//! `cargo xtask ci` runs the checks, `cargo xtask ci <job>...` some of them, `cargo xtask help`
//! lists them. Nothing is checked anywhere else.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of the terminal: what it prints is its result"
)]

mod catalogue;
mod entreg;
mod jobs;
mod part;
mod process;
#[cfg(feature = "record")]
mod record;
mod request;
mod runner;
mod tokens;
mod tool;
mod workspace;

#[cfg(not(feature = "record"))]
use std::ffi::OsString;
use std::process::ExitCode;

use request::Request;

fn main() -> ExitCode {
    match Request::parse(std::env::args_os()) {
        Ok(request) => run(request),
        Err(message) => {
            // Help goes to stdout, all else to stderr; a closed one is ignored.
            let _ = message.print();
            let is_help = !message.use_stderr();
            ExitCode::from(if is_help { 0 } else { 2 })
        }
    }
}

fn run(request: Request) -> ExitCode {
    match request {
        Request::Check(jobs) => runner::run(&jobs),
        Request::WriteOperations => finish(jobs::operations::write()),
        Request::WriteDivisions => finish(jobs::divisions::write()),
        Request::CheckDivisions => finish(jobs::divisions::check()),
        Request::RecordFixtures(recording) => finish(record_fixtures(&recording)),
        Request::Fuzz(seconds) => finish(jobs::fuzz::run(seconds)),
        Request::Mutants(only, part) => finish(jobs::mutants::run(only.as_deref(), part)),
        Request::FetchAdvisories => finish(jobs::supply::fetch_advisories()),
        Request::Words(name) => finish(jobs::words::check(&name)),
    }
}

#[cfg(feature = "record")]
fn record_fixtures(recording: &request::Recording) -> Result<(), String> {
    record::run(recording)
}

/// Runs this program again with the client that recording needs.
#[cfg(not(feature = "record"))]
fn record_fixtures(_: &request::Recording) -> Result<(), String> {
    let with_client = [
        "run",
        "--quiet",
        "--locked",
        "-p",
        "xtask",
        "--features",
        "record",
        "--",
    ];
    let command = with_client.into_iter().map(OsString::from);
    process::Step::cargo(command.chain(std::env::args_os().skip(1))).run()
}

fn finish(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("FAILED: {message}");
            ExitCode::FAILURE
        }
    }
}
