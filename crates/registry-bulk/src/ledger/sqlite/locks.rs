//! A locked file for each process, so that others see at once when it has ended.
//!
//! The system drops a lock when its process ends, however it ends. A process that is suspended
//! keeps it. The file is beside the ledger, and is removed by whoever finds it free.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use fd_lock::RwLock;
use rusqlite::params;

use super::operations::Group;
use crate::ledger::LedgerError;

/// The locks of the processes of one ledger.
#[derive(Debug)]
pub(super) struct Locks {
    ledger: PathBuf,
    own: Mutex<Option<Arc<OwnLock>>>,
}

/// The lock of this process. It lasts as long as this.
#[derive(Debug)]
pub(super) struct OwnLock {
    name: String,
    /// Dropped with this, which ends the lock.
    _file: RwLock<File>,
}

impl OwnLock {
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Locks {
    pub(super) fn new(ledger: PathBuf) -> Self {
        Self {
            ledger,
            own: Mutex::default(),
        }
    }

    /// The lock of this process, taken when it is needed first.
    pub(super) fn own(&self) -> Result<Arc<OwnLock>, LedgerError> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = own.as_ref() {
            return Ok(Arc::clone(own));
        }
        let taken = take(&self.ledger).map_err(|error| LedgerError::Storage(error.to_string()))?;
        Ok(Arc::clone(own.insert(Arc::new(taken))))
    }

    /// Takes note of all processes that have ended since.
    pub(super) fn note_ended(&self, group: &mut Group<'_, '_>) -> Result<(), LedgerError> {
        let sql = "SELECT DISTINCT lock, has_ended FROM workers WHERE lock IS NOT NULL";
        let locks: Vec<(String, bool)> = group
            .statements
            .query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (name, has_ended) in locks {
            let path = self.ledger.with_file_name(&name);
            if has_ended {
                // An earlier commit says so. Removed before it, the file would prove nothing.
                let _left_behind = std::fs::remove_file(path);
                let sql = "UPDATE workers SET lock = NULL WHERE lock = ?1";
                group.statements.execute(sql, params![name])?;
            } else if is_free(&path) {
                let sql = "UPDATE workers SET has_ended = 1 WHERE lock = ?1";
                group.statements.execute(sql, params![name])?;
            }
        }
        Ok(())
    }
}

/// Makes a file that no process had before, and locks it.
fn take(ledger: &Path) -> io::Result<OwnLock> {
    let mut prefix = ledger.file_name().unwrap_or_default().to_owned();
    prefix.push("-worker-");
    let folder = ledger.parent().filter(|path| !path.as_os_str().is_empty());
    let named = tempfile::Builder::new()
        .prefix(&prefix)
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    let (file, path) = named.keep().map_err(|error| error.error)?;
    let mut file = RwLock::new(file);
    // The lock belongs to the open file. Without the guard it ends when the file is closed.
    core::mem::forget(file.try_write()?);
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| io::Error::other("the name of the ledger is not text"))?;
    Ok(OwnLock {
        name: name.to_owned(),
        _file: file,
    })
}

/// Whether this file is there and not locked. A missing file proves nothing.
fn is_free(path: &Path) -> bool {
    let opened = OpenOptions::new().read(true).write(true).open(path);
    opened.is_ok_and(|file| RwLock::new(file).try_write().is_ok())
}
