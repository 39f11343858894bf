//! A list or an object as the value of a text parameter: JSON, for `#[serde(with)]`.
//!
//! `serde_json` writes it, and the lenient reader reads it: a null member counts as missing. But an
//! unknown member is refused, because its author meant something by it.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Register {
//!     #[serde(rename = "IdList", with = "endpoint_core::json_text")]
//!     ids: Vec<u64>,
//! }
//!
//! let params = endpoint_core::Params::from_fields(&Register { ids: vec![10, 73] })?;
//! assert_eq!(params.text("IdList"), Some("[10,73]"));
//! assert_eq!(params.into_fields::<Register>()?.ids, [10, 73]);
//! # Ok::<(), endpoint_core::Invalid>(())
//! ```

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::lenient;

/// Writes `value` as one text.
///
/// # Errors
///
/// The value has no JSON form, such as a map whose keys are not texts.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let text = serde_json::to_string(value).map_err(S::Error::custom)?;
    serializer.serialize_str(&text)
}

/// Reads the value of such a text.
///
/// # Errors
///
/// The text is not JSON, or not that of a `T`: the expected type and the path. Or it has members
/// that `T` does not know: all their paths.
pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let (value, unknown) = lenient::decode_reporting(text.as_bytes()).map_err(D::Error::custom)?;
    if !unknown.is_empty() {
        let unknown = unknown.join("`, `");
        return Err(D::Error::custom(format_args!(
            "there is no member `{unknown}`"
        )));
    }
    Ok(value)
}
