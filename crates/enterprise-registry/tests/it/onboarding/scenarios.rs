//! The paths from a form to a verified unit.

use enterprise_registry::flow::{
    FlowError, FlowOutcome, HaltReason, Question, Schedule, Step, StepForecast, StepState,
};
use enterprise_registry::idcode::operations::{Certificate, GetCompanyBaseInfo};
use enterprise_registry::model::UnifiedSocialCreditCode;
use enterprise_registry::onboarding::{
    Completion, ExistingUnitPolicy, Goal, RecordSource, RegistrationMethod, SmsSender, Verification,
};
use enterprise_registry::sandbox::sample::{self, DEMO};

use super::{ONCE, by_licence, by_sms, done, open, plan, run};
use crate::rig::{Rig, Script, Side};

#[tokio::test]
async fn a_company_is_verified_registered_certified_and_completed_from_the_register() {
    let rig = Rig::new();
    let report = done(run(&rig, plan(by_sms())).await.unwrap());
    assert_eq!(report.verified, Some(true));
    assert!(!report.adopted);
    for (_, operation) in ONCE {
        assert_eq!(rig.called(operation), 1, "{operation}");
    }
    let (idcode, _) = rig.clients();
    let unit = idcode.call(GetCompanyBaseInfo::new(report.unit)).await;
    let unit = unit.unwrap();
    assert_eq!(unit.name.as_deref(), Some(DEMO.name));
    assert_eq!(unit.address.as_deref(), Some(DEMO.address));
    assert_eq!(unit.trade_id.unwrap().get(), 65);
}

#[tokio::test]
async fn a_flow_that_is_done_only_reads_its_status() {
    let rig = Rig::new();
    let first = done(run(&rig, plan(by_sms())).await.unwrap());
    let before = rig.sandbox.calls().len();
    let mut flow = open(&rig, plan(by_sms())).await;
    assert_eq!(flow.preview().billed_calls(), 0);
    assert_eq!(flow.preview().writing_calls(), 0);
    assert_eq!(done(flow.run().await.unwrap()), first);
    let calls = rig.sandbox.calls().split_off(before);
    let names: Vec<_> = calls.iter().map(|call| call.operation).collect();
    assert_eq!(names, ["GetOrganUnitStatus"]);
}

#[tokio::test]
async fn a_unit_is_registered_by_its_licence_and_found_again_by_its_first_password() {
    let rig = Rig::new();
    let report = done(run(&rig, plan(by_licence())).await.unwrap());
    assert_eq!(rig.called("UnitRegist"), 1);
    assert_eq!(rig.called("SendVerifyInfo"), 0);

    // A flow with a new journal finds the unit again, and does nothing twice.
    let lost = rig.stranger();
    let plan = plan(by_licence())
        .with_existing(ExistingUnitPolicy::Adopt(None))
        .with_verification(Verification::Skip);
    let again = done(run(&lost, plan).await.unwrap());
    assert_eq!(again.unit, report.unit);
    assert!(again.adopted);
    assert_eq!(rig.called("UnitRegist"), 1);
    assert_eq!(rig.called("VerifyCompanyInfo"), 1);
    assert_eq!(rig.called("ModifyCompanyInfo"), 1);
}

#[tokio::test]
async fn with_302_the_code_is_returned_and_the_flow_asks_nothing() {
    let rig = Rig::new();
    let RegistrationMethod::Login {
        name,
        password,
        phone,
        ..
    } = by_sms()
    else {
        unreachable!()
    };
    let own = RegistrationMethod::Login {
        name,
        password,
        phone,
        sms: SmsSender::Caller,
    };
    let mut flow = open(&rig, plan(own.clone())).await;
    done(flow.run().await.unwrap());
    assert_eq!(rig.called("GetVerifyInfo"), 1);
    assert_eq!(rig.called("SendVerifyInfo"), 0);

    // 302 sends nothing, so a lost code is requested again without a question.
    for side in [Side::Before, Side::After] {
        let rig = Rig::new();
        rig.script(Script::Lose("/AllInterFace/GetVerifyInfo", side));
        run(&rig, plan(own.clone())).await.unwrap_err();
        let preview = open(&rig, plan(own.clone())).await.preview();
        let sms = preview.steps.iter().find(|one| one.step == Step::SendSms);
        assert_eq!(sms.unwrap().forecast, StepForecast::Will);
        done(open(&rig, plan(own.clone())).await.run().await.unwrap());
        assert_eq!(rig.called("RegCompanyInfo"), 1);
    }
}

