//! Checks the words of the code: heads, comment width, retired words of the glossary.
//!
//! The words are data, in `xtask/words.tsv`. Findings in a crate that is still pending there are
//! only counted; `cargo xtask words <crate>` lists them.

mod rules;
mod scan;

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

fn findings_in(name: &str, rules: &Rules) -> Result<Vec<Finding>, String> {
    let root = workspace::root();
    let nested = root.join("crates").join(name);
    let folder = if nested.is_dir() {
        nested
    } else {
        root.join(name)
    };
    let mut findings = Vec::new();
    for path in workspace::rust_files(&folder)? {
        let text = workspace::read(&path)?;
        findings.extend(scan::scan(&path, &text, rules));
    }
    Ok(findings)
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
