//! Holds the credentials and dialect with which requests of IDcode are signed.

use core::fmt;
use core::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::Dialect;

/// The credentials of an SP system, and the dialect of its signatures.
///
/// `Debug` shows no credential.
#[derive(Clone)]
pub struct IdcodeKeys {
    access_token: SecretString,
    authorisation_code: SecretString,
    dialect: Dialect,
    window: Option<Duration>,
}

impl IdcodeKeys {
    /// Credentials in the default dialect: the access token (系统授权 key), which every request
    /// carries, and the authorisation code (系统授权码), which is never sent.
    #[must_use]
    pub fn new(
        access_token: impl Into<SecretString>,
        authorisation_code: impl Into<SecretString>,
    ) -> Self {
        Self {
            access_token: access_token.into(),
            authorisation_code: authorisation_code.into(),
            dialect: Dialect::default(),
            window: None,
        }
    }

    /// The same credentials in another dialect.
    #[must_use]
    pub fn with_dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sets how far the time of a received request may be from now. Only verification uses it; no
    /// limit is documented (OQ11), so by default every time is accepted.
    #[must_use]
    pub fn with_time_window(mut self, window: Duration) -> Self {
        self.window = Some(window);
        self
    }

    /// The dialect.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    pub(crate) fn access_token(&self) -> &str {
        self.access_token.expose_secret()
    }

    pub(crate) fn authorisation_code(&self) -> &str {
        self.authorisation_code.expose_secret()
    }

    pub(crate) fn window(&self) -> Option<Duration> {
        self.window
    }
}

impl fmt::Debug for IdcodeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            access_token: _,
            authorisation_code: _,
            dialect,
            window,
        } = self;
        f.debug_struct("IdcodeKeys")
            .field("access_token", &"[redacted]")
            .field("authorisation_code", &"[redacted]")
            .field("dialect", dialect)
            .field("window", window)
            .finish()
    }
}
