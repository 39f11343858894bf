//! Tests that an upload in several calls sends every code, none twice, and reports each call.

use core::num::NonZeroUsize;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use endpoint_core::{Endpoint, File, Knowledge, Refusal, RefusalKind};
use idcode_api::operations::{Generation, UploadCodeFile, UploadCodeList};
use idcode_api::{Batches, CodeFile, ItemCodes, ListReport, UploadOutcome};
use proptest::prelude::*;

use crate::requests::unit;

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).unwrap()
}

fn list(count: usize) -> UploadCodeList {
    let codes = ItemCodes::new((1..=count).map(|number| number.to_string()));
    UploadCodeList::new(unit(), 7_u64, codes.unwrap()).with_generation(Generation::AtRandom)
}

fn next(batches: &mut Batches) -> Option<String> {
    batches.next_call().unwrap().map(|call| {
        assert_eq!((call.company, call.registration_id), (unit(), 7_u64.into()));
        assert_eq!(call.generation, Some(Generation::AtRandom));
        call.codes.to_list()
    })
}

fn shown(report: &ListReport) -> Vec<(u64, u64, UploadOutcome, u32)> {
    let calls = report.calls().iter();
    calls
        .map(|call| (call.first(), call.last(), call.outcome(), call.attempts()))
        .collect()
}

#[test]
fn a_call_that_uploaded_nothing_is_returned_again_and_one_of_unknown_outcome_is_not() {
    let mut batches = list(5).batches(size(2));
    assert_eq!(batches.report().first_out(), 1);
    assert_eq!(next(&mut batches).unwrap(), "1,2");
    batches.record(UploadOutcome::Unknown);
    for _ in 0..2 {
        assert_eq!(next(&mut batches).unwrap(), "3,4");
        batches.record(UploadOutcome::NotUploaded);
        assert_eq!(batches.report().first_out(), 3);
    }
    assert_eq!(
        shown(batches.report()),
        [
            (1, 2, UploadOutcome::Unknown, 1),
            (3, 4, UploadOutcome::NotUploaded, 2)
        ]
    );
    assert_eq!(next(&mut batches).unwrap(), "3,4");
    batches.record(UploadOutcome::Uploaded);
    assert_eq!(next(&mut batches).unwrap(), "5");
    batches.record(UploadOutcome::Uploaded);
    assert_eq!(next(&mut batches), None);
    assert_eq!(next(&mut batches), None);
    let report = batches.report();
    assert_eq!(
        shown(report),
        [
            (1, 2, UploadOutcome::Unknown, 1),
            (3, 4, UploadOutcome::Uploaded, 3),
            (5, 5, UploadOutcome::Uploaded, 1)
        ]
    );
    assert_eq!(report.first_out(), 6);
    let counts = [
        UploadOutcome::Uploaded,
        UploadOutcome::NotUploaded,
        UploadOutcome::Unknown,
    ]
    .map(|outcome| report.count(outcome));
    assert_eq!(counts, [3, 0, 2]);
    let doubtful: Vec<_> = report.doubtful().map(ItemCodes::to_list).collect();
    assert_eq!(doubtful, ["1,2"]);
}

#[test]
fn a_call_without_a_recorded_outcome_is_unknown() {
    let mut batches = list(3).batches(size(2));
    next(&mut batches);
    assert_eq!(next(&mut batches).unwrap(), "3");
    assert_eq!(shown(batches.report()), [(1, 2, UploadOutcome::Unknown, 1)]);
    let rest: Vec<_> = batches.rest().collect();
    assert!(rest.is_empty(), "3 is under way: {rest:?}");
}

#[test]
fn an_outcome_without_a_call_is_ignored() {
    let mut batches = list(1).batches(size(2));
    batches.record(UploadOutcome::Uploaded);
    next(&mut batches);
    batches.record(UploadOutcome::NotUploaded);
    batches.record(UploadOutcome::Uploaded);
    assert_eq!(
        shown(batches.report()),
        [(1, 1, UploadOutcome::NotUploaded, 1)]
    );
}

#[test]
fn codes_that_were_not_uploaded_can_be_kept_for_later() {
    let mut batches = list(6).batches(size(2));
    next(&mut batches);
    batches.record(UploadOutcome::Uploaded);
    next(&mut batches);
    batches.record(UploadOutcome::NotUploaded);
    let rest: Vec<String> = batches.rest().map(Result::unwrap).collect();
    assert_eq!(rest, ["3", "4", "5", "6"]);
}

#[test]
fn a_later_run_begins_where_the_earlier_one_stopped() {
    let mut batches = list(5).batches(size(2)).starting_at(4);
    assert_eq!(batches.report().first_out(), 4);
    assert_eq!(next(&mut batches).unwrap(), "4,5");
    batches.record(UploadOutcome::Uploaded);
    assert_eq!(next(&mut batches), None);
    assert_eq!(
        shown(batches.report()),
        [(4, 5, UploadOutcome::Uploaded, 1)]
    );
    assert_eq!(next(&mut list(2).batches(size(2)).starting_at(9)), None);
    assert_eq!(
        next(&mut list(2).batches(size(2)).starting_at(0)).unwrap(),
        "1,2"
    );
}

