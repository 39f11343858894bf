//! Recognises the format of a file by its first bytes and its name.

use super::error::InputError;
use super::names::is_known;
use super::options::{Format, InputOptions};

/// Delimiters that are recognised.
const DELIMITERS: [u8; 4] = *b",\t;|";

/// Whether the file is a ZIP archive, which a workbook is.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Refuses files that are neither text nor workbook, by name where they are known.
pub(super) fn refuse_others(head: &[u8]) -> Result<(), InputError> {
    const OTHERS: [(&[u8], &str); 7] = [
        (
            b"\xd0\xcf\x11\xe0",
            "a workbook of Excel 97-2003 (XLS), or one with a password: save it as XLSX or CSV",
        ),
        (b"%PDF", "a PDF document: export the list as CSV or XLSX"),
        (b"\x1f\x8b", "compressed (gzip): unpack it"),
        (b"7z\xbc\xaf", "an archive (7z): unpack it"),
        (b"Rar!", "an archive (RAR): unpack it"),
        (b"\x28\xb5\x2f\xfd", "compressed (zstd): unpack it"),
        (
            b"SQLite format 3",
            "a database of SQLite: export the table as CSV",
        ),
    ];
    match OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        Some((_, what)) => Err(InputError::Form(format!("the file is {what}"))),
        None => Ok(()),
    }
}

/// The format of a text, and its delimiter.
pub(super) fn format(
    head: &str,
    extension: Option<&str>,
    options: &InputOptions,
) -> Result<(Format, u8), InputError> {
    if let Some(delimiter) = options.delimiter.filter(|one| !is_delimiter(*one)) {
        return Err(InputError::Form(format!(
            "{:?} cannot be a delimiter: choose another ASCII character",
            char::from(delimiter)
        )));
    }
    let first = head.lines().map(str::trim).find(|line| !line.is_empty());
    let first = first.unwrap_or_default();
    let found = delimiter_of(first);
    let delimiter = options.delimiter.or(found);
    let extension = extension.unwrap_or_default().to_ascii_lowercase();
    let format = match (options.format, extension.as_str()) {
        (Some(format), _) => format,
        (None, _) if options.delimiter.is_some() => Format::Csv,
        (None, "jsonl" | "ndjson" | "jsonlines") => Format::JsonLines,
        (None, "csv" | "tsv" | "tab") => Format::Csv,
        (None, _) if first.starts_with('{') => Format::JsonLines,
        (None, _) if has_known_name(first, delimiter) => Format::Csv,
        // One cell a line may have a comma in it.
        (None, "txt" | "text" | "lst" | "list") if found != Some(b'\t') => Format::Text,
        (None, _) if found.is_some() => Format::Csv,
        (None, _) => Format::Text,
    };
    let is_array = first.starts_with('[') && head.contains('{');
    if is_array && (format == Format::JsonLines || extension == "json") {
        return Err(InputError::Form(
            "the file is one JSON array: write one object a line (jq -c '.[]')".to_owned(),
        ));
    }
    let usual = if extension == "tsv" || extension == "tab" {
        b'\t'
    } else {
        b','
    };
    Ok((format, delimiter.unwrap_or(usual)))
}

/// A character that means nothing else in CSV.
fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0)
}

/// The delimiter that is in a line most often, outside quotation marks.
fn delimiter_of(line: &str) -> Option<u8> {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in line.bytes() {
        if byte == b'"' {
            is_quoted = !is_quoted;
        }
        let place = DELIMITERS.iter().position(|one| *one == byte && !is_quoted);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let most = DELIMITERS
        .iter()
        .zip(counts)
        .rev()
        .max_by_key(|(_, count)| *count)?;
    (most.1 > 0).then_some(*most.0)
}

fn has_known_name(line: &str, delimiter: Option<u8>) -> bool {
    delimiter.is_some_and(|delimiter| {
        let cells = line.split(char::from(delimiter));
        cells.map(|cell| cell.trim_matches('"')).any(is_known)
    })
}
