//! What does a query bring: what was asked for, or that there is nothing?

use crate::{Endpoint, Knowledge, Refusal};

/// An operation that asks about something that may not be there.
pub trait Query: Endpoint {
    /// Whether the output of a successful call says that there is nothing: a list without rows,
    /// a record without members.
    #[must_use]
    fn is_nothing(_output: &Self::Output) -> bool {
        false
    }
}

/// What a query brought. That there is nothing is an answer and no error: it was asked, it was
/// answered, and it may have cost money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// What was asked for.
    Found(T),
    /// There is nothing.
    NotFound(NotFound<T>),
}

/// That there is nothing, in whichever of its two ways the vendor said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound<T>(Said<T>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Said<T> {
    /// With a code of its own.
    Refusal(Box<Refusal>),
    /// With success and nothing in it.
    Output { output: T, billed: bool },
}

impl<T> Answer<T> {
    /// The answer in the output of a successful call.
    #[must_use]
    pub fn of<Q: Query<Output = T>>(output: T) -> Self {
        if Q::is_nothing(&output) {
            let billed = Q::SPEC.billed;
            Self::NotFound(NotFound(Said::Output { output, billed }))
        } else {
            Self::Found(output)
        }
    }

    /// What was asked for, if it is there.
    #[must_use]
    pub fn found(self) -> Option<T> {
        match self {
            Self::Found(found) => Some(found),
            Self::NotFound(_) => None,
        }
    }
}

impl<T> NotFound<T> {
    /// A refusal that says so, by its kind.
    #[must_use]
    pub fn of(refusal: Box<Refusal>) -> Self {
        Self(Said::Refusal(refusal))
    }

    /// Whether the vendor took money for this answer.
    ///
    /// No document says. A code for "found nothing" may have been charged; success with nothing
    /// in it is success, which is charged (open question `charging`).
    #[must_use]
    pub fn charged(&self) -> Knowledge {
        match &self.0 {
            Said::Refusal(refusal) => refusal.charged(),
            Said::Output { billed: true, .. } => Knowledge::Yes,
            Said::Output { billed: false, .. } => Knowledge::No,
        }
    }

    /// The refusal, where the vendor said so with a code of its own.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.0 {
            Said::Refusal(refusal) => Some(refusal),
            Said::Output { .. } => None,
        }
    }

    /// The output without anything in it, where the vendor said so with success.
    #[must_use]
    pub fn output(&self) -> Option<&T> {
        match &self.0 {
            Said::Refusal(_) => None,
            Said::Output { output, .. } => Some(output),
        }
    }
}
