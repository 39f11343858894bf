//! Uploads of other clients are not mistaken for that of the flow.

use enterprise_registry::flow::{FlowError, FlowOutcome, HaltReason, Question, Step};
use enterprise_registry::idcode::operations::{
    GetIDcodeTypeInfo, GetUploadCodeRecord, Selection, UploadCodeFile, UploadCodeList,
};
use enterprise_registry::idcode::{CodeFile, ItemCodes};
use enterprise_registry::issue_codes::{IssueCodesPlan, Items};
use enterprise_registry::sandbox::sample;

use enterprise_registry::{Clock, SystemClock};

use super::{done, open, plan, run};
use crate::rig::{Rig, Script, Side};

/// A plan with one row and no pictures.
fn row(folder: &std::path::Path, at: usize) -> IssueCodesPlan {
    let mut plan = plan(folder);
    plan.rows = vec![plan.rows.remove(at)];
    plan.rows[0].style = None;
    plan
}

/// Uploads codes into the category of the only row from another client.
async fn other_client_uploads(rig: &Rig, codes: &[&str], as_file: bool) {
    let (idcode, _) = rig.clients();
    let unit: enterprise_registry::model::IdCode = sample::unit::MAIN_CODE.parse().unwrap();
    let all = GetIDcodeTypeInfo::new(unit.clone(), Selection::All);
    let listed = idcode.call(all).await.unwrap();
    let ids = ["A card", "A pass"];
    let is_in_plan = |name: Option<&str>| name.is_some_and(|name| ids.contains(&name));
    let found = listed
        .iter()
        .find(|one| is_in_plan(one.model_name.as_deref()));
    let id = found.unwrap().id;
    let codes = codes
        .iter()
        .map(|code| (*code).to_owned())
        .collect::<Vec<_>>();
    if as_file {
        let file = CodeFile::from_codes("codes.txt", move || codes.clone().into_iter()).unwrap();
        idcode
            .call(UploadCodeFile::new(unit, id, file))
            .await
            .unwrap();
    } else {
        let list = UploadCodeList::new(unit, id, ItemCodes::new(codes).unwrap());
        idcode.call(list).await.unwrap();
    }
}

#[tokio::test]
async fn a_lost_list_is_not_settled_by_the_list_of_another_client() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let plan = || row(folder.path(), 1);
    rig.script(Script::Lose("/AllInterFace/UploadCodeList", Side::Before));
    run(&rig, folder.path(), plan()).await.unwrap_err();
    other_client_uploads(&rig, &["X-1", "X-2"], false).await;
    let mut flow = open(&rig, folder.path(), plan()).await;
    match flow.run().await.unwrap() {
        FlowOutcome::Asks(question) => assert_names(&question, &[(1, 2)]),
        other => panic!("{other:?}"),
    }
    other_client_uploads(&rig, &["X-3", "X-4"], false).await;
    match flow.run().await.unwrap() {
        FlowOutcome::Asks(question) => assert_names(&question, &[(1, 2), (2, 2)]),
        other => panic!("{other:?}"),
    }
    assert_eq!(rig.called("UploadCodeList"), 2, "both of the other client");
    flow.repeat(Step::Upload(1)).await.unwrap();
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("UploadCodeList"), 3);
}

/// Checks that the question names these uploads, by position and number of codes.
#[track_caller]
fn assert_names(question: &Question, wanted: &[(usize, u128)]) {
    let Question::Unknown {
        step,
        checked,
        listed,
        ..
    } = question
    else {
        panic!("{question:?}");
    };
    assert_eq!((*step, *checked), (Step::Upload(1), &["502"][..]));
    let places: Vec<_> = (1..).zip(listed).collect();
    let named: Vec<_> = places
        .iter()
        .map(|(place, one)| (*place, one.codes.unwrap().get()))
        .collect();
    assert_eq!(named, wanted);
    for (_, one) in places {
        let text = format!("upload {} with 2 codes", one.upload);
        assert!(question.to_string().contains(&text), "{question}");
    }
}

