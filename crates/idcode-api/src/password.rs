//! Computes the MD5 of a password, as 310 requires it.

use core::fmt;

use endpoint_core::{Invalid, Secret};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use sign_core::idcode::password_md5;

/// The digest of a password, which 310 takes instead of the password. `Debug` hides it.
///
/// It is the MD5 of the password's UTF-8 bytes in 32 upper-case hexadecimal digits (OQ14), and
/// gives access to the account like the password itself.
///
/// ```
/// use idcode_api::PasswordDigest;
///
/// let digest = PasswordDigest::from_password("123456");
/// assert!(digest.matches_password("123456"));
/// assert_eq!(digest, PasswordDigest::from_digest("e10adc3949ba59abbe56e057f20f883e")?);
/// assert_eq!(format!("{digest:?}"), "[redacted]");
/// # Ok::<(), endpoint_core::Invalid>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PasswordDigest(Secret);

impl PasswordDigest {
    /// The digest of a plain password.
    #[must_use]
    pub fn from_password(password: &str) -> Self {
        Self(Secret::from(password_md5(password)))
    }

    /// Reads a digest, in hexadecimal digits of either case.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] if these are not 32 hexadecimal digits, but probably a plain password.
    pub fn from_digest(digits: &str) -> Result<Self, Invalid> {
        Self::read(digits).ok_or_else(|| Invalid::value("loginPwd", EXPECTED))
    }

    /// Whether this is the digest of the password.
    #[must_use]
    pub fn matches_password(&self, password: &str) -> bool {
        *self == Self::from_password(password)
    }

    fn read(digits: &str) -> Option<Self> {
        let is_digest = digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_digest.then(|| Self(Secret::from(digits.to_ascii_uppercase())))
    }
}

const EXPECTED: &str = "must be the MD5 of the password, 32 hexadecimal digits";

impl fmt::Debug for PasswordDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for PasswordDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        Self::read(&digits).ok_or_else(|| D::Error::custom(EXPECTED))
    }
}
