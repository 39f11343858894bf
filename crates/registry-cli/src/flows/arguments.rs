//! What can be said to every flow?

use std::path::PathBuf;

use clap::Args;
use enterprise_registry::flow::Step;

use crate::failure::Failure;

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
}

impl FlowArguments {
    /// A state of a sandbox that ends with the command is no state to keep.
    pub(crate) fn check(&self, in_sandbox: bool) -> Result<(), Failure> {
        if in_sandbox && (self.resume || self.state.is_some()) {
            return Err(Failure::invalid(
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
    pub(crate) fn plan(plan: Option<&PathBuf>) -> Result<&PathBuf, Failure> {
        plan.ok_or_else(|| {
            Failure::invalid("the plan is missing")
                .with_remedy("name its file; --template prints one to begin with")
        })
    }
}
