//! A password after MD5, as 310 wants it.

use core::fmt;

use endpoint_core::{Invalid, Secret};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use sign_core::idcode::password_md5;

/// The digest of a password: what 310 takes in its place. `Debug` hides it.
///
/// 32 upper-case hexadecimal digits: the MD5 of the password's UTF-8 bytes (OQ14). It opens the
/// account as the password does.
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

    /// A digest that was made before, in digits of either case.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] where these are not 32 hexadecimal digits: probably a plain password.
    pub fn from_digest(digits: &str) -> Result<Self, Invalid> {
        Self::read(digits).ok_or_else(|| Invalid::value("loginPwd", EXPECTED))
    }

    /// Whether this is the digest of that password: for the side that knows it.
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
