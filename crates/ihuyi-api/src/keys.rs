//! Holds the account with which requests of ihuyi are signed, and how they are sent.

use core::fmt;
use core::time::Duration;

use secrecy::{ExposeSecret, SecretString};

/// An account of ihuyi, and how its calls authenticate and are sent.
///
/// `Debug` shows no credential.
#[derive(Clone)]
pub struct IhuyiKeys {
    account: String,
    api_key: SecretString,
    auth: Auth,
    send_by: SendBy,
    window: Option<Duration>,
}

/// How calls authenticate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Auth {
    /// A dynamic password: an MD5 over key, identifiers and time, computed for every attempt.
    #[default]
    Dynamic,
    /// The API key itself, in every request.
    Static,
}

/// How parameters are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SendBy {
    /// As a form in the body.
    #[default]
    Post,
    /// In the query string, which access logs record.
    Get,
}

impl IhuyiKeys {
    /// An account (API ID) with its key (API KEY): dynamic password, sent by POST.
    #[must_use]
    pub fn new(account: impl Into<String>, api_key: impl Into<SecretString>) -> Self {
        Self {
            account: account.into(),
            api_key: api_key.into(),
            auth: Auth::default(),
            send_by: SendBy::default(),
            window: None,
        }
    }

    /// Sets how calls authenticate.
    #[must_use]
    pub fn with_auth(mut self, auth: Auth) -> Self {
        self.auth = auth;
        self
    }

    /// Sets how parameters are sent.
    #[must_use]
    pub fn with_send_by(mut self, send_by: SendBy) -> Self {
        self.send_by = send_by;
        self
    }

    /// Sets how far the time of a received request may be from now. Only verification uses it: the
    /// vendor does not document the lifetime of a dynamic password (open question
    /// `password-lifetime`).
    #[must_use]
    pub fn with_time_window(mut self, window: Duration) -> Self {
        self.window = Some(window);
        self
    }

    /// The account (API ID).
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// How calls authenticate.
    #[must_use]
    pub fn auth(&self) -> Auth {
        self.auth
    }

    pub(crate) fn api_key(&self) -> &str {
        self.api_key.expose_secret()
    }

    pub(crate) fn send_by(&self) -> SendBy {
        self.send_by
    }

    pub(crate) fn window(&self) -> Option<Duration> {
        self.window
    }
}

impl fmt::Debug for IhuyiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            account: _,
            api_key: _,
            auth,
            send_by,
            window,
        } = self;
        f.debug_struct("IhuyiKeys")
            .field("account", &"[redacted]")
            .field("api_key", &"[redacted]")
            .field("auth", auth)
            .field("send_by", send_by)
            .field("window", window)
            .finish()
    }
}
