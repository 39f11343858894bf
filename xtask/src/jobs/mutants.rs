//! Changes the code of signatures, retries and money, and expects a test to fail each time.
//!
//! `.cargo/mutants.toml` names the files. The job is not part of `ci`: it builds and tests the
//! crates for every change. `xtask/survivors.txt` lists the mutants that may survive, with the
//! reason; the job fails on a survivor that is not listed, and on a listed mutant that is caught.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::de::DeTable;

use crate::part::Part;
use crate::process::Step;
use crate::tool::{self, Tool};
use crate::workspace::{self, Metadata};

const CARGO_MUTANTS: Tool = Tool {
    name: "cargo-mutants",
    version: "27.1.0",
};

/// Runs each test in its own process, so that the first failure ends the trial of a mutant.
const CARGO_NEXTEST: Tool = Tool {
    name: "cargo-nextest",
    version: "0.9.143",
};

const SURVIVORS: &str = "xtask/survivors.txt";

const CONFIG: &str = ".cargo/mutants.toml";

/// The most mutants to try in parallel: one processor builds a crate, and most tests wait for a
/// socket.
const AT_ONCE: usize = 4;

/// The results of a run.
#[derive(Debug, Default)]
struct Found {
    tried: BTreeSet<String>,
    missed: BTreeSet<String>,
}

/// Tries the mutants of one crate or of all crates in scope; all mutants, or a part.
pub(crate) fn run(only: Option<&str>, part: Option<Part>) -> Result<(), String> {
    let mut scope = packages(&globs(&workspace::read(CONFIG)?)?)?;
    if let Some(only) = only {
        if !scope.contains(only) {
            let names: Vec<String> = scope.into_iter().collect();
            return Err(format!(
                "`{only}` is not in {CONFIG}; there are {}",
                names.join(", ")
            ));
        }
        scope.retain(|package| package == only);
    }
    let accepted = accepted(&workspace::read(SURVIVORS)?)?;
    let found = mutate(&scope, part)?;
    for package in &scope {
        let of =
            |names: &BTreeSet<String>| names.iter().filter(|name| is_of(name, package)).count();
        println!(
            "{package}: {} of {} mutants survive",
            of(&found.missed),
            of(&found.tried)
        );
    }
    let concerned: BTreeSet<&str> = accepted
        .iter()
        .map(String::as_str)
        .filter(|line| scope.iter().any(|package| is_of(line, package)))
        .collect();
    // The other parts may have tried the rest.
    judge(&found, &concerned, part.is_none())?;
    println!(
        "{} mutants: every one is caught, or its survival explained in {SURVIVORS}",
        found.tried.len()
    );
    Ok(())
}

/// The files in scope, as cargo-mutants is configured.
fn globs(config: &str) -> Result<Vec<String>, String> {
    let table = DeTable::parse(config).map_err(|why| format!("{CONFIG}: {why}"))?;
    let globs = table.get_ref().get("examine_globs");
    let globs = globs.and_then(|globs| globs.get_ref().as_array());
    let globs = globs.ok_or_else(|| format!("{CONFIG}: no list `examine_globs`"))?;
    let globs = globs.iter().filter_map(|glob| glob.get_ref().as_str());
    Ok(globs.map(str::to_owned).collect())
}

/// The crates of these files.
fn packages(globs: &[String]) -> Result<BTreeSet<String>, String> {
    let package = |glob: &String| {
        let name = glob.strip_prefix("crates/")?.split('/').next()?;
        Some(name.to_owned())
    };
    globs
        .iter()
        .map(|glob| package(glob).ok_or_else(|| format!("{CONFIG}: `{glob}` is in no crate")))
        .collect()
}

/// Whether a mutant is in this crate: its name begins with its file.
fn is_of(mutant: &str, package: &str) -> bool {
    mutant.starts_with(&format!("crates/{package}/"))
}

