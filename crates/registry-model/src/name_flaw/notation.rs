//! Finds what programs write around or in place of a name: markup, formulas, expressions of
//! templates, JSON, addresses, text in a wrong character set.

use super::{NameFlaw, is_placeholder};
use crate::characters::{is_quote, is_unseen};
use crate::damage::error_value;

/// Names of character references, in small letters.
const REFERENCES: [&str; 22] = [
    "amp", "lt", "gt", "quot", "apos", "nbsp", "ensp", "emsp", "thinsp", "zwnj", "zwj", "middot",
    "bull", "copy", "reg", "trade", "hellip", "ldquo", "rdquo", "lsquo", "rsquo", "times",
];

/// Calls of functions with which formulas begin even without an equals sign, in small letters.
const FUNCTIONS: [&str; 7] = [
    "vlookup(",
    "hlookup(",
    "xlookup(",
    "indirect(",
    "concatenate(",
    "textjoin(",
    "iferror(",
];

/// What a name in UTF-8 becomes when it is read as GBK, and the marks of lost characters.
const GARBLED: [&str; 5] = ["锟斤拷", "烫烫烫", "鏈夐檺", "鍏徃", "闄愬叕"];

/// Makes the flaw of a position, in characters from 1.
type FlawAt = fn(usize) -> NameFlaw;

/// The first trace of a program in a name that has been made narrow, with the byte where it begins.
/// `small` is the name in small letters of ASCII.
pub(super) fn find(name: &str, small: &str) -> Option<(FlawAt, usize)> {
    if is_placeholder(name) {
        return None;
    }
    let first = |kind: FlawAt, at: Option<usize>| at.map(|at| (kind, at));
    first(NameFlaw::Data, data(name, small))
        .or_else(|| first(NameFlaw::Expression, expression(name, small)))
        .or_else(|| first(NameFlaw::Markup, markup(small)))
        .or_else(|| first(NameFlaw::Address, address(small)))
        .or_else(|| first(NameFlaw::Garbled, garbled(name)))
}

/// Where a tag or a character reference begins.
fn markup(name: &str) -> Option<usize> {
    name.match_indices(['&', '<']).find_map(|(at, sign)| {
        let rest = name.get(at + 1..)?;
        if sign == "<" {
            let begins = |next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
            let is_tag = rest.starts_with(begins) && rest.contains('>');
            let is_around = at == 0 && rest.ends_with('>');
            return (is_tag || is_around).then_some(at);
        }
        let (within, _) = rest.split_once(';')?;
        let is_short = within.len() <= 10;
        let is_word = within.starts_with('#') || REFERENCES.contains(&within);
        (is_short && is_word).then_some(at)
    })
}

/// Where JSON, a list of a program, or an escaped character begins.
fn data(name: &str, small: &str) -> Option<usize> {
    let is_ignored = |next: char| next.is_whitespace() || is_quote(next) || is_unseen(next);
    let plain = name.trim_start_matches(is_ignored);
    let start = name.len() - plain.len();
    let mut characters = plain.chars().filter(|next| !next.is_whitespace());
    let (first, second) = (characters.next(), characters.next());
    let is_quoted = second.is_some_and(|next| is_quote(next) || next == '{');
    let is_json = match first {
        Some('{') => second != Some('{') && plain.contains(':'),
        Some('[') => is_quoted || plain.ends_with(']'),
        Some('(') => is_quoted,
        Some('b' | 'u' | 'r') => {
            let is_end = |sign: char| second == Some(sign) && plain.ends_with(sign);
            is_end('\'') || is_end('"')
        }
        _ => false,
    };
    if is_json {
        return Some(start);
    }
    escape(small).or_else(|| small.find('\\'))
}

/// Where characters outside ASCII are percent-encoded: `%E6%A0%B7`.
fn escape(small: &str) -> Option<usize> {
    let is_byte = |text: &str| {
        let high = text
            .strip_prefix('%')
            .and_then(|text| text.get(..2))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        high.is_some_and(|byte| byte >= 0x80)
    };
    let mut signs = small.match_indices('%').map(|(at, _)| at);
    signs.find(|at| {
        small.get(*at..).is_some_and(is_byte) && small.get(at + 3..).is_some_and(is_byte)
    })
}

/// Where a formula or the expression of a template begins.
fn expression(name: &str, small: &str) -> Option<usize> {
    const OPENINGS: [&str; 7] = ["<%", "%>", "${", "#{", "$(", "%(", "@("];

    let is_ignored = |next: char| next.is_whitespace() || is_quote(next) || is_unseen(next);
    let plain = small.trim_start_matches(is_ignored);
    let start = small.len() - plain.len();
    let is_formula = plain.starts_with('=')
        || FUNCTIONS.iter().any(|function| {
            let rest = plain.strip_prefix(['+', '-', '@']).unwrap_or(plain);
            rest.starts_with(function)
        })
        || is_variable(plain.trim_end_matches(is_ignored))
        || is_of_cells(name.trim_matches(is_ignored));
    if is_formula {
        return Some(start);
    }
    let opening = OPENINGS.iter().filter_map(|opening| small.find(opening));
    let places = opening
        // No register has braces.
        .chain(small.find(['{', '}']))
        .chain(error_value(name))
        .chain(small.find("[object "))
        .chain(no_value_behind(name));
    places.min()
}

