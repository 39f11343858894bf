//! The questions for which a flow stops, because only a person knows the answer.

use registry_model::DecimalId;
use serde::Serialize;

use super::Step;

/// What a flow asks. It has stopped; once it was answered it is run again, in this process or in
/// another one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// The code of the SMS. Answered with `set_sms_code`.
    SmsCode(SmsCodeState),
    /// Nobody knows whether this step happened, and no free read can tell. Answered with `accept`
    /// (it did, or is not needed any more) or `repeat` (it did not, or shall be done again).
    Unknown {
        /// Which step.
        step: Step,
        /// When it was begun, Unix time in milliseconds.
        since_ms: u64,
        /// The operations that were asked and could not tell.
        checked: &'static [&'static str],
        /// What they list that may have come of it. It was not there before the step was begun,
        /// and nothing that is listed of it speaks against it.
        listed: Vec<ListedUpload>,
    },
    /// The vendor's answer stands, but what follows from it is for a person to say; it may have
    /// been charged. Answered with `accept` (go on without it) or `repeat` (ask again).
    Refused {
        /// Which step.
        step: Step,
        /// The vendor's code.
        code: i64,
    },
    /// The vendor has answered that it cannot tell. Answered with `accept` (go on without it) or
    /// `repeat` (ask again; a paid query is paid again).
    Undetermined {
        /// Which step.
        step: Step,
    },
    /// A unit of this name is registered already. Answered with `adopt_unit` its main code, or the
    /// plan is given up.
    UnitExists {
        /// Its id, where the vendor says one.
        id: Option<DecimalId>,
        /// Whether the login of the plan was tried and does not open it.
        login_refused: bool,
    },
}

/// An upload that the platform lists (502), and that may be the one whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ListedUpload {
    /// Its id: what 503 takes.
    pub upload: DecimalId,
    /// How many codes it has, where the list says it.
    pub codes: Option<DecimalId>,
}

impl ListedUpload {
    /// The upload of this id with so many codes.
    #[must_use]
    pub fn new(upload: impl Into<DecimalId>, codes: Option<DecimalId>) -> Self {
        Self {
            upload: upload.into(),
            codes,
        }
    }
}

impl core::fmt::Display for ListedUpload {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "upload {}", self.upload)?;
        match self.codes {
            Some(codes) if codes == DecimalId::new(1) => f.write_str(" with 1 code"),
            Some(codes) => write!(f, " with {codes} codes"),
            None => Ok(()),
        }
    }
}

/// Why the code of an SMS is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SmsCodeState {
    /// It was made or sent.
    Sent,
    /// Nobody knows whether it was sent: ask whoever has the phone, or `repeat` the step
    /// `send-sms`.
    MaybeSent,
    /// The one that was given is wrong.
    Wrong,
    /// The one that was given has expired: `repeat` the step `send-sms`.
    Expired,
}

impl Question {
    /// The step at which the flow has stopped.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::SmsCode(_) | Self::UnitExists { .. } => Step::Register,
            Self::Unknown { step, .. }
            | Self::Refused { step, .. }
            | Self::Undetermined { step } => *step,
        }
    }
}

impl core::fmt::Display for Question {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::SmsCode(SmsCodeState::Sent) => f.write_str("the code of the SMS is wanted"),
            Self::SmsCode(SmsCodeState::MaybeSent) => {
                f.write_str("the code of the SMS is wanted, and nobody knows whether one was sent")
            }
            Self::SmsCode(SmsCodeState::Wrong) => f.write_str("the code of the SMS is wrong"),
            Self::SmsCode(SmsCodeState::Expired) => f.write_str("the code of the SMS has expired"),
            Self::Unknown {
                step,
                checked,
                listed,
                ..
            } => {
                write!(f, "nobody knows whether `{step}` happened")?;
                match checked {
                    [] => f.write_str("; nothing free can tell"),
                    checked => write!(f, "; {} could not tell", checked.join(" and ")),
                }?;
                for (at, listed) in listed.iter().enumerate() {
                    let before = if at == 0 {
                        ": new in the list is "
                    } else {
                        ", and "
                    };
                    write!(f, "{before}{listed}")?;
                }
                match listed.len() {
                    0 => Ok(()),
                    1 => f.write_str(", which may be it or somebody else's"),
                    _ => f.write_str("; one of them may be it"),
                }
            }
            Self::Refused { step, code } => {
                write!(f, "`{step}` was refused with code {code}, which stands")
            }
            Self::Undetermined { step } => {
                write!(f, "`{step}` was answered, but the vendor could not tell")
            }
            Self::UnitExists {
                login_refused: false,
                ..
            } => f.write_str("a unit of this name is registered already"),
            Self::UnitExists {
                login_refused: true,
                ..
            } => f.write_str(
                "a unit of this name is registered already, and the login of the plan does not \
                 open it",
            ),
        }
    }
}
