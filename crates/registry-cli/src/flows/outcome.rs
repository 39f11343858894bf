//! Turns the end of a flow into a word for programs and into an error.

use std::path::Path;

use enterprise_registry::flow::{
    FlowError, FlowOutcome, HaltReason, Question, RefusalAction, SmsCodeState, Step, UnsavedStep,
    path_text,
};
use enterprise_registry::{Error, RefusalKind};

use crate::error::{CommandError, Kind};
use crate::replies;
use crate::stderr;
use crate::toml_file::TomlFile;

const RESUME: &str = "run it again with --resume";

/// How a flow ended, as a word for programs.
pub(crate) fn word<R>(end: &Result<FlowOutcome<R>, FlowError>) -> &'static str {
    match end {
        Ok(FlowOutcome::Done(_)) => "done",
        Ok(FlowOutcome::Asks(_)) => "asks",
        Ok(FlowOutcome::NotYet { .. }) => "not_yet",
        Ok(FlowOutcome::Interrupted) => "interrupted",
        _ => "failed",
    }
}

/// The error for a flow that is not done.
pub(crate) fn into_error<R>(
    end: Result<FlowOutcome<R>, FlowError>,
    file: &TomlFile,
) -> Option<CommandError> {
    let failure = match end {
        Ok(FlowOutcome::Done(_)) => return None,
        Ok(FlowOutcome::Asks(question)) => from_question(&question),
        Ok(FlowOutcome::NotYet { step, seen }) => {
            CommandError::new(Kind::Stopped, format!("`{step}` is not finished: {seen}"))
                .with_remedy(format!("{RESUME} later: it continues to wait"))
        }
        Ok(_) => CommandError::new(Kind::Stopped, "the flow was stopped before its end")
            .with_remedy(format!("{RESUME}: it continues from there")),
        Err(error) => from_flow_error(error, file),
    };
    Some(failure)
}

fn from_question(question: &Question) -> CommandError {
    let text = question.to_string();
    let step = question.step();
    match question {
        Question::SmsCode(wanted) => {
            let failure = CommandError::new(Kind::Stopped, text)
                .with_parameter("smsVerifyCode")
                .with_remedy(match wanted {
                    SmsCodeState::Sent => format!("{RESUME} and --sms-code CODE"),
                    _ => format!(
                        "{RESUME} and --sms-code CODE, or send another SMS with --repeat send-sms"
                    ),
                });
            match wanted {
                SmsCodeState::MaybeSent => failure.with_unknown_outcome(false),
                _ => failure,
            }
        }
        Question::Unknown { .. } if step.is_billed() => CommandError::new(Kind::Transport, text)
            .with_unknown_outcome(true)
            .with_remedy(format!(
                "compare the balance (`entreg balance`); then {RESUME} and either --repeat \
                 {step}, which is paid, or --accept-unknown {step}{}",
                wanted_instead(step)
            )),
        // A registration yields a main code, which only the platform knows.
        Question::Unknown {
            step: Step::Register,
            ..
        } => CommandError::new(Kind::Stopped, text)
            .with_unknown_outcome(false)
            .with_remedy(format!(
                "find out whether the platform has the unit; if it has, set existing = \"adopt\" \
                 and main_code in [registration], then {RESUME}; if it has not, {RESUME} and \
                 --repeat {step}"
            )),
        Question::Unknown { .. } => CommandError::new(Kind::Stopped, text)
            .with_unknown_outcome(false)
            .with_remedy(format!(
                "find out whether it happened; then {RESUME} and --accept-unknown {step} if it \
                 did, or --repeat {step} if it did not"
            )),
        Question::UnitExists { .. } => CommandError::new(Kind::Stopped, text).with_remedy(format!(
            "to continue with this unit, set existing = \"adopt\" in [registration], with its \
             main_code or its login, then {RESUME}; if the platform has no such unit after all, \
             {RESUME} and --repeat {step}"
        )),
        _ => CommandError::new(Kind::Stopped, text).with_remedy(format!(
            "{RESUME} and either --accept-unknown {step}, to continue without it{}, or --repeat \
             {step}, which is paid",
            wanted_instead(step)
        )),
    }
}

/// What a plan needs if it continues without a step.
fn wanted_instead(step: Step) -> &'static str {
    match step {
        Step::QueryRecord => " (the plan then needs an `address` in [completion])",
        _ => "",
    }
}

