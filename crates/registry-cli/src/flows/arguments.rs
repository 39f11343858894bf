//! The options of every flow.

use core::time::Duration;
use std::path::PathBuf;

use clap::Args;
use enterprise_registry::flow::{Settling, Step};

use crate::error::CommandError;

/// The options of a flow.
#[derive(Debug, Clone, Args)]
pub(crate) struct FlowArguments {
    /// Print a plan to begin with, every field explained, and do nothing else.
    #[arg(long)]
    pub(crate) template: bool,
    /// Show what would be done and what it would cost; send nothing.
    #[arg(long, conflicts_with = "template")]
    pub(crate) dry_run: bool,
    /// Go on from the state of an earlier run, killed or stopped.
    #[arg(long, conflicts_with = "template")]
    pub(crate) resume: bool,
    /// The file of that state [default: beside the plan, with `.state.json` behind its name].
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Do this step again, whatever is known of it; a paid query is paid again. May be given
    /// several times.
    #[arg(long, value_name = "STEP", requires = "resume")]
    pub(crate) repeat: Vec<Step>,
    /// Take this step as done whose outcome nobody knows. May be given several times.
    #[arg(long, value_name = "STEP", requires = "resume")]
    pub(crate) accept_unknown: Vec<Step>,
    /// How long the platform's lists may take to show what was written, in seconds: where an answer
    /// was lost, it is looked for as long as the call may take and this time more, and then asked
    /// about [default: that of the plan, or 60].
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) listing_lag: Option<Duration>,
}

/// Seconds: `12`, `12s` or `1.5`.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.strip_suffix('s').unwrap_or(text).parse();
    number
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "give seconds: 12, or 1.5".to_owned())
}

impl FlowArguments {
    /// The patience of a plan, unless another is asked for.
    pub(crate) fn settling(&self, of_plan: Settling) -> Settling {
        self.listing_lag.map_or(of_plan, Settling::with_listing_lag)
    }

    /// A state of a sandbox that ends with the command is no state to keep.
    pub(crate) fn check(&self, in_sandbox: bool) -> Result<(), CommandError> {
        if in_sandbox && (self.resume || self.state.is_some()) {
            return Err(CommandError::invalid(
                "with --sandbox there is no state: the sandbox forgets all of it when the \
                 command ends",
            )
            .with_remedy(
                "run `entreg sandbox` and point the environment to it, without --sandbox",
            ));
        }
        Ok(())
    }

    /// The plan, which has to be named unless a template is wanted.
    pub(crate) fn plan(plan: Option<&PathBuf>) -> Result<&PathBuf, CommandError> {
        plan.ok_or_else(|| {
            CommandError::invalid("the plan is missing")
                .with_remedy("name its file; --template prints one to begin with")
        })
    }
}
