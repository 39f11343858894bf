//! Writes cells of CSV, as plain data or safe for a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::escape::in_one_line;

/// Whether CSV of this run is for a spreadsheet.
static FOR_A_SPREADSHEET: AtomicBool = AtomicBool::new(false);

/// Makes all CSV from here on safe for a spreadsheet: it begins with a byte order mark, without
/// which Excel misreads Chinese, and no cell runs as a formula.
pub(crate) fn enable_spreadsheet_mode() {
    FOR_A_SPREADSHEET.store(true, Ordering::Relaxed);
}

fn is_for_a_spreadsheet() -> bool {
    FOR_A_SPREADSHEET.load(Ordering::Relaxed)
}

/// Writes the byte order mark to stdout, if CSV is for a spreadsheet. It bypasses the writer of
/// results, which escapes the mark as a hidden character.
pub(crate) fn write_byte_order_mark() -> io::Result<()> {
    if is_for_a_spreadsheet() {
        io::stdout().lock().write_all("\u{feff}".as_bytes())?;
    }
    Ok(())
}

/// A cell before quoting, in one line; for a spreadsheet, an apostrophe precedes a formula.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    if is_for_a_spreadsheet() {
        without_formula(text)
    } else {
        in_one_line(text)
    }
}

/// The characters that begin a formula: OWASP's list, and the full-width forms that Chinese and
/// Japanese spreadsheets accept.
const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn without_formula(text: &str) -> Cow<'_, str> {
    if text.starts_with(BEGINS_FORMULA) {
        Cow::Owned(format!("'{}", in_one_line(text)))
    } else {
        in_one_line(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{in_one_line, without_formula};

    #[test]
    fn spreadsheet_cells_are_never_formulas_and_data_cells_are_unchanged() {
        for formula in ["=1+1", "+86 10", "-7", "@SUM(A1)", "＝1", "－1"] {
            assert_eq!(without_formula(formula), format!("'{formula}"));
            assert_eq!(in_one_line(formula), formula);
        }
        assert_eq!(without_formula("\t=1"), "'\t=1");
        assert_eq!(without_formula("\r\n=1"), "'\\r\\n=1");
        assert_eq!(without_formula("样例=1"), "样例=1");
        assert_eq!(without_formula(""), "");
    }
}
