//! Computes where a scan leads, and reads the code on the web page there (section 13 of the
//! document).
//!
//! The owner of a code gives the platform an address (解析地址, the goto URL). A scan opens this
//! address with the code added: [`destination`] returns the full address, and [`parse`] reads the
//! code on the page. The document has six examples only; OQ36 decides all other cases.
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

/// The parameter of a code, unless the goto URL names another.
pub const CODE: &str = "code";
/// The parameter of the base code of a filed code.
pub const BASE_CODE: &str = "BaseCode";

/// A scanned code, registered or filed: the platform passes on the two kinds differently.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scanned {
    code: IdCode,
    filed: bool,
}

impl Scanned {
    /// A registered code, which is passed on whole.
    #[must_use]
    pub fn registered(code: IdCode) -> Self {
        Self { code, filed: false }
    }

    /// A filed code, which is passed on as item and base code.
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

    /// Whether the code is registered or filed.
    #[must_use]
    pub fn application(&self) -> Application {
        if self.filed {
            Application::Filed
        } else {
            Application::Registered
        }
    }
}

/// Why a request contains no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The parameter is missing or empty.
    #[error("parameter `{0}` is missing or empty")]
    Missing(String),
    /// The value is not an IDcode.
    #[error(transparent)]
    Code(#[from] ParseIdentifierError),
    /// A filed code without an item.
    #[error("a filed code ends with an item")]
    NoItem,
}

/// The address that a scan of `code` opens, given its goto URL.
///
/// The value directly follows a goto URL that ends in `=`; otherwise `&code=` follows a query, and
/// `?code=` any other URL. After a `?` or `&` at the end there is no second separator; a fragment
/// stays at the end (OQ36). The value is not encoded.
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

/// The parameter that contains the code on the page of this goto URL: `code`, or the empty
/// parameter at its end.
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

/// Reads the code from the parameter `code` of a request's address, target or query.
///
/// `code` alone is a registered code; together with `BaseCode` it is a filed one. Names are matched
/// without regard to case, and the last of repeated ones counts. Percent-escapes are decoded,
/// because browsers insert them; a plus stays a plus, because the platform encodes nothing. A code
/// that contains `&`, `#`, or a percent sign before two hexadecimal digits does not arrive intact.
///
/// # Errors
///
/// The parameter is missing, or its value is not an IDcode.
pub fn parse(request: &str) -> Result<Scanned, ScanError> {
    parse_named(request, CODE)
}

/// Like [`parse`], from the parameter that [`parameter`] returns.
///
/// # Errors
///
/// Those of [`parse`].
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

/// The last value of this name in an address, target or query, decoded, if it is not empty.
fn last_value(request: &str, name: &str) -> Option<String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    query(request)
        .rsplit('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(given, _)| decode(given).eq_ignore_ascii_case(name))
        .map(|(_, value)| decode(value))
        .filter(|value| !value.is_empty())
}

/// The query of an address or target; any other text is a query itself.
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
