//! A vendor's refusal, in its own words, and its meaning for the caller.

use core::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::refusal_kind::{Knowledge, RefusalKind};
use crate::{ClockOffset, Spec, lenient};

/// The vendor understood the request and refused it.
///
/// `Display` gives vendor, operation, code, kind, the vendor's message and, if it is known and may
/// be the cause, the clock offset. [`Refusal::details`] returns the other members of the refusal,
/// which are never printed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// `idcode` or `ihuyi`.
    pub vendor: &'static str,
    /// The operation's name in the catalogue.
    pub operation: &'static str,
    /// The code on the wire.
    pub code: i64,
    /// The vendor's message. The transport masks it, and leaves of a very long one the beginning.
    pub message: String,
    /// The kind of refusal, by the operation's own table.
    pub kind: RefusalKind,
    /// Whether the operation is a paid query.
    pub billed: bool,
    /// Whether sending the operation twice equals sending it once.
    pub idempotent: bool,
    /// The clock offset, if it may be the cause: set by the transport, which sees the date of the
    /// response.
    pub clock_offset: Option<ClockOffset>,
    body: Bytes,
}

impl Refusal {
    /// A refusal of an operation of `vendor`, with the body it came in.
    #[must_use]
    pub fn new(
        vendor: &'static str,
        spec: &Spec,
        code: i64,
        message: impl Into<String>,
        kind: RefusalKind,
        body: Bytes,
    ) -> Self {
        Self {
            vendor,
            operation: spec.name,
            code,
            message: message.into(),
            kind,
            billed: spec.billed,
            idempotent: spec.idempotent,
            clock_offset: None,
            body,
        }
    }

    /// The details of the refusal, such as the existing unit that IDcode's 301 returns with code 2,
    /// decoded leniently.
    ///
    /// # Errors
    ///
    /// The body does not hold a `T`.
    pub fn details<T: DeserializeOwned>(&self) -> Result<T, lenient::DecodeError> {
        lenient::decode(&self.body)
    }

    /// The body as received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the vendor charged for this response.
    ///
    /// No document says which outcomes are charged. The assumption here: "found nothing" for a paid
    /// query may have been charged, and so may a code that no table explains; every other refusal
    /// was not, a vendor's failure included (open question `charging`).
    #[must_use]
    pub fn charged(&self) -> Knowledge {
        match self.kind {
            RefusalKind::NotFound | RefusalKind::Unknown if self.billed => Knowledge::Unknown,
            _ => Knowledge::No,
        }
    }

    /// Whether the same call may be repeated: it costs nothing twice, does nothing twice, and may
    /// end otherwise.
    ///
    /// "Too many calls" is refused before any work, so each such call may be repeated, later. A
    /// vendor's failure may come after the work: only free and idempotent calls may be repeated.
    /// Anything else would be refused again.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind {
            RefusalKind::RateLimited => true,
            RefusalKind::VendorFault => self.idempotent && !self.billed,
            _ => false,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} refused {} with code {} ({})",
            self.vendor, self.operation, self.code, self.kind
        )?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        match self.clock_offset {
            Some(offset) => write!(f, "; {offset}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            vendor,
            operation,
            code,
            message,
            kind,
            billed,
            idempotent,
            clock_offset,
            body,
        } = self;
        f.debug_struct("Refusal")
            .field("vendor", vendor)
            .field("operation", operation)
            .field("code", code)
            .field("message", message)
            .field("kind", kind)
            .field("billed", billed)
            .field("idempotent", idempotent)
            .field("clock_offset", clock_offset)
            .field("body", &format_args!("{} bytes", body.len()))
            .finish()
    }
}

impl std::error::Error for Refusal {}
