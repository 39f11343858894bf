//! Checks the words of the code: heads, comment width, retired words of the glossary.
//!
//! The words are data, in `xtask/words.tsv`. A crate that is still pending there is counted and
//! passes; `cargo xtask words <crate>` lists what is left in it.

mod rules;
mod rust;
mod scan;

use std::path::{Path, PathBuf};

use super::Outcome;
use crate::workspace;
use rules::Rules;
use scan::Finding;

const RULES: &str = "xtask/words.tsv";

/// Checks every crate; findings in a pending one are only counted.
pub(crate) fn run() -> Result<Outcome, String> {
    let rules = Rules::parse(&workspace::read(RULES)?)?;
    let crates = crates()?;
    rules.check_pending(&crates)?;
    let mut findings = Vec::new();
    let mut pending = Vec::new();
    for name in &crates {
        let found = findings_in(name, &rules)?;
        if !rules.is_pending(name) {
            findings.extend(found);
        } else if found.is_empty() {
            println!("{name}: nothing left; take its line out of {RULES}");
        } else {
            pending.push(format!("{name} {}", found.len()));
        }
    }
    fail_on(&findings)?;
    if pending.is_empty() {
        return Ok(Outcome::Passed(format!("{} crates", crates.len())));
    }
    let pending = pending.join(", ");
    Ok(Outcome::Passed(format!("pending: {pending}")))
}

/// Checks one crate in full, pending or not.
pub(crate) fn check(name: &str) -> Result<(), String> {
    let crates = crates()?;
    if !crates.iter().any(|known| known == name) {
        return Err(format!(
            "no crate `{name}`; there are {}",
            crates.join(", ")
        ));
    }
    let rules = Rules::parse(&workspace::read(RULES)?)?;
    fail_on(&findings_in(name, &rules)?)?;
    println!("{name}: no finding");
    if rules.is_pending(name) {
        println!("its line `pending\t{name}` can leave {RULES}");
    }
    Ok(())
}

fn fail_on(findings: &[Finding]) -> Result<(), String> {
    if findings.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    let count = findings.len();
    let noun = if count == 1 { "finding" } else { "findings" };
    Err(format!("{count} {noun}\n{}", lines.join("\n")))
}

/// The folder names below `crates`, and the two packages at the top.
fn crates() -> Result<Vec<String>, String> {
    let mut names = vec!["fuzz".to_owned(), "xtask".to_owned()];
    for path in entries(&workspace::root().join("crates"))? {
        if path.is_dir()
            && let Some(name) = path.file_name()
        {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn findings_in(name: &str, rules: &Rules) -> Result<Vec<Finding>, String> {
    let root = workspace::root();
    let nested = root.join("crates").join(name);
    let folder = if nested.is_dir() {
        nested
    } else {
        root.join(name)
    };
    let mut files = Vec::new();
    rust_files(&folder, &mut files)?;
    let mut findings = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap_or(&file);
        let path = path.to_string_lossy().replace('\\', "/");
        let text = workspace::read(&path)?;
        findings.extend(scan::scan(&path, &text, rules));
    }
    Ok(findings)
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    for path in entries(folder)? {
        if path.is_dir() {
            // Build output, of the workspace or of a package alone.
            if path.file_name().is_none_or(|name| name != "target") {
                rust_files(&path, files)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(|why| format!("{}: {why}", folder.display()));
    entries.map(|mut paths| {
        paths.sort();
        paths
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_rules_can_be_read_and_name_crates_that_exist() {
        let rules = Rules::parse(&workspace::read(RULES).unwrap()).unwrap();
        rules.check_pending(&crates().unwrap()).unwrap();
    }

    #[test]
    fn an_unknown_crate_is_answered_with_the_known_ones() {
        let message = check("sign-cor").unwrap_err();
        assert!(message.contains("no crate `sign-cor`"), "{message}");
        assert!(message.contains("sign-core"), "{message}");
    }
}
