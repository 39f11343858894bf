//! Names the members of an envelope.

/// The members that every response of a vendor has beside its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The key of the result code.
    pub code: &'static str,
    /// Misspelt keys that vendors use for the result code.
    pub also_code: &'static [&'static str],
    /// The key of the message.
    pub message: &'static str,
    /// The code that means success.
    pub success: i64,
}
