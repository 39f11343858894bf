//! The question that a flow has stopped for, as a program reads it.

use enterprise_registry::flow::{End, FlowError, Listed, Question, Step};
use serde::Serialize;

/// The member `question` of a document.
#[derive(Debug, Serialize)]
pub(crate) struct OpenQuestion {
    step: Step,
    text: String,
    /// The uploads that may be the one that is asked about, each with `upload` (its id) and `codes`.
    listed: Vec<Listed>,
}

impl OpenQuestion {
    /// What a flow has stopped for, where it has.
    pub(crate) fn from_end<R>(end: &Result<End<R>, FlowError>) -> Option<Self> {
        let Ok(End::Asks(question)) = end else {
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
