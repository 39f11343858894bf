//! A request as its receiver sees it.

use core::fmt;

use crate::auth_error::AuthError;
use crate::{Method, Value};

/// A received request: decoded pairs in their order.
#[derive(Clone)]
pub struct Received {
    /// The method.
    pub method: Method,
    /// The path without the query.
    pub path: String,
    /// Names and values of the query.
    pub query: Vec<(String, Value)>,
    /// Names and values of the body.
    pub body: Vec<(String, Value)>,
}

impl Received {
    /// Names and values, those of the query first.
    pub fn params(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.query
            .iter()
            .chain(&self.body)
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Removes the only text of this name from the request, and returns it.
    ///
    /// # Errors
    ///
    /// It is missing, empty or a file, or it is given more than once.
    pub fn take(&mut self, name: &'static str) -> Result<String, AuthError> {
        let mut found = Vec::new();
        for pairs in [&mut self.query, &mut self.body] {
            found.extend(
                pairs
                    .extract_if(.., |(given, _)| given == name)
                    .map(|(_, value)| value),
            );
        }
        match (found.pop(), found.is_empty()) {
            (Some(Value::Text(text)), true) if !text.is_empty() => Ok(text),
            (Some(_), false) => Err(AuthError::Repeated(name)),
            _ => Err(AuthError::Missing(name)),
        }
    }

    /// The remaining parameters: those of the operation.
    #[must_use]
    pub fn into_params(self) -> Vec<(String, Value)> {
        let Self {
            mut query, body, ..
        } = self;
        query.extend(body);
        query
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.params().map(|(name, _)| name).collect();
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("params", &names)
            .finish()
    }
}
