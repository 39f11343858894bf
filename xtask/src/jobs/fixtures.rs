//! Checks that every operation has its fixtures, and every fixture its provenance.
//!
//! A fixture is `fixtures/<vendor>/<operation>/<case>.<ending>`; `document.json` beside it names
//! it under `fixtures`: `"success.json": "made after the field table"`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::Outcome;
use crate::catalogue::{self, Operation, VENDORS};
use crate::workspace;

/// What the vendor's document says of the operation, and where its fixtures come from.
const DOCUMENT: &str = "document.json";

/// Every operation has at least one file whose name begins with each of these.
const CASES: [&str; 2] = ["success", "irregular"];

/// What a provenance may begin with; more may follow.
const PROVENANCES: [&str; 4] = [
    "document sample, repaired:",
    "made after the field table",
    "made after what public clients read",
    "recorded from",
];

pub(crate) fn run() -> Result<Outcome, String> {
    let operations = catalogue::read_observed()?;
    let files = files()?;
    let rows = rows(&operations)?;
    let mut wrong = incomplete(&operations, &files);
    wrong.extend(strays(&operations, &files));
    wrong.extend(unexplained(&rows, &files));
    if wrong.is_empty() {
        return Ok(Outcome::Passed(format!(
            "{} fixtures of {} operations",
            files.len(),
            operations.len()
        )));
    }
    let text = wrong.join("\n");
    Err(format!(
        "{} things are wrong with fixtures\n{text}",
        wrong.len()
    ))
}

/// Every file below the vendors' folders, as `<vendor>/<operation>/<case>.<ending>`.
fn files() -> Result<BTreeSet<String>, String> {
    let top = workspace::root().join("fixtures");
    let mut files = BTreeSet::new();
    for vendor in VENDORS {
        collect(&top.join(vendor), vendor, &mut files)?;
    }
    Ok(files)
}

fn collect(folder: &Path, name: &str, files: &mut BTreeSet<String>) -> Result<(), String> {
    let lost = |why: std::io::Error| format!("fixtures/{name}: {why}");
    for entry in std::fs::read_dir(folder).map_err(lost)? {
        let entry = entry.map_err(lost)?;
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(lost)?.is_dir() {
            collect(&entry.path(), &name, files)?;
        } else if !name.ends_with(DOCUMENT) {
            files.insert(name);
        }
    }
    Ok(())
}

/// The fixtures that the documents of the operations name: path and provenance.
fn rows(operations: &[Operation]) -> Result<Vec<(String, String)>, String> {
    let mut rows = Vec::new();
    for folder in operations.iter().map(folder) {
        let text = workspace::read(&format!("fixtures/{folder}{DOCUMENT}"))?;
        rows.extend(named(&folder, &text)?);
    }
    Ok(rows)
}

fn named(folder: &str, document: &str) -> Result<Vec<(String, String)>, String> {
    #[derive(Deserialize)]
    struct Document {
        fixtures: BTreeMap<String, String>,
    }

    let document: Document = serde_json::from_str(document)
        .map_err(|why| format!("fixtures/{folder}{DOCUMENT} is not understood: {why}"))?;
    let fixtures = document.fixtures.into_iter();
    Ok(fixtures
        .map(|(name, provenance)| (format!("{folder}{name}"), provenance))
        .collect())
}

fn folder(operation: &Operation) -> String {
    format!("{}/{}/", operation.vendor, operation.name)
}

fn incomplete(operations: &[Operation], files: &BTreeSet<String>) -> Vec<String> {
    let mut missing = Vec::new();
    for folder in operations.iter().map(folder) {
        for case in CASES {
            let begin = format!("{folder}{case}");
            if !files.iter().any(|file| file.starts_with(&begin)) {
                missing.push(format!("  {folder} has no {case}*"));
            }
        }
    }
    missing
}

