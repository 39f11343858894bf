//! What a ledger says of its rows.

use bytes::Bytes;
use rusqlite::{Row as Columns, params};

use super::operations::Group;
use super::rows::{ROW_COLUMNS, row_at, row_columns};
use crate::ledger::LedgerError;
use crate::ledger::machine::{Charge, Decision, Epoch, Moment, Next};
use crate::ledger::record::{
    Counts, Found, Key, Record, RecordedDecision, RowId, Status, StoredResponse, joined,
};
use crate::ledger::settings::{Run, Settings};

/// The columns that [`record_at`] reads, in order.
macro_rules! record_columns {
    () => {
        concat!(
            row_columns!(),
            ", id, key, operation, input, personal, changed"
        )
    };
}

fn record_at(columns: &Columns<'_>) -> rusqlite::Result<Record> {
    let personal: Option<String> = columns.get(ROW_COLUMNS + 4)?;
    Ok(Record {
        id: RowId(columns.get(ROW_COLUMNS)?),
        key: Key(columns.get(ROW_COLUMNS + 1)?),
        operation: columns.get(ROW_COLUMNS + 2)?,
        input: joined(columns.get(ROW_COLUMNS + 3)?, personal.as_deref()),
        row: row_at(columns, 0)?,
        changed: Moment(columns.get(ROW_COLUMNS + 5)?),
    })
}

impl Group<'_, '_> {
    pub(super) fn status(&mut self) -> Result<Status, LedgerError> {
        let sql = "SELECT count(*) FROM workers WHERE lease_until > ?1 AND NOT has_ended";
        let workers = self
            .statements
            .query(sql, params![self.now.0], |row| row.get(0))?;
        let [
            pending,
            claimed,
            sending,
            done,
            not_charged,
            unknown,
            settled,
        ] = self.counts;
        Ok(Status {
            budget: self.budget,
            counts: Counts {
                pending,
                claimed,
                sending,
                done,
                not_charged,
                unknown,
                settled,
            },
            rate: self.rate,
            workers: workers.into_iter().next().unwrap_or(0),
        })
    }

    pub(super) fn record(&mut self, id: RowId) -> Result<Record, LedgerError> {
        let rows = self.rows(RowId(id.0.saturating_sub(1)), 1)?;
        let record = rows.into_iter().find(|record| record.id == id);
        record.ok_or(LedgerError::NoSuchRow(id.0))
    }

    pub(super) fn rows(&mut self, after: RowId, most: u32) -> Result<Vec<Record>, LedgerError> {
        self.statements.query(
            concat!(
                "SELECT ",
                record_columns!(),
                " FROM rows WHERE id > ?1 ORDER BY id LIMIT ?2"
            ),
            params![after.0, most],
            record_at,
        )
    }

    pub(super) fn unknown(&mut self, after: RowId, most: u32) -> Result<Vec<Record>, LedgerError> {
        self.statements.query(
            concat!(
                "SELECT ",
                record_columns!(),
                " FROM rows WHERE state = 5 AND id > ?1 ORDER BY id LIMIT ?2"
            ),
            params![after.0, most],
            record_at,
        )
    }

    pub(super) fn find(&mut self, keys: &[Key]) -> Result<Vec<Option<Found>>, LedgerError> {
        let sql = concat!("SELECT ", record_columns!(), " FROM rows WHERE key = ?1");
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let records = self.statements.query(sql, params![key.0], record_at)?;
            found.push(match records.into_iter().next() {
                None => None,
                Some(record) => Some(Found {
                    responses: self.responses(record.id)?,
                    record,
                }),
            });
        }
        Ok(found)
    }

    pub(super) fn runs(&mut self) -> Result<Vec<Run>, LedgerError> {
        let sql = "SELECT id, settings, at FROM runs ORDER BY id";
        self.statements.query(sql, &[], |row| {
            Ok(Run {
                id: row.get(0)?,
                settings: Settings::from_text(&row.get::<_, String>(1)?),
                at: Moment(row.get(2)?),
            })
        })
    }

    pub(super) fn responses(&mut self, id: RowId) -> Result<Vec<StoredResponse>, LedgerError> {
        self.statements.query(
            "SELECT epoch, part, is_late, at, body FROM responses WHERE row_id = ?1 ORDER BY id",
            params![id.0],
            |row| {
                Ok(StoredResponse {
                    epoch: Epoch(row.get(0)?),
                    part: row.get(1)?,
                    is_late: row.get(2)?,
                    at: Moment(row.get(3)?),
                    body: Bytes::from(row.get::<_, Vec<u8>>(4)?),
                })
            },
        )
    }

    pub(super) fn decisions(&mut self, id: RowId) -> Result<Vec<RecordedDecision>, LedgerError> {
        self.statements.query(
            "SELECT epoch, charge, next, sender_is_gone, cost, decided_by, at
                FROM decisions WHERE row_id = ?1 ORDER BY id",
            params![id.0],
            |row| {
                Ok(RecordedDecision {
                    epoch: Epoch(row.get(0)?),
                    decision: Decision {
                        charge: Charge::from_number(row.get(1)?),
                        next: Next::from_number(row.get(2)?),
                        sender_is_gone: row.get(3)?,
                    },
                    cost: row.get(4)?,
                    by: row.get(5)?,
                    at: Moment(row.get(6)?),
                })
            },
        )
    }
}
