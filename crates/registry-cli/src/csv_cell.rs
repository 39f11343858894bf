//! A cell of CSV, as data or for a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::escape::visible;

/// Whether CSV of this run is for a spreadsheet.
static FOR_A_SPREADSHEET: AtomicBool = AtomicBool::new(false);

/// From here on CSV is written for a spreadsheet: with a byte order mark, without which Excel takes
/// Chinese for another encoding, and with no cell that would be run as a formula.
pub(crate) fn enable_spreadsheet_mode() {
    FOR_A_SPREADSHEET.store(true, Ordering::Relaxed);
}

fn is_for_a_spreadsheet() -> bool {
    FOR_A_SPREADSHEET.load(Ordering::Relaxed)
}

/// What stands before the header, written to stdout. It is a hidden character anywhere else.
pub(crate) fn write_byte_order_mark() -> io::Result<()> {
    if is_for_a_spreadsheet() {
        io::stdout().lock().write_all("\u{feff}".as_bytes())?;
    }
    Ok(())
}

/// A cell before quotes: every hidden character escaped, so that a record is one line; for a
/// spreadsheet with an apostrophe before what would be a formula.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    if is_for_a_spreadsheet() {
        guarded(text)
    } else {
        visible(text)
    }
}

/// What makes a cell a formula at its beginning: OWASP's list, also in full width, which
/// spreadsheets of Chinese and Japanese computers take for the same.
const BEGINS_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(BEGINS_FORMULA) {
        Cow::Owned(format!("'{}", visible(text)))
    } else {
        visible(text)
    }
}

#[cfg(test)]
mod tests {
    use super::{guarded, visible};

    #[test]
    fn a_spreadsheet_runs_no_cell_and_data_stays_as_it_is() {
        for formula in ["=1+1", "+86 10", "-7", "@SUM(A1)", "＝1", "－1"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
            assert_eq!(visible(formula), formula);
        }
        assert_eq!(guarded("\t=1"), "'\\t=1");
        assert_eq!(guarded("\r\n=1"), "'\\r\\n=1");
        assert_eq!(guarded("样例=1"), "样例=1");
        assert_eq!(guarded(""), "");
    }
}
