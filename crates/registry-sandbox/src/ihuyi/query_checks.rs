//! Checks the names and codes that queries ask for.

use endpoint_core::Invalid;

/// The longest name of a company, in characters: a choice of the sandbox; the document is silent.
const NAME_LENGTH: core::ops::RangeInclusive<usize> = 2..=200;

/// Rejects a name without letters, with control characters, or of an impossible length.
pub(super) fn check_name(name: &str) -> Result<(), Invalid> {
    let name = name.trim();
    let well_formed = NAME_LENGTH.contains(&name.chars().count())
        && name.chars().any(char::is_alphabetic)
        && !name.chars().any(char::is_control);
    if well_formed {
        Ok(())
    } else {
        Err(Invalid::value("ent_name", "is not the name of a company"))
    }
}

/// Rejects a code that is not 18 digits and capital letters. It ignores check characters: no
/// document says that the vendor reads them.
pub(super) fn check_code(code: &str) -> Result<(), Invalid> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if code.len() == 18 && code.bytes().all(is_plain) {
        Ok(())
    } else {
        Err(Invalid::value(
            "ent_code",
            "is not 18 digits and capital letters",
        ))
    }
}
