//! `entreg demo`: verifies and registers one company, step by step.
//!
//! Nothing is canned: every line shows a reply of the sandbox, and a failing call fails the
//! demonstration.

mod narrator;
mod steps;

use core::time::Duration;

use clap::Args;

use self::narrator::Narrator;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::interruption::{self, Interruption};
use crate::session::{self, Session};
use crate::verdict::Verdict;

/// Verify and register one company, end to end, in a sandbox. Nothing leaves this machine.
///
/// The steps appear as they happen; -v shows each signed request, credentials masked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Use the running `entreg sandbox` at this address.
    #[arg(long, value_name = "URL")]
    on: Option<String>,
    /// Wait this many milliseconds between steps.
    #[arg(long, default_value_t = 0, value_name = "MS")]
    pause: u64,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let session = match &arguments.on {
        Some(base_url) => Session::running_sandbox(global, base_url)?,
        None => Session::embedded(global, session::sandbox_config().with_sms(true)).await?,
    };
    let mut narrator = Narrator::new(global.output, Duration::from_millis(arguments.pause));
    let mut interruption = Interruption::new(global)?;
    let done = tokio::select! {
        done = steps::all(&session, &mut narrator) => done,
        () = interruption.next_signal() => Err(interruption::broken_off()),
    };
    narrator.end()?;
    done.map(|()| Verdict::Yes)
}
