//! Checks mobile phone numbers of mainland China.

use endpoint_core::Invalid;

/// Refuses a value of the parameter `name` that is not a mobile phone number. The error does not
/// show it.
pub(crate) fn check(name: &'static str, phone: &str) -> Result<(), Invalid> {
    let digits = phone.strip_prefix("+86").unwrap_or(phone);
    if digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(());
    }
    Err(Invalid::value(
        name,
        "must be a mobile phone number: 11 digits that begin with 1",
    ))
}
