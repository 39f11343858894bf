//! Hashes the password of operation 310.

use alloc::string::String;

use crate::digest::{DIGITS, StringToSign};

/// The MD5 of a password for 310: of its UTF-8 bytes, as 32 upper-case hexadecimal
/// digits. It opens the account as the password does, so it is as secret.
///
/// ```
/// use sign_core::idcode::password_md5;
///
/// assert_eq!(password_md5("123456"), "E10ADC3949BA59ABBE56E057F20F883E");
/// ```
///
/// Source: the example under 310 in the document.
#[must_use]
pub fn password_md5(password: &str) -> String {
    let mut string = StringToSign::new();
    string.append(password.as_bytes());
    let mut digits = [0; DIGITS];
    String::from(string.digest().upper_hex(&mut digits))
}
