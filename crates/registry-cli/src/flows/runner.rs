//! Runs a flow so that a signal stops it at a safe place.

use enterprise_registry::flow::StopHandle;

use crate::error::{CommandError, Kind};
use crate::interruption::Interruption;

/// Runs a flow to its end. The first signal stops it at the next safe place; the second aborts it.
pub(crate) async fn run<T>(
    flow: impl Future<Output = T>,
    stop_handle: &StopHandle,
    interruption: &mut Interruption<'_>,
) -> Result<T, CommandError> {
    let end = interruption
        .wait_for_with_notice(flow, || stop_handle.stop())
        .await;
    end.ok_or_else(|| {
        CommandError::new(
            Kind::Transport,
            "the flow was aborted in the middle of a call",
        )
        .with_remedy(
            "run it again with --resume: it looks up the outcome, and asks if it cannot find it",
        )
    })
}
