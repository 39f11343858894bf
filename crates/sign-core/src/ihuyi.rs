//! Signs requests to ihuyi.
//!
//! By the parameter `password`: the MD5 of some fields and of the time, one behind the other
//! with nothing between, as 32 lower-case hexadecimal digits. Which fields, and in which order,
//! is the product's formula:
//!
//! | call | fields before the time |
//! |---|---|
//! | ent3f Submit | account, API key, app, name, ent_name, ent_code |
//! | entinfov2, entmark, entcopy Submit | account, API key, app, ent_name, ent_code |
//! | GetNum of every product | account, API key, app |
//!
//! `app` is the product's name and is not sent. A field that is not sent is signed as the empty
//! text. Fields are signed as plain text, before URL encoding. The time travels beside the
//! password as `time`, in whole seconds since the Unix epoch, ten digits.

use alloc::string::String;
use core::fmt;

use subtle::ConstantTimeEq;

use crate::digest::{DIGITS, Digest, StringToSign};
use crate::mask::REDACTED;

/// The position of the API key in every formula.
const API_KEY: usize = 1;

/// Makes the password of one request.
///
/// * `fields`: the fields of the product's formula in its order, without the time; `""` for a
///   field that is not sent.
/// * `time_s`: seconds since the Unix epoch, the value sent as `time`.
///
/// The lifetime of a password is not documented: make a new one for every attempt. Allocates
/// nothing.
/// Source: the chapters on the dynamic password in the documents of the four products.
///
/// ```
/// use sign_core::ihuyi::dynamic_password;
///
/// let fields = ["test", "1q784322ba1******", "ent3f"];
/// let password = dynamic_password(&fields, 1_651_544_941);
/// assert_eq!(password.as_str(), "f807887a36de765ba0b912e4d580225e");
/// ```
#[must_use]
pub fn dynamic_password(fields: &[&str], time_s: u64) -> Password {
    let mut digits = [0; DIGITS];
    let mut time = itoa::Buffer::new();
    digest(fields, time.format(time_s)).lower_hex(&mut digits);
    Password(digits)
}

/// A dynamic password. It pays for queries, so Debug shows nothing of it.
#[derive(Clone)]
pub struct Password([u8; DIGITS]);

impl Password {
    /// 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("hexadecimal digits are ASCII")
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([redacted])")
    }
}

/// Tells whether a password belongs to these fields and this time.
///
/// `fields` as in [`dynamic_password`]. `time` is hashed exactly as received; whether it is a
/// number, and recent enough, is for the caller to say. Only lower-case digits are accepted, as
/// the documents' `md5()` writes them. The comparison takes the same time wherever the digests
/// differ.
///
/// The fields have no separator, so the end of one and the beginning of the next can trade
/// places unnoticed (see [the crate's page](crate#what-a-signature-proves)).
#[must_use]
pub fn verify(password: &str, fields: &[&str], time: &str) -> bool {
    if password.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    Digest::from_hex(password).is_some_and(|received| digest(fields, time).is(&received))
}

/// Whether `password` is the API key itself, as accounts in static mode send it; compared in
/// constant time but for the length.
#[must_use]
pub fn verify_static(password: &str, api_key: &str) -> bool {
    password.as_bytes().ct_eq(api_key.as_bytes()).into()
}

/// Retraces [`dynamic_password`] for display: same arguments, same password, with the API key, the
/// second field, replaced by `[redacted]`. The names in the other fields are shown.
#[must_use]
pub fn explain(fields: &[&str], time_s: u64) -> PasswordSteps {
    let mut string_to_sign = String::new();
    for (position, field) in fields.iter().enumerate() {
        string_to_sign.push_str(if position == API_KEY { REDACTED } else { field });
    }
    string_to_sign.push_str(itoa::Buffer::new().format(time_s));
    PasswordSteps {
        string_to_sign,
        password: dynamic_password(fields, time_s),
    }
}

/// The steps of one dynamic password, the API key masked.
///
/// For commands that print the steps. The fields hold names of persons, so
/// Debug, which ends up in logs, shows their length only.
#[derive(Clone)]
#[non_exhaustive]
pub struct PasswordSteps {
    /// The hashed text: the fields and the time.
    pub string_to_sign: String,
    /// The digest.
    pub password: Password,
}

impl fmt::Debug for PasswordSteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            string_to_sign,
            password,
        } = self;
        f.debug_struct("PasswordSteps")
            .field("string_to_sign_bytes", &string_to_sign.len())
            .field("password", password)
            .finish()
    }
}

fn digest(fields: &[&str], time: &str) -> Digest {
    let mut string = StringToSign::new();
    for field in fields {
        string.append(field.as_bytes());
    }
    string.append(time.as_bytes());
    string.digest()
}
