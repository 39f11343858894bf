//! What a flow says while it runs.

use core::time::Duration;

use serde::Serialize;

use super::{Confirmation, RefusalAction, Step};

/// Something that happened in a flow. Holds no credential and no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A call is about to be sent.
    Calling {
        /// For which step.
        step: Step,
        /// The operation's name in the catalogue.
        operation: &'static str,
    },
    /// A step is done.
    Done {
        /// Which one.
        step: Step,
        /// How that is known.
        how: Confirmation,
        /// What came of it, in a few words.
        result: String,
    },
    /// A step is not needed.
    Skipped {
        /// Which one.
        step: Step,
        /// Why not.
        because: String,
    },
    /// A free read shows that a step is done whose answer was lost. A read that does not show it
    /// settles nothing: what was sent may still be on its way.
    Settled {
        /// Which step.
        step: Step,
    },
    /// The vendor refused.
    Refused {
        /// Which step.
        step: Step,
        /// The operation's name in the catalogue.
        operation: &'static str,
        /// The vendor's code.
        code: i64,
        /// What the flow does about it.
        then: RefusalAction,
    },
    /// The vendor is asked again after a while.
    Waiting {
        /// For which step.
        step: Step,
        /// How long.
        #[serde(rename = "wait_ms", serialize_with = "milliseconds")]
        wait: Duration,
        /// What it said, in a few words.
        seen: String,
    },
    /// How far an upload is.
    Uploading {
        /// Which step.
        step: Step,
        /// Bytes sent.
        sent: u64,
        /// Bytes in all.
        total: u64,
    },
    /// A picture was fetched.
    Picture {
        /// Which step.
        step: Step,
        /// How many there are now.
        fetched: u64,
        /// How many there will be.
        total: u64,
    },
}

impl Event {
    /// The step that it is about.
    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::Calling { step, .. }
            | Self::Done { step, .. }
            | Self::Skipped { step, .. }
            | Self::Settled { step }
            | Self::Refused { step, .. }
            | Self::Waiting { step, .. }
            | Self::Uploading { step, .. }
            | Self::Picture { step, .. } => *step,
        }
    }
}

fn milliseconds<S: serde::Serializer>(wait: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
}