fn strays(operations: &[Operation], files: &BTreeSet<String>) -> Vec<String> {
    let folders: BTreeSet<String> = operations.iter().map(folder).collect();
    files
        .iter()
        .filter(|file| {
            let within = file
                .rsplit_once('/')
                .map(|(folder, _)| format!("{folder}/"));
            within.is_none_or(|folder| !folders.contains(&folder))
        })
        .map(|file| format!("  {file} is in the folder of no operation"))
        .collect()
}

fn unexplained(rows: &[(String, String)], files: &BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, provenance) in rows {
        if !files.contains(path) {
            wrong.push(format!("  {path} has a provenance, and does not exist"));
        }
        if !PROVENANCES
            .iter()
            .any(|begin| provenance.starts_with(begin))
        {
            wrong.push(format!(
                "  {path}: the provenance `{provenance}` begins with none of: {}",
                PROVENANCES.join(" / ")
            ));
        }
    }
    let named: BTreeSet<&str> = rows.iter().map(|(path, _)| path.as_str()).collect();
    for file in files.iter().filter(|file| !named.contains(file.as_str())) {
        wrong.push(format!("  {file} has no provenance in its {DOCUMENT}"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::tests::sample;

    fn set(files: &[&str]) -> BTreeSet<String> {
        files.iter().map(|&file| file.to_owned()).collect()
    }

    const COMPLETE: [&str; 4] = [
        "idcode/UnitCreate/irregular.json",
        "idcode/UnitCreate/success.json",
        "ihuyi/ent3f.Submit/irregular_html.txt",
        "ihuyi/ent3f.Submit/success.json",
    ];

    #[test]
    fn two_cases_an_operation_are_complete() {
        assert!(incomplete(&sample(), &set(&COMPLETE)).is_empty());
        assert!(strays(&sample(), &set(&COMPLETE)).is_empty());
    }

    #[test]
    fn a_missing_case_is_named_with_its_operation() {
        assert_eq!(
            incomplete(&sample(), &set(&COMPLETE[1..])),
            ["  idcode/UnitCreate/ has no irregular*"]
        );
    }

    #[test]
    fn a_file_of_no_operation_is_a_stray() {
        let files = set(&[
            "idcode/UnitCreat/success.json",
            "idcode/loose.json",
            "idcode/UnitCreate/deeper/success.json",
        ]);
        assert_eq!(strays(&sample(), &files).len(), 3);
    }

    #[test]
    fn a_document_names_the_fixtures_beside_it() {
        let document = r#"{"number":"1","fixtures":{"success.json":"recorded from a host"}}"#;
        let expected = ("idcode/A/success.json", "recorded from a host");
        let expected = (expected.0.to_owned(), expected.1.to_owned());
        assert_eq!(named("idcode/A/", document), Ok(vec![expected]));
        let why = named("idcode/A/", "{}").unwrap_err();
        assert!(why.contains("idcode/A/document.json"), "{why}");
    }

    fn row(path: &str, provenance: &str) -> (String, String) {
        (path.to_owned(), provenance.to_owned())
    }

    #[test]
    fn a_file_without_a_provenance_and_a_provenance_without_a_file_are_both_wrong() {
        let rows = [row("idcode/A/gone.json", "made after the field table")];
        assert_eq!(
            unexplained(&rows, &set(&["idcode/A/success.json"])),
            [
                "  idcode/A/gone.json has a provenance, and does not exist",
                "  idcode/A/success.json has no provenance in its document.json",
            ]
        );
    }

    #[test]
    fn a_provenance_begins_with_one_of_the_allowed_words() {
        let file = "idcode/A/success.json";
        for good in PROVENANCES {
            let row = row(file, &format!("{good} quotes and commas"));
            assert!(unexplained(&[row], &set(&[file])).is_empty(), "{good}");
        }
        assert_eq!(
            unexplained(&[row(file, "found somewhere")], &set(&[file])).len(),
            1
        );
    }
}
