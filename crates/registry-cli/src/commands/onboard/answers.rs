//! Answers the questions of an onboarding from the sandbox or the terminal.

use enterprise_registry::flow::{FlowError, Question, SmsCodeState, Step};
use enterprise_registry::onboarding::Onboarding;

use super::Run;
use crate::error::CommandError;
use crate::escape::visible;
use crate::flows::{outcome, terminal};
use crate::interruption::Interruption;
use crate::sandbox_sms;
use crate::session::Session;

impl Run<'_> {
    /// Has the sandbox or the user at the terminal answer. Returns `false` if there is neither, or
    /// if the user does not answer.
    pub(super) async fn ask(
        &self,
        flow: &mut Onboarding,
        question: &Question,
        session: &Session,
        interruption: &mut Interruption<'_>,
    ) -> Result<bool, CommandError> {
        if let (Question::SmsCode(_), true) = (question, self.global.sandbox) {
            let Some(phone) = &self.read.phone else {
                return Ok(false);
            };
            flow.set_sms_code(sandbox_sms::code(session, phone).await?);
            return Ok(true);
        }
        if !terminal::is_attended(self.global) {
            return Ok(false);
        }
        let Some(text) = text_of(question) else {
            return Ok(false);
        };
        let Some(typed) = terminal::ask(&text, interruption).await? else {
            return Ok(false);
        };
        let step = question.step();
        let answered = match (question, typed.as_str()) {
            (Question::SmsCode(_), "") => flow.repeat(Step::SendSms).await,
            (Question::SmsCode(_), code) => {
                flow.set_sms_code(code);
                Ok(())
            }
            (_, "") => return Ok(false),
            (_, "accept") => flow.accept(step).await,
            (_, "repeat") => flow.repeat(step).await,
            // On anything else, the flow runs and asks again.
            _ => Ok(()),
        };
        answered
            .map(|()| true)
            .map_err(|error: FlowError| outcome::from_flow_error(error, &self.file))
    }
}

/// The prompt for a question; `None` if the plan has to be changed first.
fn text_of(question: &Question) -> Option<String> {
    let accepting = match question {
        Question::SmsCode(wanted) => return Some(sms_code_prompt(*wanted)),
        // Only a main code proves a registration, and it belongs in the plan.
        Question::Unknown { step, .. } if *step == Step::Register => {
            return Some(format!(
                "{question}\nrepeat (it did not happen), or Enter to stop and set main_code in the \
                 plan: "
            ));
        }
        Question::Unknown { .. } => "it happened",
        Question::Refused { .. } | Question::Undetermined { .. } => "continue without it",
        _ => return None,
    };
    let repeating = if question.step().is_billed() {
        "do it again, which is paid"
    } else {
        "do it again"
    };
    let question = visible(&question.to_string()).into_owned();
    Some(format!(
        "{question}\naccept ({accepting}), repeat ({repeating}), or Enter to stop: "
    ))
}

fn sms_code_prompt(wanted: SmsCodeState) -> String {
    let why = match wanted {
        SmsCodeState::Wrong => "that code was wrong",
        SmsCodeState::Expired => "that code has expired",
        SmsCodeState::MaybeSent => "an SMS may have been sent",
        _ => "an SMS was sent",
    };
    format!("{why}; its code (Enter for another SMS): ")
}
