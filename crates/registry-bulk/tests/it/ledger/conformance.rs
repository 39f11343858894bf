//! The contract of ledgers, tried on an engine. `conformance!(engine)` makes the tests of one.

use core::time::Duration;
use std::collections::BTreeMap;

use bytes::Bytes;
use registry_bulk::ledger::machine::{
    Gate, Moment, RecoveryEvidence, Row, RowEvent, Sender, State, TransitionError, apply,
};
use registry_bulk::ledger::{
    Charge, Claim, Decision, Epoch, Finished, Imported, InvalidRow, Key, Ledger, LedgerError,
    NewRow, Next, Permit, Rate, RequestOutcome, RowId, Settings, Totals, WorkerId,
};

/// How to get ledgers of an engine.
pub(super) trait Engine {
    type Ledger: Ledger + Clone + 'static;

    /// An empty store.
    fn new() -> Self;

    /// Opens the store once more, as another process would.
    fn open(&self, lease: Duration) -> Self::Ledger;
}

pub(super) const LONG: Duration = Duration::from_secs(600);
const CHARGED: RequestOutcome = RequestOutcome::Response {
    charge: Charge::Charged,
    more: false,
};
const CLOSE: Decision = Decision {
    charge: Charge::Unknown,
    next: Next::Close,
    sender_is_gone: false,
};

pub(super) fn row(number: u32) -> NewRow {
    let name = format!("company {number}");
    let key = Key(u128::from(number).to_be_bytes());
    NewRow::new(key, "ent3f.Submit", [("name", name.as_str())]).unwrap()
}

pub(super) fn rows(count: u32) -> Vec<NewRow> {
    (0..count).map(row).collect()
}

/// A store with so many rows, and a worker.
async fn started<E: Engine>(count: u32, lease: Duration) -> (E, E::Ledger, WorkerId) {
    let engine = E::new();
    let ledger = engine.open(lease);
    ledger.import(rows(count)).await.unwrap();
    let worker = ledger.join("test").await.unwrap();
    (engine, ledger, worker)
}

/// Ends the lease of a worker now, so that no test waits for a time.
async fn expire(engine: &impl Engine, worker: WorkerId) {
    let lease = engine.open(Duration::ZERO).renew(worker).await.unwrap();
    assert_eq!(lease, Duration::ZERO);
}

async fn one_claim(ledger: &impl Ledger, worker: WorkerId) -> Claim {
    let mut claims = ledger.claim(worker, 1).await.unwrap();
    claims.pop().unwrap()
}

pub(super) async fn row_of(ledger: &impl Ledger, id: RowId) -> Row {
    let rows = ledger.rows(RowId(id.0 - 1), 1).await.unwrap();
    rows[0].row
}

async fn state(ledger: &impl Ledger, id: RowId) -> State {
    row_of(ledger, id).await.state
}

/// The counts and the budget are what the rows say.
pub(super) async fn is_consistent(ledger: &impl Ledger) {
    let status = ledger.status().await.unwrap();
    let (mut totals, mut ended, mut all) = (Totals::ZERO, 0, 0);
    let mut after = RowId(0);
    loop {
        let page = ledger.rows(after, 1_000).await.unwrap();
        let Some(last) = page.last() else { break };
        after = last.id;
        for record in &page {
            all += 1;
            ended += u64::from(record.row.state.is_ended());
            totals.spent += record.row.totals.spent;
            totals.possible += record.row.totals.possible;
            totals.reserved += record.row.totals.reserved;
        }
    }
    assert_eq!(status.budget.totals, totals);
    let counts = status.counts;
    assert_eq!(counts.all(), all);
    assert_eq!(counts.done + counts.not_charged + counts.settled, ended);
}

const fn imported(added: u64, duplicates: u64) -> Imported {
    Imported {
        added,
        duplicates,
        refreshed: 0,
    }
}

/// Starts a row and finishes it.
async fn ends(ledger: &impl Ledger, claim: &Claim, outcome: RequestOutcome, body: &'static [u8]) {
    let permit = ledger.start(claim, 1).await.unwrap();
    let body = Bytes::from_static(body);
    ledger.finish(permit, outcome, body).await.unwrap();
}

