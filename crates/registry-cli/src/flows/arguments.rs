//! Defines the options that all flows share.

use core::time::Duration;
use std::path::PathBuf;

use clap::Args;
use enterprise_registry::flow::{LookupPolicy, Step};

use crate::error::CommandError;

/// The options of a flow.
#[derive(Debug, Clone, Args)]
pub(crate) struct FlowArguments {
    /// Print a template of a plan that explains every field, and exit.
    #[arg(long)]
    pub(crate) template: bool,
    /// Show the steps and their cost; send nothing.
    #[arg(long, conflicts_with = "template")]
    pub(crate) dry_run: bool,
    /// Continue an earlier run that was stopped or killed.
    #[arg(long, conflicts_with = "template")]
    pub(crate) resume: bool,
    /// The state file [default: the name of the plan with `.state.json` appended].
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Repeat this step even if it is done; a paid query is paid again. Can be given several times.
    #[arg(long, value_name = "STEP", requires = "resume")]
    pub(crate) repeat: Vec<Step>,
    /// Accept this step, whose outcome is unknown, as done. Can be given several times.
    #[arg(long, value_name = "STEP", requires = "resume")]
    pub(crate) accept_unknown: Vec<Step>,
    /// How long the platform's lists may take to show a write. After a lost reply, entreg searches
    /// for the call's timeout plus this time, then asks [default: as in the plan, or 60].
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) listing_lag: Option<Duration>,
}

/// Parses seconds: `12`, `12s` or `1.5`.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.strip_suffix('s').unwrap_or(text).parse();
    number
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "give seconds: 12, or 1.5".to_owned())
}

impl FlowArguments {
    /// How long to look for lost entries: as in the plan, unless `--listing-lag` is given.
    pub(crate) fn lookup_policy(&self, of_plan: LookupPolicy) -> LookupPolicy {
        self.listing_lag
            .map_or(of_plan, LookupPolicy::with_listing_lag)
    }

    /// Refuses a state file together with a sandbox that ends with the command.
    pub(crate) fn check(&self, in_sandbox: bool) -> Result<(), CommandError> {
        if in_sandbox && (self.resume || self.state.is_some()) {
            return Err(CommandError::invalid(
                "--sandbox keeps no state: its sandbox ends with the command",
            )
            .with_remedy(
                "run `entreg sandbox`, set the environment that it prints, and leave out --sandbox",
            ));
        }
        Ok(())
    }

    /// The plan, which is required unless `--template` is given.
    pub(crate) fn plan(plan: Option<&PathBuf>) -> Result<&PathBuf, CommandError> {
        plan.ok_or_else(|| {
            CommandError::invalid("the plan is missing")
                .with_remedy("name its file; --template prints a template")
        })
    }
}
