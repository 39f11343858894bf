//! The schema of a ledger file, and its versions.

use rusqlite::{Connection, TransactionBehavior};

use super::connection::storage;
use crate::ledger::LedgerError;

/// "ERbl": says that a file is a ledger of this program.
const APPLICATION_ID: i64 = 0x4552_626c;

/// Each brings a file from the version of its index to the next. Never change a
/// released migration; add another.
const MIGRATIONS: [&str; 1] = [
    // States: 0 pending, 1 claimed, 2 sending, 3 done, 4 not charged, 5 unknown, 6 settled.
    // Queries name the states of a partial index literally, or SQLite does not take it.
    "
    CREATE TABLE ledger (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        spend_limit INTEGER,
        spent INTEGER NOT NULL DEFAULT 0,
        possible INTEGER NOT NULL DEFAULT 0,
        reserved INTEGER NOT NULL DEFAULT 0,
        window_limit INTEGER,
        window_length INTEGER NOT NULL DEFAULT 0,
        window_began INTEGER NOT NULL DEFAULT 0,
        window_used INTEGER NOT NULL DEFAULT 0,
        rate_interval INTEGER,
        next_slot INTEGER NOT NULL DEFAULT 0,
        pending INTEGER NOT NULL DEFAULT 0,
        claimed INTEGER NOT NULL DEFAULT 0,
        sending INTEGER NOT NULL DEFAULT 0,
        done INTEGER NOT NULL DEFAULT 0,
        not_charged INTEGER NOT NULL DEFAULT 0,
        unknown INTEGER NOT NULL DEFAULT 0,
        settled INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO ledger (id) VALUES (1);

    CREATE TABLE workers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        joined INTEGER NOT NULL,
        lease_until INTEGER NOT NULL,
        lock TEXT,
        has_ended INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX workers_locked ON workers (lock) WHERE lock IS NOT NULL;

    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        settings TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE rows (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key BLOB NOT NULL UNIQUE,
        operation TEXT NOT NULL,
        input TEXT NOT NULL,
        personal TEXT,
        changed INTEGER NOT NULL DEFAULT 0,
        state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 6),
        epoch INTEGER NOT NULL DEFAULT 0,
        part INTEGER NOT NULL DEFAULT 0,
        worker INTEGER REFERENCES workers (id),
        sender_is_gone INTEGER NOT NULL DEFAULT 0,
        undecided INTEGER NOT NULL DEFAULT 0,
        spent INTEGER NOT NULL DEFAULT 0,
        possible INTEGER NOT NULL DEFAULT 0,
        reserved INTEGER NOT NULL DEFAULT 0,
        window INTEGER NOT NULL DEFAULT 0,
        CHECK ((worker IS NOT NULL) = (state IN (1, 2, 5)))
    ) STRICT;
    CREATE INDEX rows_pending ON rows (id) WHERE state = 0;
    CREATE INDEX rows_held ON rows (worker) WHERE state IN (1, 2);
    CREATE INDEX rows_unknown ON rows (id) WHERE state = 5;
    CREATE INDEX rows_in_doubt ON rows (worker) WHERE state = 5 AND sender_is_gone = 0;

    CREATE TABLE responses (
        id INTEGER PRIMARY KEY,
        row_id INTEGER NOT NULL REFERENCES rows (id),
        epoch INTEGER NOT NULL,
        part INTEGER NOT NULL,
        is_late INTEGER NOT NULL,
        at INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX responses_of_row ON responses (row_id);

    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY,
        row_id INTEGER NOT NULL REFERENCES rows (id),
        epoch INTEGER NOT NULL,
        charge INTEGER NOT NULL,
        next INTEGER NOT NULL,
        sender_is_gone INTEGER NOT NULL,
        cost INTEGER NOT NULL,
        decided_by TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX decisions_of_row ON decisions (row_id);
    ",
];

/// The newest version.
fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings a file up to date, in one commit.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(storage)?;
    let pragma = |name: &str| -> Result<i64, LedgerError> {
        transaction
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(storage)
    };
    let found = pragma("user_version")?;
    let application = pragma("application_id")?;
    let is_empty = found == 0 && application == 0 && {
        let tables: i64 = transaction
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .map_err(storage)?;
        tables == 0
    };
    if application != APPLICATION_ID && !is_empty {
        return Err(LedgerError::NotALedger);
    }
    if found > known() {
        return Err(LedgerError::NewerSchema {
            found,
            known: known(),
        });
    }
    let done = usize::try_from(found).map_err(|_| LedgerError::NotALedger)?;
    if done == MIGRATIONS.len() {
        return Ok(());
    }
    for migration in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(migration).map_err(storage)?;
    }
    transaction
        .pragma_update(None, "application_id", APPLICATION_ID)
        .and_then(|()| transaction.pragma_update(None, "user_version", known()))
        .and_then(|()| transaction.commit())
        .map_err(storage)
}