/// Tries the mutants with the quick tests, then the survivors with all tests.
fn mutate(scope: &BTreeSet<String>, part: Option<Part>) -> Result<Found, String> {
    let tool = CARGO_MUTANTS.require()?;
    CARGO_NEXTEST.require()?;
    let out = Metadata::read()?.scratch().join("mutants");
    // An earlier run is about other code.
    if out.exists() {
        std::fs::remove_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    }
    std::fs::create_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    let mut words = ["mutants", "--no-shuffle", "--output"]
        .map(str::to_owned)
        .to_vec();
    words.push(out.to_string_lossy().into_owned());
    words.extend(scope.iter().map(|package| format!("--package={package}")));
    if let Some(Part { number, of }) = part {
        words.extend([
            "--sharding=round-robin".to_owned(),
            format!("--shard={}/{of}", number - 1),
        ]);
    }
    let path = path_with_tools()?;
    let run = |words: Vec<String>, profile: &str| {
        Step::program(&tool, words)
            // Debug information would take most of the time to build a mutant.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("NEXTEST_PROFILE", profile)
            .env_unshown("PATH", &path)
            // Each of those that are tried at once is built in its own copy of the workspace.
            .without("CARGO_TARGET_DIR")
            .run()
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let at_once = format!("--jobs={}", processors.min(AT_ONCE));
    // Survivors make it fail; what they are is in its folder.
    let first = run([&words[..], &[at_once]].concat(), "mutants");
    let mut found = read(&out, first)?;
    if !found.missed.is_empty() {
        // One at a time: these tests measure lateness.
        let alone = ["--iterate", "--jobs=1"].map(str::to_owned);
        let second = run([&words[..], &alone].concat(), "mutants-thorough");
        found.missed = read(&out, second)?.missed;
    }
    Ok(found)
}

/// PATH, preceded by the tools that were installed for this workspace.
fn path_with_tools() -> Result<std::ffi::OsString, String> {
    let here = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(tool::tools()?.join("bin")).chain(std::env::split_paths(&here));
    std::env::join_paths(folders).map_err(|why| format!("PATH: {why}"))
}

/// The report of cargo-mutants on a run.
#[derive(Debug, Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
    /// Absent before the end of the run.
    end_time: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: Summary,
}