pub(super) async fn rows_are_imported_once_by_their_key<E: Engine>() {
    let engine = E::new();
    let ledger = engine.open(LONG);
    let twice = rows(3).into_iter().chain(rows(5)).collect();
    let (added, duplicates) = (5, 3);
    assert_eq!(
        ledger.import(twice).await.unwrap(),
        imported(added, duplicates)
    );
    let again = engine.open(LONG).import(rows(6)).await.unwrap();
    let (added, duplicates) = (1, 5);
    assert_eq!(again, imported(added, duplicates));

    let records = ledger.rows(RowId(0), 100).await.unwrap();
    let inputs: Vec<_> = records.iter().map(|record| record.input.as_str()).collect();
    let expected: Vec<_> = (0..6)
        .map(|n| format!(r#"{{"name":"company {n}"}}"#))
        .collect();
    assert_eq!(inputs, expected, "in the order of import");
    is_consistent(&ledger).await;
}

pub(super) async fn a_row_has_one_holder<E: Engine>() {
    let (engine, ledger, first) = started::<E>(5, LONG).await;
    let other = engine.open(LONG);
    let second = other.join("other").await.unwrap();
    let mine = ledger.claim(first, 2).await.unwrap();
    let theirs = other.claim(second, 9).await.unwrap();
    let ids = |claims: &[Claim]| claims.iter().map(|claim| claim.row.0).collect::<Vec<_>>();
    assert_eq!((ids(&mine), ids(&theirs)), (vec![1, 2], vec![3, 4, 5]));
    assert!(ledger.claim(first, 9).await.unwrap().is_empty());
    ledger.release(mine[0].clone()).await.unwrap();
    let again = one_claim(&other, second).await;
    assert_eq!((again.row, again.epoch), (RowId(1), Epoch(2)));
}

pub(super) async fn sending_is_durable_before_the_permit<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(1, LONG).await;
    let claim = one_claim(&ledger, worker).await;
    let permit = ledger.start(&claim, 3).await.unwrap();
    assert!(permit.time_left() <= LONG && permit.time_left() > LONG / 2);
    let other = engine.open(LONG);
    assert_eq!(state(&other, claim.row).await, State::Sending { worker });
    assert_eq!(other.status().await.unwrap().budget.totals.reserved, 3);
    drop(permit);
}

pub(super) async fn a_response_is_durable_before_it_is_reported<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(1, LONG).await;
    let claim = one_claim(&ledger, worker).await;
    let permit = ledger.start(&claim, 1).await.unwrap();
    let body = Bytes::from_static(b"{\"code\":2,\0raw\xff}");
    let finished = ledger.finish(permit, CHARGED, body.clone()).await.unwrap();
    assert_eq!(finished, Finished::Recorded);
    let other = engine.open(LONG);
    assert_eq!(state(&other, claim.row).await, State::Done);
    let responses = other.responses(claim.row).await.unwrap();
    assert_eq!(responses.len(), 1);
    assert_eq!((&responses[0].body, responses[0].is_late), (&body, false));
    assert_eq!(other.status().await.unwrap().budget.totals.spent, 1);
}

pub(super) async fn bytes_that_cannot_be_read_are_kept<E: Engine>() {
    let (_engine, ledger, worker) = started::<E>(2, LONG).await;
    let claims = ledger.claim(worker, 2).await.unwrap();
    for (claim, body) in claims.iter().zip([&b"<html>"[..], b""]) {
        let permit = ledger.start(claim, 1).await.unwrap();
        let bytes = Bytes::from_static(body);
        ledger
            .finish(permit, RequestOutcome::Unknown, bytes)
            .await
            .unwrap();
        let responses = ledger.responses(claim.row).await.unwrap();
        let bodies: Vec<_> = responses.iter().map(|r| &r.body[..]).collect();
        let expected: Vec<_> = Some(body).filter(|b| !b.is_empty()).into_iter().collect();
        assert_eq!(bodies, expected);
    }
}

