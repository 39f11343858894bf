//! Finds accepted steps that may not have happened, and says how to repeat them.

use enterprise_registry::flow::{
    Confirmation, FlowError, FlowOutcome, HaltReason, Question, SmsCodeState, Step, StepReport,
};

use crate::error::CommandError;

/// The steps that the user accepted as done and that may now block the flow.
pub(crate) fn blocking<R>(
    end: &Result<FlowOutcome<R>, FlowError>,
    steps: &[StepReport],
) -> Vec<Step> {
    let may_lack: Vec<Step> = match end {
        Ok(FlowOutcome::NotYet { step, .. }) => needed_by(*step),
        Ok(FlowOutcome::Asks(Question::SmsCode(wanted))) if *wanted != SmsCodeState::MaybeSent => {
            vec![Step::SendSms]
        }
        Err(FlowError::Halted { step, reason }) => match reason {
            HaltReason::NoAddress => vec![Step::QueryRecord],
            _ => needed_by(*step),
        },
        Err(FlowError::Call { step, .. }) => needed_by(*step),
        _ => Vec::new(),
    };
    let was_accepted = |step: &Step| {
        let mut steps = steps.iter();
        steps.any(|report| report.step == *step && report.how == Some(Confirmation::Accepted))
    };
    may_lack.into_iter().filter(was_accepted).collect()
}

/// The steps that this one depends on.
fn needed_by(step: Step) -> Vec<Step> {
    match step {
        Step::AwaitStatus => vec![Step::Certify, Step::Complete],
        Step::Register => vec![Step::SendSms],
        Step::Complete => vec![Step::Certify],
        Step::Apply | Step::LookUp | Step::Upload(_) => vec![Step::Apply],
        Step::AwaitConversion(row) | Step::FetchPictures(row) => {
            vec![Step::Upload(row), Step::Apply]
        }
        _ => Vec::new(),
    }
}

/// Adds how to repeat these steps.
pub(crate) fn with_remedies(failure: CommandError, accepted: Vec<Step>) -> CommandError {
    accepted.into_iter().fold(failure, |failure, step| {
        let paid = if step.is_billed() {
            ", which is paid"
        } else {
            ""
        };
        failure.with_further_remedy(&format!(
            "`{step}` was accepted, not confirmed: if it did not happen, --resume --repeat {step} \
             repeats it{paid}"
        ))
    })
}