/// Where the word of a program for no value follows a company: `样例有限公司null`.
fn no_value_behind(name: &str) -> Option<usize> {
    let bare = name.trim_end_matches(')');
    let words = ["null", "NULL", "None", "NaN", "nan", "undefined"];
    let front = words.iter().find_map(|word| bare.strip_suffix(word))?;
    let front = front.trim_end_matches(['(', ' ', '-', '_']);
    front.ends_with("公司").then_some(front.len())
}

/// Whether a text is the name of a variable: `$name`, `%NAME%`, `:name`, `@name`, `__name__`,
/// `[[name]]`.
fn is_variable(text: &str) -> bool {
    let is_word = |text: &str| {
        text.len() > 1
            && text.starts_with(|next: char| next.is_ascii_alphabetic())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    };
    let within = |open: &str, close: &str| {
        text.strip_prefix(open)
            .and_then(|text| text.strip_suffix(close))
            .is_some_and(|text| is_word(text.trim()))
    };
    let is_format = text.len() == 2 && text.starts_with('%');
    is_format
        || ["$", "%", ":", "@"].iter().any(|sign| within(sign, ""))
        || within("%", "%")
        || within("__", "__")
        || within("[[", "]]")
        || within("{", "}")
}

/// Whether a text refers to cells of a spreadsheet: `A1&B1`, `+A1+B1`, `Sheet1!A1`, `$A$1`.
fn is_of_cells(text: &str) -> bool {
    let is_cell = |text: &str| {
        let text = text.trim().replace('$', "");
        let digits = text.trim_start_matches(|next: char| next.is_ascii_uppercase());
        let letters = text.len() - digits.len();
        (1..=3).contains(&letters)
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = text.trim_start_matches(['+', '-', '@']);
    let has_sign = parts.len() < text.len() || text.contains(['&', '$', '!']);
    has_sign
        && parts
            .split(['&', '+'])
            .all(|part| is_cell(part.rsplit_once('!').map_or(part, |(_, cell)| cell)))
}

/// Where a web or an e-mail address begins.
fn address(small: &str) -> Option<usize> {
    const ENDS: [&str; 6] = [".com", ".cn", ".net", ".org", ".io", ".top"];

    let is_of_host = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '.' | '_');
    let start_of = |at: usize| {
        let front = small.get(..at)?;
        Some(
            front
                .trim_end_matches(|next| is_of_host(next) || next == '+')
                .len(),
        )
    };
    let host_of = |rest: &str| {
        let host = rest.trim_start_matches(is_of_host);
        rest.get(..rest.len() - host.len())
            .is_some_and(|host| host.trim_matches('.').contains('.'))
    };
    if let Some(at) = small.find("://") {
        return start_of(at);
    }
    if let Some(at) = small.find("www.")
        && small.get(at + 4..).is_some_and(|rest| rest.contains('.'))
    {
        return Some(at);
    }
    let is_of_user = |next: char| !next.is_whitespace() && !"<>()[]:,;、".contains(next);
    if let Some(at) = small.find('@')
        && let Some(start) = small
            .get(..at)
            .map(|front| front.trim_end_matches(is_of_user).len())
        && start < at
        && small.get(at + 1..).is_some_and(host_of)
    {
        return Some(start);
    }
    let host = small.split(['/', '?']).next().unwrap_or_default();
    let is_host = host.len() > 4
        && host.chars().all(is_of_host)
        && ENDS.iter().any(|end| host.ends_with(end))
        // The owner of a website may be named after it, with a capital.
        && !host.contains(' ');
    is_host.then_some(0)
}

/// Where text begins that was read in a wrong character set: `æ ·ä¾‹`, `ÑùÀý`, `鏈夐檺鍏徃`.
fn garbled(name: &str) -> Option<usize> {
    if let Some(at) = GARBLED.iter().filter_map(|text| name.find(text)).min() {
        return Some(at);
    }
    let is_foreign = |next: char| !next.is_ascii();
    let at = name.find(is_foreign)?;
    let bytes: Option<Vec<u8>> = name.chars().map(byte_of).collect();
    let bytes = bytes?;
    let is_chinese = |next: char| matches!(next, '\u{3400}'..='\u{9fff}');
    let is_utf8 = core::str::from_utf8(&bytes).is_ok_and(|text| text.contains(is_chinese));
    let mut runs = bytes.split(u8::is_ascii).filter(|run| !run.is_empty());
    let is_gbk = runs.next().is_some_and(|run| {
        let (pairs, rest) = run.as_chunks::<2>();
        let is_one = |pair: &[u8; 2]| matches!(pair, [0xb0..=0xf7, 0xa1..=0xfe]);
        pairs.len() > 1 && rest.is_empty() && pairs.iter().all(is_one)
    });
    (is_utf8 || is_gbk).then_some(at)
}

/// The byte that Windows-1252 or Latin-1 shows as this character.
fn byte_of(character: char) -> Option<u8> {
    /// From 0x80 on; the blanks are not assigned.
    const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    if let Ok(byte) = u8::try_from(u32::from(character)) {
        return Some(byte);
    }
    let place = WINDOWS.chars().position(|one| one == character)?;
    u8::try_from(0x80 + place).ok()
}