pub(super) async fn nothing_is_started_beyond_the_limit<E: Engine>() {
    let (_engine, ledger, worker) = started::<E>(4, LONG).await;
    ledger.set_limit(Some(2)).await.unwrap();
    let claims = ledger.claim(worker, 4).await.unwrap();
    let spent = ledger.start(&claims[0], 1).await.unwrap();
    let lost = ledger.start(&claims[1], 1).await.unwrap();
    let over = LedgerError::Transition(TransitionError::OverBudget {
        limit: 2,
        used: 2,
        cost: 1,
    });
    assert_eq!(ledger.start(&claims[2], 1).await.unwrap_err(), over);
    ledger.finish(spent, CHARGED, Bytes::new()).await.unwrap();
    ledger
        .finish(lost, RequestOutcome::Unknown, Bytes::new())
        .await
        .unwrap();
    assert_eq!(
        ledger.start(&claims[2], 1).await.unwrap_err(),
        over,
        "possible is used"
    );

    let found_out = Decision {
        charge: Charge::NotCharged,
        ..CLOSE
    };
    let lost = &claims[1];
    ledger
        .decide(lost.row, lost.epoch, found_out, "an")
        .await
        .unwrap();
    let free = ledger.start(&claims[2], 1).await.unwrap();
    ledger
        .finish(free, RequestOutcome::NotCharged, Bytes::new())
        .await
        .unwrap();
    let unsent = ledger.start(&claims[3], 1).await.unwrap();
    ledger
        .finish(unsent, RequestOutcome::NotSent, Bytes::new())
        .await
        .unwrap();
    let status = ledger.status().await.unwrap();
    assert_eq!(status.budget.remaining(), Some(1));
    let counts = status.counts;
    assert_eq!(
        [
            counts.done,
            counts.settled,
            counts.not_charged,
            counts.pending
        ],
        [1, 1, 1, 1]
    );
    is_consistent(&ledger).await;
}

pub(super) async fn an_expired_lease_frees_claims_and_makes_sent_rows_unknown<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(2, LONG).await;
    let claims = ledger.claim(worker, 2).await.unwrap();
    let permit = ledger.start(&claims[1], 1).await.unwrap();
    let other = engine.open(LONG);
    expire(&engine, worker).await;
    let late = ledger.start(&claims[0], 1).await.unwrap_err();
    assert_eq!(late, LedgerError::Transition(TransitionError::LeaseExpired));
    let recovered = other.recover(None, 100).await.unwrap();
    assert_eq!((recovered.pending, recovered.unknown), (1, 1));
    assert_eq!(other.recover(None, 100).await.unwrap().pending, 0, "once");

    // The worker comes back. Its claim is gone; its response is evidence.
    ledger.renew(worker).await.unwrap();
    let stale = ledger.start(&claims[0], 1).await.unwrap_err();
    assert!(matches!(stale, LedgerError::Transition(_)), "{stale}");
    let id = claims[1].row;
    let unsure = Decision {
        charge: Charge::NotCharged,
        next: Next::SendAgain,
        ..CLOSE
    };
    let alive = other
        .decide(id, claims[1].epoch, unsure, "an")
        .await
        .unwrap_err();
    assert_eq!(
        alive,
        LedgerError::Transition(TransitionError::SenderMayLive)
    );
    let body = Bytes::from_static(b"late");
    let finished = ledger.finish(permit, CHARGED, body.clone()).await.unwrap();
    assert_eq!(finished, Finished::Late);
    let responses = other.responses(id).await.unwrap();
    assert_eq!((&responses[0].body, responses[0].is_late), (&body, true));
    let gone = matches!(
        state(&other, id).await,
        State::Unknown {
            sender: Sender::Gone,
            ..
        }
    );
    assert!(gone, "still unknown");
    is_consistent(&other).await;
}

pub(super) async fn a_lease_that_is_renewed_keeps_its_rows<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(1, LONG).await;
    let claim = one_claim(&ledger, worker).await;
    expire(&engine, worker).await;
    assert_eq!(ledger.renew(worker).await.unwrap(), LONG);
    let other = engine.open(LONG);
    assert_eq!(other.recover(None, 9).await.unwrap().pending, 0);
    let permit = ledger.start(&claim, 1).await.unwrap();
    ledger.finish(permit, CHARGED, Bytes::new()).await.unwrap();
}

pub(super) async fn what_an_ended_process_was_sending_is_unknown<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(3, LONG).await;
    let claims = ledger.claim(worker, 2).await.unwrap();
    drop(ledger.start(&claims[0], 1).await.unwrap());
    let other = engine.open(LONG);
    let another = other.join("next").await.unwrap();
    assert_eq!(
        other.recover(None, 9).await.unwrap().unknown,
        0,
        "the lease is valid"
    );
    let recovered = other.recover(Some(worker), 9).await.unwrap();
    assert_eq!((recovered.pending, recovered.unknown), (1, 1));
    let next: Vec<_> = other.claim(another, 9).await.unwrap();
    let ids: Vec<_> = next
        .iter()
        .map(|claim| (claim.row.0, claim.epoch.0))
        .collect();
    assert_eq!(ids, [(2, 2), (3, 1)], "never the first, by itself");
}

