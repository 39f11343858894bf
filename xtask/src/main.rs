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
mod process;
#[cfg(feature = "record")]
mod record;
mod request;
mod runner;
mod tool;
mod workspace;

use std::process::ExitCode;

use request::Request;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match Request::parse(&words) {
        Ok(Request::Help) => {
            print!("{}", request::help());
            ExitCode::SUCCESS
        }
        Ok(Request::Check(jobs)) => runner::run(&jobs),
        Ok(Request::WriteOperations) => finish(jobs::operations::write()),
        Ok(Request::WriteDivisions) => finish(jobs::divisions::write()),
        Ok(Request::CheckDivisions) => finish(jobs::divisions::check()),
        Ok(Request::RecordFixtures(words)) => finish(record_fixtures(&words)),
        Ok(Request::Fuzz(seconds)) => finish(jobs::fuzz::run(seconds)),
        Ok(Request::Mutants(only, part)) => finish(jobs::mutants::run(only.as_deref(), part)),
        Ok(Request::FetchAdvisories) => finish(jobs::supply::fetch_advisories()),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

#[cfg(feature = "record")]
fn record_fixtures(words: &[String]) -> Result<(), String> {
    record::run(words)
}

/// As this program with what it takes to call somebody.
#[cfg(not(feature = "record"))]
fn record_fixtures(words: &[String]) -> Result<(), String> {
    let with = [
        "run",
        "--quiet",
        "--locked",
        "-p",
        "xtask",
        "--features",
        "record",
        "--",
    ];
    let command = with.into_iter().chain(["fixtures", "record"]);
    let words = words.iter().map(String::as_str);
    process::Step::cargo(command.chain(words)).run()
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
