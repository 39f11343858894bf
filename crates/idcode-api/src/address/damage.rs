//! Finds the characters that copying and typing leave in web addresses, and repairs them.

use registry_model::characters::{is_quote, is_unseen};

/// The HTML entity for `&`.
const AMPERSAND: &str = "&amp;";

/// One warning for each kind of damaged character, with the position of the first.
pub(super) fn doubts(address: &str) -> Vec<String> {
    let repaired = repaired(address);
    let write = || format!("write {repaired}");
    let first = |is_damaged: &dyn Fn(char) -> bool| {
        let mut found = address.chars().zip(1_usize..);
        found.find(|(next, _)| is_damaged(*next))
    };
    let mut doubts = Vec::new();
    if let Some((_, place)) = first(&is_lost) {
        doubts.push(format!(
            "has a character that was lost, at {place}: look the address up again"
        ));
    }
    if let Some((found, place)) = first(&is_unseen) {
        doubts.push(format!(
            "has U+{:04X}, which is invisible, at character {place}: {}",
            u32::from(found),
            write()
        ));
    }
    if let Some((found, place)) = first(&is_blank) {
        doubts.push(format!(
            "has a blank (U+{:04X}) at character {place}: {}",
            u32::from(found),
            write()
        ));
    }
    if let Some((found, place)) = first(&|next| plain(next) != next || is_curly(next)) {
        doubts.push(format!(
            "has `{found}`, which no address is made of, at character {place}: {}",
            write()
        ));
    }
    if let Some(at) = address.find(AMPERSAND) {
        let place = super::position(address, at);
        doubts.push(format!(
            "has the `{AMPERSAND}` of HTML at character {place}: {}",
            write()
        ));
    }
    doubts
}

/// The address with look-alike characters replaced and invisible ones removed.
pub(super) fn repaired(address: &str) -> String {
    let seen = address
        .chars()
        .filter(|next| !is_unseen(*next) && !is_curly(*next));
    let plain: String = seen.map(plain).collect();
    plain
        .trim_matches(is_blank)
        .replace(AMPERSAND, "&")
        .replace(is_blank, "%20")
}

/// The ASCII character for a full-width form or the Chinese full stop. Brackets and marks that
/// occur only in prose may be intended.
fn plain(next: char) -> char {
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
fn is_curly(next: char) -> bool {
    is_quote(next) && !next.is_ascii() && !matches!(next, '「' | '」' | '『' | '』')
}

fn is_blank(next: char) -> bool {
    next.is_whitespace() && !next.is_control()
}

fn is_lost(next: char) -> bool {
    matches!(next, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')
}