pub(super) async fn the_first_of_two_operators_decides<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(1, LONG).await;
    let claim = one_claim(&ledger, worker).await;
    let permit = ledger.start(&claim, 2).await.unwrap();
    ledger
        .finish(permit, RequestOutcome::Unknown, Bytes::new())
        .await
        .unwrap();
    let again = Decision {
        next: Next::SendAgain,
        ..CLOSE
    };
    let (id, epoch) = (claim.row, claim.epoch);
    ledger.decide(id, epoch, again, "an").await.unwrap();
    let other = engine.open(LONG);
    let late = other.decide(id, epoch, CLOSE, "bo").await.unwrap_err();
    let wrong = TransitionError::WrongState {
        state: State::Pending,
    };
    assert_eq!(late, LedgerError::Transition(wrong));

    // It is lost once more, and the second operator still has the first loss in mind.
    let claim = one_claim(&ledger, worker).await;
    let permit = ledger.start(&claim, 2).await.unwrap();
    ledger
        .finish(permit, RequestOutcome::Unknown, Bytes::new())
        .await
        .unwrap();
    let stale = other.decide(id, epoch, CLOSE, "bo").await.unwrap_err();
    let fenced = TransitionError::Fenced { current: Epoch(2) };
    assert_eq!(stale, LedgerError::Transition(fenced));
    other.decide(id, Epoch(2), CLOSE, "bo").await.unwrap();
    assert_eq!(state(&other, id).await, State::Settled);
    let decisions = other.decisions(id).await.unwrap();
    let short: Vec<_> = decisions
        .iter()
        .map(|d| (d.epoch.0, d.decision, d.cost, d.by.as_str()))
        .collect();
    assert_eq!(short, [(1, again, 2, "an"), (2, CLOSE, 2, "bo")]);
    let totals = other.status().await.unwrap().budget.totals;
    assert_eq!(
        (totals.spent, totals.possible),
        (0, 4),
        "both may have been charged"
    );
}

pub(super) async fn pages_of_a_row_are_paid_once_each<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(1, LONG).await;
    let mut claim = one_claim(&ledger, worker).await;
    let more = RequestOutcome::Response {
        charge: Charge::Charged,
        more: true,
    };
    for part in 0..2 {
        assert_eq!(claim.part, part);
        let permit = ledger.start(&claim, 1).await.unwrap();
        let finished = ledger
            .finish(permit, more, Bytes::from(vec![b'0']))
            .await
            .unwrap();
        let Finished::More(next) = finished else {
            panic!("{finished:?}");
        };
        claim = next;
    }
    drop(ledger);
    let other = engine.open(LONG);
    other.recover(Some(worker), 9).await.unwrap();
    let another = other.join("next").await.unwrap();
    let claim = one_claim(&other, another).await;
    assert_eq!(claim.part, 2, "the pages before it are there");
    assert_eq!(other.responses(claim.row).await.unwrap().len(), 2);
    assert_eq!(other.status().await.unwrap().budget.totals.spent, 2);
}

pub(super) async fn unknown_names_are_errors<E: Engine>() {
    let (_engine, ledger, worker) = started::<E>(1, LONG).await;
    let nobody = WorkerId(99);
    let no_worker = LedgerError::NoSuchWorker(99);
    assert_eq!(ledger.claim(nobody, 1).await.unwrap_err(), no_worker);
    assert_eq!(ledger.renew(nobody).await.unwrap_err(), no_worker);
    let no_row = ledger.decide(RowId(9), Epoch(1), CLOSE, "an").await;
    assert_eq!(no_row.unwrap_err(), LedgerError::NoSuchRow(9));
    let claim = one_claim(&ledger, worker).await;
    let much = ledger.start(&claim, u64::MAX).await.unwrap_err();
    assert!(matches!(much, LedgerError::Invalid(_)), "{much}");
    is_consistent(&ledger).await;
}

