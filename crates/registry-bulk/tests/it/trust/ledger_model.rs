//! Explores three workers and three rows.

use crate::ledger_model::{LEFT, Left, explore, setup};

const NOTHING_ELSE: Left = Left {
    failed_syncs: 0,
    unsent: 0,
    resends: 0,
    ..LEFT
};

#[test]
fn two_crashes_an_expired_lease_and_a_failed_sync_break_nothing() {
    let left = Left {
        failed_syncs: 1,
        ..NOTHING_ELSE
    };
    assert_eq!(explore(setup::<3, 3>(Some(2), left)), None);
}

#[test]
fn two_crashes_an_expired_lease_and_a_second_send_break_nothing() {
    let left = Left {
        resends: 1,
        ..NOTHING_ELSE
    };
    assert_eq!(explore(setup::<3, 3>(Some(2), left)), None);
}

#[test]
fn two_crashes_an_expired_lease_and_an_unsent_request_break_nothing() {
    let left = Left {
        unsent: 1,
        ..NOTHING_ELSE
    };
    assert_eq!(explore(setup::<3, 3>(Some(3), left)), None);
}

#[test]
fn everything_at_once_breaks_nothing_of_two_rows_and_two_workers() {
    assert_eq!(explore(setup::<2, 2>(Some(2), LEFT)), None);
}

/// Takes more than five minutes on two cores.
#[test]
#[ignore = "takes minutes: `cargo test -p registry-bulk --test it -- --ignored three_workers`"]
fn everything_at_once_breaks_nothing_of_three_rows_and_three_workers() {
    assert_eq!(explore(setup::<3, 3>(Some(2), LEFT)), None);
}
