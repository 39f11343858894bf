//! Resumes a list behind the last page that was read.
//!
//! A cursor is one word: product, next page, rows per page, and a fingerprint of the query. The
//! fingerprint keeps it from being used for another company, whose page would cost money.

use core::fmt;
use core::str::FromStr;

use endpoint_core::Value;
use enterprise_registry::Params;

/// A position in the pages of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) product: String,
    pub(crate) page: u32,
    pub(crate) page_size: u32,
    fingerprint: u32,
}

/// The parameters that a cursor holds itself; the fingerprint leaves them out.
const PAGING: [&str; 2] = ["page_index", "page_size"];

impl Cursor {
    pub(crate) fn new(product: &str, page: u32, page_size: u32, query: &Params) -> Self {
        Self {
            product: product.to_owned(),
            page,
            page_size,
            fingerprint: fingerprint(query),
        }
    }

    /// Whether the cursor belongs to this query.
    pub(crate) fn is_for(&self, product: &str, query: &Params) -> bool {
        self.product == product && self.fingerprint == fingerprint(query)
    }
}

/// FNV-1a over names and values, the same in every version of this program.
fn fingerprint(query: &Params) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    let mut take = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    for (name, value) in query.iter() {
        if let Value::Text(text) = value
            && !PAGING.contains(&name)
        {
            take(name);
            take(text);
        }
    }
    hash
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            product,
            page,
            page_size,
            fingerprint,
        } = self;
        write!(f, "{product}.{page}.{page_size}.{fingerprint:08x}")
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let mut parts = text.split('.');
            let cursor = Self {
                product: parts.next()?.to_owned(),
                page: parts.next()?.parse().ok()?,
                page_size: parts.next()?.parse().ok()?,
                fingerprint: u32::from_str_radix(parts.next()?, 16).ok()?,
            };
            parts.next().is_none().then_some(cursor)
        };
        read().ok_or("must be the cursor that an earlier run printed")
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Params, Value};

    fn query(name: &str, page: &str) -> Params {
        let mut params = Params::default();
        params.push("ent_name", Value::Text(name.to_owned()));
        params.push("page_index", Value::Text(page.to_owned()));
        params
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let cursor = Cursor::new("entmark", 3, 20, &query("甲", "1"));
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for wrong in [
            "",
            "entmark",
            "entmark.3.20",
            "entmark.3.20.0.0",
            "entmark.x.20.0",
        ] {
            assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_cursor_belongs_to_its_query_on_every_page() {
        let cursor = Cursor::new("entmark", 3, 20, &query("甲", "1"));
        assert!(cursor.is_for("entmark", &query("甲", "7")));
        assert!(!cursor.is_for("entmark", &query("乙", "1")));
        assert!(!cursor.is_for("entcopy", &query("甲", "1")));
    }
}
