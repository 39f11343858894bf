//! Takes rows from workers that have ended, or whose lease has expired.

use rusqlite::params;

use super::locks::Locks;
use super::operations::Group;
use super::rows::{ROW_COLUMNS, integer, row_at, row_columns};
use crate::ledger::LedgerError;
use crate::ledger::machine::{Moment, RecoveryEvidence, RowEvent, State, WorkerId};
use crate::ledger::record::{Recovered, RowId};

impl Group<'_, '_> {
    pub(super) fn recover(
        &mut self,
        ended: Option<WorkerId>,
        most: u32,
        locks: &Locks,
    ) -> Result<Recovered, LedgerError> {
        let mut recovered = Recovered::default();
        locks.note_ended(self)?;
        let sql = "SELECT id FROM workers WHERE has_ended AND (
            EXISTS (SELECT 1 FROM rows WHERE worker = workers.id AND state IN (1, 2)) OR EXISTS
            (SELECT 1 FROM rows WHERE worker = workers.id AND state = 5 AND sender_is_gone = 0))";
        let known = self
            .statements
            .query(sql, &[], |row| row.get(0).map(WorkerId))?;
        for worker in known.into_iter().chain(ended) {
            let sql = concat!(
                "SELECT ",
                row_columns!(),
                ", id FROM rows WHERE worker = ?1 AND state IN (1, 2) UNION ALL SELECT ",
                row_columns!(),
                ", id FROM rows WHERE worker = ?1 AND state = 5 AND sender_is_gone = 0 LIMIT ?2"
            );
            self.recover_all(
                sql,
                worker,
                most,
                RecoveryEvidence::Ended(worker),
                &mut recovered,
            )?;
        }
        let sql = "SELECT id, lease_until FROM workers WHERE lease_until <= ?1 AND EXISTS
            (SELECT 1 FROM rows WHERE worker = workers.id AND state IN (1, 2))";
        let expired = self.statements.query(sql, params![self.now.0], |row| {
            Ok((WorkerId(row.get(0)?), Moment(row.get(1)?)))
        })?;
        for (worker, until) in expired {
            let sql = concat!(
                "SELECT ",
                row_columns!(),
                ", id FROM rows WHERE worker = ?1 AND state IN (1, 2) LIMIT ?2"
            );
            let evidence = RecoveryEvidence::Lease {
                until,
                now: self.now,
            };
            self.recover_all(sql, worker, most, evidence, &mut recovered)?;
        }
        Ok(recovered)
    }

    fn recover_all(
        &mut self,
        sql: &'static str,
        worker: WorkerId,
        most: u32,
        evidence: RecoveryEvidence,
        recovered: &mut Recovered,
    ) -> Result<(), LedgerError> {
        let so_far = recovered.pending + recovered.unknown;
        let most = u64::from(most).saturating_sub(so_far);
        let held = self
            .statements
            .query(sql, params![worker.0, integer(most)?], |columns| {
                Ok((RowId(columns.get(ROW_COLUMNS)?), row_at(columns, 0)?))
            })?;
        for (id, row) in held {
            match self.apply(id, row, RowEvent::Recover(evidence))?.row.state {
                State::Pending => recovered.pending += 1,
                _ => recovered.unknown += 1,
            }
        }
        Ok(())
    }
}
