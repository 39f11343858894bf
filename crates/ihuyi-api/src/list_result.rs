//! Reads the rows of one page of a list product.

use core::fmt;

use serde::de::{Deserializer, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// A row of a list product.
pub trait ListRow {
    /// The key under which the vendor sends the rows: `list` or `lists` (`list-vs-lists`).
    const KEY: &'static str;
}

/// The rows of one page.
///
/// Rows are read from either key, `list` or `lists`: the vendor changed it between two versions of
/// one product (open question `row-key`). An empty list, a missing list and a missing object all
/// mean that nothing was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListResult<R> {
    /// The number of rows on all pages, as the vendor reports it (`total`). **Unreliable**: a
    /// sample of the vendor has 1 here and three rows (`total-vs-rows`).
    pub total: Option<u64>,
    /// The rows of this page.
    pub rows: Vec<R>,
}

impl<R> Default for ListResult<R> {
    fn default() -> Self {
        Self {
            total: None,
            rows: Vec::new(),
        }
    }
}

impl<R: ListRow + Serialize> Serialize for ListResult<R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ListResult", 2)?;
        out.serialize_field("total", &self.total)?;
        out.serialize_field(R::KEY, &self.rows)?;
        out.end()
    }
}

impl<'de, R: Deserialize<'de>> Deserialize<'de> for ListResult<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "R: Deserialize<'de>"))]
        struct EitherKey<R> {
            #[serde(default, deserialize_with = "total")]
            total: Option<u64>,
            list: Option<Vec<R>>,
            lists: Option<Vec<R>>,
        }
        let found = EitherKey::deserialize(deserializer)?;
        Ok(Self {
            total: found.total,
            rows: found.list.or(found.lists).unwrap_or_default(),
        })
    }
}

/// For `#[serde(deserialize_with)]`: documented as text, sent as a number (`total-type`). Anything
/// else is `None`, since nothing depends on it.
fn total<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct Total;

    impl Visitor<'_> for Total {
        type Value = Option<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_u64<E>(self, total: u64) -> Result<Self::Value, E> {
            Ok(Some(total))
        }

        fn visit_i64<E>(self, total: i64) -> Result<Self::Value, E> {
            Ok(total.try_into().ok())
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E>(self, total: &str) -> Result<Self::Value, E> {
            Ok(total.trim().parse().ok())
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
    }

    deserializer.deserialize_any(Total)
}

/// For `#[serde(deserialize_with)]`: null is the empty list.
pub(crate) fn or_nothing<'de, R: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<ListResult<R>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