/// Several workers over several connections, and rows whose outcomes differ.
pub(super) async fn workers_together_spend_no_more_than_the_limit<E: Engine>() {
    const LIMIT: u64 = 120;
    let (engine, ledger, _) = started::<E>(300, LONG).await;
    ledger.set_limit(Some(LIMIT)).await.unwrap();
    let handles = [ledger.clone(), engine.open(LONG)];
    let mut workers = tokio::task::JoinSet::new();
    for n in 0..8 {
        let ledger = handles[n % 2].clone();
        workers.spawn(async move {
            let worker = ledger.join("one of eight").await.unwrap();
            let mut charged = 0;
            while let Some(claim) = ledger.claim(worker, 1).await.unwrap().pop() {
                let permit = match ledger.start(&claim, 1).await {
                    Ok(permit) => permit,
                    Err(LedgerError::Transition(TransitionError::OverBudget { .. })) => {
                        ledger.release(claim).await.unwrap();
                        break;
                    }
                    Err(error) => panic!("{error}"),
                };
                let outcome = match claim.row.0 % 4 {
                    0 => RequestOutcome::NotCharged,
                    1 => RequestOutcome::Unknown,
                    _ => CHARGED,
                };
                charged += u64::from(outcome != RequestOutcome::NotCharged);
                ledger.finish(permit, outcome, Bytes::new()).await.unwrap();
            }
            charged
        });
    }
    let charged: u64 = workers.join_all().await.into_iter().sum();
    assert!(charged <= LIMIT, "{charged}");
    let status = ledger.status().await.unwrap();
    assert_eq!(status.budget.totals.used(), charged);
    assert!(charged > LIMIT - 8, "and nearly all of it: {charged}");
    is_consistent(&ledger).await;
}

/// Whatever is asked in whatever order, each row and the budget are what the machine says, and so
/// is every error.
pub(super) async fn an_engine_does_as_the_machine<E: Engine>() {
    const ROWS: usize = 4;
    let (_engine, ledger, mut worker) = started::<E>(4, LONG).await;
    ledger.set_limit(Some(9)).await.unwrap();
    let mut budget = ledger.status().await.unwrap().budget;
    let mut rows = [Row::NEW; ROWS];
    let mut claims: Vec<Claim> = Vec::new();
    let mut permits: Vec<(usize, RowEvent, Permit)> = Vec::new();
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let (now, lease) = (Moment(0), Moment(1));
    for _ in 0..400 {
        let mut step = |index: usize, event: RowEvent| {
            let next = apply(Gate::Open, budget, rows[index], event);
            if let Ok(transition) = next {
                rows[index] = transition.row;
                budget = transition.budget;
            }
            next.map(drop)
        };
        let index = |id: RowId| usize::try_from(id.0 - 1).unwrap();
        match random(8) {
            0 | 1 => {
                for claim in ledger.claim(worker, 1).await.unwrap() {
                    step(index(claim.row), RowEvent::Claim { worker }).unwrap();
                    claims.push(claim);
                }
            }
            2 | 3 if !claims.is_empty() => {
                let claim = claims[random(claims.len())].clone();
                let Claim { worker, epoch, .. } = claim;
                let cost = 1;
                let started = ledger.start(&claim, cost).await;
                let expected = step(
                    index(claim.row),
                    RowEvent::Start {
                        worker,
                        epoch,
                        cost,
                        lease,
                        now,
                    },
                );
                match started {
                    Ok(permit) => {
                        expected.unwrap();
                        let outcome = [
                            CHARGED,
                            RequestOutcome::Unknown,
                            RequestOutcome::Unknown,
                            RequestOutcome::NotSent,
                            RequestOutcome::Response {
                                charge: Charge::Unknown,
                                more: true,
                            },
                        ][random(5)];
                        let finish = RowEvent::Finish {
                            worker,
                            epoch,
                            part: claim.part,
                            outcome,
                        };
                        permits.push((index(claim.row), finish, permit));
                    }
                    Err(error) => assert_eq!(error, expected.unwrap_err().into()),
                }
            }
            4 | 5 if !permits.is_empty() => {
                let (index, event, permit) = permits.swap_remove(random(permits.len()));
                let RowEvent::Finish { outcome, .. } = event else {
                    continue;
                };
                match ledger.finish(permit, outcome, Bytes::new()).await {
                    Ok(finished) => {
                        step(index, event).unwrap();
                        if let Finished::More(claim) = finished {
                            claims.push(claim);
                        }
                    }
                    Err(error) => assert_eq!(error, step(index, event).unwrap_err().into()),
                }
            }
            6 if random(6) == 0 => {
                ledger.recover(Some(worker), 100).await.unwrap();
                for index in 0..ROWS {
                    let _not_held = step(index, RowEvent::Recover(RecoveryEvidence::Ended(worker)));
                }
                worker = ledger.join("next").await.unwrap();
            }
            _ => {
                let id = RowId(i64::try_from(random(ROWS)).unwrap() + 1);
                let decision = Decision {
                    charge: [Charge::NotCharged, Charge::Charged, Charge::Unknown][random(3)],
                    next: [Next::SendAgain, Next::SendAgain, Next::Close, Next::Keep][random(4)],
                    sender_is_gone: false,
                };
                let epoch = row_of(&ledger, id).await.epoch;
                let decided = ledger.decide(id, epoch, decision, "an").await;
                let expected = step(index(id), RowEvent::Decide { epoch, decision });
                assert_eq!(decided, expected.map_err(LedgerError::from));
            }
        }
        let stored = ledger.rows(RowId(0), 100).await.unwrap();
        let stored: Vec<Row> = stored.iter().map(|record| record.row).collect();
        assert_eq!(stored, rows);
        assert_eq!(ledger.status().await.unwrap().budget, budget);
    }
    is_consistent(&ledger).await;
}

