//! Is there a change to the code of signatures, retries or money that no test would notice?
//!
//! Not one of the checks of `ci`: it builds and tests the crates anew for every change. Survivors
//! that were looked at stand in `xtask/survivors.txt` with the reason why they may live.

use std::collections::BTreeSet;

use crate::process::Step;
use crate::tool::Tool;
use crate::workspace::{self, Metadata};

const CARGO_MUTANTS: Tool = Tool {
    name: "cargo-mutants",
    version: "27.1.0",
};

const SURVIVORS: &str = "xtask/survivors.txt";

/// A crate, and the files of it that decide about signatures, retries and money.
const SCOPE: [(&str, &[&str]); 5] = [
    ("sign-core", &["crates/sign-core/src/**"]),
    (
        "http-transport",
        &[
            "crates/http-transport/src/attempt.rs",
            "crates/http-transport/src/budget.rs",
            "crates/http-transport/src/call.rs",
            "crates/http-transport/src/error.rs",
            "crates/http-transport/src/service.rs",
            "crates/http-transport/src/reqwest_failure.rs",
        ],
    ),
    ("endpoint-core", &["crates/endpoint-core/src/refusal.rs"]),
    ("idcode-api", &["crates/idcode-api/src/vendor.rs"]),
    ("ihuyi-api", &["crates/ihuyi-api/src/vendor.rs"]),
];

/// Tries all mutants of one crate of the scope, or of all of it.
pub(crate) fn run(only: Option<&str>) -> Result<(), String> {
    let scope: Vec<_> = SCOPE
        .iter()
        .filter(|(package, _)| only.is_none_or(|only| only == *package))
        .collect();
    if scope.is_empty() {
        let names: Vec<&str> = SCOPE.iter().map(|(package, _)| *package).collect();
        return Err(format!("mutants are tried in {}", names.join(", ")));
    }
    let tool = CARGO_MUTANTS.require()?;
    let accepted = accepted(&workspace::read(SURVIVORS)?)?;
    let mut unexplained = BTreeSet::new();
    for (package, files) in scope {
        let out = Metadata::read()?.scratch().join("mutants").join(package);
        std::fs::create_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
        let mut words = vec![
            "mutants".to_owned(),
            "--package".to_owned(),
            (*package).to_owned(),
            "--all-features".to_owned(),
            "--no-shuffle".to_owned(),
            "--output".to_owned(),
            out.to_string_lossy().into_owned(),
        ];
        for file in *files {
            words.extend(["--file".to_owned(), (*file).to_owned()]);
        }
        // Survivors make it fail; what they are is in its folder.
        let ran = Step::program(&tool, words).run();
        let missed = out.join("mutants.out/missed.txt");
        let missed = std::fs::read_to_string(&missed).map_err(|why| {
            let ran = ran.err().unwrap_or_default();
            format!("{}: {why}; {ran}", missed.display())
        })?;
        unexplained.extend(
            missed
                .lines()
                .map(nameless)
                .filter(|line| !accepted.contains(line)),
        );
    }
    if unexplained.is_empty() {
        println!("every mutant is caught, or its survival explained in {SURVIVORS}");
        return Ok(());
    }
    let list: Vec<String> = unexplained.into_iter().collect();
    Err(format!(
        "{} mutants survive: write a test for each, or the reason into {SURVIVORS}\n{}",
        list.len(),
        list.join("\n")
    ))
}

/// A mutant without line and column, which change with every edit above it:
/// `crates/x/src/y.rs: replace f -> bool with true`.
fn nameless(line: &str) -> String {
    let Some((place, change)) = line.split_once(": ") else {
        return line.to_owned();
    };
    let file = place.split(':').next().unwrap_or(place);
    format!("{file}: {change}")
}

/// The mutants of the list. Each stands below the comment with its reason.
fn accepted(list: &str) -> Result<BTreeSet<String>, String> {
    let mut accepted = BTreeSet::new();
    let mut has_reason = false;
    for line in list.lines().map(str::trim) {
        if line.is_empty() {
            has_reason = false;
        } else if line.starts_with('#') {
            has_reason = true;
        } else if has_reason {
            accepted.insert(line.to_owned());
        } else {
            return Err(format!("{SURVIVORS}: no reason stands above `{line}`"));
        }
    }
    Ok(accepted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_the_same_wherever_it_stands_in_its_file() {
        assert_eq!(
            nameless("crates/x/src/y.rs:12:9: replace f -> bool with true"),
            "crates/x/src/y.rs: replace f -> bool with true"
        );
    }

    #[test]
    fn a_survivor_needs_a_reason_above_it() {
        let list = "# why\na.rs: one\na.rs: two\n\n# why not\nb.rs: three\n";
        assert_eq!(accepted(list).unwrap().len(), 3);
        assert!(accepted("# why\n\na.rs: one\n").is_err());
    }

    #[test]
    fn the_list_of_survivors_can_be_read() {
        accepted(&workspace::read(SURVIVORS).unwrap()).unwrap();
    }
}
