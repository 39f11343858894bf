//! Starts the runtime of the commands that use the network.

use core::future::Future;

use crate::error::{CommandError, Kind};
use crate::verdict::Verdict;

/// Runs a command to its end on this thread.
pub(crate) fn on_one_thread(
    command: impl Future<Output = Result<Verdict, CommandError>>,
) -> Result<Verdict, CommandError> {
    build(&mut tokio::runtime::Builder::new_current_thread())?.block_on(command)
}

/// Builds a runtime.
pub(crate) fn build(
    builder: &mut tokio::runtime::Builder,
) -> Result<tokio::runtime::Runtime, CommandError> {
    let runtime = enough_files().and_then(|()| builder.enable_all().build());
    runtime.map_err(|error| {
        CommandError::new(Kind::Output, "the runtime could not be started")
            .with_cause(error.to_string())
            .with_remedy("raise the limits of open files, threads and memory (`ulimit -a`)")
    })
}

/// Checks that the process may open the files and sockets that a command needs. The runtime would
/// panic for want of some.
fn enough_files() -> std::io::Result<()> {
    // Each pipe has two descriptors.
    let pipes = (0..8).map(|_| std::io::pipe());
    pipes.collect::<std::io::Result<Vec<_>>>().map(drop)
}
