//! A whole system around the machine: processes, a disk, the vendor, two operators.

use registry_bulk::ledger::Budget;
use registry_bulk::ledger::machine::{Epoch, Gate, Moment, RequestOutcome, Row, State, WorkerId};

/// The id of every process that has ended: they differ in nothing that matters.
pub(crate) const ENDED: WorkerId = WorkerId(-1);

/// One state of the system with `R` rows and `W` worker processes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct System<const R: usize, const W: usize> {
    pub(crate) rows: [ModelRow; R],
    pub(crate) budget: Budget,
    pub(crate) workers: [Worker; W],
    /// An operator who takes time to decide. The other one looks and decides in one step: of two
    /// decisions about one sight, the first is always of a row as it is.
    pub(crate) operator: Option<Sight>,
    pub(crate) now: Moment,
    pub(crate) left: Left,
    pub(crate) broken: Option<&'static str>,
}

/// A row as it is on disk, and what an observer of everything knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ModelRow {
    pub(crate) row: Row,
    /// Requests that may leave: one, and one for each decision to send again, less those that left.
    pub(crate) allowed: i8,
    /// Requests that the vendor charged and the budget has not settled.
    pub(crate) charges: u64,
    /// Whether the vendor charged the request of this epoch.
    pub(crate) charged_now: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Worker {
    pub(crate) gate: Gate,
    pub(crate) lease: Moment,
    pub(crate) phase: Phase,
}

/// What a process knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Phase {
    Idle,
    Holding(Claim),
    MaySend(Claim),
    Sent(Claim, RequestOutcome),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Claim {
    pub(crate) row: u8,
    pub(crate) epoch: Epoch,
    pub(crate) part: u32,
}

/// What an operator has seen: an unknown row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Sight {
    pub(crate) row: u8,
    pub(crate) epoch: Epoch,
}

/// What may still go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Left {
    pub(crate) crashes: u8,
    pub(crate) expiries: u8,
    pub(crate) failed_syncs: u8,
    pub(crate) unsent: u8,
    pub(crate) resends: u8,
}

impl Phase {
    pub(crate) const fn claim(&self) -> Option<Claim> {
        match *self {
            Self::Idle => None,
            Self::Holding(claim) | Self::MaySend(claim) | Self::Sent(claim, _) => Some(claim),
        }
    }

    fn claim_mut(&mut self) -> Option<&mut Claim> {
        match self {
            Self::Idle => None,
            Self::Holding(claim) | Self::MaySend(claim) | Self::Sent(claim, _) => Some(claim),
        }
    }

    const fn rank(self) -> u64 {
        match self {
            Self::Holding(_) => 1,
            Self::MaySend(_) => 2,
            Self::Sent(..) => 3,
            Self::Idle => 4,
        }
    }
}

fn holder(state: &mut State) -> Option<&mut WorkerId> {
    match state {
        State::Claimed { worker } | State::Sending { worker } | State::Unknown { worker, .. } => {
            Some(worker)
        }
        _ => None,
    }
}

impl<const R: usize, const W: usize> System<R, W> {
    pub(crate) fn new(limit: Option<u64>, left: Left) -> Self {
        let row = ModelRow {
            row: Row::NEW,
            allowed: 1,
            charges: 0,
            charged_now: false,
        };
        let worker = Worker {
            gate: Gate::Open,
            lease: Moment(1),
            phase: Phase::Idle,
        };
        Self {
            rows: [row; R],
            budget: Budget {
                limit,
                ..Budget::default()
            },
            workers: [worker; W],
            operator: None,
            now: Moment(0),
            left,
            broken: None,
        }
    }

    /// The process ends: what it knew is lost. Another takes its place, with an id of its own.
    pub(crate) fn end_process(&mut self, w: usize) {
        let id = worker_id(w);
        for row in &mut self.rows {
            if let Some(worker) = holder(&mut row.row.state)
                && *worker == id
            {
                *worker = ENDED;
            }
        }
        self.workers[w] = Worker {
            gate: Gate::Open,
            lease: Moment(self.now.0 + 1),
            phase: Phase::Idle,
        };
    }

    /// Grows with every step, so that no run goes round in circles.
    pub(crate) fn rank(&self) -> u64 {
        let rows = self.rows.iter().map(|row| {
            let stage = match row.row.state {
                State::Claimed { .. } => 1,
                State::Sending { .. } => 2,
                State::Unknown { sender, .. } => 3 + sender as u64,
                State::Pending => 5,
                State::Done | State::NotCharged | State::Settled => 6,
            };
            u64::from(row.row.part) * 1_000 + u64::from(row.row.epoch.0) * 10 + stage
        });
        let workers = self.workers.iter().map(|worker| {
            let lease = u64::try_from(worker.lease.0).unwrap() * 10_000;
            let gate = u64::from(worker.gate == Gate::Open) * 10;
            lease + gate + worker.phase.rank()
        });
        let operator = match &self.operator {
            None => 1,
            Some(sight) if self.is_as_seen(sight) => 2,
            Some(_) => 0,
        };
        let Left {
            crashes,
            expiries,
            failed_syncs,
            unsent: _,
            resends: _,
        } = self.left;
        let left = u64::from(crashes + expiries + failed_syncs) * 10_000;
        1_000_000 + rows.map(|rank| rank * 10).sum::<u64>() + workers.sum::<u64>() + operator - left
    }

    pub(crate) fn is_as_seen(&self, sight: &Sight) -> bool {
        let row = self.rows[usize::from(sight.row)].row;
        matches!(row.state, State::Unknown { .. }) && row.epoch == sight.epoch
    }

