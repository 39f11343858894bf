//! The thread that writes: one commit for all that was asked for while the last one synced.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::connection::storage;
use super::operations::Group;
use super::statements::Statements;
use crate::ledger::LedgerError;
use crate::ledger::machine::{Gate, TransitionError};

/// The most requests in one commit.
const LARGEST_GROUP: usize = 1_024;

/// Does its part of a commit. What it returns is called after the commit.
type Job = Box<dyn FnOnce(Result<&mut Group<'_, '_>, &LedgerError>) -> Option<Reply> + Send>;
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
            .spawn(move || work(&connection, &queue))
            .map_err(|error| LedgerError::Storage(error.to_string()))?;
        Ok(Self { jobs })
    }

    /// Runs this in the next commit. The result comes after the commit, if that succeeds.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Group<'_, '_>) -> Result<T, LedgerError> + Send + 'static,
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

fn work(connection: &Connection, queue: &Receiver<Job>) {
    let mut statements = Statements::new(connection);
    let mut gate = Gate::Open;
    while let Ok(first) = queue.recv() {
        let rest = queue.try_iter().take(LARGEST_GROUP - 1);
        let jobs = core::iter::once(first).chain(rest);
        if gate == Gate::Stopped {
            refuse(jobs, &LedgerError::Transition(TransitionError::Stopped));
            continue;
        }
        // Waits for the lock here: nothing was read yet, so nothing is lost if it stays taken.
        let begun = Transaction::new_unchecked(connection, TransactionBehavior::Immediate);
        match begun.map_err(storage) {
            Ok(transaction) => {
                let is_durable = run(transaction, Group::read(&mut statements, gate), jobs);
                gate = gate.after_commit(is_durable);
            }
            Err(error) => {
                gate = gate.after_commit(error == LedgerError::Busy);
                refuse(jobs, &error);
            }
        }
    }
}

/// Whether the commit is durable. A transaction that is not committed rolls back.
fn run(
    transaction: Transaction<'_>,
    group: Result<Group<'_, '_>, LedgerError>,
    jobs: impl Iterator<Item = Job>,
) -> bool {
    let mut group = match group {
        Ok(group) => group,
        Err(error) => {
            refuse(jobs, &error);
            return false;
        }
    };
    let replies: Vec<Reply> = jobs.filter_map(|job| job(Ok(&mut group))).collect();
    let commit = group
        .finish_group()
        .and_then(|()| transaction.commit().map_err(storage));
    // With the write lock in hand there is no other process to wait for.
    let commit = commit.map_err(|error| match error {
        LedgerError::Busy => LedgerError::Storage("the commit found the file locked".to_owned()),
        error => error,
    });
    for reply in replies {
        reply(commit.as_ref().copied());
    }
    commit.is_ok()
}

/// Takes them all first: a job that is queued after the first reply may well succeed.
fn refuse(jobs: impl Iterator<Item = Job>, error: &LedgerError) {
    for job in jobs.collect::<Vec<Job>>() {
        job(Err(error));
    }
}
