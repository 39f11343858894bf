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

use registry_bulk::ledger::machine::{self, Gate};
use stateright::{Checker, HasDiscoveries, Model};

use model::Setup;
use system::Left;

const LEFT: Left = Left {
    crashes: 2,
    expiries: 1,
    failed_syncs: 1,
    unsent: 1,
    resends: 1,
};

const fn setup<const R: usize, const W: usize>(limit: Option<u64>, left: Left) -> Setup<R, W> {
    Setup {
        limit,
        parts: 1,
        left,
        apply: machine::apply,
        after_commit: Gate::after_commit,
    }
}

/// Explores everything, prints how much that is, and returns the property that breaks.
fn explore<const R: usize, const W: usize>(setup: Setup<R, W>) -> Option<&'static str> {
    let started = Instant::now();
    let checker = setup
        .checker()
        .threads(2)
        .timeout(Duration::from_secs(300))
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
            for (state, action) in path.into_vec() {
                println!("{state:?}\n   {action:?}");
            }
            broken = Some(name);
        }
    }
    assert!(broken.is_some() || checker.is_done(), "not all states were explored");
    broken
}

#[test]
fn small() {
    assert_eq!(explore(setup::<1, 2>(Some(2), LEFT)), None);
}

#[test]
fn two_workers_and_two_rows_keep_all_promises() {
    assert_eq!(explore(setup::<2, 2>(Some(2), LEFT)), None);
}

#[test]
fn big_a() {
    assert_eq!(explore(setup::<3, 3>(Some(2), Left { failed_syncs: 1, unsent: 0, resends: 0, ..LEFT })), None);
}

#[test]
fn big_b() {
    assert_eq!(explore(setup::<3, 3>(Some(2), Left { failed_syncs: 0, unsent: 0, resends: 1, ..LEFT })), None);
}

#[test]
fn big_c() {
    assert_eq!(explore(setup::<3, 3>(Some(2), Left { failed_syncs: 0, unsent: 1, resends: 0, ..LEFT })), None);
}

#[test]
fn big_d() {
    assert_eq!(explore(setup::<3, 3>(Some(3), Left { failed_syncs: 0, unsent: 0, resends: 0, ..LEFT })), None);
}
