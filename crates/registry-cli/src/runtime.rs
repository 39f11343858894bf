//! Starts the runtime of a command that sends or receives.

use core::future::Future;

use crate::error::{CommandError, Kind};
use crate::verdict::Verdict;

pub(crate) fn on_one_thread(
    command: impl Future<Output = Result<Verdict, CommandError>>,
) -> Result<Verdict, CommandError> {
    build(&mut tokio::runtime::Builder::new_current_thread())?.block_on(command)
}

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

/// That a command can open the files and sockets it needs: the runtime would panic over some.
fn enough_files() -> std::io::Result<()> {
    // Two each.
    let pipes = (0..8).map(|_| std::io::pipe());
    pipes.collect::<std::io::Result<Vec<_>>>().map(drop)
}
