//! Finds the positions of fields in a text.

use toml::de::{DeTable, DeValue};

/// The line and the column of a byte, both counted from 1; a column is a character.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    // Some editors write an invisible byte order mark before the first line.
    let line = line.trim_start_matches('\u{feff}');
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// The position of a field, or else that of the table that lacks it.
pub(super) fn of_field(root: &DeTable<'_>, field: &str) -> Option<usize> {
    let mut table = root;
    let mut place = None;
    for part in field.split('.') {
        let (name, row) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, row)) => (name, row.parse::<usize>().ok()),
            None => (part, None),
        };
        let Some((key, value)) = table.iter().find(|(key, _)| key.get_ref() == name) else {
            break;
        };
        place = Some(key.span().start);
        let mut value = value;
        if let (Some(row), DeValue::Array(rows)) = (row, value.get_ref()) {
            let Some(found) = rows.get(row.saturating_sub(1)) else {
                break;
            };
            place = Some(found.span().start);
            value = found;
        }
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            _ => break,
        }
    }
    place
}
