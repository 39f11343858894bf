//! Reads and writes a day as a parameter: `yyyy-MM-dd`.

use endpoint_core::Invalid;
use registry_model::jiff::civil::Date;
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serializer};

/// For `#[serde(with)]`.
pub(crate) fn serialize<S: Serializer>(
    day: &Option<Date>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

/// For `#[serde(with)]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Date>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else {
        return Ok(None);
    };
    // Only this form: the vendor may read another as the wrong day, and the query still costs.
    let is_plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse() {
        Ok(day) if is_plain => Ok(Some(day)),
        _ => Err(D::Error::custom("must be a day such as 2025-01-31")),
    }
}

/// Refuses a span of days that ends before it begins: the query would return nothing, and still
/// cost.
pub(crate) fn check(
    from_name: &'static str,
    from: Option<Date>,
    to_name: &'static str,
    to: Option<Date>,
) -> Result<(), Invalid> {
    match from.zip(to) {
        Some((from, to)) if from > to => Err(Invalid::Combination {
            names: vec![from_name.into(), to_name.into()],
            reason: format!("`{from_name}` is after `{to_name}`"),
        }),
        _ => Ok(()),
    }
}