/// A row that is asked for again only if its outcome is old.
pub(super) async fn an_old_outcome_is_asked_for_again_if_wanted<E: Engine>() {
    let (_engine, ledger, worker) = started::<E>(3, LONG).await;
    let claims = ledger.claim(worker, 2).await.unwrap();
    ends(&ledger, &claims[0], CHARGED, b"old").await;
    ends(&ledger, &claims[1], RequestOutcome::Unknown, b"").await;
    let again = |age| {
        let rows = rows(3).into_iter();
        rows.map(|row| row.with_fresh_for(age)).collect()
    };
    let young = ledger.import(again(LONG)).await.unwrap();
    assert_eq!(young, imported(0, 3));
    let old = ledger.import(again(Duration::ZERO)).await.unwrap();
    assert_eq!((old.refreshed, old.duplicates), (1, 2), "what has ended");
    let claims = ledger.claim(worker, 9).await.unwrap();
    let ids: Vec<_> = claims.iter().map(|claim| claim.row.0).collect();
    assert_eq!(ids, [1, 3], "never an unknown row");
    ends(&ledger, &claims[0], CHARGED, b"new").await;
    let responses = ledger.responses(RowId(1)).await.unwrap();
    let bodies: Vec<_> = responses.iter().map(|r| (r.epoch.0, &r.body[..])).collect();
    assert_eq!(bodies, [(1, &b"old"[..]), (2, &b"new"[..])]);
    assert_eq!(ledger.status().await.unwrap().budget.totals.spent, 2);
    is_consistent(&ledger).await;
}

pub(super) async fn personal_fields_are_there_until_a_row_ends<E: Engine>() {
    let engine = E::new();
    let ledger = engine.open(LONG);
    let personal = || {
        let row = row(1).with_personal([("person", "Li Lei")]).unwrap();
        row.with_fresh_for(Duration::ZERO)
    };
    ledger.import(vec![personal()]).await.unwrap();
    let worker = ledger.join("test").await.unwrap();
    let input = async || ledger.rows(RowId(0), 1).await.unwrap()[0].input.clone();
    let (with, without) = (
        r#"{"name":"company 1","person":"Li Lei"}"#,
        r#"{"name":"company 1"}"#,
    );
    let claim = one_claim(&ledger, worker).await;
    assert_eq!(claim.input, with);
    ends(&ledger, &claim, RequestOutcome::Unknown, b"").await;
    assert_eq!(input().await, with, "it may be sent again");
    let again = Decision {
        next: Next::SendAgain,
        ..CLOSE
    };
    ledger
        .decide(claim.row, claim.epoch, again, "an")
        .await
        .unwrap();
    let claim = one_claim(&ledger, worker).await;
    ends(&ledger, &claim, CHARGED, b"").await;
    assert_eq!(input().await, without);
    ledger.import(vec![personal()]).await.unwrap();
    assert_eq!(one_claim(&ledger, worker).await.input, with, "refreshed");
}