pub(crate) fn from_flow_error(error: FlowError, file: &TomlFile) -> CommandError {
    let text = error.to_string();
    match error {
        FlowError::Plan { field, reason } => {
            let failure = file.invalid(&field, &reason);
            if field == "registration.password" {
                return failure.with_remedy("set it in the environment, as ENTREG_LOGIN_PASSWORD");
            }
            failure
        }
        FlowError::Changed {
            step: Step::Apply,
            field,
        } => file
            .invalid(
                &field,
                "has changed since the category was applied for",
            )
            .not_sent()
            .with_remedy(
                "restore the old value: 602 (`entreg call idcode 602`) changes where the scans of \
                 a registration lead",
            ),
        FlowError::Changed { step, field } => {
            let again = match step {
                Step::Verify => {
                    format!("pay for another query with --resume --repeat {step}, or ")
                }
                Step::Register => String::new(),
                step => format!("repeat the step with --resume --repeat {step}, or "),
            };
            let reason = format!("has changed since `{step}` used it");
            file.invalid(&field, &reason)
                .not_sent()
                .with_remedy(format!(
                    "restore the old value, or {again}start over, and pay again, with another --state"
                ))
        }
        FlowError::Unbound { step } => CommandError::invalid(text).not_sent().with_remedy(format!(
            "if it was done with this plan, run it again with --resume \
             --accept-unknown {step}"
        )),
        FlowError::State(_) => CommandError::configuration(text)
            .not_sent()
            .with_remedy("name another state with --state"),
        FlowError::OtherHost { vendor, before, .. } => CommandError::configuration(text)
            .not_sent()
            .with_remedy(format!(
                "set {}_BASE_URL (`base_url` of the profile) to {before} again: only this state \
                 knows what was paid and done. If that address was wrong, use another --state, with \
                 a plan that notes the paid and finished steps: matched_on and serial in \
                 [verification], existing = \"adopt\" in [registration]",
                vendor.to_uppercase()
            )),
        FlowError::Answer { .. } => CommandError::invalid(text)
            .not_sent()
            .with_remedy("--dry-run shows the state of each step"),
        FlowError::Damaged(_) => CommandError::configuration(text)
            .not_sent()
            .with_remedy(LOST),
        FlowError::Unread { cause } => CommandError::configuration(text)
            .with_cause(chain(&cause))
            .not_sent()
            .with_remedy(LOST),
        FlowError::Journal {
            after,
            unsaved,
            cause,
        } => {
            let failure = CommandError::new(Kind::Output, text).with_cause(chain(&cause));
            match (after, unsaved) {
                (Some(step), Some(unsaved)) => with_unsaved(failure, step, &unsaved, file.path()),
                _ => failure.with_remedy(
                    "make the state file readable and writable; then run it again, with --resume if \
                     the file exists",
                ),
            }
        }
        FlowError::Call { step, then, cause } => {
            let is_fault = matches!(
                &*cause,
                Error::Refused(refusal) if refusal.kind == RefusalKind::VendorFault
            );
            let failure = CommandError::from(*cause);
            match then {
                Some(RefusalAction::RetryLater) if is_fault => {
                    failure.with_remedy(format!("the vendor failed at `{step}`: {RESUME} later"))
                }
                Some(RefusalAction::RetryLater) => {
                    failure.with_further_remedy(&format!("then {RESUME}, later"))
                }
                Some(_) => failure.with_further_remedy(&format!("then {RESUME}")),
                None => failure.with_further_remedy(&format!(
                    "then {RESUME}: it looks up the outcome, and asks if it cannot find it"
                )),
            }
        }
        FlowError::Halted { step, reason } => {
            CommandError::new(Kind::Stopped, text).with_remedy(match (&reason, step) {
                (HaltReason::Mismatch, _) => {
                    format!("correct [company]; then {RESUME} and --repeat verify, which is paid")
                }
                (HaltReason::NoSuchDivision { .. }, _) => {
                    format!("set `division` in [company] to one of `entreg areas`; then {RESUME}")
                }
                (HaltReason::NoMainCode, _) => format!(
                    "ask the platform for the main code; set existing = \"adopt\" and main_code \
                     in [registration]; then {RESUME}"
                ),
                (HaltReason::ReviewFailed, _) => format!(
                    "correct what the review objected to; then {RESUME} and --repeat certify or \
                     --repeat complete"
                ),
                (HaltReason::CodesChanged, step) => format!(
                    "restore the codes, or upload the new ones too: {RESUME} and --repeat {step}"
                ),
                (HaltReason::Picture { .. }, Step::FetchPictures(_)) => {
                    format!("make room for the pictures; then {RESUME}")
                }
                _ => format!("correct the plan; then {RESUME}"),
            })
        }
        _ => CommandError::new(Kind::Stopped, text).with_remedy(RESUME),
    }
}

/// The remedy for a state file that exists and cannot be read.
const LOST: &str = "its steps may be paid and done: restore the file from a backup, or name the \
                    right one with --state. To start over with another --state, first note in \
                    the plan which steps are paid and done (matched_on and serial in [verification], \
                    existing = \"adopt\" in [registration]), or it is paid and done again";

/// Saves the result of a step to another file after the state file could not be written.
fn with_unsaved(
    failure: CommandError,
    step: Step,
    unsaved: &UnsavedStep,
    plan: &Path,
) -> CommandError {
    let mut name = plan.file_name().unwrap_or_default().to_owned();
    name.push(".state.json.unsaved");
    let (bytes, about) = (&[&unsaved.text], "state");
    let kept = replies::keep(bytes, Some(&plan.with_file_name(&name)), about)
        .or_else(|_| replies::keep(bytes, Some(&std::env::temp_dir().join(&name)), about));
    let whereabouts = match kept {
        Ok(path) => format!("the new state is in {}", path_text(&path)),
        Err(_) => {
            // A note has one line only.
            let state = serde_json::from_str::<serde_json::Value>(&unsaved.text);
            stderr::note(&state.unwrap_or_default().to_string());
            "the new state is printed above".to_owned()
        }
    };
    failure.with_remedy(format!(
        "`{step}` was answered: {}; {whereabouts}: make room, replace the state file with it, and \
         {RESUME}: then nothing is done or paid twice",
        unsaved.result
    ))
}

/// An error with its causes, as one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}
