//! What a ledger says of its rows.

use bytes::Bytes;
use rusqlite::params;

use super::operations::Group;
use super::rows::{ROW_COLUMNS, row_at, row_columns};
use crate::ledger::LedgerError;
use crate::ledger::machine::{Charge, Decision, Epoch, Moment, Next};
use crate::ledger::record::{Counts, Key, Record, RecordedDecision, RowId, Status, StoredResponse};

impl Group<'_, '_> {
    pub(super) fn status(&self) -> Status {
        let [
            pending,
            claimed,
            sending,
            done,
            not_charged,
            unknown,
            settled,
        ] = self.counts;
        Status {
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
        }
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
                row_columns!(),
                ", id, key, operation, input FROM rows WHERE id > ?1 ORDER BY id LIMIT ?2"
            ),
            params![after.0, most],
            |columns| {
                Ok(Record {
                    id: RowId(columns.get(ROW_COLUMNS)?),
                    key: Key(columns.get(ROW_COLUMNS + 1)?),
                    operation: columns.get(ROW_COLUMNS + 2)?,
                    input: columns.get(ROW_COLUMNS + 3)?,
                    row: row_at(columns, 0)?,
                })
            },
        )
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
            "SELECT epoch, charge, send_again, sender_is_gone, cost, decided_by, at
                FROM decisions WHERE row_id = ?1 ORDER BY id",
            params![id.0],
            |row| {
                Ok(RecordedDecision {
                    epoch: Epoch(row.get(0)?),
                    decision: Decision {
                        charge: match row.get::<_, u8>(1)? {
                            0 => Charge::NotCharged,
                            1 => Charge::Charged,
                            _ => Charge::Unknown,
                        },
                        next: match row.get(2)? {
                            true => Next::SendAgain,
                            false => Next::Close,
                        },
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
