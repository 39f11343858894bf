//! Finds an inner address that is not encoded, or only in part.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::RESERVED;

/// The characters that are escaped in a partly encoded value.
const REST: &AsciiSet = &RESERVED.remove(b'%');

/// The byte position of the inner address, and the whole address with it encoded.
pub(super) fn encoded(address: &str) -> Option<(usize, String)> {
    let own = match address.split_once("://") {
        Some((scheme, _)) if scheme.chars().all(is_in_scheme) => scheme.len() + "://".len(),
        _ => 0,
    };
    let rest = address.get(own..)?;
    let at = own + begin(rest)?;
    let (front, inner) = address.split_at_checked(at)?;
    if !inner.contains("://") && !inner.starts_with("//") {
        return in_part(front, inner).map(|whole| (at, whole));
    }
    Some((
        at,
        format!("{front}{}", utf8_percent_encode(inner, RESERVED)),
    ))
}

/// The first address in a text, of any scheme, in path or query, with plain or encoded colon and
/// slashes.
fn begin(text: &str) -> Option<usize> {
    const SIGNS: [&str; 4] = ["://", "%3a//", ":%2f%2f", "%3a%2f%2f"];

    let small = text.to_ascii_lowercase();
    let of_sign = |sign: &str| {
        let mut places = small.match_indices(sign);
        places.find_map(|(at, _)| {
            let before = text.get(..at)?;
            let scheme = before.get(before.trim_end_matches(is_in_scheme).len()..)?;
            let letters = scheme.trim_start_matches(|next: char| !next.is_ascii_alphabetic());
            (!letters.is_empty()).then_some(at - letters.len())
        })
    };
    // An address without a scheme takes that of its page.
    let host_alone = small.find("=//").map(|at| at + 1);
    SIGNS
        .into_iter()
        .filter_map(of_sign)
        .chain(host_alone)
        .min()
}

/// The whole address, if a value that begins encoded continues with plain characters of an address.
/// After a plain `?` the rest belongs to the inner address, otherwise the part before the next `&`.
fn in_part(front: &str, inner: &str) -> Option<String> {
    let end = inner.find('&').unwrap_or(inner.len());
    let value = inner.get(..end)?;
    if !value.contains(['/', '?', ':', '=', '#']) {
        return None;
    }
    let end = if value.contains(['?', '=']) {
        inner.len()
    } else {
        end
    };
    let (value, behind) = inner.split_at_checked(end)?;
    Some(format!(
        "{front}{}{behind}",
        utf8_percent_encode(value, REST)
    ))
}

/// Whether a scheme may have this character: `weixin`, `web+app`.
const fn is_in_scheme(next: char) -> bool {
    next.is_ascii_alphanumeric() || matches!(next, '+' | '-' | '.')
}
