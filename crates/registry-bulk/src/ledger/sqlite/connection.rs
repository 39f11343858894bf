//! Opens a ledger file so that a commit is on disk when it returns.

use core::time::Duration;
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, ErrorCode};

use super::{Options, schema};
use crate::ledger::LedgerError;

/// Opens the file. While another process opens it for the first time, SQLite refuses to change the
/// journal mode without waiting, so this waits.
pub(super) fn open(options: &Options) -> Result<Connection, LedgerError> {
    let began = Instant::now();
    loop {
        match open_once(options) {
            Err(LedgerError::Busy) if began.elapsed() < options.lock_timeout => {
                std::thread::sleep(RETRY_PAUSE);
            }
            opened => return opened,
        }
    }
}

/// The pause between two attempts to open a file.
const RETRY_PAUSE: Duration = Duration::from_millis(10);

fn open_once(options: &Options) -> Result<Connection, LedgerError> {
    let is_new = !options.path.exists();
    let mut connection = Connection::open(&options.path).map_err(storage)?;
    connection
        .busy_timeout(options.lock_timeout)
        .map_err(storage)?;
    set(&connection, "foreign_keys", 1)?;
    // Plain fsync on Apple's systems leaves the data in the drive's cache.
    set(&connection, "fullfsync", 1)?;
    set(&connection, "checkpoint_fullfsync", 1)?;
    // Erased fields are overwritten.
    set(&connection, "secure_delete", 1)?;
    // In KiB. Imports touch the whole index of keys.
    set(&connection, "cache_size", -16_384)?;
    // In pages: an import writes the same pages of that index again and again, and each checkpoint
    // copies them once.
    set(&connection, "wal_autocheckpoint", 8_192)?;
    set(&connection, "journal_size_limit", 64 << 20)?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(storage)?;
    if !mode.eq_ignore_ascii_case("wal") {
        let why = "this file system has no shared memory for SQLite's WAL; choose a local disk";
        return Err(LedgerError::Storage(why.to_owned()));
    }
    connection
        .pragma_update(None, "synchronous", "FULL")
        .map_err(storage)?;
    if let Some(pages) = options.max_pages {
        connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .map_err(storage)?;
    }
    // A sync that failed may have left pages in the system's cache that were never written. This
    // writes them anew, into the database itself, before anything relies on them. If others use the
    // file it does as much as it can.
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(storage)?;
    schema::migrate(&mut connection)?;
    if is_new {
        sync_folder(&options.path).map_err(|error| LedgerError::Storage(error.to_string()))?;
    }
    Ok(connection)
}

fn set(connection: &Connection, pragma: &str, value: i64) -> Result<(), LedgerError> {
    // Some of them return their new value, others no row.
    connection
        .pragma_update_and_check(None, pragma, value, |_| Ok(()))
        .or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            error => Err(error),
        })
        .map_err(storage)
}

/// The name of a new file is on disk once its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// An error of SQLite. It never holds values: statements are constant and values are bound.
#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub(super) fn storage(error: rusqlite::Error) -> LedgerError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy,
        Some(ErrorCode::NotADatabase) => LedgerError::NotALedger,
        _ => LedgerError::Storage(error.to_string()),
    }
}
