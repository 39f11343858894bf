//! What a ledger does, as a part of one commit.

use core::time::Duration;

use bytes::Bytes;
use rusqlite::params;

use super::rows::{ROW_COLUMNS, integer, row_at, row_columns, state_number};
use super::statements::Statements;
use crate::ledger::machine::{
    self, Decision, Epoch, Gate, Keep, Moment, RequestOutcome, Row, RowEvent, State, Transition,
    WorkerId,
};
use crate::ledger::record::{Claim, Finished, Imported, NewRow, Permit, RowId, joined};
use crate::ledger::settings::{Rate, Settings, next_slot};
use crate::ledger::{Budget, LedgerError, SpendWindow, Totals};

/// One commit in the making: the budget and the counts are read once, and written once.
pub(super) struct Group<'s, 'c> {
    pub(super) statements: &'s mut Statements<'c>,
    gate: Gate,
    pub(super) now: Moment,
    pub(super) budget: Budget,
    pub(super) rate: Option<Rate>,
    /// In nanoseconds since 1970.
    next_slot: i64,
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
                window_limit, window_length, window_began, window_used, rate_interval, next_slot,
                pending, claimed, sending, done, not_charged, unknown, settled FROM ledger",
            &[],
            |row| {
                let now = Moment(row.get(0)?);
                let totals = Totals {
                    spent: row.get(2)?,
                    possible: row.get(3)?,
                    reserved: row.get(4)?,
                };
                let window = match row.get(5)? {
                    None => None,
                    Some(limit) => Some(SpendWindow {
                        limit,
                        length: Duration::from_millis(row.get(6)?),
                        began: Moment(row.get(7)?),
                        used: row.get(8)?,
                    }),
                };
                let budget = Budget {
                    limit: row.get(1)?,
                    totals,
                    window,
                };
                let interval: Option<u64> = row.get(9)?;
                let mut counts = [0; 7];
                for (place, count) in (11..).zip(&mut counts) {
                    *count = row.get(place)?;
                }
                let rate = interval.map(|nanos| Rate::every(Duration::from_nanos(nanos)));
                Ok((now, budget.at(now), rate, row.get(10)?, counts))
            },
        )?;
        let (now, budget, rate, next_slot, counts) =
            found.into_iter().next().ok_or(LedgerError::NotALedger)?;
        Ok(Self {
            statements,
            gate,
            now,
            budget,
            rate,
            next_slot,
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
            let Budget {
                limit,
                totals,
                window,
            } = self.budget;
            let length = window.map_or(Duration::ZERO, |window| window.length);
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
                    unknown = ?10, settled = ?11, window_limit = ?12, window_length = ?13,
                    window_began = ?14, window_used = ?15, rate_interval = ?16, next_slot = ?17",
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
                    window.map(|window| integer(window.limit)).transpose()?,
                    millis(length),
                    window.map_or(0, |window| window.began.0),
                    integer(window.map_or(0, |window| window.used))?,
                    self.rate.map(|rate| nanos(rate.interval())),
                    self.next_slot,
                ],
            )?;
        }
        Ok(())
    }

    /// Asks the machine, and takes down what it says.
    pub(super) fn apply(
        &mut self,
        id: RowId,
        row: Row,
        event: RowEvent,
    ) -> Result<Transition, LedgerError> {
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
        self.now.0.saturating_add(millis(lease))
    }

    pub(super) fn join(
        &mut self,
        name: &str,
        lease: Duration,
        lock: &str,
    ) -> Result<WorkerId, LedgerError> {
        let until = self.lease_from_now(lease);
        self.statements.execute(
            "INSERT INTO workers (name, joined, lease_until, lock) VALUES (?1, ?2, ?3, ?4)",
            params![name, self.now.0, until, lock],
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
                "INSERT INTO rows (key, operation, input, personal, changed)
                    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO NOTHING",
                params![
                    row.key().0,
                    row.operation(),
                    row.input(),
                    row.personal(),
                    self.now.0
                ],
            )?;
            match added {
                0 if self.refresh(row)? => imported.refreshed += 1,
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

    /// Whether the outcome of a row is too old, so that it is pending again.
    fn refresh(&mut self, new: &NewRow) -> Result<bool, LedgerError> {
        let Some(age) = new.fresh_for() else {
            return Ok(false);
        };
        let sql = concat!(
            "SELECT ",
            row_columns!(),
            ", id FROM rows WHERE key = ?1 AND state IN (3, 4) AND changed <= ?2"
        );
        let oldest = self.now.0.saturating_sub(millis(age));
        let old = self
            .statements
            .query(sql, params![new.key().0, oldest], |columns| {
                Ok((RowId(columns.get(ROW_COLUMNS)?), row_at(columns, 0)?))
            })?;
        let Some((id, row)) = old.into_iter().next() else {
            return Ok(false);
        };
        let _pending = self.apply(id, row, RowEvent::Refresh)?;
        self.statements.execute(
            "UPDATE rows SET input = ?2, personal = ?3 WHERE id = ?1",
            params![id.0, new.input(), new.personal()],
        )?;
        Ok(true)
    }

    pub(super) fn claim(&mut self, worker: WorkerId, most: u32) -> Result<Vec<Claim>, LedgerError> {
        self.lease(worker)?;
        let pending = self.statements.query(
            concat!(
                "SELECT ",
                row_columns!(),
                ", id, operation, input, personal FROM rows WHERE state = 0 ORDER BY id LIMIT ?1"
            ),
            params![most],
            |columns| {
                let id = RowId(columns.get(ROW_COLUMNS)?);
                let operation = columns.get(ROW_COLUMNS + 1)?;
                let personal: Option<String> = columns.get(ROW_COLUMNS + 3)?;
                let input = joined(columns.get(ROW_COLUMNS + 2)?, personal.as_deref());
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
            self.statements.execute(
                "INSERT INTO decisions
                    (row_id, epoch, charge, next, sender_is_gone, cost, decided_by, at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    id.0,
                    epoch.0,
                    decision.charge.to_number(),
                    decision.next.to_number(),
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

    pub(super) fn set_window(
        &mut self,
        window: Option<(u64, Duration)>,
    ) -> Result<(), LedgerError> {
        let used = self.budget.window.map_or(0, |window| window.used);
        self.budget.window = match window {
            None => None,
            Some((limit, length)) => {
                integer(limit)?;
                let window = SpendWindow::starting(limit, length, self.now);
                Some(SpendWindow { used, ..window })
            }
        };
        self.is_changed = true;
        Ok(())
    }

    pub(super) fn set_rate(&mut self, rate: Option<Rate>) {
        self.rate = rate;
        // Slots of a slower rate may be far away.
        self.next_slot = 0;
        self.is_changed = true;
    }

    /// How long to wait for the next slot.
    pub(super) fn acquire_slot(&mut self) -> Duration {
        let Some(rate) = self.rate else {
            return Duration::ZERO;
        };
        let now = self.now.0.saturating_mul(1_000_000);
        let (wait, next) = next_slot(nanos(rate.interval()), self.next_slot, now);
        self.next_slot = next;
        self.is_changed = true;
        wait
    }

    pub(super) fn begin_run(&mut self, settings: &Settings) -> Result<i64, LedgerError> {
        let settings = settings.to_text();
        self.statements.execute(
            "INSERT INTO runs (settings, at) VALUES (?1, ?2) ON CONFLICT (settings) DO NOTHING",
            params![settings, self.now.0],
        )?;
        let sql = "SELECT id FROM runs WHERE settings = ?1";
        let ids = self
            .statements
            .query(sql, params![settings], |row| row.get(0))?;
        ids.into_iter().next().ok_or(LedgerError::NotALedger)
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn nanos(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}