pub(super) async fn a_run_is_known_by_its_settings<E: Engine>() {
    let engine = E::new();
    let (ledger, other) = (engine.open(LONG), engine.open(LONG));
    let settings = |product: &str, file: &str| {
        Settings::new(&BTreeMap::from([("product", product), ("file", file)])).unwrap()
    };
    let first = ledger.begin_run(settings("ent3f", "a.csv")).await.unwrap();
    let second = ledger.begin_run(settings("ent3f", "b.csv")).await.unwrap();
    let same = other.begin_run(settings("ent3f", "a.csv")).await.unwrap();
    assert_eq!((first, second, same), (1, 2, 1));
    let runs = other.runs().await.unwrap();
    let files: Vec<_> = runs
        .iter()
        .map(|run| run.settings.read::<BTreeMap<String, String>>().unwrap()["file"].clone())
        .collect();
    assert_eq!(files, ["a.csv", "b.csv"]);
    let secret = Settings::new(&BTreeMap::from([("api_key", "x")])).unwrap_err();
    assert_eq!(secret, InvalidRow::Secret("api_key".to_owned()));
}

/// The slots of all workers together, as the ledger gives them.
pub(super) async fn workers_share_one_rate<E: Engine>() {
    let engine = E::new();
    let handles = [engine.open(LONG), engine.open(LONG)];
    assert_eq!(
        handles[0].acquire_slot().await.unwrap(),
        Duration::ZERO,
        "no rate"
    );
    let rate = Rate::every(Duration::from_secs(10));
    handles[0].set_rate(Some(rate)).await.unwrap();
    let mut waits = Vec::new();
    for n in 0..5 {
        waits.push(handles[n % 2].acquire_slot().await.unwrap());
    }
    assert_eq!(waits[0], Duration::ZERO);
    for (n, wait) in (0..).zip(&waits) {
        let slot = rate.interval() * n;
        let early = slot.saturating_sub(*wait);
        assert!(*wait <= slot && early < Duration::from_secs(5), "{waits:?}");
    }
    assert_eq!(handles[1].status().await.unwrap().rate, Some(rate));
    handles[1].set_rate(None).await.unwrap();
    assert_eq!(handles[0].acquire_slot().await.unwrap(), Duration::ZERO);
}

pub(super) async fn a_window_limits_what_is_started_within_it<E: Engine>() {
    let (engine, ledger, worker) = started::<E>(9, LONG).await;
    ledger.set_limit(Some(6)).await.unwrap();
    ledger.set_window(Some((2, LONG * 1_000))).await.unwrap();
    let claims = ledger.claim(worker, 9).await.unwrap();
    ends(&ledger, &claims[0], CHARGED, b"").await;
    ends(&ledger, &claims[1], RequestOutcome::NotCharged, b"").await;
    ends(&ledger, &claims[2], RequestOutcome::Unknown, b"").await;
    let over = engine.open(LONG).start(&claims[3], 1).await.unwrap_err();
    let LedgerError::Transition(TransitionError::OverWindow {
        limit: 2,
        used: 2,
        cost: 1,
        wait,
        ..
    }) = over
    else {
        panic!("{over}");
    };
    assert!(wait > Duration::ZERO && wait <= LONG * 1_000);

    // A window that has passed, without waiting for it.
    ledger
        .set_window(Some((2, Duration::from_millis(1))))
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(3)).await;
    for claim in &claims[3..7] {
        ends(&ledger, claim, CHARGED, b"").await;
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    let over = ledger.start(&claims[7], 1).await.unwrap_err();
    assert!(
        matches!(
            over,
            LedgerError::Transition(TransitionError::OverBudget { limit: 6, .. })
        ),
        "{over}: over all windows"
    );
    let status = ledger.status().await.unwrap();
    assert_eq!(status.budget.totals.used(), 6);
    assert_eq!(status.budget.window.unwrap().limit, 2);
    is_consistent(&ledger).await;
}

