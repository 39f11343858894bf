//! The states of a row, and the events that may change them. No IO, no clock.
//!
//! An engine reads a row and the budget, calls [`apply`], writes the [`Transition`] in one durable
//! commit, and only then does what [`Transition::then`] allows. Nothing else changes a row.
//!
//! | state | event | new state | budget | allowed after the commit |
//! |---|---|---|---|---|
//! | pending | [`Claim`](RowEvent::Claim) | claimed, epoch + 1 | | |
//! | claimed | [`Start`](RowEvent::Start) by its holder, lease valid, budget left | sending | reserves the cost | **send** |
//! | claimed | [`Release`](RowEvent::Release) by its holder | pending | | |
//! | claimed | [`Recover`](RowEvent::Recover) | pending | | |
//! | sending | [`Finish`](RowEvent::Finish): response, last part | done | charged, possible or given back | **report** |
//! | sending | [`Finish`](RowEvent::Finish): response, more parts | claimed, part + 1 | the same | **report** |
//! | sending | [`Finish`](RowEvent::Finish): not charged | `not_charged` | given back | **report** |
//! | sending | [`Finish`](RowEvent::Finish): not sent | pending | given back | |
//! | sending | [`Finish`](RowEvent::Finish): unknown | unknown, sender gone | possible | **report** |
//! | sending | [`Recover`](RowEvent::Recover), lease expired | unknown, sender may live | possible | |
//! | sending | [`Recover`](RowEvent::Recover), process ended | unknown, sender gone | possible | |
//! | unknown, sender may live | [`Finish`](RowEvent::Finish) of the same epoch | unknown, sender gone; the late response is kept | | |
//! | unknown, sender may live | [`Recover`](RowEvent::Recover), process ended | unknown, sender gone | | |
//! | unknown | [`Decide`](RowEvent::Decide): close | settled | as decided | |
//! | unknown, sender gone | [`Decide`](RowEvent::Decide): send again | pending | as decided | |
//! | ended, a possible cost | [`Decide`](RowEvent::Decide): keep | unchanged | as decided | |
//! | done, `not_charged` | [`Refresh`](RowEvent::Refresh) | pending, part 0 | the same | |
//! | any | [`Finish`](RowEvent::Finish) of an older epoch, or late, unless not sent | unchanged; the late response is kept | | |
//!
//! Everything else is a [`TransitionError`] and changes nothing. The budget always equals the sum
//! over the rows, because [`apply`] exchanges the totals of a row for its new ones.
//!
//! It follows that a part that was started is started again only by a decision, or after its own
//! sender has reported that not a byte left. The tests explore all states of a whole system
//! (`ledger_model`) and call this very function.
//!
//! A refreshed row is the decision of whoever imports it with
//! [`NewRow::with_fresh_for`](super::NewRow::with_fresh_for). Settled rows are not refreshed: their
//! sender may live.
//!
//! The machine cannot stop a process that is suspended between its commit and its first byte: its
//! request leaves when it wakes. So a lease that expired never makes a row pending, only unknown;
//! and while the sender may live, no decision gives its cost back or sends the row again, unless
//! the operator has made sure that it has ended.

use core::time::Duration;

use super::budget::{Budget, Totals};

/// How often a row was claimed. Grows with every claim, so that it names one holder of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Epoch(pub u32);

/// One process (or one run of it) that works on a ledger. Never used again after it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerId(pub i64);

/// A moment by the clock of the ledger, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

/// A row, as far as the machine knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Where it is.
    pub state: State,
    /// Its last claim.
    pub epoch: Epoch,
    /// The part (page) that is next, or in flight, or was last: from 0.
    pub part: u32,
    /// Its share of the budget.
    pub totals: Totals,
    /// The start of the budget's window in which its last cost was reserved; 0 without a window.
    pub window: Moment,
}

impl Row {
    /// A row that was imported and never claimed.
    pub const NEW: Self = Self {
        state: State::Pending,
        epoch: Epoch(0),
        part: 0,
        totals: Totals::ZERO,
        window: Moment(0),
    };
}

