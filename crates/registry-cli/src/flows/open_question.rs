//! The question that stopped a flow, as JSON.

use enterprise_registry::flow::{FlowError, FlowOutcome, ListedUpload, Question, Step};
use serde::Serialize;

/// The member `question` of the output.
#[derive(Debug, Serialize)]
pub(crate) struct OpenQuestion {
    step: Step,
    text: String,
    /// The uploads on the platform that may be the one in doubt, each with `upload` (its id) and
    /// `codes`.
    listed: Vec<ListedUpload>,
}

impl OpenQuestion {
    /// The question that stopped the flow, if one did.
    pub(crate) fn from_end<R>(end: &Result<FlowOutcome<R>, FlowError>) -> Option<Self> {
        let Ok(FlowOutcome::Asks(question)) = end else {
            return None;
        };
        Some(Self {
            step: question.step(),
            text: question.to_string(),
            listed: match question {
                Question::Unknown { listed, .. } => listed.clone(),
                _ => Vec::new(),
            },
        })
    }
}
