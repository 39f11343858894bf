//! The fields of a row: the vendor's parameters by name, as the ledger stores them.

use core::fmt;

use endpoint_core::{Invalid, Params, Value};

/// The parameters of a row's request, under the vendor's names. `Debug` shows the names only,
/// because values may be personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the JSON object of a row in the ledger.
    ///
    /// # Errors
    ///
    /// It is not an object of texts.
    pub fn from_json(text: &str) -> Result<Self, Invalid> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)
            .map_err(|_| Invalid::value("input", "must be a JSON object of texts"))?;
        object
            .into_iter()
            .map(|(name, value)| match value {
                serde_json::Value::String(text) => Ok((name, text)),
                _ => Err(Invalid::value("input", "must be a JSON object of texts")),
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn params(&self) -> Params {
        let mut params = Params::default();
        for (name, value) in &self.0 {
            params.push(name.clone(), Value::Text(value.clone()));
        }
        params
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let owned = |(name, value): (N, V)| (name.into(), value.into());
        Self(fields.into_iter().map(owned).collect())
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}
