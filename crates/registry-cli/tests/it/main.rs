//! Tests of the contract of `entreg`, run as a process.
//!
//! Every test runs the program itself and checks its exit code, stdout and stderr. Only loopback
//! is called.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that does not get what it expects fails"
)]

mod accounts;
mod addresses;
mod as_written;
mod balance;
mod bench;
mod bulk;
mod call;
mod call_files;
mod check;
mod companies;
mod compare;
mod demo;
mod doctor;
mod documents;
mod every_operation;
mod exit_codes;
mod gate;
mod hierarchies;
#[cfg(unix)]
mod injection;
#[cfg(unix)]
mod interruptions;
mod irregular;
mod issue_codes;
#[cfg(target_os = "linux")]
mod limits;
mod lookup;
mod manual;
mod onboard;
mod operations;
mod own_sandbox;
#[cfg(unix)]
mod paths;
mod pictures;
#[cfg(unix)]
mod private_files;
mod process;
mod profiles;
#[cfg(target_os = "linux")]
#[path = "../../benches/upload/receiver.rs"]
mod receiver;
mod remedies;
mod replies;
mod rows;
mod sandbox;
mod secrets;
mod settings;
mod sign;
mod stand_in;
#[cfg(target_os = "linux")]
mod streamed_rows;
mod tables;
#[cfg(unix)]
mod terminal;
mod trust;
mod unit;
mod upload;
#[cfg(target_os = "linux")]
mod upload_large;
mod upload_reports;
mod usage;
mod verbosity;
mod verify;
