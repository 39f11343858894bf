//! Checks the words of the code and the documentation: heads, comment width, retired words of the
//! glossary, predicates that change something, and public types that share a name.
//!
//! The words are data, in `xtask/words.tsv`. Findings in a crate that is still pending there are
//! only counted; `cargo xtask words <crate>` lists them.

mod declarations;
mod finding;
mod markdown;
mod rules;
mod scan;

use std::path::PathBuf;

use super::Outcome;
use crate::workspace;
use declarations::PublicTypes;
use finding::Finding;
use rules::Rules;

const RULES: &str = "xtask/words.tsv";

/// A library of tests only: its types never meet those of a shipped library in one signature.
const TEST_LIBRARY: &str = "test-support";

/// Checks every crate and every Markdown file; findings in a pending crate are only counted.
pub(crate) fn run() -> Result<Outcome, String> {
    let rules = Rules::parse(&workspace::read(RULES)?)?;
    let crates = crates()?;
    rules.check_pending(&crates)?;
    let shared = shared_types(&crates, &rules)?;
    let mut findings = Vec::new();
    let mut pending = Vec::new();
    for name in &crates {
        let found = findings_in(name, &rules, &shared)?;
        if !rules.is_pending(name) {
            findings.extend(found);
        } else if found.is_empty() {
            println!("{name}: nothing left; take its line out of {RULES}");
        } else {
            pending.push(format!("{name} {}", found.len()));
        }
    }
    let documents = workspace::markdown_files()?;
    for path in &documents {
        let text = workspace::read(path)?;
        findings.extend(markdown::scan(path, &text, &rules));
    }
    fail_on(&findings)?;
    if pending.is_empty() {
        let (crates, documents) = (crates.len(), documents.len());
        return Ok(Outcome::Passed(format!(
            "{crates} crates, {documents} Markdown files"
        )));
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
    let shared = shared_types(&crates, &rules)?;
    fail_on(&findings_in(name, &rules, &shared)?)?;
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
    for path in workspace::entries(&workspace::root().join("crates"))? {
        if path.is_dir()
            && let Some(name) = path.file_name()
        {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn findings_in(name: &str, rules: &Rules, shared: &[Finding]) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for path in workspace::rust_files(&folder(name))? {
        let text = workspace::read(&path)?;
        findings.extend(scan::scan(&path, &text, rules));
    }
    let folder = format!("crates/{name}");
    let shared = shared.iter().filter(|finding| finding.is_in(&folder));
    findings.extend(shared.cloned());
    Ok(findings)
}

/// The public types of the shipped libraries that share a name.
fn shared_types(crates: &[String], rules: &Rules) -> Result<Vec<Finding>, String> {
    let mut types = PublicTypes::default();
    for name in crates.iter().filter(|name| *name != TEST_LIBRARY) {
        let source = folder(name).join("src");
        if !source.join("lib.rs").is_file() {
            continue;
        }
        for path in workspace::rust_files(&source)? {
            types.add(&path, &workspace::read(&path)?);
        }
    }
    types.shared_names(rules)
}

fn folder(name: &str) -> PathBuf {
    let root = workspace::root();
    let nested = root.join("crates").join(name);
    if nested.is_dir() {
        nested
    } else {
        root.join(name)
    }
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
    fn an_unknown_crate_is_refused_with_the_known_ones() {
        let message = check("sign-cor").unwrap_err();
        assert!(message.contains("no crate `sign-cor`"), "{message}");
        assert!(message.contains("sign-core"), "{message}");
    }
}
