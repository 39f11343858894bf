//! Why a signed request is refused.

/// Why a received request is not authentic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// A parameter of the signature is missing or empty.
    #[error("parameter `{0}` is missing or empty")]
    Missing(&'static str),
    /// A parameter of the signature is given twice.
    #[error("parameter `{0}` is given more than once")]
    Repeated(&'static str),
    /// The account does not belong to the keys.
    #[error("the account is unknown")]
    Account,
    /// The signature or the password is wrong.
    #[error("the signature does not match")]
    Mismatch,
    /// The time of the signature is not a number of the documented unit.
    #[error("the time of the signature is malformed")]
    MalformedTime,
    /// A parameter with signed content cannot be read.
    #[error("parameter `{0}` cannot be read")]
    Unreadable(&'static str),
    /// The time of the signature is too far from now.
    #[error("the signature is too old or from the future")]
    Expired,
}
