//! `entreg demo`: the whole registration of one company, step by step.
//!
//! Nothing here is canned: every line is what the sandbox answered, and where it does not answer
//! the demonstration fails as any call would.

mod narrator;
mod steps;

use core::time::Duration;

use clap::Args;

use self::narrator::Narrator;
use super::Verdict;
use crate::access::{self, Access};
use crate::cli::Global;
use crate::error::CommandError;
use crate::interruption::{self, Interruption};

/// Verify and register one company, end to end, in a sandbox: nothing leaves this machine.
///
/// The steps are shown as they happen; -v shows each signed request, credentials masked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Use a running `entreg sandbox` at this address instead of one in this process.
    #[arg(long, value_name = "URL")]
    on: Option<String>,
    /// Wait this many milliseconds between steps.
    #[arg(long, default_value_t = 0, value_name = "MS")]
    pause: u64,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let access = match &arguments.on {
        Some(base_url) => Access::running_sandbox(global, base_url)?,
        None => Access::embedded(global, access::sandbox_config().with_sms(true)).await?,
    };
    let mut narrator = Narrator::new(global.output, Duration::from_millis(arguments.pause));
    let mut interruption = Interruption::new(global)?;
    let done = tokio::select! {
        done = steps::all(&access, &mut narrator) => done,
        () = interruption.comes() => Err(interruption::broken_off()),
    };
    narrator.end()?;
    done.map(|()| Verdict::Yes)
}
