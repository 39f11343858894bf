//! The parameters of a request: names and values, texts or files, between the typed request
//! and the wire.

use core::fmt;
use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Endpoint, Invalid};

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
    /// The parameters of a typed request, in the order of its declaration.
    ///
    /// # Errors
    ///
    /// [`Invalid::Value`] for a field that is neither text, number nor enumeration: a fault of the
    /// declaration.
    pub fn from_request<E: Endpoint>(request: &E) -> Result<Self, Invalid> {
        let mut params = Self::from_fields(request)?;
        let files = request.files();
        if !files.is_empty() {
            for (name, file) in files {
                params.push(name, Value::File(file.clone()));
            }
            let declared = E::SPEC.params;
            params
                .0
                .sort_by_key(|(name, _)| declared.iter().position(|param| param.name == name));
        }
        Ok(params)
    }

    /// The fields of a value as parameters: what serde writes of it, and so no file.
    ///
    /// # Errors
    ///
    /// As [`Params::from_request`].
    pub fn from_fields<T: Serialize>(value: &T) -> Result<Self, Invalid> {
        ser::params(value).map(Self)
    }

    /// The typed request of these parameters: the inverse of [`Params::from_request`].
    ///
    /// # Errors
    ///
    /// [`Invalid::Missing`] or [`Invalid::Value`], naming the parameter.
    pub fn into_typed<E: Endpoint>(self) -> Result<E, Invalid> {
        de::typed(self.0, false)
    }

    /// The same, with identifiers as written even if they break the rules of their kind.
    ///
    /// # Errors
    ///
    /// As for [`Params::into_typed`], and for values that no request can carry.
    pub fn into_typed_as_written<E: Endpoint>(self) -> Result<E, Invalid> {
        de::typed(self.0, true)
    }

    /// The fields of a value: the inverse of [`Params::from_fields`].
    ///
    /// # Errors
    ///
    /// As [`Params::into_typed`].
    pub fn into_fields<T: DeserializeOwned>(self) -> Result<T, Invalid> {
        de::fields(self.0)
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
