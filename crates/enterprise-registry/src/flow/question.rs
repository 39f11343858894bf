//! The questions that a flow stops for, because only the caller knows the answer.

use registry_model::DecimalId;
use serde::Serialize;

use super::Step;

/// A question for which a flow stopped. Answer it, then run the flow again, in this process or in
/// another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Question {
    /// The flow needs the code of the SMS. Answer with `set_sms_code`.
    SmsCode(SmsCodeState),
    /// The outcome of a step is unknown, and no free read shows it. Answer with `accept` (it is
    /// done, or no longer needed) or `repeat` (it is not done, or shall be done again).
    Unknown {
        /// The step.
        step: Step,
        /// When the step began, Unix time in milliseconds.
        since_ms: u64,
        /// The operations that were called and did not show it.
        checked: &'static [&'static str],
        /// The uploads that may be the result of the step: listed only since it began, and
        /// consistent with it in all that the list shows.
        listed: Vec<ListedUpload>,
    },
    /// The vendor refused a step and may have charged it. Answer with `accept` (continue without
    /// it) or `repeat` (send it again).
    Refused {
        /// The step.
        step: Step,
        /// The vendor's code.
        code: i64,
    },
    /// The vendor answered without a verdict. Answer with `accept` (continue without one) or
    /// `repeat` (query again, which is paid again).
    Undetermined {
        /// The step.
        step: Step,
    },
    /// A unit of this name is registered already. Answer with its main code (`adopt_unit`), or
    /// abandon the plan.
    UnitExists {
        /// Its id, if the vendor returned one.
        id: Option<DecimalId>,
        /// Whether the login of the plan was tried and refused.
        login_refused: bool,
    },
}

/// An upload that the platform lists (502), and that may be the upload whose response was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ListedUpload {
    /// Its id, as 503 takes it.
    pub upload: DecimalId,
    /// The number of its codes, if the list shows it.
    pub codes: Option<DecimalId>,
}

impl ListedUpload {
    /// An upload with this id and this number of codes.
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

/// The state of the SMS code that a flow asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SmsCodeState {
    /// A code was sent.
    Sent,
    /// A code may have been sent: ask the holder of the phone, or `repeat` the step `send-sms`.
    MaybeSent,
    /// The code was wrong.
    Wrong,
    /// The code has expired: `repeat` the step `send-sms`.
    Expired,
}

impl Question {
    /// The step at which the flow stopped.
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
            Self::SmsCode(SmsCodeState::Sent) => f.write_str("the code of the SMS is needed"),
            Self::SmsCode(SmsCodeState::MaybeSent) => {
                f.write_str("the code of the SMS is needed, and it is unknown whether one was sent")
            }
            Self::SmsCode(SmsCodeState::Wrong) => f.write_str("the code of the SMS is wrong"),
            Self::SmsCode(SmsCodeState::Expired) => f.write_str("the code of the SMS has expired"),
            Self::Unknown {
                step,
                checked,
                listed,
                ..
            } => {
                write!(f, "it is unknown whether `{step}` was done")?;
                match checked {
                    [] => f.write_str("; no free operation shows it"),
                    checked => write!(f, "; {} did not show it", checked.join(" and ")),
                }?;
                for (at, listed) in listed.iter().enumerate() {
                    let before = if at == 0 {
                        "; new in the list: "
                    } else {
                        ", and "
                    };
                    write!(f, "{before}{listed}")?;
                }
                match listed.len() {
                    0 => Ok(()),
                    1 => f.write_str(", which may be this upload or another"),
                    _ => f.write_str("; one of them may be this upload"),
                }
            }
            Self::Refused { step, code } => {
                write!(
                    f,
                    "`{step}` was refused with code {code}, and the query may have been charged"
                )
            }
            Self::Undetermined { step } => {
                write!(f, "`{step}` was answered without a verdict")
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
