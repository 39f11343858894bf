//! A step that is done counts only for the plan that it was done with.

use enterprise_registry::File;
use enterprise_registry::flow::{FlowError, FlowOutcome, Question, Step};
use enterprise_registry::idcode::Locality;
use enterprise_registry::idcode::operations::Certificate;
use enterprise_registry::onboarding::{ExistingUnitPolicy, OnboardingPlan, RegistrationMethod};
use enterprise_registry::sandbox::sample::{self, DEMO};

use super::{PASSWORD, by_licence, by_sms, done, open, plan, run};
use crate::rig::{Rig, Script, Side};

#[track_caller]
fn changed<T: core::fmt::Debug>(ended: Result<T, FlowError>) -> (Step, String) {
    match ended {
        Err(FlowError::Changed { step, field }) => (step, field),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_verification_of_one_company_registers_no_other() {
    let rig = Rig::new();
    let asks = open(&rig, plan(by_sms())).await.run().await.unwrap();
    assert!(matches!(asks, FlowOutcome::Asks(Question::SmsCode(_))));
    let calls = rig.sandbox.calls().len();

    let mut renamed = plan(by_sms());
    renamed.company.name = "别人的有限公司".to_owned();
    let mut led = plan(by_sms());
    led.company.representative = "李四".to_owned();
    for (other, field) in [(renamed, "company.name"), (led, "company.representative")] {
        let mut flow = open(&rig, other.clone()).await;
        flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
        let expected = (Step::Verify, field.to_owned());
        assert_eq!(changed(flow.run().await), expected);
        // The preview refuses it too.
        assert_eq!(changed(other.preview(rig.clone()).await), expected);
    }
    assert_eq!(rig.sandbox.calls().len(), calls, "nothing was sent");

    // With the old value restored, the flow resumes and pays nothing again.
    let mut flow = open(&rig, plan(by_sms())).await;
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("ent3f.Submit"), 1);
}

#[tokio::test]
async fn a_changed_plan_is_refused_for_every_step_that_is_done() {
    type Change = fn(&mut OnboardingPlan);
    let changes: [(Change, Step, &str); 8] = [
        (
            |plan| plan.company.name.push('甲'),
            Step::Verify,
            "company.name",
        ),
        (
            |plan| plan.registration.locality = Locality::from_division("110105".parse().unwrap()),
            Step::Register,
            "company.division",
        ),
        (
            |plan| plan.registration.unit_type = 1004_u64.into(),
            Step::Register,
            "registration.unit_type",
        ),
        (
            |plan| {
                let other = "i.86.110108.9".parse().unwrap();
                plan.existing = ExistingUnitPolicy::Adopt(Some(other));
            },
            Step::Register,
            "registration.main_code",
        ),
        (
            |plan| {
                plan.certification.as_mut().unwrap().certificate =
                    Certificate::Other("17".to_owned());
            },
            Step::Certify,
            "certification.certificate",
        ),
        (
            |plan| {
                plan.certification.as_mut().unwrap().licence =
                    File::new("licence.png", [sample::LICENCE_PNG, b"x"].concat());
            },
            Step::Certify,
            "certification.licence",
        ),
        (
            |plan| plan.completion.as_mut().unwrap().address = Some("elsewhere".to_owned()),
            Step::Complete,
            "completion.address",
        ),
        (
            |plan| plan.completion.as_mut().unwrap().trade_id = 66_u64.into(),
            Step::Complete,
            "completion.trade",
        ),
    ];
    let rig = Rig::new();
    done(run(&rig, plan(by_licence())).await.unwrap());
    let calls = rig.sandbox.calls().len();
    for (change, step, field) in changes {
        let mut other = plan(by_licence());
        change(&mut other);
        assert_eq!(
            changed(run(&rig, other).await),
            (step, field.to_owned()),
            "{field}"
        );
    }
    assert_eq!(rig.sandbox.calls().len(), calls);
    // Steps that the plan leaves out now are not compared.
    let mut less = plan(by_licence());
    (less.certification, less.completion) = (None, None);
    done(run(&rig, less).await.unwrap());
}

#[tokio::test]
async fn a_registration_with_an_unknown_outcome_is_not_looked_up_under_another_name() {
    let rig = Rig::new();
    rig.script(Script::Lose("/AllInterFace/UnitRegist", Side::After));
    let mut skipped = plan(by_licence());
    skipped.verification = enterprise_registry::onboarding::Verification::Skip;
    run(&rig, skipped.clone()).await.unwrap_err();
    let mut other = skipped.clone();
    other.company.name.push('甲');
    let expected = (Step::Register, "company.name".to_owned());
    assert_eq!(changed(run(&rig, other).await), expected);
    done(run(&rig, skipped).await.unwrap());
    assert_eq!(rig.called("UnitRegist"), 1);
}

#[tokio::test]
async fn an_sms_code_is_for_the_phone_that_it_was_sent_to() {
    let rig = Rig::new();
    run_to_the_sms(&rig, sample::PHONE).await.unwrap();
    let other = "13900139000";
    let expected = (Step::SendSms, "registration.phone".to_owned());
    assert_eq!(changed(run_to_the_sms(&rig, other).await), expected);
    let mut flow = open(&rig, plan(with_phone(other))).await;
    flow.repeat(Step::SendSms).await.unwrap();
    flow.run().await.unwrap();
    assert_eq!(rig.called("SendVerifyInfo"), 2);
}

#[tokio::test]
async fn a_registration_that_is_done_belongs_to_its_login_name_and_phone() {
    let rig = Rig::new();
    run_to_the_sms(&rig, sample::PHONE).await.unwrap();
    let mut flow = open(&rig, plan(by_sms())).await;
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    done(flow.run().await.unwrap());
    let expected = (Step::Register, "registration.phone".to_owned());
    assert_eq!(changed(run_to_the_sms(&rig, "13900139000").await), expected);
    let mut method = by_sms();
    if let RegistrationMethod::Login { name, .. } = &mut method {
        *name = "another-user".to_owned();
    }
    let expected = (Step::Register, "registration.login_name".to_owned());
    assert_eq!(changed(run(&rig, plan(method)).await), expected);
    done(run(&rig, plan(by_sms())).await.unwrap());
}

fn with_phone(phone: &str) -> RegistrationMethod {
    let mut method = by_sms();
    if let RegistrationMethod::Login {
        phone: of_method, ..
    } = &mut method
    {
        *of_method = phone.to_owned();
    }
    method
}

async fn run_to_the_sms(
    rig: &Rig,
    phone: &str,
) -> Result<FlowOutcome<enterprise_registry::onboarding::OnboardingReport>, FlowError> {
    open(rig, plan(with_phone(phone))).await.run().await
}

#[tokio::test]
async fn steps_that_a_journal_of_version_1_has_without_fingerprints_are_for_the_caller() {
    let rig = Rig::new();
    done(run(&rig, plan(by_licence())).await.unwrap());
    let mut old: serde_json::Value = serde_json::from_str(&rig.text().unwrap()).unwrap();
    old["header"]["schema"] = 1.into();
    old.as_object_mut().unwrap().remove("asked");
    let rig = rig.with_text(&old.to_string());
    let calls = rig.sandbox.calls().len();
    let mut flow = open(&rig, plan(by_licence())).await;
    for wanted in [Step::Verify, Step::Register, Step::Certify, Step::Complete] {
        match flow.run().await {
            Err(FlowError::Unbound { step }) => assert_eq!(step, wanted),
            other => panic!("{other:?}"),
        }
        flow.accept(wanted).await.unwrap();
    }
    assert_eq!(rig.sandbox.calls().len(), calls);
    done(flow.run().await.unwrap());
    let mut other = plan(by_licence());
    other.company.representative = "李四".to_owned();
    changed(run(&rig, other).await);
}

#[tokio::test]
async fn fingerprints_of_personal_data_are_so_short_that_hundreds_share_one() {
    let rig = Rig::new();
    open(&rig, plan(by_sms())).await.run().await.unwrap();
    let text = rig.text().unwrap();
    let state: serde_json::Value = serde_json::from_str(&text).unwrap();
    let length = |step: &str, field: &str| state["asked"][step][field].as_str().unwrap().len();
    assert_eq!(length("verify", "company.representative"), 4);
    assert_eq!(length("send-sms", "registration.phone"), 4);
    assert_eq!(length("verify", "company.name"), 16);
    for secret in [PASSWORD, sample::PHONE, DEMO.representative, sample::PERSON] {
        assert!(!text.contains(secret), "{secret}");
    }
    // Contact persons have no fingerprint.
    let fields: Vec<_> = state["asked"]["register"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert!(
        !fields.iter().any(|field| field.contains("contact")),
        "{fields:?}"
    );
}
