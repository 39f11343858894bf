//! The paths from a category to pictures of codes.

use std::sync::{Arc, Mutex};

use enterprise_registry::flow::{Event, FlowError, HaltReason, Step, StepForecast};
use enterprise_registry::idcode::ItemCodes;
use enterprise_registry::issue_codes::Items;

use super::{done, names_in, open, plan, run};
use crate::rig::Rig;

const PICTURES: [&str; 5] = [
    "i.86.110108.52_73.10000000.1_A-001.png",
    "i.86.110108.52_73.10000000.1_A-002.png",
    "i.86.110108.52_73.10000000.1_A-003.png",
    "i.86.110108.52_73.11000000.1_B%202.png",
    "i.86.110108.52_73.11000000.1_B%5F1.png",
];

#[tokio::test]
async fn categories_are_applied_for_and_their_codes_uploaded_converted_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let report = done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    let codes: Vec<_> = report
        .rows
        .iter()
        .map(|row| (row.codes, row.pictures))
        .collect();
    assert_eq!(codes, [(Some(3), 3), (Some(2), 2)]);
    assert!(
        report
            .rows
            .iter()
            .all(|row| row.converted && row.upload.is_some())
    );
    assert_eq!(rig.called("BatchRegistIDcode"), 1, "one call for both");
    assert_eq!(rig.called("UploadCodeFile"), 1);
    assert_eq!(rig.called("UploadCodeList"), 1);
    assert_eq!(names_in(folder.path()), PICTURES);

    // A flow that is done calls nothing; pictures that were removed are fetched again.
    let calls = rig.sandbox.calls().len();
    let report = done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    assert_eq!(report.rows[0].pictures, 3);
    assert_eq!(rig.sandbox.calls().len(), calls);
    std::fs::remove_file(folder.path().join("pictures").join(PICTURES[1])).unwrap();
    done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    assert_eq!(rig.sandbox.calls().len(), calls + 1);
}

#[tokio::test]
async fn a_registered_category_is_found_and_only_a_new_row_is_applied_for() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let mut first = plan(folder.path());
    let second = first.rows.pop().unwrap();
    done(run(&rig, folder.path(), first.clone()).await.unwrap());

    // With the same journal, and with a new one.
    for other in [rig.clone(), rig.stranger()] {
        let mut both = first.clone();
        both.rows.push(second.clone());
        both.rows[0].items = None;
        both.rows[0].style = None;
        done(run(&other, folder.path(), both).await.unwrap());
        assert_eq!(rig.called("BatchRegistIDcode"), 2);
    }
}

#[tokio::test]
async fn progress_of_pictures_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let events = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&events);
    let mut flow = open(&rig, folder.path(), plan(folder.path()))
        .await
        .with_events(move |event| seen.lock().unwrap().push(event.clone()));
    done(flow.run().await.unwrap());
    let events = events.lock().unwrap();
    assert!(events.contains(&Event::Picture {
        step: Step::FetchPictures(1),
        fetched: 3,
        total: 3,
    }));
}

#[tokio::test]
async fn codes_that_changed_since_their_upload_are_uploaded_only_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    let mut other = plan(folder.path());
    other.rows[1].items = Some(Items::List(ItemCodes::new(["B_1", "B 2", "B3"]).unwrap()));
    let error = run(&rig, folder.path(), other.clone()).await.unwrap_err();
    assert!(matches!(
        error,
        FlowError::Halted {
            reason: HaltReason::CodesChanged,
            ..
        }
    ));
    let mut flow = open(&rig, folder.path(), other).await;
    flow.repeat(Step::Upload(2)).await.unwrap();
    let report = done(flow.run().await.unwrap());
    assert_eq!(report.rows[1].codes, Some(3));
    assert_eq!(rig.called("UploadCodeList"), 2);
}

#[tokio::test]
async fn a_goto_url_that_changed_since_the_application_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    let calls = rig.sandbox.calls().len();
    let mut other = plan(folder.path());
    other.rows[1].application.goto_url = "http://www.example.com/?d=".to_owned();
    let preview = other.preview(rig.clone()).await.map(|_| ());
    let ended = run(&rig, folder.path(), other).await.map(|_| ());
    for error in [preview.unwrap_err(), ended.unwrap_err()] {
        let FlowError::Changed { step, field } = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (step, field.as_str()),
            (Step::Apply, "category[2].goto_url")
        );
    }
    assert_eq!(rig.sandbox.calls().len(), calls);
}

#[tokio::test]
async fn an_invalid_plan_is_refused_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    type Change = fn(&mut enterprise_registry::issue_codes::IssueCodesPlan);
    let changes: [(Change, &str); 8] = [
        (
            |plan| plan.rows[1].application.model_code = Some("a/b".to_owned()),
            "category[2].model_code",
        ),
        (
            |plan| plan.rows[0].application.model_code = Some("样".to_owned()),
            "category[1].model_code",
        ),
        (|plan| plan.rows.clear(), "category"),
        (
            |plan| plan.rows[1].application.model_code = None,
            "category[2].model_code",
        ),
        (
            |plan| plan.rows[1] = plan.rows[0].clone(),
            "category[2].model_code",
        ),
        (|plan| plan.rows[0].items = None, "category[1].pictures"),
        (
            |plan| plan.rows[1].application.goto_url = "nowhere".to_owned(),
            "category[2].goto_url",
        ),
        (
            |plan| plan.rows[1].items = Some(Items::List(ItemCodes::new(["B/1"]).unwrap())),
            "category[2].codes",
        ),
    ];
    for (change, wanted) in changes {
        let mut plan = plan(folder.path());
        change(&mut plan);
        let error = run(&rig, folder.path(), plan).await.unwrap_err();
        let FlowError::Plan { field, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(field, wanted);
    }
    assert_eq!(rig.counts(), (0, 0));
}

#[tokio::test]
async fn a_preview_counts_the_writes_and_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let preview = plan(folder.path()).preview(rig.clone()).await.unwrap();
    assert_eq!((preview.billed_calls(), preview.writing_calls()), (0, 3));
    assert_eq!(rig.counts(), (0, 0));
    done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    let preview = plan(folder.path()).preview(rig.clone()).await.unwrap();
    assert_eq!(preview.writing_calls(), 0);
    let left = preview
        .steps
        .iter()
        .filter(|step| step.forecast == StepForecast::Will);
    assert_eq!(left.count(), 2, "check and look-up");
}
