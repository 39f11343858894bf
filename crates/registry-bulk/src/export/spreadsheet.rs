//! Keeps a spreadsheet that opens CSV from changing a value or running it.

use std::borrow::Cow;

/// The characters that begin a formula: OWASP's list, and the full-width forms that Chinese and
/// Japanese spreadsheets accept.
const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The most digits that a spreadsheet shows of a number.
const MOST_SHOWN: usize = 11;

/// A cell that a spreadsheet shows as it is.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    if is_changed_number(text) {
        return Cow::Owned(format!("=\"{text}\""));
    }
    if text.trim_start_matches(' ').starts_with(BEGINS_FORMULA) {
        return Cow::Owned(format!("'{text}"));
    }
    Cow::Borrowed(text)
}

/// Whether a spreadsheet takes a text for a number, and shows another text for it: `0012`,
/// `310116002008277`, `12E5`.
fn is_changed_number(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(text) {
        return text.len() > MOST_SHOWN || text.len() > 1 && text.starts_with('0');
    }
    let scientific = text.split_once(['E', 'e']);
    scientific.is_some_and(|(mantissa, exponent)| {
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        is_digits(whole)
            && is_digits(fraction)
            && is_digits(exponent.trim_start_matches(['+', '-']))
    })
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn long_numbers_are_texts_and_formulas_do_not_run() {
        for (text, shown) in [
            ("310116002008277", "=\"310116002008277\""),
            ("012345678", "=\"012345678\""),
            ("9131E22", "=\"9131E22\""),
            ("9.131E+17", "=\"9.131E+17\""),
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t1", "'\t1"),
            ("\r=1", "'\r=1"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("91310116761614322N", "91310116761614322N"),
            ("2026-01-01", "2026-01-01"),
            ("0", "0"),
            ("12", "12"),
            ("样例=1", "样例=1"),
            ("", ""),
        ] {
            assert_eq!(cell(text), shown, "{text:?}");
        }
    }
}
