//! Whether a text is a mobile phone number of the mainland.

use endpoint_core::Invalid;

/// Refuses what is no mobile phone number for the parameter `name`.
///
/// # Errors
///
/// [`Invalid::Value`], without the number.
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
