//! Reports the result and the steps of an onboarding.

use registry_model::IdCode;
use serde::Serialize;

use super::state::OnboardingState;
use crate::flow::{Confirmation, Step, StepReport};

/// The result of an onboarding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OnboardingReport {
    /// Main code of the unit.
    pub unit: IdCode,
    /// Whether the unit existed before.
    pub adopted: bool,
    /// Whether 308 reports it verified; `None` if the plan does not wait for that.
    pub verified: Option<bool>,
    /// The state of its review from 308: the code of `IsAudit`.
    pub audit: Option<i64>,
}

pub(super) fn steps(state: &OnboardingState) -> Vec<StepReport> {
    let serial = state.verify.outcome();
    let serial = serial.and_then(|outcome| outcome.serial.as_ref());
    let record = state.query_record.outcome();
    let record = record.and_then(|outcome| outcome.serial.as_ref());
    vec![
        StepReport::new(Step::Verify, &state.verify, serial),
        StepReport::new(Step::SendSms, &state.send_sms, None),
        StepReport::new(Step::Register, &state.register, None),
        StepReport::new(Step::Certify, &state.certify, None),
        StepReport::new(Step::QueryRecord, &state.query_record, record),
        StepReport::new(Step::Complete, &state.complete, None),
    ]
}

pub(super) fn report(unit: IdCode, state: &OnboardingState) -> OnboardingReport {
    OnboardingReport {
        unit,
        adopted: state.register.how() == Some(Confirmation::Found),
        verified: state.status.map(|status| status.verified),
        audit: state.status.map(|status| status.audit),
    }
}
