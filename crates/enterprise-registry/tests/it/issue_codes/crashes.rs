//! A flow that is killed anywhere and run again ends in the same state, with every write sent once.

use std::path::Path;

use enterprise_registry::flow::{FlowOutcome, Question, Step};
use enterprise_registry::idcode::operations::{GetIDcodeTypeInfo, Selection};
use enterprise_registry::sandbox::sample;

use super::{done, names_in, open, plan, run};
use crate::rig::{Rig, Script, Side};

const ONCE: [&str; 3] = ["BatchRegistIDcode", "UploadCodeFile", "UploadCodeList"];

fn operation_of(step: Step) -> &'static str {
    match step {
        Step::Apply => ONCE[0],
        Step::Upload(1) => ONCE[1],
        _ => ONCE[2],
    }
}

/// The state of the vendor and the folder.
async fn state_of(rig: &Rig, folder: &Path) -> String {
    let (idcode, _) = rig.clients();
    let unit = sample::unit::MAIN_CODE.parse().unwrap();
    let listed = idcode
        .call(GetIDcodeTypeInfo::new(unit, Selection::All))
        .await;
    format!("{:?} {:?}", listed.unwrap(), names_in(folder))
}

async fn dies(rig: &Rig, wanted: &str, about: &str) {
    let folder = tempfile::tempdir().unwrap();
    let plan = || plan(folder.path());
    let ended = rig.or_dies(run(rig, folder.path(), plan())).await;
    assert!(ended.is_none(), "it did not die: {about}");
    rig.heal();
    let mut flow = open(rig, folder.path(), plan()).await;
    let mut end = flow.run().await.unwrap();
    // Outcomes that free reads do not show raise questions, answered by the state of the vendor.
    while let FlowOutcome::Asks(Question::Unknown { step, .. }) = end {
        let operation = operation_of(step);
        if rig.succeeded(operation) > 0 {
            assert_eq!(step, Step::Upload(2), "only a list has no name: {about}");
            flow.accept(step).await.unwrap();
        } else {
            flow.repeat(step).await.unwrap();
        }
        end = flow.run().await.unwrap();
    }
    assert!(matches!(end, FlowOutcome::Done(_)), "{end:?} {about}");
    assert_eq!(state_of(rig, folder.path()).await, wanted, "{about}");
    for operation in ONCE {
        assert_eq!(rig.called(operation), 1, "{operation}, {about}");
    }
}

#[tokio::test]
async fn killed_anywhere_it_ends_in_the_same_state_with_every_write_sent_once() {
    let folder = tempfile::tempdir().unwrap();
    let untouched = Rig::new();
    done(
        run(&untouched, folder.path(), plan(folder.path()))
            .await
            .unwrap(),
    );
    let (calls, saves) = untouched.counts();
    assert!(calls >= 17 && saves >= 12, "{calls} {saves}");
    let wanted = state_of(&untouched, folder.path()).await;
    for side in [Side::Before, Side::After] {
        for call in 0..calls {
            let rig = Rig::new();
            rig.script(Script::Die(call, side));
            dies(&rig, &wanted, &format!("{side:?} call {call}")).await;
        }
        for save in 0..saves {
            let rig = Rig::new();
            rig.die_at_save(save, side);
            dies(&rig, &wanted, &format!("{side:?} save {save}")).await;
        }
    }
}

#[tokio::test]
async fn a_journal_of_version_2_with_a_lost_call_of_402_is_resumed() {
    for side in [Side::Before, Side::After] {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new();
        rig.script(Script::Lose("/AllInterFace/BatchRegistIDcode", side));
        run(&rig, folder.path(), plan(folder.path()))
            .await
            .unwrap_err();
        let mut old: serde_json::Value = serde_json::from_str(&rig.text().unwrap()).unwrap();
        old["header"]["schema"] = 2.into();
        // It does not hold the categories that the call named.
        old.as_object_mut().unwrap().remove("applying").unwrap();
        let rig = rig.with_text(&old.to_string());
        let mut flow = open(&rig, folder.path(), plan(folder.path())).await;
        let mut end = flow.run().await.unwrap();
        if side == Side::Before {
            let step = Step::Apply;
            let asks = matches!(end, FlowOutcome::Asks(Question::Unknown { step: asked, .. }) if asked == step);
            assert!(asks, "{end:?}");
            flow.repeat(step).await.unwrap();
            end = flow.run().await.unwrap();
        }
        done(end);
        assert_eq!(rig.called("BatchRegistIDcode"), 1, "{side:?}");
    }
}

#[tokio::test]
async fn a_call_of_402_that_a_proxy_sent_twice_is_found_in_the_lists() {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new();
    rig.script(Script::Twice("/AllInterFace/BatchRegistIDcode"));
    done(run(&rig, folder.path(), plan(folder.path())).await.unwrap());
    assert_eq!(rig.called("BatchRegistIDcode"), 2);
    assert_eq!(rig.succeeded("BatchRegistIDcode"), 1);
}
