//! Cuts a long text of a vendor to its beginning.

use std::borrow::Cow;

use crate::redaction::characters::{is_invisible, is_punctuation};

/// The most bytes that are shown.
const MAX_SHOWN: usize = 4 * 1024;

/// The most bytes that are searched for secrets.
const MAX_SEARCHED: usize = 16 * 1024;

/// The bytes left out at the end of the searched part, where a secret may have been cut. Secrets
/// are shorter, even escaped.
const MARGIN: usize = 8 * 1024;

/// The most invisible characters and separators in a row that are kept of a longer text, so that
/// they cannot move the end of a secret out of the searched part.
const MAX_SEPARATORS: usize = 8;

/// The beginning of the text after `masked` hid its secrets, and the length of the whole.
pub(crate) fn excerpt(text: &str, masked: impl Fn(&str) -> String) -> String {
    let is_short = text.len() <= MAX_SEARCHED;
    let searched = if is_short {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(beginning(text))
    };
    let masked = masked(&searched);
    let shown = if is_short {
        masked.len()
    } else {
        masked.len().saturating_sub(MARGIN)
    };
    if is_short && shown <= MAX_SHOWN {
        return masked;
    }
    let mut end = shown.min(MAX_SHOWN);
    while !masked.is_char_boundary(end) {
        end -= 1;
    }
    let shown = masked.get(..end).unwrap_or_default();
    format!("{shown}… ({} bytes in all)", text.len())
}

/// The part of the text that is searched.
fn beginning(text: &str) -> String {
    let mut beginning = String::new();
    let mut row = 0;
    for ch in text.chars() {
        let is_separator = is_invisible(ch) || is_punctuation(ch);
        row = if is_separator { row + 1 } else { 0 };
        if row > MAX_SEPARATORS {
            continue;
        }
        if beginning.len() + ch.len_utf8() > MAX_SEARCHED {
            break;
        }
        beginning.push(ch);
    }
    beginning
}

#[cfg(test)]
mod tests {
    use super::excerpt;
    use crate::redaction::redactor::Redactor;

    fn shown(text: &str) -> String {
        let redactor = Redactor::new(["9f86d081884c7d659a2feaa0c55ad015"]);
        excerpt(text, |text| redactor.redact(text).into_owned())
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        for text in ["", "账户余额不足", &"a".repeat(4096)] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn a_long_text_is_cut_to_its_beginning_and_followed_by_its_length() {
        for (ch, length) in [("a", 4097), ("a", 8 << 20), ("中", 8000), ("1 ", 8 << 20)] {
            let text = ch.repeat(length / ch.len());
            let shown = shown(&text);
            let tail = format!("… ({} bytes in all)", text.len());
            assert!(shown.ends_with(&tail) && shown.starts_with(ch));
            assert!(
                (4000..=4096).contains(&(shown.len() - tail.len())),
                "{}",
                shown.len()
            );
        }
    }

    #[test]
    fn no_part_of_a_secret_is_shown_where_the_text_is_cut() {
        let secret = "9f86d081884c7d659a2feaa0c55ad015";
        let gap = format!("0{}15", "\u{200b}".repeat(20_000));
        let split = secret.replace("015", &gap);
        let escaped: String = secret
            .chars()
            .map(|c| format!("%25{:02x}", u32::from(c)))
            .collect();
        for secret in [secret, &split, &escaped] {
            for before in [0, 4060, 4090, 4095, 16_360, 16_383] {
                let text = format!("{}{secret}{}", "x".repeat(before), "y".repeat(20_000));
                let shown = shown(&text);
                assert!(
                    !shown.contains("9f8") && !shown.contains("%2539"),
                    "{before}"
                );
            }
        }
        let many = secret.repeat(100_000);
        assert!(!shown(&many).contains("9f8"));
    }
}
