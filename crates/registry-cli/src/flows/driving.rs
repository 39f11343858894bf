//! How is a flow run so that a signal leaves nothing unknown?

use core::pin::pin;

use enterprise_registry::flow::Stopper;

use crate::failure::{Failure, Kind};
use crate::output;
use crate::signals::Stop;

/// Runs to the end. The first signal stops the flow at the next safe place; the second breaks it
/// off where it is.
pub(crate) async fn drive<T>(
    run: impl Future<Output = T>,
    stopper: &Stopper,
    signals: &mut Stop,
) -> Result<T, Failure> {
    let mut run = pin!(run);
    loop {
        tokio::select! {
            end = &mut run => return Ok(end),
            () = signals.wanted() => {
                if stopper.is_stopped() {
                    return Err(Failure::new(
                        Kind::Transport,
                        "the flow was broken off in the middle of a call",
                    )
                    .after_unknown(true)
                    .with_remedy(
                        "run it again with --resume: it looks up what has happened, and asks \
                         where nothing can tell",
                    ));
                }
                stopper.stop();
                output::note("stopping after this call; once more breaks it off");
            }
        }
    }
}
