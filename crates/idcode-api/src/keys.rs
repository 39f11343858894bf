//! What a signature of IDcode depends on: credentials and dialect.

use core::fmt;
use core::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::Dialect;

/// The credentials of an SP system, with the dialect its calls are signed in.
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
    /// Credentials in the default dialect: the access token (系统授权 key), sent with every call,
    /// and the authorisation code (系统授权码), never sent.
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

    /// How far the time of a received request may be from now. Only for verifying; none is
    /// documented (OQ11), so any time passes unless this is set.
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
