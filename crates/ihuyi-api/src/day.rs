//! How does a day travel as a parameter: `yyyy-MM-dd`?

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
    // Exactly this form: the vendor may not know others, and an answer to another day costs too.
    let is_plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse() {
        Ok(day) if is_plain => Ok(Some(day)),
        _ => Err(D::Error::custom("must be a day such as 2025-01-31")),
    }
}

/// Refuses a span of days that ends before it begins: nothing can be in it, and it costs all the
/// same.
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
