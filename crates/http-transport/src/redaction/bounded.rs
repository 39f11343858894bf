//! Takes as much of a text of others as anybody reads.

use std::borrow::Cow;

use crate::redaction::letters::{is_invisible, is_punctuation};

/// The most bytes that are shown.
const SHOWN: usize = 4 * 1024;

/// How much of a longer text is searched for secrets, and how much of that is left out at its end,
/// where a secret may have been cut: no secret is that long, however it is escaped.
const SEARCHED: usize = 16 * 1024;
const MARGIN: usize = 8 * 1024;

/// The most letters that are not seen, or separate others, that are kept in a row of a longer text:
/// a secret that is split by them reaches no further than without them.
const ROW: usize = 8;

/// The beginning of the text without what `masked` takes out of it, and how long the whole is.
pub(crate) fn bounded(text: &str, masked: impl Fn(&str) -> String) -> String {
    let is_searched_whole = text.len() <= SEARCHED;
    let searched = if is_searched_whole {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(beginning(text))
    };
    let masked = masked(&searched);
    let shown = if is_searched_whole {
        masked.len()
    } else {
        masked.len().saturating_sub(MARGIN)
    };
    if is_searched_whole && shown <= SHOWN {
        return masked;
    }
    let mut end = shown.min(SHOWN);
    while !masked.is_char_boundary(end) {
        end -= 1;
    }
    let shown = masked.get(..end).unwrap_or_default();
    format!("{shown}… ({} bytes in all)", text.len())
}

/// As much of the text as is searched.
fn beginning(text: &str) -> String {
    let mut beginning = String::new();
    let mut row = 0;
    for letter in text.chars() {
        let is_between = is_invisible(letter) || is_punctuation(letter);
        row = if is_between { row + 1 } else { 0 };
        if row > ROW {
            continue;
        }
        if beginning.len() + letter.len_utf8() > SEARCHED {
            break;
        }
        beginning.push(letter);
    }
    beginning
}

#[cfg(test)]
mod tests {
    use super::bounded;
    use crate::redaction::redactor::Redactor;

    fn shown(text: &str) -> String {
        let redactor = Redactor::new(["9f86d081884c7d659a2feaa0c55ad015"]);
        bounded(text, |text| redactor.redact(text).into_owned())
    }

    #[test]
    fn a_text_that_anybody_reads_is_shown_whole() {
        for text in ["", "账户余额不足", &"a".repeat(4096)] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn of_a_long_text_the_beginning_is_shown_and_how_long_it_is() {
        for (letter, length) in [("a", 4097), ("a", 8 << 20), ("中", 8000), ("1 ", 8 << 20)] {
            let text = letter.repeat(length / letter.len());
            let shown = shown(&text);
            let tail = format!("… ({} bytes in all)", text.len());
            assert!(shown.ends_with(&tail) && shown.starts_with(letter));
            assert!(
                (4000..=4096).contains(&(shown.len() - tail.len())),
                "{}",
                shown.len()
            );
        }
    }

    #[test]
    fn a_secret_that_is_cut_at_the_end_of_what_is_shown_or_searched_leaves_nothing_behind() {
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
