//! Onboarding: from a form to a verified unit, with every fault on the way.

mod answers;
mod crashes;
mod divisions;
mod fingerprints;
mod personal_data;
pub(crate) mod refusals;
mod scenarios;
mod verification;

use std::sync::{Arc, Mutex};

use enterprise_registry::File;
use enterprise_registry::flow::{Event, FlowError, FlowOutcome, Question, Schedule, Step};
use enterprise_registry::idcode::Locality;
use enterprise_registry::idcode::operations::Certificate;
use enterprise_registry::onboarding::{
    Company, Completion, Onboarding, OnboardingPlan, OnboardingReport, RecordSource, Registration,
    RegistrationMethod, SmsSender,
};
use enterprise_registry::sandbox::sample::{self, DEMO};

use crate::rig::Rig;

pub(super) const PASSWORD: &str = "CANARYPASSWORDx7";

pub(super) fn company() -> Company {
    Company {
        name: DEMO.name.to_owned(),
        credit_code: DEMO.credit_code(),
        representative: DEMO.representative.to_owned(),
    }
}

/// 301, with an SMS from the platform.
pub(super) fn by_sms() -> RegistrationMethod {
    RegistrationMethod::Login {
        name: "flow-user".to_owned(),
        password: Some(PASSWORD.into()),
        phone: sample::PHONE.to_owned(),
        sms: SmsSender::Platform,
    }
}

/// 309.
pub(super) fn by_licence() -> RegistrationMethod {
    RegistrationMethod::Licence {
        number: DEMO.registration_number().to_string(),
        phone: Some(sample::PHONE.to_owned()),
        logo: None,
        goto_url: None,
    }
}

/// A plan with every step and both paid queries.
pub(super) fn plan(method: RegistrationMethod) -> OnboardingPlan {
    let company = company();
    let certificate = Certificate::CreditCode(company.credit_code);
    let locality = Locality::from_division(company.credit_code.division().unwrap());
    let registration = Registration::new(1003_u64, locality, method).with_contact(sample::PERSON);
    OnboardingPlan::new(company, registration)
        .with_certification(certificate, File::new("licence.png", sample::LICENCE_PNG))
        .with_completion(Completion::from_record(65_u64, RecordSource::Ask))
        .with_schedule(Schedule::once())
        .with_lookup_policy(Schedule::once())
}

pub(super) async fn open(rig: &Rig, plan: OnboardingPlan) -> Onboarding {
    let (idcode, ihuyi) = rig.clients();
    Onboarding::open(plan, idcode, Some(ihuyi), rig.clone())
        .await
        .unwrap()
}

/// Runs a flow in which the only question is for the SMS.
pub(super) async fn run(
    rig: &Rig,
    plan: OnboardingPlan,
) -> Result<FlowOutcome<OnboardingReport>, FlowError> {
    let mut flow = open(rig, plan).await;
    match flow.run().await? {
        FlowOutcome::Asks(Question::SmsCode(_)) => {}
        ended => return Ok(ended),
    }
    flow.set_sms_code(rig.sandbox.sms_code(sample::PHONE).unwrap());
    flow.run().await
}

/// Like `run`, for a plan without an SMS, with the reported events.
pub(super) async fn run_with_events(
    rig: &Rig,
    plan: OnboardingPlan,
) -> (Result<FlowOutcome<OnboardingReport>, FlowError>, Vec<Event>) {
    let events = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&events);
    let mut flow = open(rig, plan)
        .await
        .with_events(move |event| seen.lock().unwrap().push(event.clone()));
    let ended = flow.run().await;
    let events = std::mem::take(&mut *events.lock().unwrap());
    (ended, events)
}

#[track_caller]
pub(super) fn done(end: FlowOutcome<OnboardingReport>) -> OnboardingReport {
    match end {
        FlowOutcome::Done(report) => report,
        other => panic!("{other:?}"),
    }
}

/// The operations of a full plan that cost money or change something.
pub(super) const ONCE: [(Step, &str); 6] = [
    (Step::Verify, "ent3f.Submit"),
    (Step::SendSms, "SendVerifyInfo"),
    (Step::Register, "RegCompanyInfo"),
    (Step::Certify, "VerifyCompanyInfo"),
    (Step::QueryRecord, "entinfov2.Submit"),
    (Step::Complete, "ModifyCompanyInfo"),
];
