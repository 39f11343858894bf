//! The outcome of a query: a value, or nothing found.

use crate::{Endpoint, Knowledge, Refusal};

/// An operation whose subject may not exist.
pub trait Query: Endpoint {
    /// Whether the output of a successful call is empty: a list without rows, a record without
    /// members.
    #[must_use]
    fn is_nothing(_output: &Self::Output) -> bool {
        false
    }
}

/// The outcome of a query. "Nothing found" is an outcome and not an error: the vendor answered, and
/// may have charged for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryOutcome<T> {
    /// The output of the call.
    Found(T),
    /// The vendor found nothing.
    NotFound(NotFound<T>),
}

/// "Nothing found", in either of the vendor's two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound<T>(Nothing<T>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Nothing<T> {
    /// A refusal with its own code.
    Refusal(Box<Refusal>),
    /// A success with an empty output.
    Output { output: T, billed: bool },
}

impl<T> QueryOutcome<T> {
    /// The outcome of a successful call.
    #[must_use]
    pub fn from_output<Q: Query<Output = T>>(output: T) -> Self {
        if Q::is_nothing(&output) {
            let billed = Q::SPEC.billed;
            Self::NotFound(NotFound(Nothing::Output { output, billed }))
        } else {
            Self::Found(output)
        }
    }

    /// The output, if the vendor found something.
    #[must_use]
    pub fn found(self) -> Option<T> {
        match self {
            Self::Found(found) => Some(found),
            Self::NotFound(_) => None,
        }
    }
}

impl<T> NotFound<T> {
    /// The outcome of a refusal whose kind is
    /// [`RefusalKind::NotFound`](crate::RefusalKind::NotFound).
    #[must_use]
    pub fn from_refusal(refusal: Box<Refusal>) -> Self {
        Self(Nothing::Refusal(refusal))
    }

    /// Whether the vendor charged for this response.
    ///
    /// No document says. A code for "found nothing" may have been charged; an empty success is a
    /// success, which is charged (open question `charging`).
    #[must_use]
    pub fn charged(&self) -> Knowledge {
        match &self.0 {
            Nothing::Refusal(refusal) => refusal.charged(),
            Nothing::Output { billed: true, .. } => Knowledge::Yes,
            Nothing::Output { billed: false, .. } => Knowledge::No,
        }
    }

    /// The refusal, if the vendor used a code of its own.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.0 {
            Nothing::Refusal(refusal) => Some(refusal),
            Nothing::Output { .. } => None,
        }
    }

    /// The empty output, if the vendor reported a success.
    #[must_use]
    pub fn output(&self) -> Option<&T> {
        match &self.0 {
            Nothing::Refusal(_) => None,
            Nothing::Output { output, .. } => Some(output),
        }
    }
}