#[tokio::test]
async fn an_existing_unit_raises_a_question_and_is_adopted_by_its_main_code() {
    let rig = Rig::new();
    let mut plan = plan(by_sms()).with_verification(Verification::Skip);
    plan.company.name = sample::unit::NAME.to_owned();
    plan.completion = None;
    let mut flow = open(&rig, plan).await;
    let FlowOutcome::Asks(Question::UnitExists { login_refused, .. }) = flow.run().await.unwrap()
    else {
        unreachable!()
    };
    assert!(!login_refused);
    flow.adopt_unit(sample::unit::MAIN_CODE.parse().unwrap());
    let report = done(flow.run().await.unwrap());
    assert!(report.adopted);
    assert_eq!(report.unit.to_string(), sample::unit::MAIN_CODE);
    // The unit is verified already, so 304 is not sent.
    assert_eq!(rig.called("VerifyCompanyInfo"), 0);
    assert_eq!(rig.called("RegCompanyInfo"), 0);
}

#[tokio::test]
async fn a_unit_of_another_name_is_not_adopted() {
    let rig = Rig::new();
    let code = sample::unit::MAIN_CODE.parse().unwrap();
    let plan = plan(by_sms())
        .with_verification(Verification::Skip)
        .with_existing(ExistingUnitPolicy::Adopt(Some(code)));
    let error = open(&rig, plan).await.run().await.unwrap_err();
    assert!(
        matches!(
            error,
            FlowError::Halted {
                reason: HaltReason::OtherName { .. },
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_login_that_does_not_open_the_unit_leaves_it_to_the_caller() {
    let rig = Rig::new();
    let mut plan = plan(by_sms())
        .with_verification(Verification::Skip)
        .with_existing(ExistingUnitPolicy::Adopt(None));
    plan.company.name = sample::unit::NAME.to_owned();
    let end = open(&rig, plan).await.run().await.unwrap();
    assert!(matches!(
        end,
        FlowOutcome::Asks(Question::UnitExists {
            login_refused: true,
            ..
        })
    ));
}

#[tokio::test]
async fn it_waits_by_its_schedule_and_reports_the_end_of_it() {
    tokio::time::pause();
    let rig = Rig::new();
    let seconds = core::time::Duration::from_secs;
    // The sandbox never approves a unit.
    let plan_that_waits = |schedule| {
        plan(by_licence())
            .with_goal(Goal::Approved)
            .with_schedule(schedule)
    };
    let plan = plan_that_waits(Schedule::new(seconds(60), seconds(120), seconds(300)));
    let mut flow = open(&rig, plan).await;
    let begun = tokio::time::Instant::now();
    let FlowOutcome::NotYet { step, seen } = flow.run().await.unwrap() else {
        unreachable!()
    };
    assert_eq!(step, Step::AwaitStatus);
    assert_eq!(seen, "verified, under review");
    assert_eq!(begun.elapsed().as_secs(), 60 + 120 + 120);
    assert_eq!(rig.called("GetOrganUnitStatus"), 4);

    // The last wait is the remainder.
    let plan = plan_that_waits(Schedule::new(seconds(1), seconds(300), seconds(60)));
    let begun = tokio::time::Instant::now();
    assert!(matches!(
        open(&rig, plan).await.run().await.unwrap(),
        FlowOutcome::NotYet { .. }
    ));
    assert_eq!(begun.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn a_failed_review_ends_the_wait() {
    let rig = Rig::new();
    let failed = r#"{"IsAuthen":0,"IsAudit":-1,"SurplusTime":"","ResultCode":1,"ResultMsg":""}"#;
    rig.script(Script::Answer(
        "/AllInterFace/GetOrganUnitStatus",
        failed.to_owned(),
    ));
    let error = open(&rig, plan(by_licence()))
        .await
        .run()
        .await
        .unwrap_err();
    assert_eq!(error.step(), Some(Step::AwaitStatus));
    assert_eq!(
        error.to_string(),
        "the step `await-status`: the review of the unit has failed"
    );
}

#[tokio::test]
async fn a_stop_ends_the_wait_and_leaves_no_outcome_unknown() {
    tokio::time::pause();
    let rig = Rig::new();
    let hour = core::time::Duration::from_secs(3600);
    let plan = plan(by_licence())
        .with_goal(Goal::Approved)
        .with_schedule(Schedule::new(hour, hour, hour * 24));
    let mut flow = open(&rig, plan).await;
    let stop_handle = flow.stop_handle();
    let flow = &mut flow;
    let (end, ()) = tokio::join!(flow.run(), async {
        tokio::time::sleep(hour / 2).await;
        stop_handle.stop();
    });
    assert_eq!(end.unwrap(), FlowOutcome::Interrupted);
    assert!(
        flow.steps()
            .iter()
            .all(|step| step.state != StepState::Unknown)
    );
    // It stays stopped.
    assert_eq!(flow.run().await.unwrap(), FlowOutcome::Interrupted);
}

#[tokio::test]
async fn a_flow_that_is_stopped_at_once_has_a_state_to_resume_from() {
    let rig = Rig::new();
    let mut flow = open(&rig, plan(by_licence())).await;
    flow.stop_handle().stop();
    assert_eq!(flow.run().await.unwrap(), FlowOutcome::Interrupted);
    assert_eq!(rig.counts().0, 0);
    assert!(rig.text().is_some());
}

#[tokio::test]
async fn a_preview_sends_nothing_and_counts_the_paid_queries() {
    let rig = Rig::new();
    plan(by_sms()).check().unwrap();
    let preview = open(&rig, plan(by_sms())).await.preview();
    assert_eq!(plan(by_sms()).preview(rig.clone()).await.unwrap(), preview);
    assert_eq!(preview.billed_calls(), 2);
    assert_eq!(preview.writing_calls(), 4);
    let words: Vec<String> = preview
        .steps
        .iter()
        .map(|planned| format!("{} {:?}", planned.step, planned.forecast))
        .collect();
    assert_eq!(
        words,
        [
            "check Will",
            "verify Will",
            "look-up Will",
            "send-sms Will",
            "register Will",
            "certify Will",
            "query-record Will",
            "complete Will",
            "await-status Will",
        ]
    );
    assert_eq!(rig.counts(), (0, 0));

    let mut least = plan(by_licence()).with_verification(Verification::Skip);
    least.certification = None;
    least.completion = Some(Completion::from_record(1_u64, RecordSource::None));
    let error = least.check().unwrap_err();
    assert!(
        error.to_string().starts_with("`completion.address`"),
        "{error}"
    );
    least.completion = None;
    let preview = open(&rig, least.with_goal(Goal::None)).await.preview();
    assert_eq!(preview.billed_calls(), 0);
    let will = |wanted| {
        let is_it = |step: &&enterprise_registry::flow::PlannedStep| step.forecast == wanted;
        preview.steps.iter().filter(is_it).count()
    };
    assert_eq!((will(StepForecast::Will), will(StepForecast::Not)), (3, 5));
}

#[tokio::test]
async fn an_invalid_plan_is_refused_before_anything_is_paid() {
    let rig = Rig::new();
    let fields = |change: fn(&mut enterprise_registry::onboarding::OnboardingPlan)| {
        let mut plan = plan(by_sms());
        change(&mut plan);
        plan
    };
    let cases: [(_, &str); 8] = [
        (fields(|plan| plan.company.name.push('\n')), "company.name"),
        (
            fields(|plan| plan.company.representative.push('\0')),
            "company.representative",
        ),
        (
            fields(|plan| {
                plan.certification.as_mut().unwrap().certificate =
                    Certificate::CreditCode("91310115MAXXXX023P".parse().unwrap());
            }),
            "certification.number",
        ),
        (
            fields(|plan| {
                let other: UnifiedSocialCreditCode = "91310115MAXXXX023P".parse().unwrap();
                plan.certification.as_mut().unwrap().certificate =
                    Certificate::OrganizationCode(other.organization_code().unwrap());
            }),
            "certification.number",
        ),
        (fields(|plan| plan.company.name.clear()), "company.name"),
        (
            fields(|plan| plan.company.representative.clear()),
            "company.representative",
        ),
        (
            fields(|plan| {
                plan.certification.as_mut().unwrap().licence =
                    enterprise_registry::File::new("licence.pdf", "%PDF");
            }),
            "certification.licence",
        ),
        (
            fields(|plan| {
                plan.registration.method = RegistrationMethod::Login {
                    name: "a".to_owned(),
                    password: None,
                    phone: sample::PHONE.to_owned(),
                    sms: SmsSender::None,
                };
            }),
            "registration.password",
        ),
    ];
    for (plan, wanted) in cases {
        let error = open(&rig, plan).await.run().await.unwrap_err();
        let FlowError::Plan { field, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(field, wanted);
    }
    assert_eq!(rig.sandbox.calls(), []);
}
