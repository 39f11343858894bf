//! Has every operation its fixtures, and every fixture its provenance?
//!
//! A fixture is `fixtures/<vendor>/<operation>/<case>.<ending>`; the table in
//! `fixtures/README.md` has one row for each: `| idcode/GetAllAreaInfo/success.json | made after
//! the field table |`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Outcome;
use crate::catalogue::{self, Operation, VENDORS};
use crate::workspace;

const TABLE: &str = "fixtures/README.md";

/// Every operation has at least one file whose name begins with each of these.
const CASES: [&str; 3] = ["success", "irregular", "refusal"];

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
    let table = workspace::read(TABLE)?;
    let rows = rows(&table);
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
        } else {
            files.insert(name);
        }
    }
    Ok(())
}

/// The rows of the table whose first cell is a path: path and provenance.
fn rows(table: &str) -> Vec<(String, String)> {
    table
        .lines()
        .filter_map(|line| {
            let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
            let (path, provenance) = inner.split_once('|')?;
            let path = path.trim().trim_matches('`');
            let known = VENDORS.iter().any(|vendor| {
                path.strip_prefix(vendor)
                    .is_some_and(|rest| rest.starts_with('/'))
            });
            known.then(|| (path.to_owned(), provenance.trim().to_owned()))
        })
        .collect()
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
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, provenance) in rows {
        *seen.entry(path).or_default() += 1;
        if !files.contains(path) {
            wrong.push(format!(
                "  {TABLE} has a row for {path}, which does not exist"
            ));
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
    for file in files {
        if !seen.contains_key(file.as_str()) {
            wrong.push(format!("  {file} has no row in {TABLE}"));
        }
    }
    for (path, count) in seen {
        if count > 1 {
            wrong.push(format!("  {path} has {count} rows in {TABLE}"));
        }
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

    const COMPLETE: [&str; 6] = [
        "idcode/UnitCreate/irregular.json",
        "idcode/UnitCreate/refusal.json",
        "idcode/UnitCreate/success.json",
        "ihuyi/ent3f.Submit/irregular_html.txt",
        "ihuyi/ent3f.Submit/refusal.json",
        "ihuyi/ent3f.Submit/success.json",
    ];

    #[test]
    fn three_cases_an_operation_are_complete() {
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
    fn rows_are_read_with_and_without_backticks_and_prose_is_passed_over() {
        let table = "# Fixtures\n\n| File | Provenance |\n|---|---|\n\
                     | `idcode/A/success.json` | made after the field table |\n\
                     | ihuyi/B/success.json | recorded from a host, masked |\n\
                     | other/C/x.json | anything |\nidcode/A is prose\n";
        let expected = [
            ("idcode/A/success.json", "made after the field table"),
            ("ihuyi/B/success.json", "recorded from a host, masked"),
        ];
        let rows = rows(table);
        let found: Vec<(&str, &str)> = rows
            .iter()
            .map(|(path, provenance)| (path.as_str(), provenance.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    fn row(path: &str, provenance: &str) -> (String, String) {
        (path.to_owned(), provenance.to_owned())
    }

    #[test]
    fn a_file_without_a_row_and_a_row_without_a_file_are_both_wrong() {
        let rows = [row("idcode/A/gone.json", "made after the field table")];
        assert_eq!(
            unexplained(&rows, &set(&["idcode/A/success.json"])),
            [
                "  fixtures/README.md has a row for idcode/A/gone.json, which does not exist",
                "  idcode/A/success.json has no row in fixtures/README.md",
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

    #[test]
    fn two_rows_for_one_file_are_wrong() {
        let file = "idcode/A/success.json";
        let rows = [row(file, "recorded from x"), row(file, "recorded from y")];
        assert_eq!(
            unexplained(&rows, &set(&[file])),
            ["  idcode/A/success.json has 2 rows in fixtures/README.md"]
        );
    }
}
