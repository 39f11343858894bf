//! A ledger in one SQLite file, for the processes of one machine.
//!
//! WAL with `synchronous=FULL`: a commit is on disk when it returns. One thread writes; requests
//! that arrive while it syncs share its next commit. Processes share a file; each
//! commit starts by taking the write lock, so that budget and rows are read as they are.

mod connection;
mod locks;
mod operations;
mod queries;
mod recovery;
mod rows;
mod schema;
mod statements;
mod writer;

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use self::locks::Locks;
use self::writer::Writer;
use super::machine::{Decision, Epoch, RequestOutcome, WorkerId};
use super::record::{
    Claim, Finished, Found, Imported, Key, NewRow, Permit, Record, RecordedDecision, Recovered,
    RowId, Status, StoredResponse,
};
use super::settings::{Rate, Run, Settings};
use super::{Ledger, LedgerError};

/// How a file is opened.
#[derive(Debug, Clone)]
pub struct Options {
    path: PathBuf,
    lease: Duration,
    lock_timeout: Duration,
    max_pages: Option<u32>,
}

impl Options {
    /// The file at this path, made if it does not exist.
    #[must_use]
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            lease: Duration::from_secs(60),
            lock_timeout: Duration::from_secs(30),
            max_pages: None,
        }
    }

    /// How long a worker keeps its rows without renewing: 60 s by default. Longer than any request
    /// with its deadline.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// How long to wait for other processes that write: 30 s by default.
    #[must_use]
    pub fn with_lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }

    /// The most pages of 4 KiB that the file may grow to.
    #[must_use]
    pub fn with_max_pages(mut self, pages: u32) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// Opens the ledger, and brings its schema up to date.
    ///
    /// # Errors
    ///
    /// The file cannot be read or written, is another program's, or a newer version's.
    pub fn open(self) -> Result<SqliteLedger, LedgerError> {
        let connection = connection::open(&self)?;
        Ok(SqliteLedger {
            writer: Writer::spawn(connection)?,
            lease: self.lease,
            locks: Arc::new(Locks::new(self.path)),
        })
    }
}

/// A ledger in a SQLite file. Clones share the connection.
#[derive(Debug, Clone)]
pub struct SqliteLedger {
    writer: Writer,
    lease: Duration,
    locks: Arc<Locks>,
}

impl Ledger for SqliteLedger {
    async fn join(&self, name: &str) -> Result<WorkerId, LedgerError> {
        let (name, lease) = (name.to_owned(), self.lease);
        let own = self.locks.own()?;
        self.writer
            .run(move |group| group.join(&name, lease, own.name()))
            .await
    }

    async fn renew(&self, worker: WorkerId) -> Result<Duration, LedgerError> {
        let lease = self.lease;
        self.writer
            .run(move |group| group.renew(worker, lease))
            .await?;
        Ok(lease)
    }

    async fn begin_run(&self, settings: Settings) -> Result<i64, LedgerError> {
        self.writer
            .run(move |group| group.begin_run(&settings))
            .await
    }

    async fn runs(&self) -> Result<Vec<Run>, LedgerError> {
        self.writer.run(|group| group.runs()).await
    }

    async fn import(&self, rows: Vec<NewRow>) -> Result<Imported, LedgerError> {
        self.writer.run(move |group| group.import(&rows)).await
    }

    async fn claim(&self, worker: WorkerId, most: u32) -> Result<Vec<Claim>, LedgerError> {
        self.writer
            .run(move |group| group.claim(worker, most))
            .await
    }

    async fn acquire_slot(&self) -> Result<Duration, LedgerError> {
        let (asked, wait) = self
            .writer
            .run(|group| Ok((Instant::now(), group.acquire_slot())))
            .await?;
        Ok(wait.saturating_sub(asked.elapsed()))
    }

    async fn start(&self, claim: &Claim, cost: u64) -> Result<Permit, LedgerError> {
        let asked = Instant::now();
        let &Claim {
            row,
            worker,
            epoch,
            part,
            ..
        } = claim;
        let lease = self
            .writer
            .run(move |group| group.start(row, worker, epoch, cost))
            .await?;
        Ok(Permit {
            row,
            worker,
            epoch,
            part,
            asked,
            lease,
            _alive: Some(self.locks.own()?),
        })
    }

    async fn finish(
        &self,
        permit: Permit,
        outcome: RequestOutcome,
        body: Bytes,
    ) -> Result<Finished, LedgerError> {
        self.writer
            .run(move |group| group.finish(&permit, outcome, &body))
            .await
    }

    async fn release(&self, claim: Claim) -> Result<(), LedgerError> {
        self.writer.run(move |group| group.release(&claim)).await
    }

    async fn recover(&self, ended: Option<WorkerId>, most: u32) -> Result<Recovered, LedgerError> {
        let locks = Arc::clone(&self.locks);
        self.writer
            .run(move |group| group.recover(ended, most, &locks))
            .await
    }

    async fn decide(
        &self,
        row: RowId,
        epoch: Epoch,
        decision: Decision,
        by: &str,
    ) -> Result<(), LedgerError> {
        let by = by.to_owned();
        self.writer
            .run(move |group| group.decide(row, epoch, decision, &by))
            .await
    }

    async fn set_limit(&self, limit: Option<u64>) -> Result<(), LedgerError> {
        self.writer.run(move |group| group.set_limit(limit)).await
    }

    async fn set_window(&self, window: Option<(u64, Duration)>) -> Result<(), LedgerError> {
        self.writer.run(move |group| group.set_window(window)).await
    }

    async fn set_rate(&self, rate: Option<Rate>) -> Result<(), LedgerError> {
        self.writer
            .run(move |group| {
                group.set_rate(rate);
                Ok(())
            })
            .await
    }

    async fn status(&self) -> Result<Status, LedgerError> {
        self.writer.run(|group| group.status()).await
    }

    async fn rows(&self, after: RowId, most: u32) -> Result<Vec<Record>, LedgerError> {
        self.writer.run(move |group| group.rows(after, most)).await
    }

    async fn unknown(&self, after: RowId, most: u32) -> Result<Vec<Record>, LedgerError> {
        self.writer
            .run(move |group| group.unknown(after, most))
            .await
    }

    async fn find(&self, keys: Vec<Key>) -> Result<Vec<Option<Found>>, LedgerError> {
        self.writer.run(move |group| group.find(&keys)).await
    }

    async fn responses(&self, row: RowId) -> Result<Vec<StoredResponse>, LedgerError> {
        self.writer.run(move |group| group.responses(row)).await
    }

    async fn decisions(&self, row: RowId) -> Result<Vec<RecordedDecision>, LedgerError> {
        self.writer.run(move |group| group.decisions(row)).await
    }
}