#[test]
fn a_file_is_uploaded_in_calls_like_a_list() {
    let lines = "\u{feff}1\r\n2\r\n3\r\n\r\n";
    let codes = CodeFile::from_reader("codes.txt", move || Ok(lines.as_bytes())).unwrap();
    for file in [File::from(codes), File::new("codes.txt", lines)] {
        let upload = UploadCodeFile::new(unit(), 7_u64, file);
        let upload = upload.with_generation(Generation::AtRandom);
        let mut batches = upload.batches(size(2)).unwrap();
        assert_eq!(next(&mut batches).unwrap(), "1,2");
        assert_eq!(next(&mut batches).unwrap(), "3");
        assert_eq!(next(&mut batches), None);
    }
    let wrong = UploadCodeFile::new(unit(), 7_u64, File::new("codes.txt", "1\n2,3\n"));
    let fault = wrong.batches(size(1)).unwrap_err();
    assert_eq!(fault.to_string(), "code 2 contains a comma");
}

#[test]
fn a_read_error_is_not_the_end_of_the_list() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk went away"))
        }
    }
    // Checking and counting read the whole file; then it is removed.
    let opened = AtomicUsize::new(0);
    let codes = CodeFile::from_reader("a", move || {
        let is_whole = opened.fetch_add(1, Ordering::SeqCst) < 2;
        let end: Box<dyn Read + Send> = if is_whole {
            Box::new(io::empty())
        } else {
            Box::new(Failing)
        };
        Ok(b"1\n2\n3\n".chain(end))
    });
    let upload = UploadCodeFile::new(unit(), 7_u64, codes.unwrap());
    let mut batches = upload.batches(size(2)).unwrap();
    assert_eq!(batches.next_call().unwrap().unwrap().codes.to_list(), "1,2");
    batches.record(UploadOutcome::Uploaded);
    for _ in 0..2 {
        let error = batches.next_call().unwrap_err();
        assert_eq!(error.to_string(), "the codes cannot be read");
    }
    assert_eq!(batches.report().first_out(), 3);
}

#[test]
fn only_refusals_before_any_work_prove_that_nothing_was_uploaded() {
    let refusal = |kind| {
        let spec = UploadCodeList::SPEC;
        Refusal::new("idcode", &spec, 0, "", kind, Bytes::new())
    };
    for (kind, outcome) in [
        (RefusalKind::Auth, UploadOutcome::NotUploaded),
        (RefusalKind::Parameter, UploadOutcome::NotUploaded),
        (RefusalKind::NotFound, UploadOutcome::NotUploaded),
        (RefusalKind::Account, UploadOutcome::NotUploaded),
        (RefusalKind::RateLimited, UploadOutcome::NotUploaded),
        (RefusalKind::Exists, UploadOutcome::Unknown),
        (RefusalKind::VendorFault, UploadOutcome::Unknown),
        (RefusalKind::Unknown, UploadOutcome::Unknown),
    ] {
        assert_eq!(
            UploadOutcome::from_refusal(&refusal(kind)),
            outcome,
            "{kind:?}"
        );
    }
    assert_eq!(
        UploadOutcome::from_failure(Knowledge::No),
        UploadOutcome::NotUploaded
    );
    assert_eq!(
        UploadOutcome::from_failure(Knowledge::Unknown),
        UploadOutcome::Unknown
    );
    assert_eq!(
        UploadOutcome::from_failure(Knowledge::Yes),
        UploadOutcome::Unknown
    );
}

proptest! {
    #[test]
    fn every_code_is_sent_and_none_again_that_may_be_in(
        count in 1_usize..40,
        per_call in 1_usize..9,
        outcomes in prop::collection::vec(
            prop::sample::select(vec![UploadOutcome::Uploaded, UploadOutcome::NotUploaded, UploadOutcome::Unknown]), 0..60,
        ),
    ) {
        let mut batches = list(count).batches(size(per_call));
        let mut outcomes = outcomes.into_iter().chain(core::iter::repeat(UploadOutcome::Uploaded));
        let mut arrived = Vec::new();
        while let Some(call) = next(&mut batches) {
            let outcome = outcomes.next().unwrap();
            if outcome != UploadOutcome::NotUploaded {
                arrived.extend(call.split(',').map(str::to_owned));
            }
            batches.record(outcome);
        }
        let all: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
        prop_assert_eq!(arrived, all);
        let report = batches.report();
        prop_assert_eq!(report.count(UploadOutcome::Uploaded) + report.count(UploadOutcome::Unknown), count as u64);
        prop_assert_eq!(report.first_out(), count as u64 + 1);
    }
}