/// The state of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Waits for a worker; its part was never sent, or an operator wants it sent again.
    Pending,
    /// Belongs to a worker; nothing of its part was sent in this epoch.
    Claimed {
        /// The holder.
        worker: WorkerId,
    },
    /// May have been sent.
    Sending {
        /// The holder.
        worker: WorkerId,
    },
    /// Ended with a response, which is in the ledger.
    Done,
    /// Ended without a charge: refused by the vendor.
    NotCharged,
    /// Sent, or perhaps sent, without a known outcome. It may be charged.
    Unknown {
        /// The cost that is possible and undecided.
        cost: u64,
        /// Who sent it.
        worker: WorkerId,
        /// Whether its sender may still send it.
        sender: Sender,
    },
    /// Ended by a decision.
    Settled,
}

impl State {
    /// Whether it has ended: nothing more is sent, unless an operator asks for it.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Done | Self::NotCharged | Self::Settled)
    }
}

/// Whether the worker that started an unknown row may still send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sender {
    /// Its lease expired, but it may be stopped rather than dead.
    MayLive,
    /// It ended, or said itself that its request is over.
    Gone,
}

/// Whether money was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charge {
    /// Certainly.
    Charged,
    /// Certainly not.
    NotCharged,
    /// Not known; counts as possibly spent.
    Unknown,
}

/// How a request ended, as its sender knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestOutcome {
    /// With a response worth keeping.
    Response {
        /// Whether it was charged.
        charge: Charge,
        /// Whether the row has further parts.
        more: bool,
    },
    /// The vendor refused it, certainly without a charge.
    NotCharged,
    /// The vendor has not taken it, certainly: not one byte left, or the vendor refused it before
    /// any work for a reason that passes, such as a used-up balance. The same part is due again.
    NotSent,
    /// The sender cannot say: the response was lost, or cannot be read. Bytes that came are kept.
    Unknown,
}

impl RequestOutcome {
    /// Whether bytes may have come, which are kept.
    const fn may_have_bytes(self) -> bool {
        !matches!(self, Self::NotSent)
    }
}

/// Why a row may be taken from its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecoveryEvidence {
    /// The lease of the holder, and the present.
    Lease {
        /// When the lease ends.
        until: Moment,
        /// The present, by the same clock.
        now: Moment,
    },
    /// The process of this worker has ended: its lock is free, or its parent has seen it end.
    Ended(WorkerId),
}

/// What an operator decides about an unknown row, or about the possible cost of an ended one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision {
    /// Whether the lost request was charged, as far as the operator found out.
    pub charge: Charge,
    /// What happens to the row.
    pub next: Next,
    /// The operator has made sure that the sender has ended.
    pub sender_is_gone: bool,
}

/// What a decision does with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Next {
    /// The row is settled.
    Close,
    /// The row is pending again, and may be charged again.
    SendAgain,
    /// The row has ended and stays as it is: only its possible cost is decided on, all of it.
    Keep,
}

/// Something that happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowEvent {
    /// A worker takes it.
    Claim {
        /// The worker.
        worker: WorkerId,
    },
    /// Its holder is about to send it.
    Start {
        /// The holder.
        worker: WorkerId,
        /// The claim.
        epoch: Epoch,
        /// The most that it may cost.
        cost: u64,
        /// When the lease of the holder ends.
        lease: Moment,
        /// The present.
        now: Moment,
    },
    /// The request is over.
    Finish {
        /// The sender.
        worker: WorkerId,
        /// Its claim.
        epoch: Epoch,
        /// The part that was sent.
        part: u32,
        /// How it ended.
        outcome: RequestOutcome,
    },
    /// Its holder gives it back unsent.
    Release {
        /// The holder.
        worker: WorkerId,
        /// The claim.
        epoch: Epoch,
    },
    /// Its holder has gone, or seems to.
    Recover(RecoveryEvidence),
    /// An operator decides on it, having seen it in this epoch.
    Decide {
        /// The claim that the operator saw.
        epoch: Epoch,
        /// The decision.
        decision: Decision,
    },
    /// An operator wants a newer response than the one in the ledger.
    Refresh,
}

