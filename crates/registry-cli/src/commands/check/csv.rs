//! Writes an explained code as a row of CSV.

use std::borrow::Cow;
use std::io;

use ::csv::Writer;

use super::explanation::Explanation;
use crate::csv_cell;
use crate::output::Out;

const HEADER: [&str; 13] = [
    "code",
    "kind",
    "valid",
    "error",
    "position",
    "warnings",
    "expected",
    "corrections",
    "holder",
    "department",
    "organization_code",
    "division",
    "division_name",
];

/// Writes the column names; a list also has line numbers.
pub(super) fn header(out: &mut Writer<Out>, has_lines: bool) -> io::Result<()> {
    csv_cell::write_byte_order_mark()?;
    let line = has_lines.then_some("line");
    Ok(out.write_record(HEADER.into_iter().chain(line))?)
}

pub(super) fn write(
    out: &mut Writer<Out>,
    explanation: &Explanation<'_>,
    error: &str,
    has_lines: bool,
) -> io::Result<()> {
    let found = &explanation.found;
    let credit_code = explanation.credit_code.as_ref();
    let division = explanation.division.as_ref();
    let organization_code = explanation.organization_code();
    let proposals = explanation.proposals();
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let position = explanation.position().map(|position| position as u64);
    let cells: [Cow<'_, str>; 13] = [
        csv_cell::cell(&explanation.shown),
        found.kind().as_str().into(),
        if found.is_valid() { "true" } else { "false" }.into(),
        csv_cell::cell(error),
        number(position).into(),
        joined(found.warnings().iter().map(|warning| warning.as_str())),
        explanation
            .expected()
            .map(String::from)
            .unwrap_or_default()
            .into(),
        joined(proposals.iter().map(|proposal| proposal.code.as_str())),
        credit_code
            .map_or("", |code| code.organisation_kind().as_str())
            .into(),
        credit_code
            .map_or("", |code| code.department().as_str())
            .into(),
        organization_code
            .as_ref()
            .map_or("", |code| code.as_str())
            .into(),
        division.map_or("", |code| code.as_str()).into(),
        division_name(explanation).into(),
    ];
    let line = has_lines.then(|| number(explanation.line).into());
    let cells = cells.into_iter().chain(line);
    for cell in cells {
        out.write_field(cell.as_bytes())?;
    }
    Ok(out.write_record(None::<&[u8]>)?)
}

/// Joins words with blanks in one cell.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let words: Vec<&str> = words.collect();
    match *words {
        [word] => csv_cell::cell(word),
        _ => csv_cell::cell(&words.join(" ")).into_owned().into(),
    }
}

fn division_name(explanation: &Explanation<'_>) -> String {
    let names = explanation.place.into_iter();
    names.flat_map(|place| place.path().names()).collect()
}
