//! What a ledger does, as a part of one commit.

use core::time::Duration;

use bytes::Bytes;
use rusqlite::params;

use super::rows::{ROW_COLUMNS, integer, row_at, row_columns, state_number};
use super::statements::Statements;
use crate::ledger::machine::{
    self, Charge, Decision, Epoch, Gate, Keep, Moment, Next, RecoveryEvidence, RequestOutcome, Row,
    RowEvent, State, Transition, WorkerId,
};
use crate::ledger::record::{Claim, Finished, Imported, NewRow, Permit, Recovered, RowId};
use crate::ledger::{Budget, LedgerError, Totals};

/// One commit in the making: the budget and the counts are read once, and written once.
pub(super) struct Group<'s, 'c> {
    pub(super) statements: &'s mut Statements<'c>,
    gate: Gate,
    now: Moment,
    pub(super) budget: Budget,
    /// By state number.
    pub(super) counts: [u64; 7],
    is_changed: bool,
    failed: Option<LedgerError>,
}

impl<'s, 'c> Group<'s, 'c> {
    /// Inside a transaction that has the write lock.
    pub(super) fn read(
        statements: &'s mut Statements<'c>,
        gate: Gate,
    ) -> Result<Self, LedgerError> {
        let found = statements.query(
            "SELECT CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER),
                spend_limit, spent, possible, reserved,
                pending, claimed, sending, done, not_charged, unknown, settled FROM ledger",
            &[],
            |row| {
                let totals = Totals {
                    spent: row.get(2)?,
                    possible: row.get(3)?,
                    reserved: row.get(4)?,
                };
                let limit = row.get(1)?;
                let mut counts = [0; 7];
                for (place, count) in (5..).zip(&mut counts) {
                    *count = row.get(place)?;
                }
                Ok((Moment(row.get(0)?), Budget { limit, totals }, counts))
            },
        )?;
        let (now, budget, counts) = found.into_iter().next().ok_or(LedgerError::NotALedger)?;
        Ok(Self {
            statements,
            gate,
            now,
            budget,
            counts,
            is_changed: false,
            failed: None,
        })
    }

    /// Lets the whole commit fail.
    pub(super) fn fail(&mut self, error: Option<&LedgerError>) {
        self.failed = self.failed.take().or_else(|| error.cloned());
    }

