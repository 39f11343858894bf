//! The parameters of a request: names and values, texts or files, between the typed request
//! and the wire.

use core::fmt;
use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Invalid;

mod de;
mod ser;

pub use self::file::File;
mod file;

/// Parameters under the vendor's own names, in the order of the declaration.
///
/// Values may be secret or personal: `Debug` shows names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(Cow<'static, str>, Value)>);

/// The value of a parameter: plain text, not encoded, or a file.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// A text; numbers too are texts on the wire.
    Text(String),
    /// A file.
    File(File),
}

impl Params {
    /// The parameters of a typed request.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] for a field that is neither text, number, enumeration nor file: an error
    /// in the declaration.
    pub fn from_request<T: Serialize>(request: &T) -> Result<Self, Invalid> {
        ser::params(request).map(Self)
    }

    /// The typed request of these parameters: the inverse of [`Params::from_request`].
    ///
    /// # Errors
    ///
    /// [`Invalid::Missing`] or [`Invalid::Value`], naming the parameter.
    pub fn into_typed<T: DeserializeOwned>(self) -> Result<T, Invalid> {
        de::typed(self.0)
    }

    /// The same, with identifiers as written even if they break the rules of their kind.
    ///
    /// # Errors
    ///
    /// As for [`Params::into_typed`], and for values that no request can carry.
    pub fn into_typed_as_written<T: DeserializeOwned>(self) -> Result<T, Invalid> {
        de::typed_as_written(self.0)
    }

    /// Adds a parameter at the end.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        self.0.push((name.into(), value));
    }

    /// Names and values in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// The texts in their order, without files.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter_map(|(name, value)| match value {
            Value::Text(text) => Some((name, text.as_str())),
            Value::File(_) => None,
        })
    }

    /// The files in their order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &File)> {
        self.iter().filter_map(|(name, value)| match value {
            Value::Text(_) => None,
            Value::File(file) => Some((name, file)),
        })
    }

    /// The text of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts()
            .find(|(given, _)| *given == name)
            .map(|(_, text)| text)
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::File(file) => file.fmt(f),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<File> for Value {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

impl From<(String, Bytes)> for Value {
    fn from((name, content): (String, Bytes)) -> Self {
        Self::File(File::new(name, content))
    }
}
