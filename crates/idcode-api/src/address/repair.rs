//! Repairs web addresses: signs of structure become ASCII, other characters are percent-encoded.

use percent_encoding::utf8_percent_encode;
use registry_model::characters::{is_quote, is_unseen};

use super::RESERVED;

/// The HTML entity for `&`.
pub(super) const AMPERSAND: &str = "&amp;";

/// The address with ASCII signs in place of their look-alikes where they have a meaning, and
/// without invisible characters and quotation marks around it. In path and query, every other
/// character of text stays, encoded: `?price=价格：100％` keeps its colon and percent sign.
pub(super) fn repaired(address: &str) -> String {
    let seen: String = address.chars().filter(|next| !is_unseen(*next)).collect();
    let bare = unquoted(seen.trim_matches(is_blank)).replace(AMPERSAND, "&");
    let (front, query) = match bare.find(['?', '？']) {
        Some(at) => bare.split_at(at),
        None => (bare.as_str(), ""),
    };
    let mut written = String::new();
    let mut slashes = 0;
    for (at, next) in front.char_indices() {
        if slashes < 3 {
            slashes += usize::from(plain(next) == '/');
            push_of_host(next, &mut written);
        } else {
            push(front, at, next, "/#:", &mut written);
        }
    }
    let mut characters = query.char_indices();
    if characters.next().is_some() {
        written.push('?');
        push_query(characters.as_str(), &mut written);
    }
    written
}

fn push_of_host(next: char, written: &mut String) {
    if is_blank(next) {
        written.push_str("%20");
    } else if !is_curly(next) {
        written.push(plain(next));
    }
}

/// Writes a query. A value that is an address takes the rest.
fn push_query(query: &str, written: &mut String) {
    let mut is_in_name = true;
    for (at, next) in query.char_indices() {
        let rest = query.get(at + next.len_utf8()..).unwrap_or_default();
        match next {
            '&' => is_in_name = true,
            '＆' if begins_with_name(rest) => is_in_name = true,
            '=' | '＝' if is_in_name => {
                is_in_name = false;
                written.push('=');
                if is_address(rest) {
                    written.push_str(&repaired(rest));
                    return;
                }
                continue;
            }
            _ => {
                push(query, at, next, "", written);
                continue;
            }
        }
        written.push('&');
    }
}

/// Whether a parameter's name and an equals sign follow.
fn begins_with_name(text: &str) -> bool {
    let rest = text.trim_start_matches(|next| {
        let next = plain(next);
        next.is_ascii_alphanumeric() || matches!(next, '_' | '-' | '.')
    });
    rest.len() < text.len() && rest.starts_with(['=', '＝'])
}

fn is_address(text: &str) -> bool {
    let start: String = text
        .chars()
        .filter(|next| !is_curly(*next))
        .map(plain)
        .take(20)
        .collect();
    let letters = start.trim_start_matches(|next: char| next.is_ascii_alphanumeric());
    letters.len() < start.len() && letters.starts_with("://")
}

/// Writes a character of path or query; `signs` are those that have a meaning there.
fn push(text: &str, at: usize, next: char, signs: &str, written: &mut String) {
    let meant = plain(next);
    let is_changed = meant != next;
    let is_unreserved = meant.is_ascii_alphanumeric() || matches!(meant, '-' | '_' | '~');
    if is_blank(next) {
        written.push_str("%20");
    } else if next == '%' && begins_no_escape(text, at) {
        written.push_str("%25");
    } else if is_changed
        && (is_unreserved || signs.contains(meant) && meant != ':' || is_dot(text, at, next))
    {
        written.push(meant);
    } else if is_changed || is_curly(next) {
        let mut buffer = [0; 4];
        written.extend(utf8_percent_encode(next.encode_utf8(&mut buffer), RESERVED));
    } else {
        written.push(next);
    }
}

/// Whether a full stop stands for a dot: between letters or digits of ASCII.
fn is_dot(text: &str, at: usize, next: char) -> bool {
    let before = text.get(..at).and_then(|front| front.chars().next_back());
    let behind = text
        .get(at + next.len_utf8()..)
        .and_then(|rest| rest.chars().next());
    let is_plain = |next: Option<char>| next.is_some_and(|next| next.is_ascii_alphanumeric());
    plain(next) == '.' && is_plain(before) && is_plain(behind)
}

/// The address without quotation marks around it. One at an end belongs to it if another is within.
fn unquoted(address: &str) -> &str {
    let bare = address.trim_start_matches(is_curly);
    let without_end = bare.trim_end_matches(is_curly);
    if bare.len() < address.len() || !without_end.contains(is_curly) {
        without_end
    } else {
        bare
    }
}

/// Whether the percent sign at this byte is not followed by two hexadecimal digits.
pub(super) fn begins_no_escape(text: &str, at: usize) -> bool {
    let digits = text.as_bytes().get(at + 1..at + 3);
    !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// The ASCII character for a full-width form or the Chinese full stop. Brackets and marks that
/// occur only in prose may be intended.
pub(super) fn plain(next: char) -> char {
    match next {
        '（' | '）' | '！' | '，' | '；' => next,
        '！'..='～' => char::from_u32(u32::from(next).wrapping_sub(0xfee0)).unwrap_or(next),
        '。' => '.',
        '﹕' | '︰' | '∶' => ':',
        '⁄' | '∕' => '/',
        next => next,
    }
}

/// Quotation marks outside ASCII.
pub(super) fn is_curly(next: char) -> bool {
    is_quote(next) && !next.is_ascii() && !matches!(next, '「' | '」' | '『' | '』')
}

pub(super) fn is_blank(next: char) -> bool {
    next.is_whitespace() && !next.is_control()
}