    /// Writes what was read once. The transaction may be committed then.
    pub(super) fn finish_group(self) -> Result<(), LedgerError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.is_changed {
            let Budget { limit, totals } = self.budget;
            let [
                pending,
                claimed,
                sending,
                done,
                not_charged,
                unknown,
                settled,
            ] = self.counts;
            self.statements.execute(
                "UPDATE ledger SET spend_limit = ?1, spent = ?2, possible = ?3, reserved = ?4,
                    pending = ?5, claimed = ?6, sending = ?7, done = ?8, not_charged = ?9,
                    unknown = ?10, settled = ?11",
                params![
                    limit.map(integer).transpose()?,
                    integer(totals.spent)?,
                    integer(totals.possible)?,
                    integer(totals.reserved)?,
                    integer(pending)?,
                    integer(claimed)?,
                    integer(sending)?,
                    integer(done)?,
                    integer(not_charged)?,
                    integer(unknown)?,
                    integer(settled)?,
                ],
            )?;
        }
        Ok(())
    }

    /// Asks the machine, and takes down what it says.
    fn apply(&mut self, id: RowId, row: Row, event: RowEvent) -> Result<Transition, LedgerError> {
        let transition = machine::apply(self.gate, self.budget, row, event)?;
        if transition.row != row {
            self.write_row(id, &transition.row)?;
            self.count(row.state, transition.row.state);
            self.budget = transition.budget;
        }
        Ok(transition)
    }

    fn count(&mut self, old: State, new: State) {
        self.is_changed = true;
        if let Some(count) = self.counts.get_mut(usize::from(state_number(old))) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = self.counts.get_mut(usize::from(state_number(new))) {
            *count += 1;
        }
    }

    fn row(&mut self, id: RowId) -> Result<Row, LedgerError> {
        let sql = concat!("SELECT ", row_columns!(), " FROM rows WHERE id = ?1");
        let rows = self
            .statements
            .query(sql, params![id.0], |columns| row_at(columns, 0))?;
        rows.into_iter().next().ok_or(LedgerError::NoSuchRow(id.0))
    }

    fn lease(&mut self, worker: WorkerId) -> Result<Moment, LedgerError> {
        let sql = "SELECT lease_until FROM workers WHERE id = ?1";
        let leases = self
            .statements
            .query(sql, params![worker.0], |row| row.get(0))?;
        let lease = leases.into_iter().next().map(Moment);
        lease.ok_or(LedgerError::NoSuchWorker(worker.0))
    }

    fn lease_from_now(&self, lease: Duration) -> i64 {
        let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        self.now.0.saturating_add(lease)
    }

    pub(super) fn join(&mut self, name: &str, lease: Duration) -> Result<WorkerId, LedgerError> {
        let until = self.lease_from_now(lease);
        self.statements.execute(
            "INSERT INTO workers (name, joined, lease_until) VALUES (?1, ?2, ?3)",
            params![name, self.now.0, until],
        )?;
        Ok(WorkerId(self.statements.last_id()))
    }

    pub(super) fn renew(&mut self, worker: WorkerId, lease: Duration) -> Result<(), LedgerError> {
        let until = self.lease_from_now(lease);
        let sql = "UPDATE workers SET lease_until = ?2 WHERE id = ?1";
        match self.statements.execute(sql, params![worker.0, until])? {
            0 => Err(LedgerError::NoSuchWorker(worker.0)),
            _ => Ok(()),
        }
    }

    pub(super) fn import(&mut self, rows: &[NewRow]) -> Result<Imported, LedgerError> {
        let mut imported = Imported::default();
        for row in rows {
            let added = self.statements.execute(
                "INSERT INTO rows (key, operation, input) VALUES (?1, ?2, ?3)
                    ON CONFLICT (key) DO NOTHING",
                params![row.key().0, row.operation(), row.input()],
            )?;
            match added {
                0 => imported.duplicates += 1,
                _ => imported.added += 1,
            }
        }
        if let Some(pending) = self.counts.first_mut() {
            *pending += imported.added;
        }
        self.is_changed |= imported.added > 0;
        Ok(imported)
    }

    pub(super) fn claim(&mut self, worker: WorkerId, most: u32) -> Result<Vec<Claim>, LedgerError> {
        self.lease(worker)?;
        let pending = self.statements.query(
            concat!(
                "SELECT ",
                row_columns!(),
                ", id, operation, input FROM rows WHERE state = 0 ORDER BY id LIMIT ?1"
            ),
            params![most],
            |columns| {
                let id = RowId(columns.get(ROW_COLUMNS)?);
                let operation = columns.get(ROW_COLUMNS + 1)?;
                let input = columns.get(ROW_COLUMNS + 2)?;
                Ok((id, row_at(columns, 0)?, operation, input))
            },
        )?;
        let mut claims = Vec::with_capacity(pending.len());
        for (id, row, operation, input) in pending {
            let Transition { row, .. } = self.apply(id, row, RowEvent::Claim { worker })?;
            claims.push(Claim {
                row: id,
                worker,
                epoch: row.epoch,
                part: row.part,
                operation,
                input,
            });
        }
        Ok(claims)
    }

    /// How much of the lease is left.
    pub(super) fn start(
        &mut self,
        id: RowId,
        worker: WorkerId,
        epoch: Epoch,
        cost: u64,
    ) -> Result<Duration, LedgerError> {
        integer(cost)?;
        let lease = self.lease(worker)?;
        let event = RowEvent::Start {
            worker,
            epoch,
            cost,
            lease,
            now: self.now,
        };
        let row = self.row(id)?;
        let _then_send = self.apply(id, row, event)?;
        let left = u64::try_from(lease.0.saturating_sub(self.now.0)).unwrap_or(0);
        Ok(Duration::from_millis(left))
    }

    pub(super) fn finish(
        &mut self,
        permit: &Permit,
        outcome: RequestOutcome,
        body: &Bytes,
    ) -> Result<Finished, LedgerError> {
        let &Permit {
            row: id,
            worker,
            epoch,
            part,
            ..
        } = permit;
        let event = RowEvent::Finish {
            worker,
            epoch,
            part,
            outcome,
        };
        let row = self.row(id)?;
        let transition = self.apply(id, row, event)?;
        let is_late = transition.keep == Some(Keep::LateResponse);
        if transition.keep.is_some() && !(body.is_empty() && outcome == RequestOutcome::Unknown) {
            self.statements.execute(
                "INSERT INTO responses (row_id, epoch, part, is_late, at, body)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id.0, epoch.0, part, is_late, self.now.0, &body[..]],
            )?;
        }
        match transition.row.state {
            _ if is_late => Ok(Finished::Late),
            State::Claimed { .. } => Ok(Finished::More(self.next_part(id, transition.row)?)),
            _ => Ok(Finished::Recorded),
        }
    }

    fn next_part(&mut self, id: RowId, row: Row) -> Result<Claim, LedgerError> {
        let record = self.record(id)?;
        let State::Claimed { worker } = row.state else {
            return Err(LedgerError::NoSuchRow(id.0));
        };
        Ok(Claim {
            row: id,
            worker,
            epoch: row.epoch,
            part: row.part,
            operation: record.operation,
            input: record.input,
        })
    }

    pub(super) fn release(&mut self, claim: &Claim) -> Result<(), LedgerError> {
        let event = RowEvent::Release {
            worker: claim.worker,
            epoch: claim.epoch,
        };
        let row = self.row(claim.row)?;
        let _pending = self.apply(claim.row, row, event)?;
        Ok(())
    }

    pub(super) fn recover(
        &mut self,
        ended: Option<WorkerId>,
        most: u32,
    ) -> Result<Recovered, LedgerError> {
        let mut recovered = Recovered::default();
        if let Some(worker) = ended {
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

    pub(super) fn decide(
        &mut self,
        id: RowId,
        epoch: Epoch,
        decision: Decision,
        by: &str,
    ) -> Result<(), LedgerError> {
        let row = self.row(id)?;
        let transition = self.apply(id, row, RowEvent::Decide { epoch, decision })?;
        if let Some(Keep::Decision { cost }) = transition.keep {
            let charge = match decision.charge {
                Charge::Charged => 1,
                Charge::NotCharged => 0,
                Charge::Unknown => 2,
            };
            self.statements.execute(
                "INSERT INTO decisions
                    (row_id, epoch, charge, send_again, sender_is_gone, cost, decided_by, at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    id.0,
                    epoch.0,
                    charge,
                    decision.next == Next::SendAgain,
                    decision.sender_is_gone,
                    integer(cost)?,
                    by,
                    self.now.0,
                ],
            )?;
        }
        Ok(())
    }

    pub(super) fn set_limit(&mut self, limit: Option<u64>) -> Result<(), LedgerError> {
        limit.map(integer).transpose()?;
        self.budget.limit = limit;
        self.is_changed = true;
        Ok(())
    }
}