/// Everything to be written in one commit, and what the caller may do once that is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Transition {
    /// The row from now on.
    pub row: Row,
    /// The budget from now on.
    pub budget: Budget,
    /// An addition to the ledger in the same commit.
    pub keep: Option<Keep>,
    /// What the caller may do after the commit, and never before.
    pub then: Then,
}

/// What a transition adds to the ledger beside its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The raw response of the sender; nothing if not a byte came.
    Response,
    /// The raw response of a sender that came back late: evidence for an operator.
    LateResponse,
    /// The decision, with the cost that was possible.
    Decision {
        /// The cost.
        cost: u64,
    },
}

/// What a durable transition allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Nothing,
    /// The first byte may leave.
    Send,
    /// The outcome may be reported.
    Report,
}

/// Why an event is not allowed. It has changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TransitionError {
    /// A commit failed before, so nothing is sent or written until the ledger is opened again.
    #[error("the ledger has stopped after a commit that failed; open it again")]
    Stopped,
    /// Another worker holds the row, or held it since.
    #[error("the row was claimed again since: its epoch is {}", current.0)]
    Fenced {
        /// The epoch of the row.
        current: Epoch,
    },
    /// The row is in no state for this event.
    #[error("the row is not in a state for this")]
    WrongState {
        /// Its state.
        state: State,
    },
    /// The lease of the worker has expired.
    #[error("the lease of this worker has expired; renew it first")]
    LeaseExpired,
    /// The lease of the holder has not expired.
    #[error("the lease of the holder is still valid")]
    LeaseHeld,
    /// The cost would go beyond the budget.
    #[error("over budget: {used} of {limit} used, {cost} more asked")]
    OverBudget {
        /// The limit.
        limit: u64,
        /// Spent, possibly spent and reserved.
        used: u64,
        /// What was asked for.
        cost: u64,
    },
    /// The cost would go beyond what may be used within a window of time.
    #[error("over budget for now: {used} of {limit} used in this window, {cost} more asked")]
    OverWindow {
        /// The limit of the window.
        limit: u64,
        /// What was used in it.
        used: u64,
        /// What was asked for.
        cost: u64,
        /// When the next window starts, by the clock of the ledger.
        until: Moment,
        /// How long that is from now.
        wait: Duration,
    },
    /// The worker that sent the row may still be alive.
    #[error("the sender may still send it: make sure that its process has ended, and say so")]
    SenderMayLive,
}

impl TransitionError {
    /// Says how long to wait from this moment.
    fn at(mut self, now: Moment) -> Self {
        if let Self::OverWindow { until, wait, .. } = &mut self {
            let left = u64::try_from(until.0.saturating_sub(now.0)).unwrap_or(0);
            *wait = Duration::from_millis(left);
        }
        self
    }
}

/// Whether this process may use the ledger. A commit that fails closes it for good: whether it is
/// durable cannot be known, and no later success would prove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Gate {
    /// All commits so far succeeded.
    #[default]
    Open,
    /// A commit failed.
    Stopped,
}

impl Gate {
    /// The gate after a commit.
    #[must_use]
    pub const fn after_commit(self, is_durable: bool) -> Self {
        match (self, is_durable) {
            (Self::Open, true) => Self::Open,
            _ => Self::Stopped,
        }
    }
}

