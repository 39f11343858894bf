//! After every documented refusal, an onboarding does what the table says.

use enterprise_registry::flow::{
    Event, FlowError, FlowOutcome, Question, RefusalAction, RefusalRow, Step, StepState,
};
use enterprise_registry::onboarding::{
    ExistingUnitPolicy, OnboardingPlan, RegistrationMethod, SmsSender,
};
use enterprise_registry::sandbox::sample;
use enterprise_registry::{Endpoint, Vendor, Visit};

use super::{by_licence, by_sms, done, open, plan, run, run_with_events};
use crate::rig::{Rig, Script};

/// The refusal codes of one operation.
pub(crate) struct Documented {
    pub(crate) operation: &'static str,
    pub(crate) path: &'static str,
    pub(crate) vendor: &'static str,
    pub(crate) codes: Vec<i64>,
}

pub(crate) struct Catalogue(pub(crate) Vec<Documented>);

impl<V: Vendor> Visit<V> for Catalogue {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        let refusals = E::SPEC.codes.iter().filter(|row| row.kind.is_some());
        self.0.push(Documented {
            operation: E::SPEC.name,
            path: E::SPEC.path,
            vendor: V::NAME,
            codes: refusals.map(|row| row.code).collect(),
        });
    }
}

pub(crate) fn catalogue() -> Vec<Documented> {
    let mut catalogue = Catalogue(Vec::new());
    enterprise_registry::idcode::endpoints(&mut catalogue);
    enterprise_registry::ihuyi::endpoints(&mut catalogue);
    catalogue.0
}

