//! What a vendor refused, in its own words, and what that means for the caller.

use core::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{ClockOffset, Spec, lenient};

/// The vendor understood the request and said no.
///
/// `Display` gives vendor, operation, code, kind, the vendor's message and, where it is known and
/// may be why, how far the clocks are apart. What came with the
/// refusal is reached by [`Refusal::details`] and never printed.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// `idcode` or `ihuyi`.
    pub vendor: &'static str,
    /// The operation's name in the catalogue.
    pub operation: &'static str,
    /// The code on the wire.
    pub code: i64,
    /// The vendor's message, verbatim.
    pub message: String,
    /// What to do about it, by the operation's own table.
    pub kind: RefusalKind,
    /// Whether the operation is a paid query.
    pub billed: bool,
    /// Whether sending the operation twice is the same as sending it once.
    pub idempotent: bool,
    /// How far the clocks were apart, where that may be why: filled in by who has seen the date
    /// of the answer.
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

    /// What came with the refusal, such as the existing unit that IDcode's 301 returns with
    /// code 2, decoded leniently.
    ///
    /// # Errors
    ///
    /// The body does not hold a `T`.
    pub fn details<T: DeserializeOwned>(&self) -> Result<T, lenient::Error> {
        lenient::decode(&self.body)
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether the vendor took money for this answer.
    ///
    /// No document says which outcomes are charged. Taken here: an answer "found nothing" to a
    /// paid query may have been charged, and so may a code that no table explains; every other
    /// refusal was not, a fault of the vendor included (open question `charging`).
    #[must_use]
    pub fn charged(&self) -> Knowledge {
        match self.kind {
            RefusalKind::NotFound | RefusalKind::Unknown if self.billed => Knowledge::Unknown,
            _ => Knowledge::No,
        }
    }

    /// Whether the same call may be made again as it is: it costs nothing twice, does nothing
    /// twice, and might end otherwise.
    ///
    /// Too many calls were refused before any work, so each of them may be made again, later. A
    /// fault of the vendor may have come after the work: only what is free and idempotent may be
    /// asked again. Anything else would be refused again.
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

/// What a refusal means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// Credentials, signature or clock are wrong. Fix the configuration; the same call would be
    /// refused again.
    Auth,
    /// A parameter is wrong. Fix the request.
    Parameter,
    /// There is nothing by that name or number. An answer more than a fault; a paid query may
    /// have been charged.
    NotFound,
    /// It exists already; see [`Refusal::details`] for what does.
    Exists,
    /// No queries are left. Top the account up.
    Balance,
    /// The account is frozen, has no contract, or calls from the wrong address. Talk to the
    /// vendor.
    Account,
    /// Too many calls. Slow down.
    RateLimited,
    /// The vendor failed on its side, perhaps after the work had begun. A free read may be tried
    /// again later; what a write has done has to be looked up first. A paid query is taken as not
    /// charged ([`Refusal::charged`]), which no document says: it is not repeated by itself, and
    /// the balance shows.
    VendorFault,
    /// A code that no table explains. Do not repeat the call blindly; read the message.
    Unknown,
}

impl RefusalKind {
    /// A word for listings and machine-readable errors.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Parameter => "parameter",
            Self::NotFound => "not_found",
            Self::Exists => "exists",
            Self::Balance => "balance",
            Self::Account => "account",
            Self::RateLimited => "rate_limited",
            Self::VendorFault => "vendor_fault",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for RefusalKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is known about something that happened out of sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Knowledge {
    /// It certainly did not happen.
    No,
    /// It certainly happened.
    Yes,
    /// It may have happened.
    Unknown,
}

impl Knowledge {
    /// A word for machine-readable errors: `no`, `yes`, `unknown`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unknown => "unknown",
        }
    }
}
