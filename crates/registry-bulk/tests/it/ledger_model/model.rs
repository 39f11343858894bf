//! What may happen next in a system, and what must always hold.

use registry_bulk::ledger::Budget;
use registry_bulk::ledger::machine::{
    Charge, Decision, Gate, Keep, Moment, Next, RecoveryEvidence, RequestOutcome, Row, RowEvent,
    State, Then, Transition, TransitionError,
};
use stateright::{Model, Property};

use super::system::{Claim, ENDED, Left, Phase, Sight, System, Worker, is_response, worker_id};

type Apply = fn(Gate, Budget, Row, RowEvent) -> Result<Transition, TransitionError>;

/// The bounds, and the machine to be checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setup<const R: usize, const W: usize> {
    pub(crate) limit: Option<u64>,
    pub(crate) parts: u32,
    pub(crate) left: Left,
    pub(crate) apply: Apply,
    pub(crate) after_commit: fn(Gate, bool) -> Gate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    Claim(usize, u8, Commit),
    Start(usize, Commit),
    Release(usize, Commit),
    Send(usize, Wire),
    Finish(usize, Commit),
    Renew(usize),
    Recover(usize, u8, Commit),
    /// A process that has stopped is started again.
    Reopen(usize),
    Look(u8),
    /// About what was seen, or about this row as it is.
    Decide(Option<u8>, Charge, Next),
    /// At any moment.
    Crash(usize),
    /// Beyond all leases that are valid now.
    TimePasses,
}

/// How a commit ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Commit {
    Durable,
    /// The sync failed, or the disk is full; the bytes reached the disk all the same.
    FailedButWritten,
    Failed,
}

/// What a request does at the vendor, and what the sender hears of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Wire {
    charged: bool,
    outcome: RequestOutcome,
}

const COST: u64 = 1;

