//! Rows of the machine as columns, and back.

use rusqlite::{Row as Columns, params};

use super::operations::Group;
use crate::ledger::machine::{Epoch, Moment, Row, Sender, State, WorkerId};
use crate::ledger::record::RowId;
use crate::ledger::{InvalidRow, LedgerError, Totals};

/// The columns that [`row_at`] reads, in order.
macro_rules! row_columns {
    () => {
        "state, epoch, part, worker, sender_is_gone, undecided, spent, possible, reserved, \
         window"
    };
}
pub(super) use row_columns;

/// Where [`row_columns`] end.
pub(super) const ROW_COLUMNS: usize = 10;

/// The place of a state in the counts, and its number in the file.
pub(super) const fn state_number(state: State) -> u8 {
    match state {
        State::Pending => 0,
        State::Claimed { .. } => 1,
        State::Sending { .. } => 2,
        State::Done => 3,
        State::NotCharged => 4,
        State::Unknown { .. } => 5,
        State::Settled => 6,
    }
}

/// The row in the columns from `at` on.
pub(super) fn row_at(columns: &Columns<'_>, at: usize) -> rusqlite::Result<Row> {
    let worker = || columns.get(at + 3).map(WorkerId);
    let state = match columns.get::<_, u8>(at)? {
        0 => State::Pending,
        1 => State::Claimed { worker: worker()? },
        2 => State::Sending { worker: worker()? },
        3 => State::Done,
        4 => State::NotCharged,
        5 => State::Unknown {
            cost: columns.get(at + 5)?,
            worker: worker()?,
            sender: match columns.get(at + 4)? {
                true => Sender::Gone,
                false => Sender::MayLive,
            },
        },
        6 => State::Settled,
        other => return Err(rusqlite::Error::IntegralValueOutOfRange(at, other.into())),
    };
    Ok(Row {
        state,
        epoch: Epoch(columns.get(at + 1)?),
        part: columns.get(at + 2)?,
        totals: Totals {
            spent: columns.get(at + 6)?,
            possible: columns.get(at + 7)?,
            reserved: columns.get(at + 8)?,
        },
        window: Moment(columns.get(at + 9)?),
    })
}

/// A number that a column can hold.
pub(super) fn integer(number: u64) -> Result<i64, LedgerError> {
    i64::try_from(number).map_err(|_| InvalidRow::TooLarge(number).into())
}

impl Group<'_, '_> {
    pub(super) fn write_row(&mut self, id: RowId, row: &Row) -> Result<(), LedgerError> {
        let (worker, is_gone, undecided) = match row.state {
            State::Claimed { worker } | State::Sending { worker } => (Some(worker.0), false, 0),
            State::Unknown {
                cost,
                worker,
                sender,
            } => (Some(worker.0), sender == Sender::Gone, cost),
            _ => (None, false, 0),
        };
        self.statements.execute(
            "UPDATE rows SET state = ?2, epoch = ?3, part = ?4, worker = ?5, sender_is_gone = ?6,
                undecided = ?7, spent = ?8, possible = ?9, reserved = ?10, window = ?11,
                changed = ?12, personal = CASE WHEN ?13 THEN NULL ELSE personal END
                WHERE id = ?1",
            params![
                id.0,
                state_number(row.state),
                row.epoch.0,
                row.part,
                worker,
                is_gone,
                integer(undecided)?,
                integer(row.totals.spent)?,
                integer(row.totals.possible)?,
                integer(row.totals.reserved)?,
                row.window.0,
                self.now.0,
                row.state.is_ended(),
            ],
        )?;
        Ok(())
    }
}
