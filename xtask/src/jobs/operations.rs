//! Checks and writes the operation tables of the vendor crates.

use std::fmt::Write as _;

use super::Outcome;
use crate::catalogue::{self, Operation, Parameter, ResultCode, VENDORS, plain};
use crate::workspace;

const REMEDY: &str = "cargo xtask operations --write";

/// Fails when a committed table is not what the declarations say now.
pub(crate) fn check() -> Result<Outcome, String> {
    let operations = catalogue::read()?;
    let wrong: Vec<String> = VENDORS
        .iter()
        .filter_map(|vendor| {
            workspace::compare(&file(vendor), &table(vendor, &operations), REMEDY).err()
        })
        .collect();
    if wrong.is_empty() {
        Ok(Outcome::Passed(format!("{} operations", operations.len())))
    } else {
        Err(wrong.join("\n"))
    }
}

/// Writes the tables.
pub(crate) fn write() -> Result<(), String> {
    let operations = catalogue::read()?;
    for vendor in VENDORS {
        let path = file(vendor);
        workspace::write(&path, &table(vendor, &operations))?;
        println!("wrote {path}");
    }
    Ok(())
}

fn file(vendor: &str) -> String {
    format!("crates/{vendor}-api/OPERATIONS.md")
}

fn table(vendor: &str, operations: &[Operation]) -> String {
    let mut text = format!(
        "# Operations of {vendor}\n\n\
         <!-- Made from the declarations by `{REMEDY}`; do not edit. -->\n\n\
         Parameters in **bold** are required, those marked *conditional* under a condition that \
         the operation's documentation names. Where the vendor's table does not say whether a \
         parameter is required, the word after it is the evidence. *Billed* operations cost money; *idempotent* ones \
         may be sent again. *Unverified* ones are in no document: *observed* in use, or \
         declared by *analogy*.\n\n\
         | Number | Operation | Method | Path | Parameters | Result codes | Summary | Billed | Idempotent |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    for operation in operations.iter().filter(|one| one.vendor == vendor) {
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | `{}` | {} | {} | {} | {} | {} |",
            operation.number.as_deref().unwrap_or("-"),
            operation.name,
            method(operation),
            operation.path,
            joined(
                operation
                    .parameters
                    .iter()
                    .map(|one| parameter(one, &operation.evidence))
            ),
            joined(operation.result_codes.iter().map(result_code)),
            summary(operation),
            yes(operation.billed),
            yes(operation.idempotent),
        );
    }
    text
}

fn summary(operation: &Operation) -> String {
    let summary = cell(&operation.summary);
    match operation.evidence.as_str() {
        "document" => summary,
        evidence => format!("{summary} *Unverified: {}.*", cell(evidence)),
    }
}

fn method(operation: &Operation) -> String {
    match operation.body.as_deref() {
        None | Some("" | "none") => operation.method.clone(),
        Some(body) => format!("{} {}", operation.method, cell(body)),
    }
}

fn parameter(parameter: &Parameter, operation: &str) -> String {
    let required = parameter.required.as_bool() == Some(true);
    let mut text = if required {
        format!("**`{}`**", parameter.name)
    } else {
        format!("`{}`", parameter.name)
    };
    let _ = write!(text, " {}", cell(&parameter.kind));
    if let Some(condition) = parameter.required.as_str() {
        let _ = write!(text, ", *{}*", cell(condition));
    }
    if parameter.evidence != operation {
        let _ = write!(text, ", *{}*", cell(&parameter.evidence));
    }
    if let Some(default) = parameter.default.as_ref().filter(|value| !value.is_null()) {
        let _ = write!(text, ", default `{}`", cell(&plain(default)));
    }
    if let Some(values) = parameter
        .values
        .as_ref()
        .filter(|values| !values.is_empty())
    {
        let named: Vec<String> = values
            .iter()
            .map(|(value, meaning)| format!("`{}` {}", cell(value), cell(&plain(meaning))))
            .collect();
        let _ = write!(text, " ({})", named.join(", "));
    }
    text
}

fn result_code(code: &ResultCode) -> String {
    let mut text = format!("`{}`", plain(&code.code));
    let words = [&code.meaning, &code.message];
    if let Some(words) = words.into_iter().flatten().find(|text| !text.is_empty()) {
        let _ = write!(text, " {}", cell(words));
    }
    if let Some(kind) = code.kind.as_deref().filter(|kind| !kind.is_empty()) {
        let _ = write!(text, " ({})", cell(kind));
    }
    text
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        "-".to_owned()
    } else {
        parts.join("<br>")
    }
}

fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// One line without anything that would end a cell.
fn cell(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    line.join(" ").replace('|', r"\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::sample;

    fn rows(vendor: &str) -> Vec<String> {
        table(vendor, &sample())
            .lines()
            .filter(|line| line.starts_with("| ") && !line.starts_with("| Number"))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn a_row_says_everything_the_declaration_says() {
        assert_eq!(
            rows("idcode"),
            ["| 305 | `UnitCreate` | POST form | `/sp/UnitCreate` | \
                 **`companyIDcode`** String(50)<br>`kind` int, *conditional*, *analogy*, default `1` \
                 (`0` none, `1` a\\|b) | `1` done<br>`-1` refused (Parameter) | \
                 Completes a unit. | no | no |"]
        );
    }

    #[test]
    fn what_is_absent_is_a_dash() {
        assert_eq!(
            rows("ihuyi"),
            [
                "| - | `ent3f.Submit` | POST | `/webservice` | - | `2` success (Success) | \
                 Checks three elements. *Unverified: analogy.* | yes | no |"
            ]
        );
    }

    #[test]
    fn every_row_has_the_columns_of_the_heading() {
        for vendor in VENDORS {
            let text = table(vendor, &sample());
            let bars = |line: &str| line.replace(r"\|", "").matches('|').count();
            let counts: Vec<usize> = text
                .lines()
                .filter(|line| line.starts_with('|'))
                .map(bars)
                .collect();
            assert!(counts.iter().all(|&count| count == 10), "{counts:?}");
        }
    }

    #[test]
    fn a_line_break_in_the_declaration_does_not_end_the_row() {
        assert_eq!(cell("one\n  two|three"), r"one two\|three");
    }
}