/// A refusal with this code, as the vendor sends it.
pub(crate) fn refusal(vendor: &str, code: i64) -> String {
    match vendor {
        "idcode" => format!(r#"{{"ResultCode":{code},"ResultMsg":"样例"}}"#),
        _ => format!(r#"{{"idcardid":"0","code":{code},"msg":"样例"}}"#),
    }
}

const ONBOARDING_OPERATIONS: [&str; 10] = [
    "ent3f.Submit",
    "GetCompanyInfo",
    "GetVerifyInfo",
    "SendVerifyInfo",
    "RegCompanyInfo",
    "UnitRegist",
    "VerifyCompanyInfo",
    "entinfov2.Submit",
    "ModifyCompanyInfo",
    "GetOrganUnitStatus",
];

/// A plan that calls this operation.
fn plan_with(operation: &str) -> OnboardingPlan {
    let method = match (operation, by_sms()) {
        ("SendVerifyInfo" | "RegCompanyInfo", method) => method,
        (
            "GetVerifyInfo",
            RegistrationMethod::Login {
                name,
                password,
                phone,
                ..
            },
        ) => RegistrationMethod::Login {
            name,
            password,
            phone,
            sms: SmsSender::Caller,
        },
        _ => by_licence(),
    };
    plan(method)
}

/// The operations of a step that are sent once.
fn operations_of(step: Step) -> &'static [&'static str] {
    match step {
        Step::Verify => &["ent3f.Submit"],
        Step::SendSms => &["SendVerifyInfo", "GetVerifyInfo"],
        Step::Register => &["RegCompanyInfo", "UnitRegist"],
        Step::Certify => &["VerifyCompanyInfo"],
        Step::QueryRecord => &["entinfov2.Submit"],
        Step::Complete => &["ModifyCompanyInfo"],
        _ => &[],
    }
}

#[test]
fn every_documented_refusal_has_a_row_and_the_docs_show_all_rows() {
    let documented = catalogue();
    for row in RefusalRow::ALL {
        assert!(
            documented.iter().any(|one| one.operation == row.operation),
            "no operation {}",
            row.operation
        );
    }
    for one in &documented {
        let rows: Vec<i64> = RefusalRow::ALL
            .iter()
            .filter(|row| row.operation == one.operation)
            .map(|row| row.code)
            .collect();
        if rows.is_empty() {
            continue;
        }
        for code in &one.codes {
            assert!(rows.contains(code), "{} {code} has no row", one.operation);
        }
        // Section 2 of the document: 0 is a failure of any operation.
        assert!(
            one.vendor != "idcode" || rows.contains(&0),
            "{}",
            one.operation
        );
    }
    let mut table = String::from("| operation | code | the flow |\n|---|---|---|\n");
    for one in RefusalRow::ALL.chunk_by(|one, next| one.operation == next.operation) {
        let operation = one[0].operation;
        for then in [
            RefusalAction::Continue,
            RefusalAction::Adopt,
            RefusalAction::Ask,
            RefusalAction::RetryLater,
            RefusalAction::Stop,
        ] {
            let codes: Vec<String> = one
                .iter()
                .filter(|row| row.then == then)
                .map(|row| row.code.to_string())
                .collect();
            if !codes.is_empty() {
                let codes = codes.join(", ");
                table += &format!("| `{operation}` | {codes} | {} |\n", then.as_str());
            }
        }
    }
    let shown = include_str!("../../../src/flow/refusal_action.md");
    assert!(shown == table, "the docs must show\n{table}");
}

#[tokio::test]
async fn the_flow_does_what_the_table_says_and_succeeds_once_the_refusal_is_gone() {
    let documented = catalogue();
    let mut tried = 0;
    for row in RefusalRow::ALL {
        if !ONBOARDING_OPERATIONS.contains(&row.operation) {
            continue;
        }
        tried += 1;
        let one = documented.iter().find(|one| one.operation == row.operation);
        let one = one.unwrap();
        let rig = Rig::new();
        let plan = plan_with(row.operation);
        rig.script(Script::Answer(one.path, refusal(one.vendor, row.code)));
        let ended = run(&rig, plan.clone()).await;
        let about = format!("{row:?}: {ended:?}");
        match row.then {
            RefusalAction::Continue => {
                done(ended.unwrap());
            }
            RefusalAction::Adopt => {
                // The plan does not allow adoption, and no login opens a unit that does not exist.
                let is_stopped = matches!(
                    ended,
                    Ok(FlowOutcome::Asks(Question::UnitExists { .. }))
                        | Err(FlowError::Call { .. })
                );
                assert!(is_stopped, "{about}");
            }
            RefusalAction::Ask => assert!(matches!(ended, Ok(FlowOutcome::Asks(_))), "{about}"),
            RefusalAction::RetryLater | RefusalAction::Stop => {
                let Err(FlowError::Call { then, .. }) = &ended else {
                    panic!("{about}")
                };
                assert_eq!(*then, Some(row.then), "{about}");
            }
            _ => unreachable!("{about}"),
        }
        let before = rig.called(row.operation);
        assert!(
            row.then == RefusalAction::Continue || before == 0,
            "{about}"
        );

        rig.heal();
        let mut flow = open(&rig, plan).await;
        let refused = flow
            .steps()
            .into_iter()
            .find(|one| operations_of(one.step).contains(&row.operation));
        if let (Some(refused), false) = (refused, row.then == RefusalAction::Adopt) {
            let left = match (row.then, refused.step) {
                (RefusalAction::Continue, _) => unreachable!("{about}"),
                (RefusalAction::Ask, _) => StepState::Refused,
                // The unit may be registered despite an unexpected error.
                (RefusalAction::RetryLater, Step::Register) => StepState::Unknown,
                _ => StepState::Open,
            };
            assert_eq!(refused.state, left, "{about}");
        }
        if let FlowOutcome::Asks(question) = flow.run().await.unwrap() {
            match question {
                Question::Refused { step, .. } => {
                    assert_eq!(
                        rig.called(row.operation),
                        0,
                        "it was paid again without a question"
                    );
                    flow.repeat(step).await.unwrap();
                }
                Question::SmsCode(_) => {}
                // The vendor reports that the unit exists, and the caller knows better.
                Question::UnitExists { .. } => flow.repeat(Step::Register).await.unwrap(),
                // The unit may still be registered after an unexpected error.
                Question::Unknown { step, .. } => flow.repeat(step).await.unwrap(),
                other => panic!("{other:?} {about}"),
            }
            if let FlowOutcome::Asks(_) = flow.run().await.unwrap() {
                flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
            }
            if row.operation != "RegCompanyInfo" {
                flow.run().await.unwrap();
            }
            if let Some(code) = rig.sandbox.sms_code(sample::PHONE) {
                flow.set_sms_code(code);
            }
        }
        done(flow.run().await.unwrap());
        let is_read = matches!(row.operation, "GetCompanyInfo" | "GetOrganUnitStatus");
        assert!(is_read || rig.succeeded(row.operation) == 1, "{about}");
    }
    assert!(tried > 60, "{tried}");
}

#[tokio::test]
async fn a_unit_refused_as_existing_is_adopted_if_the_login_opens_it() {
    for (operation, method) in [("RegCompanyInfo", by_sms()), ("UnitRegist", by_licence())] {
        for code in [2, 3] {
            let rig = Rig::new();
            let mut first = plan(method.clone());
            first.verification = enterprise_registry::onboarding::Verification::Skip;
            done(run(&rig, first.clone()).await.unwrap());

            // 307 does not list the name, but the registration reports that the unit exists.
            let lost = rig.stranger();
            lost.script(Script::Answer(
                "/AllInterFace/GetCompanyInfo",
                refusal("idcode", 0),
            ));
            let second = first.with_existing(ExistingUnitPolicy::Adopt(None));
            let report = done(run(&lost, second).await.unwrap());
            assert!(report.adopted, "{operation} {code}");
            assert_eq!(rig.succeeded(operation), 1);
        }
    }
}

#[tokio::test]
async fn a_message_about_wrong_credentials_stops_the_flow_whatever_the_code() {
    let rig = Rig::new();
    let body = r#"{"ResultCode":0,"ResultMsg":"未授权！"}"#.to_owned();
    rig.script(Script::Answer("/AllInterFace/GetCompanyInfo", body));
    let (ended, events) = run_with_events(&rig, plan(by_licence())).await;
    assert!(matches!(
        ended.unwrap_err(),
        FlowError::Call {
            then: Some(RefusalAction::Stop),
            ..
        }
    ));
    let refused = Event::Refused {
        step: Step::LookUp,
        operation: "GetCompanyInfo",
        code: 0,
        then: RefusalAction::Stop,
    };
    assert!(events.contains(&refused), "{events:?}");
    assert_eq!(rig.called("UnitRegist"), 0);
}
