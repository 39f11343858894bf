//! Events that a flow reports while it runs.

use core::time::Duration;

use serde::Serialize;

use super::{Confirmation, RefusalAction, Step};

/// An event of a flow. It holds no credential and no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A call is about to be sent.
    Calling {
        /// The step.
        step: Step,
        /// The operation's name in the catalogue.
        operation: &'static str,
    },
    /// A step is done.
    Done {
        /// The step.
        step: Step,
        /// How this is known.
        how: Confirmation,
        /// The result, in a few words.
        result: String,
    },
    /// A step is skipped.
    Skipped {
        /// The step.
        step: Step,
        /// The reason.
        because: String,
    },
    /// A free read shows that a step is done although its response was lost. A read that does not
    /// show it settles nothing: the request may still be carried out.
    Settled {
        /// The step.
        step: Step,
    },
    /// The vendor refused.
    Refused {
        /// The step.
        step: Step,
        /// The operation's name in the catalogue.
        operation: &'static str,
        /// The vendor's code.
        code: i64,
        /// What the flow does next.
        then: RefusalAction,
    },
    /// The flow waits before it asks the vendor again.
    Waiting {
        /// The step.
        step: Step,
        /// The length of the wait.
        #[serde(rename = "wait_ms", serialize_with = "milliseconds")]
        wait: Duration,
        /// What the vendor reported last, in a few words.
        seen: String,
    },
    /// Progress of an upload.
    Uploading {
        /// The step.
        step: Step,
        /// Bytes sent so far.
        sent: u64,
        /// Bytes in all.
        total: u64,
    },
    /// A picture is stored.
    Picture {
        /// The step.
        step: Step,
        /// Pictures stored so far.
        fetched: u64,
        /// Pictures in all.
        total: u64,
    },
}

impl Event {
    /// The step of the event.
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