pub(super) async fn a_possible_cost_of_an_ended_row_can_be_settled<E: Engine>() {
    let (_engine, ledger, worker) = started::<E>(2, LONG).await;
    let claims = ledger.claim(worker, 2).await.unwrap();
    let unsure = RequestOutcome::Response {
        charge: Charge::Unknown,
        more: false,
    };
    ends(&ledger, &claims[0], unsure, b"half a res").await;
    ends(&ledger, &claims[1], RequestOutcome::Unknown, b"").await;
    let (done, lost) = (&claims[0], &claims[1]);
    ledger
        .decide(lost.row, lost.epoch, CLOSE, "an")
        .await
        .unwrap();
    let totals = async || ledger.status().await.unwrap().budget.totals;
    assert_eq!((totals().await.spent, totals().await.possible), (0, 2));

    let not_charged = Decision {
        charge: Charge::NotCharged,
        next: Next::Keep,
        ..CLOSE
    };
    let (id, epoch) = (done.row, done.epoch);
    for next in [Next::SendAgain, Next::Close] {
        let decision = Decision { next, ..CLOSE };
        let ended = ledger.decide(id, epoch, decision, "an").await.unwrap_err();
        let state = State::Done;
        assert_eq!(
            ended,
            LedgerError::Transition(TransitionError::WrongState { state })
        );
    }
    ledger.decide(id, epoch, not_charged, "an").await.unwrap();
    assert_eq!((totals().await.spent, totals().await.possible), (0, 1));
    assert_eq!(row_of(&ledger, id).await.state, State::Done);

    let (id, epoch) = (lost.row, lost.epoch);
    let alive = ledger
        .decide(id, epoch, not_charged, "an")
        .await
        .unwrap_err();
    assert_eq!(
        alive,
        LedgerError::Transition(TransitionError::SenderMayLive)
    );
    let charged = Decision {
        charge: Charge::Charged,
        ..not_charged
    };
    ledger.decide(id, epoch, charged, "an").await.unwrap();
    assert_eq!((totals().await.spent, totals().await.possible), (1, 0));
    let nothing_left = ledger.decide(id, epoch, charged, "an").await.unwrap_err();
    assert!(matches!(nothing_left, LedgerError::Transition(_)));
    assert_eq!(ledger.decisions(id).await.unwrap().len(), 2);
    is_consistent(&ledger).await;
}

pub(super) async fn rows_are_found_by_their_keys_and_by_doubt<E: Engine>() {
    let (_engine, ledger, worker) = started::<E>(4, LONG).await;
    let claims = ledger.claim(worker, 3).await.unwrap();
    ends(&ledger, &claims[0], CHARGED, b"{}").await;
    ends(&ledger, &claims[1], RequestOutcome::Unknown, b"").await;
    ends(&ledger, &claims[2], RequestOutcome::Unknown, b"").await;
    let key = |number: u32| *row(number).key();
    let found = ledger.find(vec![key(2), key(77), key(0)]).await.unwrap();
    let short: Vec<_> = found
        .iter()
        .map(|found| found.as_ref().map(|f| (f.record.id.0, f.responses.len())))
        .collect();
    assert_eq!(short, [Some((3, 0)), None, Some((1, 1))]);
    let unknown = async |after| {
        let rows = ledger.unknown(RowId(after), 9).await.unwrap();
        rows.iter().map(|record| record.id.0).collect::<Vec<_>>()
    };
    assert_eq!(unknown(0).await, [2, 3]);
    assert_eq!(unknown(2).await, [3]);
}

/// The tests of an engine.
macro_rules! conformance {
    ($engine:ty) => {
        conformance!($engine:
            rows_are_imported_once_by_their_key,
            a_row_has_one_holder,
            sending_is_durable_before_the_permit,
            a_response_is_durable_before_it_is_reported,
            bytes_that_cannot_be_read_are_kept,
            nothing_is_started_beyond_the_limit,
            an_expired_lease_frees_claims_and_makes_sent_rows_unknown,
            a_lease_that_is_renewed_keeps_its_rows,
            what_an_ended_process_was_sending_is_unknown,
            the_first_of_two_operators_decides,
            pages_of_a_row_are_paid_once_each,
            unknown_names_are_errors,
            workers_together_spend_no_more_than_the_limit,
            an_engine_does_as_the_machine,
            an_old_outcome_is_asked_for_again_if_wanted,
            personal_fields_are_there_until_a_row_ends,
            a_run_is_known_by_its_settings,
            workers_share_one_rate,
            a_window_limits_what_is_started_within_it,
            a_possible_cost_of_an_ended_row_can_be_settled,
            rows_are_found_by_their_keys_and_by_doubt,
        );
    };
    ($engine:ty: $($name:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::ledger::conformance::$name::<$engine>().await;
            }
        )*
    };
}
pub(super) use conformance;