#[derive(Debug, Deserialize)]
enum Scenario {
    Baseline,
    Mutant { name: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Summary {
    Success,
    CaughtMutant,
    MissedMutant,
    Timeout,
    Unviable,
    Failure,
}

/// Reads the results of a run; an incomplete run is an error.
fn read(out: &Path, ran: Result<(), String>) -> Result<Found, String> {
    let path: PathBuf = out.join("mutants.out/outcomes.json");
    let ran = ran.err().unwrap_or_default();
    let text = std::fs::read_to_string(&path)
        .map_err(|why| format!("{}: {why}; {ran}", path.display()))?;
    let outcomes: Outcomes =
        serde_json::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
    found(outcomes).map_err(|why| format!("{why}: see {}; {ran}", path.display()))
}

fn found(outcomes: Outcomes) -> Result<Found, String> {
    if outcomes.end_time.is_none() {
        return Err("the run did not finish".to_owned());
    }
    let mut found = Found::default();
    for Outcome { scenario, summary } in outcomes.outcomes {
        match (scenario, summary) {
            (Scenario::Baseline, Summary::Success) => {}
            (Scenario::Baseline, _) => return Err("the tests fail without any change".to_owned()),
            (Scenario::Mutant { .. }, Summary::Failure) => {
                return Err("a mutant could not be tried".to_owned());
            }
            (Scenario::Mutant { name }, summary) => {
                if summary == Summary::MissedMutant {
                    found.missed.insert(nameless(&name));
                }
                found.tried.insert(name);
            }
        }
    }
    Ok(found)
}

/// Whether every survivor is explained and, if all were tried, every explained mutant survives.
fn judge(found: &Found, accepted: &BTreeSet<&str>, all: bool) -> Result<(), String> {
    let missed: BTreeSet<&str> = found.missed.iter().map(String::as_str).collect();
    let mut wrong = Vec::new();
    let unexplained: Vec<&str> = missed.difference(accepted).copied().collect();
    if !unexplained.is_empty() {
        wrong.push(format!(
            "{} mutants survive: write a test for each, or add it with a reason to {SURVIVORS}\n{}",
            unexplained.len(),
            unexplained.join("\n")
        ));
    }
    let gone: Vec<&str> = accepted.difference(&missed).copied().collect();
    if all && !gone.is_empty() {
        wrong.push(format!(
            "{} mutants of {SURVIVORS} are caught now or gone: remove them\n{}",
            gone.len(),
            gone.join("\n")
        ));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n"))
    }
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

/// The mutants of the list, each below a comment with its reason.
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
            return Err(format!("{SURVIVORS}: no reason above `{line}`"));
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
    fn what_lives_unexplained_and_what_is_explained_and_does_not_live_are_both_named() {
        let found = Found {
            tried: BTreeSet::new(),
            missed: BTreeSet::from(["a.rs: lives".to_owned(), "a.rs: explained".to_owned()]),
        };
        let accepted = BTreeSet::from(["a.rs: explained", "a.rs: gone"]);
        let message = judge(&found, &accepted, true).unwrap_err();
        assert!(message.starts_with("1 mutants survive: "), "{message}");
        assert!(
            message.contains("\na.rs: lives\n1 mutants of "),
            "{message}"
        );
        assert!(message.ends_with("\na.rs: gone"), "{message}");
        let message = judge(&found, &accepted, false).unwrap_err();
        assert!(message.ends_with("\na.rs: lives"), "{message}");
        let accepted = BTreeSet::from(["a.rs: explained", "a.rs: lives"]);
        assert_eq!(judge(&found, &accepted, true), Ok(()));
    }

    fn outcomes(baseline: &str, mutant: &str, end: &str) -> Result<Found, String> {
        let text = format!(
            r#"{{"outcomes":[{{"scenario":"Baseline","summary":"{baseline}"}},
                {{"scenario":{{"Mutant":{{"name":"a.rs:1:2: f"}}}},"summary":"{mutant}"}}],
                "total_mutants":1,"end_time":{end}}}"#
        );
        found(serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn a_run_counts_only_where_all_went_well_but_for_the_mutants() {
        let end = r#""2026-11-22T10:00:00Z""#;
        let missed = outcomes("Success", "MissedMutant", end).unwrap();
        assert_eq!(missed.tried.len(), 1);
        assert!(missed.missed.contains("a.rs: f"));
        for caught in ["CaughtMutant", "Timeout", "Unviable"] {
            assert!(outcomes("Success", caught, end).unwrap().missed.is_empty());
        }
        assert!(outcomes("Failure", "CaughtMutant", end).is_err());
        assert!(outcomes("Success", "Failure", end).is_err());
        assert!(outcomes("Success", "CaughtMutant", "null").is_err());
    }

    #[test]
    fn every_file_in_scope_exists() {
        let globs = globs(&workspace::read(CONFIG).unwrap()).unwrap();
        assert!(!packages(&globs).unwrap().is_empty());
        for glob in globs {
            let path = workspace::root().join(glob.trim_end_matches("/**"));
            assert!(path.exists(), "{}", path.display());
        }
    }

    #[test]
    fn a_scope_that_cannot_be_read_names_its_file() {
        for config in ["examine_globs =", "all_features = true"] {
            let message = globs(config).unwrap_err();
            assert!(message.starts_with(".cargo/mutants.toml: "), "{message}");
        }
        let message = packages(&["src/a.rs".to_owned()]).unwrap_err();
        assert!(message.contains("`src/a.rs`"), "{message}");
    }

    #[test]
    fn the_list_of_survivors_can_be_read() {
        accepted(&workspace::read(SURVIVORS).unwrap()).unwrap();
    }
}