    /// One state for all that differ in nothing that matters from now on.
    ///
    /// Rows are alike, and so are processes: which is which does not matter. Epochs are compared
    /// for equality only, so each row keeps as many as are in use. What a row has spent lowers the
    /// limit for good. An ended row that no process or operator has in hand is over.
    pub(crate) fn into_representative(mut self) -> Self {
        for worker in &mut self.workers {
            if worker.gate == Gate::Stopped {
                worker.phase = Phase::Idle;
            } else if worker.phase == Phase::Idle {
                worker.lease = worker.lease.max(Moment(self.now.0 + 1));
            }
        }
        for r in 0..R {
            self.forget_the_past_of(r);
        }
        let mut order: [usize; R] = core::array::from_fn(|r| r);
        order.sort_by_cached_key(|&r| self.row_signature(r));
        let mut place = [0_u8; R];
        for (new, &old) in order.iter().enumerate() {
            place[old] = u8::try_from(new).unwrap();
        }
        self.rows = order.map(|old| self.rows[old]);
        for claim in self.workers.iter_mut().filter_map(|w| w.phase.claim_mut()) {
            claim.row = place[usize::from(claim.row)];
        }
        if let Some(sight) = &mut self.operator {
            sight.row = place[usize::from(sight.row)];
        }

        let mut order: [usize; W] = core::array::from_fn(|w| w);
        order.sort_by_cached_key(|&w| (self.workers[w], self.rows_of(w)));
        self.workers = order.map(|old| self.workers[old]);
        for row in &mut self.rows {
            if let Some(worker) = holder(&mut row.row.state)
                && *worker != ENDED
            {
                let new = order.iter().position(|&old| worker_id(old) == *worker);
                *worker = worker_id(new.unwrap());
            }
        }
        self
    }

    fn forget_the_past_of(&mut self, r: usize) {
        let index = u8::try_from(r).unwrap();
        let row = &mut self.rows[r];
        let in_hand = |claim: Claim| (claim.row == index).then_some(claim.epoch);
        let mut epochs: Vec<Epoch> = self
            .workers
            .iter()
            .filter_map(|worker| worker.phase.claim().and_then(in_hand))
            .collect();
        let is_in_hand = !epochs.is_empty();
        let seen = self.operator.filter(|sight| sight.row == index);
        epochs.extend(seen.map(|sight| sight.epoch));
        let is_over = row.row.state.is_ended() && epochs.is_empty();

        let old = row.row.totals;
        let undecided = match row.row.state {
            State::Unknown { cost, .. } => cost.min(old.possible),
            _ => 0,
        };
        // A sender that is still alive may yet be charged for the booked cost.
        if !is_in_hand && row.charges <= old.used() {
            row.row.totals.spent = 0;
            row.row.totals.possible = undecided;
            let booked = old.used() - row.row.totals.used();
            row.charges = row.charges.saturating_sub(booked);
            self.budget.totals.spent -= old.spent;
            self.budget.totals.possible -= old.possible - undecided;
            self.budget.limit = self.budget.limit.map(|limit| limit - booked);
        }
        match row.row.state {
            State::Sending { .. } | State::Unknown { .. } => {}
            _ => row.charged_now = false,
        }
        if is_over {
            row.row.state = State::Settled;
            row.row.part = 0;
            row.allowed = row.allowed.min(0);
        }
        epochs.push(row.row.epoch);
        epochs.sort_unstable();
        epochs.dedup();
        let name = |epoch: Epoch| {
            let place = epochs.iter().position(|&known| known == epoch).unwrap();
            Epoch(u32::try_from(place).unwrap())
        };
        row.row.epoch = name(row.row.epoch);
        for worker in &mut self.workers {
            if let Some(claim) = worker.phase.claim_mut()
                && claim.row == index
            {
                claim.epoch = name(claim.epoch);
            }
        }
        if let Some(sight) = &mut self.operator
            && sight.row == index
        {
            sight.epoch = name(sight.epoch);
        }
    }

    fn rows_of(&self, w: usize) -> [bool; R] {
        self.rows
            .map(|mut row| holder(&mut row.row.state) == Some(&mut worker_id(w)))
    }

    /// All of a row but the names of the others.
    fn row_signature(&self, r: usize) -> impl Ord + use<R, W> {
        let mut row = self.rows[r];
        let mut holding = None;
        if let Some(worker) = holder(&mut row.row.state)
            && *worker != ENDED
        {
            let process = self.workers[usize::try_from(worker.0).unwrap()];
            let holds = process
                .phase
                .claim()
                .is_some_and(|c| usize::from(c.row) == r);
            holding = Some((process.gate, process.lease, process.phase.rank(), holds));
            *worker = WorkerId(0);
        }
        let mut others = [None; W];
        for (other, process) in others.iter_mut().zip(&self.workers) {
            *other = process
                .phase
                .claim()
                .filter(|claim| usize::from(claim.row) == r)
                .map(|claim| (claim.epoch, claim.part, process.phase.rank(), process.lease));
        }
        others.sort_unstable();
        let seen = self
            .operator
            .filter(|s| usize::from(s.row) == r)
            .map(|s| s.epoch);
        (row, holding, others, seen)
    }
}

pub(crate) fn worker_id(w: usize) -> WorkerId {
    WorkerId(i64::try_from(w).unwrap())
}

pub(crate) const fn is_response(outcome: RequestOutcome) -> bool {
    matches!(
        outcome,
        RequestOutcome::Response { .. } | RequestOutcome::NotCharged
    )
}
