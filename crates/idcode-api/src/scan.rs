//! Where a scan leads, and what the page there was asked for (section 13 of the document).
//!
//! The owner of a code gives the platform an address (解析地址, the goto URL). Who scans the code is
//! sent there with the code added: [`destination`] says where exactly, [`parse`] reads it on the
//! receiving page. Six worked examples in the document are all there is to go by; beyond them
//! the decisions of OQ36 hold.
//!
//! ```
//! use idcode_api::scan::{self, Scanned};
//!
//! let item = Scanned::filed("i.86.110108.52/91.12000000.1/xxxx".parse()?)?;
//! let address = scan::destination("http://www.xxxx.com/xxxx.aspx?id=1", &item);
//! assert_eq!(
//!     address,
//!     "http://www.xxxx.com/xxxx.aspx?id=1&code=xxxx&BaseCode=i.86.110108.52/91.12000000.1/",
//! );
//! assert_eq!(scan::parse(&address)?, item);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use percent_encoding::percent_decode_str;
use registry_model::{IdCode, ParseIdentifierError};

use crate::Application;
use crate::address::{separator, split_fragment};

/// The parameter of a code, where the goto URL names no other.
pub const CODE: &str = "code";
/// The parameter of what stands before the item of a filed code.
pub const BASE_CODE: &str = "BaseCode";

/// A code that was scanned, and how it was applied for: the two kinds are handed on differently.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scanned {
    code: IdCode,
    filed: bool,
}

impl Scanned {
    /// A registered code: handed on whole.
    #[must_use]
    pub fn registered(code: IdCode) -> Self {
        Self { code, filed: false }
    }

    /// A filed code: handed on as item and base code apart.
    ///
    /// # Errors
    ///
    /// [`ScanError::NoItem`]: the code is that of a unit or a category.
    pub fn filed(code: IdCode) -> Result<Self, ScanError> {
        if code.item().is_none() {
            return Err(ScanError::NoItem);
        }
        Ok(Self { code, filed: true })
    }

    /// The complete code.
    #[must_use]
    pub fn code(&self) -> &IdCode {
        &self.code
    }

    /// The complete code.
    #[must_use]
    pub fn into_code(self) -> IdCode {
        self.code
    }

    /// How it was applied for.
    #[must_use]
    pub fn application(&self) -> Application {
        if self.filed {
            Application::Filed
        } else {
            Application::Registered
        }
    }
}

/// Why no code can be taken from a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The request has no such parameter, or an empty one.
    #[error("parameter `{0}` is missing or empty")]
    Missing(String),
    /// What it has is no IDcode.
    #[error(transparent)]
    Code(#[from] ParseIdentifierError),
    /// A filed code without an item.
    #[error("a filed code ends with an item")]
    NoItem,
}

/// Where a scan of `code` leads that has this goto URL.
///
/// An address that ends in `=` gets the value right behind it; one with a query gets `&code=`,
/// one without `?code=`; a `?` or `&` at the end gets no second separator, a fragment stays at
/// the end (OQ36). The value is put in as it is, without encoding.
#[must_use]
pub fn destination(goto_url: &str, code: &Scanned) -> String {
    let (front, fragment) = split_fragment(goto_url);
    let mut address = front.to_owned();
    if !front.ends_with('=') {
        address.push_str(separator(front));
        address.push_str(CODE);
        address.push('=');
    }
    match (code.filed, code.code.item(), code.code.to_base_code()) {
        (true, Some(item), Some(base)) => {
            address.push_str(item);
            address.push('&');
            address.push_str(BASE_CODE);
            address.push('=');
            address.push_str(&base);
        }
        _ => address.push_str(code.code.as_str()),
    }
    address.push_str(fragment);
    address
}

/// The parameter under which a page with this goto URL receives the code: `code`, or the one
/// that stands empty at its end.
///
/// ```
/// use idcode_api::scan::parameter;
///
/// assert_eq!(parameter("http://www.xxxx.com/xxxx.aspx?id=1"), "code");
/// assert_eq!(parameter("http://www.xxxx.com/xxxx.aspx?id="), "id");
/// ```
#[must_use]
pub fn parameter(goto_url: &str) -> &str {
    let (front, _) = split_fragment(goto_url);
    match front.strip_suffix('=') {
        Some(named) => named.rsplit(['?', '&']).next().unwrap_or(named),
        None => CODE,
    }
}

/// The code that a page was asked for under the name `code`: by a request's address, target or
/// query, as it came.
///
/// `code` alone is a registered code, with `BaseCode` beside it a filed one. Names count without
/// regard to case, of repeated ones the last. Percent-escapes are decoded, because browsers put
/// them in; a plus is a plus, because the platform encodes nothing. A code with `&`, `#` or a
/// percent sign before two hexadecimal digits in it does not survive the way here.
///
/// # Errors
///
/// The parameter is missing, or its value no IDcode.
pub fn parse(request: &str) -> Result<Scanned, ScanError> {
    parse_named(request, CODE)
}

/// As [`parse`], under the name that [`parameter`] says.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_named(request: &str, name: &str) -> Result<Scanned, ScanError> {
    let missing = || ScanError::Missing(name.to_owned());
    let value = last_value(request, name).ok_or_else(missing)?;
    match last_value(request, BASE_CODE) {
        Some(base) => {
            let slash = if base.ends_with('/') { "" } else { "/" };
            Scanned::filed(format!("{base}{slash}{value}").parse()?)
        }
        None => Ok(Scanned::registered(value.parse()?)),
    }
}

/// The last non-empty value of this name in an address, a target or a query, decoded.
fn last_value(request: &str, name: &str) -> Option<String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    query(request)
        .rsplit('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(given, _)| decode(given).eq_ignore_ascii_case(name))
        .map(|(_, value)| decode(value))
        .filter(|value| !value.is_empty())
}

/// The query of an address or target; of anything else, all of it.
pub(crate) fn query(request: &str) -> &str {
    let (front, _) = split_fragment(request);
    match front.split_once('?') {
        Some((before, query)) if before.is_empty() || is_address(before) => query,
        _ => front,
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with('/')
        || text.split_once("://").is_some_and(|(scheme, _)| {
            scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}
