//! Reads and writes the callback address of the pages 401 and 405 (OQ33).
//!
//! After an application for a category, the page redirects to the callback address and adds the
//! new code as a parameter. 607 has a callback address too, but the document does not say what
//! reaches it (OQ34); see [`UnitAccount::from_fields`](crate::UnitAccount::from_fields).

use percent_encoding::percent_decode_str;
use registry_model::IdCode;

use crate::address::{separator, split_fragment};
use crate::scan::{ScanError, query};

/// The parameter that holds the complete code of the new category.
pub const CATEGORY_CODE: &str = "CategoryIDcode";

/// The address to which the platform redirects after an application for a category: the code is
/// added after `&` or `?` and before a fragment, without encoding (OQ33).
///
/// ```
/// use idcode_api::callback;
///
/// let code = "MA.156.1003.1629/73.10000000.6".parse()?;
/// let address = callback::address("http://www.xxxx.com/cb?a=1", &code);
/// assert_eq!(
///     address,
///     "http://www.xxxx.com/cb?a=1&CategoryIDcode=MA.156.1003.1629/73.10000000.6",
/// );
/// assert_eq!(callback::category_code(&address)?, code);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn address(call_back_url: &str, code: &IdCode) -> String {
    let (front, fragment) = split_fragment(call_back_url);
    let separator = separator(front);
    format!("{front}{separator}{CATEGORY_CODE}={code}{fragment}")
}

/// Reads the complete code of the new category from the address, target or query of the request
/// that arrived at the callback address.
///
/// The value may be percent-encoded, with a plus for a space, and may end in a slash. Of repeated
/// parameters the last counts: the platform adds its own at the end.
///
/// # Errors
///
/// The parameter is missing, or its value is not an IDcode.
pub fn category_code(request: &str) -> Result<IdCode, ScanError> {
    let decode = |text: &str| {
        let blanks = text.replace('+', " ");
        percent_decode_str(&blanks).decode_utf8_lossy().into_owned()
    };
    let value = query(request)
        .rsplit('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| decode(name).eq_ignore_ascii_case(CATEGORY_CODE))
        .map(|(_, value)| decode(value))
        .filter(|value| !value.is_empty())
        .ok_or_else(|| ScanError::Missing(CATEGORY_CODE.to_owned()))?;
    Ok(value.parse()?)
}
