//! A division in which no unit can be registered is refused before anything is paid.

use enterprise_registry::flow::{FlowError, HaltReason, RefusalAction, Step};
use enterprise_registry::idcode::Locality;
use enterprise_registry::onboarding::{ExistingUnitPolicy, OnboardingPlan, Verification};
use enterprise_registry::sandbox::sample;

use super::refusals::refusal;
use super::{by_licence, plan, run};
use crate::rig::{Rig, Script};

fn plan_in(division: &str) -> OnboardingPlan {
    let mut plan = plan(by_licence());
    plan.registration.locality = Locality::from_division(division.parse().unwrap());
    plan
}

#[tokio::test]
async fn a_withdrawn_or_divided_division_is_refused_offline_with_its_successors() {
    for (code, about) in [
        (
            "110103",
            "110103 (崇文区) was withdrawn in 2010: today it is 110101 (东城区)",
        ),
        ("310119", "today it is 310115 (浦东新区)"),
        ("110000", "110000 (北京市) is divided further"),
        ("440100", "is divided further: name one of its divisions"),
        (
            "110100",
            "110100 (市辖区) stands for the divisions of 北京市: name one of them",
        ),
        (
            "440101",
            "440101 (市辖区) stands for the divisions of 广东省广州市: name one of them",
        ),
        (
            "130103",
            "it was divided; today it is one of 130102 (长安区), 130104 (桥西区)",
        ),
        (
            "372100",
            "it was divided; today it is one of 370200 (青岛市), 370600 (烟台市), 371002 (环翠区)",
        ),
        ("100000", "100000 stands for the whole country"),
        ("990000", "990000 begins with no province of GB/T 2260"),
        ("132328", "today it is 130123 (正定县)"),
        ("370620", "today it is 371002 (环翠区)"),
        ("412502", "today it is 411281 (义马市)"),
        ("420523", "today it is 420583 (枝江市)"),
        ("440620", "today it is 442000 (中山市)"),
        ("330103", "today it is 330105 (拱墅区)"),
        (
            "352400",
            "today it is 350500 (泉州市), which is divided further: name one of its divisions",
        ),
        (
            "320571",
            "is not in GB/T 2260: name the district of 江苏省苏州市 that contains it",
        ),
    ] {
        let rig = Rig::new();
        let error = plan_in(code).check().unwrap_err();
        let FlowError::Plan { field, reason } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(field, "company.division");
        assert!(reason.contains(about), "{reason}");
        run(&rig, plan_in(code)).await.unwrap_err();
        assert_eq!(rig.counts(), (0, 0), "{code}");
    }
    // An existing unit keeps its division.
    let code = sample::unit::MAIN_CODE.parse().unwrap();
    let adopting = plan_in("110103").with_existing(ExistingUnitPolicy::Adopt(Some(code)));
    adopting.check().unwrap();
}

#[tokio::test]
async fn a_division_that_the_table_does_not_have_is_looked_up_before_anything_is_paid() {
    let rig = Rig::new();
    plan_in("999999").check().unwrap();
    let preview = plan_in("999999").preview(rig.clone()).await.unwrap();
    let asks = |number| {
        preview
            .steps
            .iter()
            .any(|step| step.operations.contains(&number))
    };
    assert!(asks("101"), "{preview:?}");
    let error = run(&rig, plan_in("999999")).await.unwrap_err();
    let FlowError::Halted { step, reason } = error else {
        panic!("{error:?}")
    };
    let code = "999999".to_owned();
    assert_eq!(
        (step, reason),
        (Step::LookUp, HaltReason::NoSuchDivision { code })
    );
    assert_eq!(rig.sandbox.calls().len(), 1);
    assert_eq!(rig.called("GetAllAreaInfo"), 1);

    // The platform may list a division that is newer than the table.
    let listed = r#"{"AddressList":[{"Address_ID":"119999","AddressName":"新区","AddressLevel":"3",
        "Address_ID_Parent":"110000","AddressCode":"119999"}],"ResultCode":1,"ResultMsg":""}"#;
    rig.script(Script::Answer(
        "/AllInterFace/GetAllAreaInfo",
        listed.to_owned(),
    ));
    run(&rig, plan_in("119999")).await.unwrap_err();
    assert_eq!(rig.called("ent3f.Submit"), 1, "the flow continued");
}

#[tokio::test]
async fn a_refusal_of_the_list_stops_the_flow() {
    let rig = Rig::new();
    rig.script(Script::Answer(
        "/AllInterFace/GetAllAreaInfo",
        refusal("idcode", 0),
    ));
    let skipping = plan_in("999999").with_verification(Verification::Skip);
    match run(&rig, skipping).await {
        Err(FlowError::Call { step, then, .. }) => {
            assert_eq!((step, then), (Step::LookUp, Some(RefusalAction::Stop)));
        }
        other => panic!("{other:?}"),
    }
}
