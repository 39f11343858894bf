//! Checks and writes web addresses that are sent as parameters (section 14 of the document).

mod damage;
mod nested;
mod repair;

use endpoint_core::Invalid;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything outside the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Refuses a value of the parameter `name` that cannot be a web address: it must begin with
/// `http://` or `https://` and a host, and contain no control characters.
pub(crate) fn check(name: &'static str, address: &str) -> Result<(), Invalid> {
    match without_scheme(address) {
        None => {
            let plain = repair::repaired(address);
            let reason = match without_scheme(plain.trim()) {
                Some(_) => format!(
                    "must begin with http:// or https://: write {}",
                    plain.trim()
                ),
                None => "must begin with http:// or https://".to_owned(),
            };
            Err(Invalid::value(name, reason))
        }
        Some(host) if host.is_empty() || host.starts_with(['/', '?', '#', ':']) => {
            Err(Invalid::value(name, "has no host"))
        }
        Some(_) if address.contains(char::is_control) || address.trim() != address => Err(
            Invalid::value(name, "has a line break or a blank at its end"),
        ),
        Some(_) => Ok(()),
    }
}

/// The address with ASCII signs in place of their look-alikes (`：`, `？`), and without invisible
/// characters. Text in path and query stays, percent-encoded.
///
/// ```
/// assert_eq!(
///     idcode_api::address::repaired("http://a.cn/m？n=O’Brien"),
///     "http://a.cn/m?n=O%E2%80%99Brien",
/// );
/// assert_eq!(idcode_api::address::repaired("http：//a.cn/m？id="), "http://a.cn/m?id=");
/// ```
#[must_use]
pub fn repaired(address: &str) -> String {
    repair::repaired(address)
}

/// The rest of an address behind `http://` or `https://`, in letters of either case; `None` for
/// another one.
///
/// ```
/// use idcode_api::address;
///
/// assert_eq!(address::without_scheme("HTTP://a.cn/m"), Some("a.cn/m"));
/// assert_eq!(address::without_scheme("ftp://a.cn"), None);
/// ```
#[must_use]
pub fn without_scheme(address: &str) -> Option<&str> {
    ["http://", "https://"].into_iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        let rest = address.get(scheme.len()..)?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

/// Like [`check`], for an optional parameter: an empty value counts as not sent.
pub(crate) fn check_if_set(name: &'static str, address: Option<&String>) -> Result<(), Invalid> {
    match address {
        Some(address) if !address.trim().is_empty() => check(name, address),
        _ => Ok(()),
    }
}

/// Appends parameters to an address and percent-encodes their names and values, as section 14
/// requires for an address inside another. The signature encodes the whole for the wire.
///
/// The parameters follow those in `address` and precede its fragment.
///
/// ```
/// use idcode_api::address;
///
/// let goto_url = address::with_parameters(
///     "http://www.idcode.org.cn/m",
///     [("organunitname", "单位名称"), ("note", "a&b")],
/// );
/// assert_eq!(
///     goto_url,
///     "http://www.idcode.org.cn/m?organunitname=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0&note=a%26b",
/// );
/// assert_eq!(
///     address::parameters(&goto_url),
///     [("organunitname".to_owned(), "单位名称".to_owned()), ("note".to_owned(), "a&b".to_owned())],
/// );
/// ```
#[must_use]
pub fn with_parameters<'a>(
    address: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let (address, fragment) = split_fragment(address);
    let mut written = address.to_owned();
    for (name, value) in parameters {
        written.push_str(separator(&written));
        written.extend(utf8_percent_encode(name, RESERVED));
        written.push('=');
        written.extend(utf8_percent_encode(value, RESERVED));
    }
    written.push_str(fragment);
    written
}

/// Returns the decoded parameters of an address: the inverse of [`with_parameters`]. A plus stays
/// a plus; invalid UTF-8 is replaced.
#[must_use]
pub fn parameters(address: &str) -> Vec<(String, String)> {
    let (address, _) = split_fragment(address);
    let Some((_, query)) = address.split_once('?') else {
        return Vec::new();
    };
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Warns about an address that scans open: about damaged characters, a `#`, and an inner address
/// that is not fully encoded (section 14 of the document). Each warning has its position, in
/// characters from 1, and the corrected address.
///
/// ```
/// use idcode_api::address;
///
/// let doubts = address::doubts("http://a.cn/m?to=http://b.cn/x?id=1&from=2");
/// assert!(doubts[0].contains("http://a.cn/m?to=http%3A%2F%2Fb.cn%2Fx%3Fid%3D1%26from%3D2"));
/// assert!(address::doubts("http://a.cn/#/item?id=")[0].contains("http://a.cn/%23/item?id="));
/// assert!(address::doubts("http://a.cn/m？id=1")[0].contains("http://a.cn/m?id=1"));
/// assert!(!address::doubts("http://a.cn/m?to=weixin://dl/x?y=1").is_empty());
/// assert!(address::doubts("http://a.cn/m?to=http%3A%2F%2Fb.cn%2Fx").is_empty());
/// ```
#[must_use]
pub fn doubts(address: &str) -> Vec<String> {
    let mut doubts = damage::doubts(address);
    let plain = repair::repaired(address);
    if let Some(at) = plain.find('#') {
        let place = position(&plain, at);
        let encoded = plain.replace('#', "%23");
        doubts.push(format!(
            "has a `#` at character {place}: browsers do not send what follows it, and the \
             document does not say where the platform then puts the code; if it is part of the \
             address, write {encoded}"
        ));
    }
    if let Some((at, encoded)) = nested::encoded(&plain) {
        let place = position(&plain, at);
        doubts.push(format!(
            "contains another address at character {place} that is not fully encoded: their \
             parameters cannot be separated; write {encoded}"
        ));
    }
    doubts
}

/// The position of the character at this byte, counted from 1.
fn position(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |front| front.chars().count()) + 1
}

/// The [`doubts`] about these parameters, as warnings before they are sent.
pub(crate) fn doubts_of<'a>(
    named: impl IntoIterator<Item = (&'static str, Option<&'a String>)>,
) -> Vec<Invalid> {
    let named = named.into_iter();
    let of = |(name, address): (&'static str, Option<&'a String>)| {
        let doubts = address.map(|address| doubts(address)).unwrap_or_default();
        doubts
            .into_iter()
            .map(move |doubt| Invalid::value(name, doubt))
    };
    named.flat_map(of).collect()
}

/// Splits an address before the `#` of its fragment.
pub(crate) fn split_fragment(address: &str) -> (&str, &str) {
    address.split_at(address.find('#').unwrap_or(address.len()))
}

/// The separator between an address and one more parameter.
pub(crate) fn separator(address: &str) -> &'static str {
    match address.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    }
}
