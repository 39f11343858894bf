//! Requests that were checked, so that they are not checked again.

use crate::{Endpoint, Invalid};

/// A request that its operation has [checked](Endpoint::validate).
///
/// Reports an invalid request before files are opened or anything is sent, and spares the call a
/// second check.
#[derive(Debug, Clone)]
pub struct Validated<E>(E);

impl<E: Endpoint> Validated<E> {
    /// Checks a request.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    pub fn new(request: E) -> Result<Self, Invalid> {
        request.validate()?;
        Ok(Self(request))
    }

    /// The request.
    #[must_use]
    pub fn as_request(&self) -> &E {
        &self.0
    }

    /// The request, which may be changed and is no longer known to be right.
    #[must_use]
    pub fn into_request(self) -> E {
        self.0
    }
}