/// The transition for an event, or why there is no such transition.
///
/// # Errors
///
/// See [`TransitionError`]; the row and the budget stay as they are.
pub fn apply(
    gate: Gate,
    budget: Budget,
    row: Row,
    event: RowEvent,
) -> Result<Transition, TransitionError> {
    if gate == Gate::Stopped {
        return Err(TransitionError::Stopped);
    }
    let wrong_state = TransitionError::WrongState { state: row.state };
    match event {
        RowEvent::Claim { worker } => match row.state {
            State::Pending => Step::to(State::Claimed { worker })
                .epoch(Epoch(row.epoch.0.saturating_add(1)))
                .from(row, budget),
            _ => Err(wrong_state),
        },
        RowEvent::Start {
            worker,
            epoch,
            cost,
            lease,
            now,
        } => {
            row.held(State::Claimed { worker }, epoch)?;
            if now >= lease {
                return Err(TransitionError::LeaseExpired);
            }
            let budget = budget.at(now);
            let window = budget.window.map_or(Moment(0), |window| window.began);
            Step::to(State::Sending { worker })
                .totals(row.totals.reserve(cost))
                .then(Then::Send)
                .from(Row { window, ..row }, budget)
                .map_err(|error| error.at(now))
        }
        RowEvent::Release { worker, epoch } => {
            row.held(State::Claimed { worker }, epoch)?;
            Step::to(State::Pending).from(row, budget)
        }
        RowEvent::Finish {
            worker,
            epoch,
            part,
            outcome,
        } => finish(budget, row, worker, (epoch, part), outcome),
        RowEvent::Recover(evidence) => recover(budget, row, evidence),
        RowEvent::Decide { epoch, decision } => decide(budget, row, epoch, decision),
        RowEvent::Refresh => match row.state {
            State::Done | State::NotCharged => Step::to(State::Pending).part(0).from(row, budget),
            _ => Err(wrong_state),
        },
    }
}

fn finish(
    budget: Budget,
    row: Row,
    worker: WorkerId,
    (epoch, part): (Epoch, u32),
    outcome: RequestOutcome,
) -> Result<Transition, TransitionError> {
    let is_its_sender = row.epoch == epoch && row.part == part;
    match row.state {
        State::Sending { worker: holder } if is_its_sender && holder == worker => {
            let totals = row.totals;
            let step = match outcome {
                RequestOutcome::Response { charge, more } => Step::to(match more {
                    true => State::Claimed { worker },
                    false => State::Done,
                })
                .part(row.part.saturating_add(u32::from(more)))
                .totals(totals.settle_reserved(charge))
                .keep(Keep::Response)
                .then(Then::Report),
                RequestOutcome::NotCharged => Step::to(State::NotCharged)
                    .totals(totals.settle_reserved(Charge::NotCharged))
                    .keep(Keep::Response)
                    .then(Then::Report),
                RequestOutcome::NotSent => {
                    Step::to(State::Pending).totals(totals.settle_reserved(Charge::NotCharged))
                }
                RequestOutcome::Unknown => Step::to(State::Unknown {
                    cost: totals.reserved,
                    worker,
                    sender: Sender::Gone,
                })
                .totals(totals.settle_reserved(Charge::Unknown))
                .keep(Keep::Response)
                .then(Then::Report),
            };
            step.from(row, budget)
        }
        State::Unknown {
            cost,
            worker: holder,
            sender: Sender::MayLive,
        } if is_its_sender && holder == worker => Step::to(State::Unknown {
            cost,
            worker,
            sender: Sender::Gone,
        })
        .keep_if(outcome.may_have_bytes(), Keep::LateResponse)
        .from(row, budget),
        _ if outcome.may_have_bytes() => Step::to(row.state)
            .keep(Keep::LateResponse)
            .from(row, budget),
        _ => Err(TransitionError::Fenced { current: row.epoch }),
    }
}

fn recover(
    budget: Budget,
    row: Row,
    evidence: RecoveryEvidence,
) -> Result<Transition, TransitionError> {
    let (State::Claimed { worker } | State::Sending { worker } | State::Unknown { worker, .. }) =
        row.state
    else {
        return Err(TransitionError::WrongState { state: row.state });
    };
    let sender = match evidence {
        RecoveryEvidence::Lease { until, now } if now < until => {
            return Err(TransitionError::LeaseHeld);
        }
        RecoveryEvidence::Lease { .. } => Sender::MayLive,
        RecoveryEvidence::Ended(ended) if ended == worker => Sender::Gone,
        RecoveryEvidence::Ended(_) => return Err(TransitionError::Fenced { current: row.epoch }),
    };
    let step = match row.state {
        State::Claimed { .. } => Step::to(State::Pending),
        State::Sending { worker } => Step::to(State::Unknown {
            cost: row.totals.reserved,
            worker,
            sender,
        })
        .totals(row.totals.settle_reserved(Charge::Unknown)),
        State::Unknown {
            cost,
            worker,
            sender: Sender::MayLive,
        } if sender == Sender::Gone => Step::to(State::Unknown {
            cost,
            worker,
            sender,
        }),
        state => return Err(TransitionError::WrongState { state }),
    };
    step.from(row, budget)
}

