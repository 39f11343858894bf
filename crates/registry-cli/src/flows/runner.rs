//! How is a flow run so that a signal leaves nothing unknown?

use enterprise_registry::flow::StopHandle;

use crate::error::{CommandError, Kind};
use crate::interruption::Interruption;

/// Runs to the end. The first signal stops the flow at the next safe place; the second breaks it
/// off where it is.
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
            "the flow was broken off in the middle of a call",
        )
        .with_remedy(
            "run it again with --resume: it looks up what has happened, and asks where nothing \
             can tell",
        )
    })
}