impl<const R: usize, const W: usize> Setup<R, W> {
    fn commits(s: &System<R, W>) -> &'static [Commit] {
        match s.left.failed_syncs {
            0 => &[Commit::Durable],
            _ => &[Commit::Durable, Commit::FailedButWritten, Commit::Failed],
        }
    }

    fn wires(&self, s: &System<R, W>, claim: Claim) -> Vec<Wire> {
        let response = |charge| RequestOutcome::Response {
            charge,
            more: claim.part + 1 < self.parts,
        };
        let mut wires = vec![
            (true, response(Charge::Charged)),
            (true, RequestOutcome::Unknown),
            (false, RequestOutcome::Unknown),
            (false, RequestOutcome::NotCharged),
        ];
        if s.left.unsent > 0 {
            wires.push((false, RequestOutcome::NotSent));
        }
        let wire = |(charged, outcome)| Wire { charged, outcome };
        wires.into_iter().map(wire).collect()
    }

    /// What processes and operators do by themselves.
    fn progress(&self, s: &System<R, W>, actions: &mut Vec<Action>) {
        // Idle processes are all the same, so the first acts for all.
        let is_idle = |worker: &Worker| worker.gate == Gate::Open && worker.phase == Phase::Idle;
        let first_idle = s.workers.iter().position(is_idle);
        for (w, worker) in s.workers.iter().enumerate() {
            if worker.gate == Gate::Stopped {
                actions.push(Action::Reopen(w));
                continue;
            }
            let is_expired = s.now >= worker.lease;
            if is_expired {
                actions.push(Action::Renew(w));
            }
            let mut with_commits = |action: &dyn Fn(Commit) -> Action| {
                actions.extend(Self::commits(s).iter().map(|&commit| action(commit)));
            };
            match worker.phase {
                Phase::Idle if first_idle != Some(w) => {}
                Phase::Idle => {
                    for (r, row) in (0..).zip(&s.rows) {
                        if row.row.state == State::Pending && s.budget.remaining() != Some(0) {
                            with_commits(&|commit| Action::Claim(w, r, commit));
                        }
                        if self.recovered(s, row.row).is_some() {
                            with_commits(&|commit| Action::Recover(w, r, commit));
                        }
                    }
                }
                Phase::Holding(_) if s.budget.remaining() == Some(0) => {
                    with_commits(&|commit| Action::Release(w, commit));
                }
                Phase::Holding(_) if is_expired => {}
                Phase::Holding(_) => with_commits(&|commit| Action::Start(w, commit)),
                // Not looking at the clock any more: it may have been stopped for hours.
                Phase::MaySend(claim) => {
                    let wires = self.wires(s, claim);
                    actions.extend(wires.into_iter().map(|wire| Action::Send(w, wire)));
                }
                Phase::Sent(..) => with_commits(&|commit| Action::Finish(w, commit)),
            }
        }
        for (r, row) in (0..).zip(&s.rows) {
            if matches!(row.row.state, State::Unknown { .. }) {
                if s.operator.is_none() {
                    actions.push(Action::Look(r));
                }
                self.decisions(s, Some(r), r, actions);
            }
        }
        if let Some(sight) = s.operator {
            self.decisions(s, None, sight.row, actions);
        }
    }

    /// An operator may find out the truth, or give up looking for it.
    fn decisions(&self, s: &System<R, W>, fresh: Option<u8>, r: u8, actions: &mut Vec<Action>) {
        let truth = match s.rows[usize::from(r)].charged_now {
            true => Charge::Charged,
            false => Charge::NotCharged,
        };
        for charge in [Charge::Unknown, truth] {
            actions.push(Action::Decide(fresh, charge, Next::Close));
            if s.left.resends > 0 {
                actions.push(Action::Decide(fresh, charge, Next::SendAgain));
            }
        }
    }

    /// The evidence on which a row may be recovered now, if that changes anything.
    fn recovered(&self, s: &System<R, W>, row: Row) -> Option<RecoveryEvidence> {
        let (State::Claimed { worker } | State::Sending { worker } | State::Unknown { worker, .. }) =
            row.state
        else {
            return None;
        };
        let evidence = match usize::try_from(worker.0) {
            Err(_) => RecoveryEvidence::Ended(ENDED),
            Ok(w) => RecoveryEvidence::Lease {
                until: s.workers[w].lease,
                now: s.now,
            },
        };
        let next = (self.apply)(Gate::Open, s.budget, row, RowEvent::Recover(evidence));
        next.is_ok().then_some(evidence)
    }

    /// One commit of a process. Whether it may go on, and what the machine said.
    fn commit(
        &self,
        s: &mut System<R, W>,
        w: usize,
        r: u8,
        event: RowEvent,
        commit: Commit,
    ) -> Option<Result<Then, TransitionError>> {
        let row = &mut s.rows[usize::from(r)];
        let is_stale = match event {
            RowEvent::Finish { epoch, .. } => epoch != row.row.epoch,
            _ => false,
        };
        let has_response = match event {
            RowEvent::Finish { outcome, .. } => is_response(outcome),
            _ => false,
        };
        let transition = match (self.apply)(s.workers[w].gate, s.budget, row.row, event) {
            Ok(transition) => transition,
            Err(error) => {
                if has_response {
                    s.broken = Some("a response was dropped");
                }
                return Some(Err(error));
            }
        };
        let is_kept = matches!(transition.keep, Some(Keep::Response | Keep::LateResponse));
        if has_response && !is_kept {
            s.broken = Some("a response was dropped");
        }
        if is_stale && transition.row != row.row {
            s.broken = Some("a stale worker wrote to a row");
        }
        if commit != Commit::Failed {
            if let RowEvent::Start { .. } = event {
                row.charged_now = false;
            }
            if transition.row.part != row.row.part {
                row.allowed += 1;
            }
            row.row = transition.row;
            s.budget = transition.budget;
        }
        if commit != Commit::Durable {
            s.left.failed_syncs -= 1;
        }
        let gate = &mut s.workers[w].gate;
        *gate = (self.after_commit)(*gate, commit == Commit::Durable);
        (*gate == Gate::Open).then_some(Ok(transition.then))
    }

    fn step(&self, s: &mut System<R, W>, action: Action) {
        match action {
            Action::Claim(w, r, commit) => {
                let worker = worker_id(w);
                if let Some(Ok(_)) = self.commit(s, w, r, RowEvent::Claim { worker }, commit) {
                    let Row { epoch, part, .. } = s.rows[usize::from(r)].row;
                    s.workers[w].phase = Phase::Holding(Claim {
                        row: r,
                        epoch,
                        part,
                    });
                }
            }
            Action::Start(w, commit) => {
                let Some(claim) = s.workers[w].phase.claim() else {
                    return;
                };
                let event = RowEvent::Start {
                    worker: worker_id(w),
                    epoch: claim.epoch,
                    cost: COST,
                    lease: s.workers[w].lease,
                    now: s.now,
                };
                match self.commit(s, w, claim.row, event, commit) {
                    Some(Ok(Then::Send)) => s.workers[w].phase = Phase::MaySend(claim),
                    // It holds the row still, and gives it back.
                    Some(Err(TransitionError::OverBudget { .. })) | None => {}
                    Some(_) => s.workers[w].phase = Phase::Idle,
                }
            }
            Action::Release(w, commit) => {
                let Some(claim) = s.workers[w].phase.claim() else {
                    return;
                };
                let event = RowEvent::Release {
                    worker: worker_id(w),
                    epoch: claim.epoch,
                };
                let released = self.commit(s, w, claim.row, event, commit);
                if released.is_some() {
                    s.workers[w].phase = Phase::Idle;
                }
            }
            Action::Send(w, wire) => {
                let Phase::MaySend(claim) = s.workers[w].phase else {
                    return;
                };
                if s.workers[w].gate == Gate::Stopped {
                    s.broken = Some("sent after a commit that failed");
                }
                let row = &mut s.rows[usize::from(claim.row)];
                if wire.outcome == RequestOutcome::NotSent {
                    s.left.unsent -= 1;
                } else {
                    row.allowed -= 1;
                }
                row.charges += u64::from(wire.charged);
                row.charged_now = wire.charged;
                s.workers[w].phase = Phase::Sent(claim, wire.outcome);
            }
            Action::Finish(w, commit) => {
                let Phase::Sent(claim, outcome) = s.workers[w].phase else {
                    return;
                };
                let event = RowEvent::Finish {
                    worker: worker_id(w),
                    epoch: claim.epoch,
                    part: claim.part,
                    outcome,
                };
                let finished = self.commit(s, w, claim.row, event, commit);
                let row = s.rows[usize::from(claim.row)];
                match finished {
                    Some(Ok(Then::Report)) => {
                        s.workers[w].phase = match row.row.state {
                            State::Claimed { worker } if worker == worker_id(w) => {
                                Phase::Holding(Claim {
                                    part: row.row.part,
                                    ..claim
                                })
                            }
                            _ => Phase::Idle,
                        };
                    }
                    Some(_) => s.workers[w].phase = Phase::Idle,
                    None => {}
                }
            }
            Action::Renew(w) => s.workers[w].lease = Moment(s.now.0 + 1),
            Action::Recover(w, r, commit) => {
                if let Some(evidence) = self.recovered(s, s.rows[usize::from(r)].row) {
                    let _stopped_or_not = self.commit(s, w, r, RowEvent::Recover(evidence), commit);
                }
            }
            Action::Reopen(w) => s.end_process(w),
            Action::Look(r) => {
                let Row { epoch, .. } = s.rows[usize::from(r)].row;
                s.operator = Some(Sight { row: r, epoch });
            }
            Action::Decide(fresh, charge, next) => self.decide(s, fresh, charge, next),
            Action::Crash(w) => {
                s.left.crashes -= 1;
                s.end_process(w);
            }
            Action::TimePasses => {
                s.left.expiries -= 1;
                s.now.0 += 1;
            }
        }
    }

    /// An operator decides by a process of its own, and says the truth about the sender.
    fn decide(&self, s: &mut System<R, W>, fresh: Option<u8>, charge: Charge, next: Next) {
        let fresh = fresh.map(|row| Sight {
            row,
            epoch: s.rows[usize::from(row)].row.epoch,
        });
        let Some(sight) = fresh.or(s.operator) else {
            return;
        };
        let sender_is_gone = !s.workers.iter().any(|worker| {
            let claim = worker.phase.claim();
            claim.is_some_and(|claim| claim.row == sight.row && claim.epoch == sight.epoch)
        });
        let event = RowEvent::Decide {
            epoch: sight.epoch,
            decision: Decision {
                charge,
                next,
                sender_is_gone,
            },
        };
        let row = &mut s.rows[usize::from(sight.row)];
        let transition = match (self.apply)(Gate::Open, s.budget, row.row, event) {
            Ok(transition) => transition,
            // There are other decisions.
            Err(TransitionError::SenderMayLive) => return,
            Err(_) => {
                s.operator = None;
                return;
            }
        };
        if fresh.is_none() {
            s.operator = None;
        }
        if !matches!(transition.keep, Some(Keep::Decision { .. })) {
            s.broken = Some("a decision was not recorded");
        }
        if next == Next::SendAgain {
            s.left.resends -= 1;
            row.allowed += 1;
        }
        row.row = transition.row;
        s.budget = transition.budget;
    }
}