#[tokio::test]
async fn a_lost_list_that_is_listed_is_named_and_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    let plan = || row(folder.path(), 1);
    rig.script(Script::Lose("/AllInterFace/UploadCodeList", Side::After));
    run(&rig, folder.path(), plan()).await.unwrap_err();
    let mut flow = open(&rig, folder.path(), plan()).await;
    let FlowOutcome::Asks(question) = flow.run().await.unwrap() else {
        panic!("a list has no name");
    };
    assert_names(&question, &[(1, 2)]);
    let Question::Unknown { listed, .. } = question else {
        unreachable!("it was compared above")
    };
    flow.accept(Step::Upload(1)).await.unwrap();
    let report = done(flow.run().await.unwrap());
    assert_eq!(report.rows[0].upload, Some(listed[0].upload));
    assert_eq!(rig.called("UploadCodeList"), 1);
}

#[tokio::test]
async fn a_lost_list_raises_a_question_if_no_listed_upload_qualifies() {
    for (codes, as_file) in [
        (&["X-1"][..], false),
        (&["X-1", "X-2"][..], true),
        (&[][..], false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new();
        let plan = || row(folder.path(), 1);
        rig.script(Script::Lose("/AllInterFace/UploadCodeList", Side::Before));
        run(&rig, folder.path(), plan()).await.unwrap_err();
        if !codes.is_empty() {
            other_client_uploads(&rig, codes, as_file).await;
        }
        let before = rig.called("UploadCodeList");
        let mut flow = open(&rig, folder.path(), plan()).await;
        let asks = matches!(
            flow.run().await.unwrap(),
            FlowOutcome::Asks(Question::Unknown { .. })
        );
        assert!(asks);
        assert_eq!(rig.called("UploadCodeList"), before);
        flow.repeat(Step::Upload(1)).await.unwrap();
        done(flow.run().await.unwrap());
        assert_eq!(rig.called("UploadCodeList"), before + 1);
    }
}

#[tokio::test]
async fn a_lost_file_is_identified_by_its_unique_name() {
    for side in [Side::Before, Side::After] {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new();
        let plan = || row(folder.path(), 0);
        rig.script(Script::Lose("/AllInterFace/UploadCodeFile", side));
        run(&rig, folder.path(), plan()).await.unwrap_err();
        other_client_uploads(&rig, &["X-1", "X-2", "X-3"], true).await;
        let end = run(&rig, folder.path(), plan()).await.unwrap();
        if side == Side::Before {
            let asks = matches!(end, FlowOutcome::Asks(Question::Unknown { .. }));
            assert!(
                asks,
                "the other upload may be this one under another name: {end:?}"
            );
            continue;
        }
        let report = done(end);
        let unit = sample::unit::MAIN_CODE.parse().unwrap();
        let (idcode, _) = rig.clients();
        let records = GetUploadCodeRecord::new(unit, "10000000", "1");
        let records = idcode.call(records).await.unwrap();
        let found = records
            .iter()
            .find(|one| Some(one.id) == report.rows[0].upload);
        let name = found.unwrap().file_name.clone().unwrap();
        assert!(name.starts_with("codes-") && name != "codes.txt", "{name}");
        assert_eq!(rig.called("UploadCodeFile"), 2, "one of each client");
    }
}

#[tokio::test]
async fn other_codes_of_the_same_count_do_not_count_as_uploaded() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    done(
        run(&rig, folder.path(), row(folder.path(), 1))
            .await
            .unwrap(),
    );
    let mut other = row(folder.path(), 1);
    other.rows[0].items = Some(Items::List(ItemCodes::new(["B_1", "B 3"]).unwrap()));
    match run(&rig, folder.path(), other).await {
        Err(FlowError::Halted { step, reason }) => {
            assert_eq!((step, reason), (Step::Upload(1), HaltReason::CodesChanged));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(rig.called("UploadCodeList"), 1);
}

#[tokio::test]
async fn a_listed_upload_is_recognised_whatever_the_local_clock_shows() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    for days in [-30_000, -3, 0, 3, 30_000] {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new();
        let plan = || row(folder.path(), 0);
        rig.script(Script::Lose("/AllInterFace/UploadCodeFile", Side::After));
        let clock = move || SystemClock.now_ms().saturating_add_signed(days * DAY_MS);
        let mut flow = open(&rig, folder.path(), plan()).await.with_clock(clock);
        flow.run().await.unwrap_err();
        let mut flow = open(&rig, folder.path(), plan()).await.with_clock(clock);
        done(flow.run().await.unwrap());
        assert_eq!(rig.called("UploadCodeFile"), 1, "{days} days");
    }
}
