//! Explores all states of the ledger's machine: workers, crashes, expired leases, lost and late
//! responses, failed syncs, two operators.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the rows and workers of the model are its own; it says how much it explored"
)]

mod model;
mod system;

use core::time::Duration;
use std::time::Instant;

use registry_bulk::ledger::Budget;
use registry_bulk::ledger::machine::{
    self, Gate, Keep, RequestOutcome, Row, RowEvent, State, Transition, TransitionError,
};
use stateright::{Checker, HasDiscoveries, Model};

pub(crate) use model::Setup;
pub(crate) use system::Left;

pub(crate) const LEFT: Left = Left {
    crashes: 2,
    expiries: 1,
    failed_syncs: 1,
    unsent: 1,
    resends: 1,
};

pub(crate) const fn setup<const R: usize, const W: usize>(
    limit: Option<u64>,
    left: Left,
) -> Setup<R, W> {
    Setup {
        limit,
        parts: 1,
        left,
        apply: machine::apply,
        after_commit: Gate::after_commit,
    }
}

/// Explores everything, prints how much that is, and returns the property that breaks.
pub(crate) fn explore<const R: usize, const W: usize>(setup: Setup<R, W>) -> Option<&'static str> {
    let started = Instant::now();
    let checker = setup
        .checker()
        .threads(2)
        .timeout(Duration::from_secs(3_600))
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    println!(
        "{R} rows, {W} workers, {:?}: {} states, {} transitions, depth {}, {:.1} s",
        setup.left,
        checker.unique_state_count(),
        checker.state_count(),
        checker.max_depth(),
        started.elapsed().as_secs_f64(),
    );
    let mut broken = None;
    for (name, path) in checker.discoveries() {
        let property = checker.model().property(name);
        if property.expectation.discovery_is_failure() {
            println!("broken: {name}");
            println!("after: {:?}", path.into_actions());
            broken = Some(name);
        }
    }
    assert!(
        broken.is_some() || checker.is_done(),
        "not all states were explored"
    );
    broken
}

/// Small enough for every run; `trust` has the others.
const SMALL: Setup<2, 2> = setup(
    Some(2),
    Left {
        crashes: 1,
        failed_syncs: 0,
        unsent: 0,
        ..LEFT
    },
);

#[test]
fn one_row_keeps_all_promises_whatever_goes_wrong() {
    assert_eq!(explore(setup::<1, 2>(Some(2), LEFT)), None);
}

#[test]
fn two_rows_and_two_workers_keep_all_promises() {
    assert_eq!(explore(SMALL), None);
}

#[test]
fn a_row_in_two_parts_keeps_all_promises() {
    let in_parts = Setup {
        parts: 2,
        ..setup::<1, 2>(Some(3), Left { crashes: 1, ..LEFT })
    };
    assert_eq!(explore(in_parts), None);
}

/// The property that a wrong machine breaks.
fn broken_by(
    apply: fn(Gate, Budget, Row, RowEvent) -> Result<Transition, TransitionError>,
) -> Option<&'static str> {
    explore(Setup { apply, ..SMALL })
}

#[test]
fn a_restart_that_makes_sent_rows_pending_is_found() {
    let broken = broken_by(|gate, budget, row, event| {
        let mut transition = machine::apply(gate, budget, row, event)?;
        if let (RowEvent::Recover(_), State::Sending { .. }) = (event, row.state) {
            transition.row.state = State::Pending;
        }
        Ok(transition)
    });
    // Two threads look, and either may be first.
    let found = [
        "a row that waits may be sent",
        "no row is sent twice unless an operator says so",
    ];
    assert!(found.contains(&broken.unwrap()));
}

#[test]
fn a_lost_response_that_frees_its_cost_is_found() {
    let broken = broken_by(|gate, budget, row, event| {
        let mut transition = machine::apply(gate, budget, row, event)?;
        if let RowEvent::Finish { outcome, .. } = event
            && outcome == RequestOutcome::Unknown
        {
            transition.row.totals = row.totals;
            transition.row.totals.reserved = 0;
            transition.budget = budget;
            transition.budget.totals.reserved -= row.totals.reserved;
        }
        Ok(transition)
    });
    assert_eq!(broken, Some("every charge is in the budget"));
}

#[test]
fn a_decision_that_takes_no_heed_of_a_living_sender_is_found() {
    let broken = broken_by(|gate, budget, row, mut event| {
        if let RowEvent::Decide { decision, .. } = &mut event {
            decision.sender_is_gone = true;
        }
        machine::apply(gate, budget, row, event)
    });
    assert!(broken.is_some());
}

#[test]
fn a_stale_claim_that_may_start_is_found() {
    let broken = broken_by(|gate, budget, row, mut event| {
        if let (RowEvent::Start { worker, epoch, .. }, State::Claimed { worker: holder }) =
            (&mut event, row.state)
        {
            (*worker, *epoch) = (holder, row.epoch);
        }
        machine::apply(gate, budget, row, event)
    });
    assert!(broken.is_some());
}

#[test]
fn a_late_response_that_is_dropped_is_found() {
    let broken = broken_by(|gate, budget, row, event| {
        let mut transition = machine::apply(gate, budget, row, event)?;
        if transition.keep == Some(Keep::LateResponse) {
            transition.keep = None;
        }
        Ok(transition)
    });
    assert_eq!(broken, Some("nothing else breaks"));
}

#[test]
fn a_row_that_is_not_recovered_is_found() {
    let broken = broken_by(|gate, budget, row, event| match (event, row.state) {
        (RowEvent::Recover(_), state @ State::Sending { .. }) => {
            Err(TransitionError::WrongState { state })
        }
        _ => machine::apply(gate, budget, row, event),
    });
    assert_eq!(broken, Some("every row ends, or waits for money"));
}

#[test]
fn a_process_that_continues_after_a_failed_sync_is_found() {
    let broken = explore(Setup {
        after_commit: |_, _| Gate::Open,
        ..setup::<1, 2>(Some(2), LEFT)
    });
    assert!(broken.is_some());
}
