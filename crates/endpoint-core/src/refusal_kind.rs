//! The kinds of refusals, and the knowledge of events that cannot be observed.

use core::fmt;

/// The meaning of a refusal for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// Credentials, signature or clock are wrong. Fix the configuration; the same call would be
    /// refused again.
    Auth,
    /// A parameter is wrong. Fix the request.
    Parameter,
    /// Nothing has that name or number. It is a result more than an error; a paid query may have
    /// been charged.
    NotFound,
    /// It exists already; [`Refusal::details`](crate::Refusal::details) returns the existing one.
    Exists,
    /// No queries are left. Top the account up.
    Balance,
    /// The account is frozen, has no contract, or calls from the wrong address. Contact the vendor.
    Account,
    /// Too many calls. Slow down.
    RateLimited,
    /// The vendor failed on its side, perhaps after the work had begun. A free read may be repeated
    /// later; look up the effect of a write first. A paid query counts as not charged
    /// ([`Refusal::charged`](crate::Refusal::charged)), which no document says: it is not repeated
    /// automatically, and the balance shows.
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

/// Knowledge of an event that cannot be observed.
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