fn decide(
    budget: Budget,
    row: Row,
    epoch: Epoch,
    decision: Decision,
) -> Result<Transition, TransitionError> {
    let (cost, sender) = match row.state {
        State::Unknown { cost, sender, .. } if decision.next != Next::Keep => (cost, sender),
        _ if decision.next != Next::Keep || row.totals.possible == 0 => {
            return Err(TransitionError::WrongState { state: row.state });
        }
        State::Done | State::NotCharged => (row.totals.possible, Sender::Gone),
        // Its sender may live as well as when it was decided.
        State::Settled => (row.totals.possible, Sender::MayLive),
        state => return Err(TransitionError::WrongState { state }),
    };
    if row.epoch != epoch {
        return Err(TransitionError::Fenced { current: row.epoch });
    }
    // A sender that lives may yet be charged: its cost must stay booked, and its row unsent.
    let needs_sender_gone =
        decision.charge == Charge::NotCharged || decision.next == Next::SendAgain;
    if needs_sender_gone && sender == Sender::MayLive && !decision.sender_is_gone {
        return Err(TransitionError::SenderMayLive);
    }
    Step::to(match decision.next {
        Next::Close => State::Settled,
        Next::SendAgain => State::Pending,
        Next::Keep => row.state,
    })
    .totals(row.totals.settle_possible(cost, decision.charge))
    .keep(Keep::Decision { cost })
    .from(row, budget)
}

impl Row {
    /// That it is in this state, held by the worker of this epoch.
    fn held(&self, state: State, epoch: Epoch) -> Result<(), TransitionError> {
        if self.epoch != epoch {
            return Err(TransitionError::Fenced {
                current: self.epoch,
            });
        }
        match self.state == state {
            true => Ok(()),
            false => Err(TransitionError::WrongState { state: self.state }),
        }
    }
}

/// A transition being put together: everything that is not named stays as it is.
struct Step {
    state: State,
    epoch: Option<Epoch>,
    part: Option<u32>,
    totals: Option<Totals>,
    keep: Option<Keep>,
    then: Then,
}

impl Step {
    const fn to(state: State) -> Self {
        Self {
            state,
            epoch: None,
            part: None,
            totals: None,
            keep: None,
            then: Then::Nothing,
        }
    }

    const fn epoch(mut self, epoch: Epoch) -> Self {
        self.epoch = Some(epoch);
        self
    }

    const fn part(mut self, part: u32) -> Self {
        self.part = Some(part);
        self
    }

    const fn totals(mut self, totals: Totals) -> Self {
        self.totals = Some(totals);
        self
    }

    const fn keep(self, keep: Keep) -> Self {
        self.keep_if(true, keep)
    }

    const fn keep_if(mut self, condition: bool, keep: Keep) -> Self {
        if condition {
            self.keep = Some(keep);
        }
        self
    }

    const fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }

    /// The transition from this row, if the budget allows it.
    fn from(self, row: Row, budget: Budget) -> Result<Transition, TransitionError> {
        let totals = self.totals.unwrap_or(row.totals);
        Ok(Transition {
            row: Row {
                state: self.state,
                epoch: self.epoch.unwrap_or(row.epoch),
                part: self.part.unwrap_or(row.part),
                totals,
                window: row.window,
            },
            budget: budget.exchange(row.totals, totals, row.window)?,
            keep: self.keep,
            then: self.then,
        })
    }
}