impl<const R: usize, const W: usize> Model for Setup<R, W> {
    type State = System<R, W>;
    type Action = Action;

    fn init_states(&self) -> Vec<Self::State> {
        vec![System::new(self.limit, self.left)]
    }

    fn actions(&self, s: &Self::State, actions: &mut Vec<Action>) {
        self.progress(s, actions);
        if s.left.crashes > 0 {
            // A process with nothing in hand loses nothing.
            let busy = |&w: &usize| s.workers[w].phase != Phase::Idle;
            actions.extend((0..W).filter(busy).map(Action::Crash));
        }
        if s.left.expiries > 0 {
            actions.push(Action::TimePasses);
        }
    }

    fn next_state(&self, last: &Self::State, action: Action) -> Option<Self::State> {
        let mut s = last.clone();
        self.step(&mut s, action);
        if s == *last {
            return None;
        }
        if s.rank() <= last.rank() {
            s.broken = s.broken.or(Some("a run goes round in circles"));
        }
        Some(s.into_representative())
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::<Self>::always("no row is sent twice unless an operator says so", |_, s| {
                s.rows.iter().all(|row| row.allowed >= 0)
            }),
            Property::<Self>::always("a row that waits may be sent", |_, s| {
                s.rows.iter().all(|row| match row.row.state {
                    State::Pending | State::Claimed { .. } => row.allowed >= 1,
                    _ => true,
                })
            }),
            Property::<Self>::always("every charge is in the budget", |_, s| {
                let mut rows = s.rows.iter();
                let used = s.budget.totals.used();
                rows.all(|row| row.charges <= row.row.totals.used())
                    && s.budget.limit.is_none_or(|limit| used <= limit)
            }),
            Property::<Self>::always("the budget is the sum of the rows", |_, s| {
                let sum = |of: fn(&Row) -> u64| s.rows.iter().map(|row| of(&row.row)).sum::<u64>();
                let totals = s.budget.totals;
                totals.spent == sum(|row| row.totals.spent)
                    && totals.possible == sum(|row| row.totals.possible)
                    && totals.reserved == sum(|row| row.totals.reserved)
            }),
            Property::<Self>::always("nothing else breaks", |_, s| s.broken.is_none()),
            Property::<Self>::always("every row ends, or waits for money", |model, s| {
                let all_ended = s.rows.iter().all(|row| row.row.state.is_ended());
                let waits = s.rows.iter().all(|row| {
                    row.row.state.is_ended()
                        || row.row.state == State::Pending && s.budget.remaining() == Some(0)
                });
                if all_ended || waits {
                    return true;
                }
                let mut actions = Vec::new();
                model.progress(s, &mut actions);
                actions
                    .into_iter()
                    .any(|action| model.next_state(s, action).is_some())
            }),
            Property::<Self>::sometimes("all rows end", |_, s| {
                s.rows.iter().all(|row| row.row.state.is_ended())
            }),
        ]
    }
}
