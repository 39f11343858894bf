//! The error of an unreadable response: what was expected, and where.

use core::cell::Cell;
use core::fmt::{self, Write as _};

thread_local! {
    /// Whether a charge for memory was refused. Types of other crates pass such an error on as a
    /// text.
    static IS_OVERDRAWN: Cell<bool> = const { Cell::new(false) };
}

/// Says whether the errors from here on come from a refused charge.
pub(super) fn set_overdrawn(is_overdrawn: bool) {
    IS_OVERDRAWN.set(is_overdrawn);
}

/// A response that cannot be read as the expected type. Holds no value of the response, and no name
/// that the expected type does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    reason: String,
    /// Innermost first.
    path: Vec<Segment>,
    /// Whether the next segment is the name of an ignored member, which may hold anything that was
    /// sent to a server.
    untold: bool,
    /// Whether only a bound prevents reading it.
    beyond: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segment {
    Key(String),
    Index(usize),
}

impl DecodeError {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            reason: reason.into(),
            path: Vec::new(),
            untold: false,
            beyond: false,
        }))
    }

    /// It exceeds a bound.
    #[cold]
    pub(super) fn beyond(reason: String) -> Self {
        let mut error = Self::new(reason);
        error.0.beyond = true;
        error
    }

    /// A response that is refused for another reason than its form; the reason must hold nothing of
    /// it.
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

    /// The same error in an ignored value.
    #[cold]
    pub(super) fn in_passing(mut self) -> Self {
        self.0.untold = true;
        self
    }

    /// The expected and the found value.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// Whether the response exceeds a bound: more rows than its operation allows, or more than the
    /// [memory](super::MEMORY) of one response. It may be valid; read it from the body, piece by
    /// piece.
    #[must_use]
    pub fn is_beyond_bound(&self) -> bool {
        self.0.beyond
    }

    /// The path from the root: `OrganUnitList[3].OrganUnit_ID`; empty for the whole response.
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

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if path.is_empty() {
            f.write_str(self.reason())
        } else {
            write!(f, "{} at {path}", self.reason())
        }
    }
}

impl std::error::Error for DecodeError {}

impl serde::de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        if IS_OVERDRAWN.get() {
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

/// The kind of the found value, without the value.
fn kind(found: &serde::de::Unexpected<'_>) -> &'static str {
    use serde::de::Unexpected as U;
    match found {
        U::Bool(_) => "true or false",
        U::Unsigned(_) | U::Signed(_) | U::Float(_) => "number",
        U::Char(_) | U::Str(_) => "text",
        U::Unit | U::Option => "null",
        U::Seq => "list",
        U::Map => "object",
        // Serde's form of numbers of more than 64 bits for types that know none.
        U::Other(text) if text.starts_with("integer") => "number",
        _ => "value",
    }
}
