//! The thread that writes: one commit for all that was asked for while the last one synced.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::connection::storage;
use super::operations::Group;
use crate::ledger::LedgerError;
use crate::ledger::machine::{Gate, TransitionError};

/// The most requests in one commit.
const LARGEST_GROUP: usize = 1_024;

/// Does its part of a commit. What it returns is called after the commit.
type Job = Box<dyn FnOnce(Result<&mut Group<'_>, &LedgerError>) -> Option<Reply> + Send>;
/// Hands over the result, or the error of the commit.
type Reply = Box<dyn FnOnce(Result<(), &LedgerError>) + Send>;

/// The way to the thread. It ends with its last clone.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    jobs: Sender<Job>,
}

impl Writer {
    pub(super) fn spawn(connection: Connection) -> Result<Self, LedgerError> {
        let (jobs, queue) = channel();
        thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || work(connection, &queue))
            .map_err(|error| LedgerError::Storage(error.to_string()))?;
        Ok(Self { jobs })
    }

    /// Runs this in the next commit. The result comes after the commit, if that succeeds.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Group<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let (sender, receiver) = oneshot::channel::<Result<T, LedgerError>>();
        let job: Job = Box::new(move |group| match group {
            Ok(group) => {
                let result = work(group);
                if let Err(LedgerError::Storage(_) | LedgerError::Busy) = &result {
                    group.fail(result.as_ref().err());
                }
                Some(Box::new(move |commit| {
                    let _nobody_waits = sender.send(commit.map_err(Clone::clone).and(result));
                }))
            }
            Err(error) => {
                let _nobody_waits = sender.send(Err(error.clone()));
                None
            }
        });
        let gone = || LedgerError::Transition(TransitionError::Stopped);
        self.jobs.send(job).map_err(|_| gone())?;
        receiver.await.map_err(|_| gone())?
    }
}

fn work(mut connection: Connection, queue: &Receiver<Job>) {
    let mut gate = Gate::Open;
    while let Ok(first) = queue.recv() {
        let rest = queue.try_iter().take(LARGEST_GROUP - 1);
        let jobs = core::iter::once(first).chain(rest);
        if gate == Gate::Stopped {
            let stopped = LedgerError::Transition(TransitionError::Stopped);
            refuse(jobs, &stopped);
            continue;
        }
        // Waits for the lock here: nothing was read yet, so nothing is lost if it stays taken.
        let begun = connection.transaction_with_behavior(TransactionBehavior::Immediate);
        let group = begun
            .map_err(storage)
            .and_then(|transaction| Group::read(transaction, gate));
        match group {
            Ok(group) => gate = gate.after_commit(run(group, jobs)),
            Err(error) => {
                gate = gate.after_commit(error == LedgerError::Busy);
                refuse(jobs, &error);
            }
        }
    }
}

/// Whether the commit is durable.
fn run(mut group: Group<'_>, jobs: impl Iterator<Item = Job>) -> bool {
    let replies: Vec<Reply> = jobs.filter_map(|job| job(Ok(&mut group))).collect();
    let commit = group.commit();
    for reply in replies {
        reply(commit.as_ref().copied());
    }
    commit.is_ok()
}

fn refuse(jobs: impl Iterator<Item = Job>, error: &LedgerError) {
    for job in jobs {
        job(Err(error));
    }
}

/// Commits, or says why not. A transaction that is not committed rolls back.
pub(super) fn commit(transaction: Transaction<'_>) -> Result<(), LedgerError> {
    transaction.commit().map_err(|error| match storage(error) {
        // With the write lock in hand there is no other to wait for.
        LedgerError::Busy => LedgerError::Storage("the commit found the file locked".to_owned()),
        error => error,
    })
}
