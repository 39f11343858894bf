//! What an unreadable answer says of itself: what was expected, and where.

use core::fmt::{self, Write as _};

use super::budget::is_overdrawn;

/// An answer that cannot be read as the expected type. Never holds a value of the answer, nor a
/// name that the expected type does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    reason: String,
    /// Innermost first.
    path: Vec<Segment>,
    /// Whether the next segment is the name of a member that no type asked for, and so might be
    /// anything that a server was sent.
    untold: bool,
    /// Whether it could be read but for a bound.
    beyond: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    Key(String),
    Index(usize),
}

impl Error {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            reason: reason.into(),
            path: Vec::new(),
            untold: false,
            beyond: false,
        }))
    }

    /// More than a bound allows.
    #[cold]
    pub(super) fn beyond(reason: String) -> Self {
        let mut error = Self::new(reason);
        error.0.beyond = true;
        error
    }

    /// A required member is missing.
    /// An answer that is not taken for another reason than its form, which is to hold nothing of it.
    #[must_use]
    pub fn because(reason: &'static str) -> Self {
        Self::new(reason)
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self::new(format!("member `{name}` is missing"))
    }

    #[cold]
    pub(super) fn inside(mut self, segment: Segment) -> Self {
        if !core::mem::take(&mut self.0.untold) {
            self.0.path.push(segment);
        }
        self
    }

    /// The same error, in a value that no type asked for.
    #[cold]
    pub(super) fn in_passing(mut self) -> Self {
        self.0.untold = true;
        self
    }

    /// What was expected and what was found instead.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Whether the answer has more than is decoded: more rows than its operation allows for, or
    /// more than fits the [memory](super::MEMORY) of one answer. What it has may be right; it is to
    /// be read from the body, piece by piece.
    #[must_use]
    pub fn is_beyond_bound(&self) -> bool {
        self.0.beyond
    }

    /// Where, from the root: `OrganUnitList[3].OrganUnit_ID`; empty for the whole answer.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Key(key) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(key);
                }
                Segment::Index(index) => {
                    let _infallible = write!(path, "[{index}]");
                }
            }
        }
        path
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if path.is_empty() {
            f.write_str(self.reason())
        } else {
            write!(f, "{} at {path}", self.reason())
        }
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        if is_overdrawn() {
            return Self::beyond(message.to_string());
        }
        Self::new(message.to_string())
    }

    fn invalid_type(found: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", kind(&found)))
    }

    fn invalid_value(found: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format!(
            "expected {expected}, found another {}",
            kind(&found)
        ))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("expected one of {}", expected.join(", ")))
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!(
            "unknown member, expected one of {}",
            expected.join(", ")
        ))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::missing(field)
    }
}

/// The kind of what was found, without its value.
fn kind(found: &serde::de::Unexpected<'_>) -> &'static str {
    use serde::de::Unexpected as U;
    match found {
        U::Bool(_) => "true or false",
        U::Unsigned(_) | U::Signed(_) | U::Float(_) => "number",
        U::Char(_) | U::Str(_) => "text",
        U::Unit | U::Option => "null",
        U::Seq => "list",
        U::Map => "object",
        // How serde shows numbers of more than 64 bits to types that know none.
        U::Other(text) if text.starts_with("integer") => "number",
        _ => "value",
    }
}
