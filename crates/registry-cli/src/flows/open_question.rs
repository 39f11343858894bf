//! The question that a flow has stopped for, as a program reads it.

use enterprise_registry::flow::{FlowError, FlowOutcome, ListedUpload, Question, Step};
use serde::Serialize;

/// The member `question` of a document.
#[derive(Debug, Serialize)]
pub(crate) struct OpenQuestion {
    step: Step,
    text: String,
    /// The uploads that may be the one that is asked about, each with `upload` (its id) and `codes`.
    listed: Vec<ListedUpload>,
}

impl OpenQuestion {
    /// What a flow has stopped for, where it has.
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
