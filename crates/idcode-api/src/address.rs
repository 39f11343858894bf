//! Web addresses as values: which may be sent, and how those with parameters of their own are
//! written (section 14 of the document).

use endpoint_core::Invalid;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything outside the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Refuses what cannot be an address for the parameter `name`: it has to begin with `http://` or
/// `https://` and a host, and to be free of control characters.
pub(crate) fn check(name: &'static str, address: &str) -> Result<(), Invalid> {
    let host = ["http://", "https://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    match host {
        None => Err(Invalid::value(name, "must begin with http:// or https://")),
        Some(host) if host.is_empty() || host.starts_with(['/', '?', '#', ':']) => {
            Err(Invalid::value(name, "has no host"))
        }
        Some(_) if address.contains(char::is_control) || address.trim() != address => Err(
            Invalid::value(name, "has a line break or a blank at its end"),
        ),
        Some(_) => Ok(()),
    }
}

/// As [`check`], for an optional parameter: one that is empty counts as not sent.
pub(crate) fn check_if_set(name: &'static str, address: Option<&String>) -> Result<(), Invalid> {
    match address {
        Some(address) if !address.trim().is_empty() => check(name, address),
        _ => Ok(()),
    }
}

/// An address with parameters, their values plain: written as section 14 wants a value that is
/// itself an address. Encoding the whole for the wire is left to the signature.
///
/// The parameters follow those that `address` has already, and stand before a fragment.
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

/// The parameters of an address, decoded: the inverse of [`with_parameters`]. A plus is a plus;
/// what is not valid UTF-8 when decoded is replaced.
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

/// What is doubtful about an address that a scan leads to: a `#`, and an address inside it that was
/// not encoded first (section 14 of the document). With the form that is not.
///
/// ```
/// use idcode_api::address;
///
/// let doubts = address::doubts("http://a.cn/m?to=http://b.cn/x?id=1&from=2");
/// assert!(doubts[0].contains("http://a.cn/m?to=http%3A%2F%2Fb.cn%2Fx%3Fid%3D1%26from%3D2"));
/// assert!(address::doubts("http://a.cn/#/item?id=")[0].contains("http://a.cn/%23/item?id="));
/// assert!(!address::doubts("http://a.cn/m?to=weixin://dl/x?y=1").is_empty());
/// assert!(address::doubts("http://a.cn/m?to=http%3A%2F%2Fb.cn%2Fx").is_empty());
/// ```
#[must_use]
pub fn doubts(address: &str) -> Vec<String> {
    let mut doubts = Vec::new();
    if address.contains('#') {
        let encoded = address.replace('#', "%23");
        doubts.push(format!(
            "has a `#`: what follows it never reaches the server of the page, and where the platform \
             puts the code is written nowhere; where it belongs to the address, write {encoded}"
        ));
    }
    if let Some((front, inner)) = split_inner(address) {
        let encoded = utf8_percent_encode(inner, RESERVED);
        doubts.push(format!(
            "has an address inside it that was not encoded first: its parameters cannot be told from \
             those of the whole; write {front}{encoded}"
        ));
    }
    doubts
}

/// An address that begins inside this one, of whatever scheme and in path or query, unencoded,
/// with everything after it: which of the parameters there are its own cannot be told.
fn split_inner(address: &str) -> Option<(&str, &str)> {
    let own = match address.split_once("://") {
        Some((scheme, _)) if scheme.chars().all(is_in_scheme) => scheme.len() + "://".len(),
        _ => 0,
    };
    let rest = address.get(own..)?;
    let whole = rest.match_indices("://").find_map(|(at, _)| {
        let before = rest.get(..at)?;
        let scheme = before.get(before.trim_end_matches(is_in_scheme).len()..)?;
        let letters = scheme.trim_start_matches(|next: char| !next.is_ascii_alphabetic());
        (!letters.is_empty()).then_some(at - letters.len())
    });
    // Without a scheme: that of the page it stands on.
    let host_alone = rest.find("=//").map(|at| at + 1);
    let at = whole.into_iter().chain(host_alone).min()?;
    address.split_at_checked(own + at)
}

/// Whether a scheme may have this character: `weixin`, `web+app`.
const fn is_in_scheme(next: char) -> bool {
    next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.')
}

/// [`doubts`] of parameters, for a warning before they are sent.
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

/// Front and fragment; the fragment with its `#`.
pub(crate) fn split_fragment(address: &str) -> (&str, &str) {
    address.split_at(address.find('#').unwrap_or(address.len()))
}

/// What has to stand between an address and one more parameter.
pub(crate) fn separator(address: &str) -> &'static str {
    match address.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    }
}
