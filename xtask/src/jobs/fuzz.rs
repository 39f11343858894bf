//! Feeds arbitrary input to everything that parses outside data.
//!
//! Not part of `ci`: it runs as long as asked. Ordinary tests cover what it once found.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::process::Step;
use crate::tool::Tool;
use crate::workspace::{self, Metadata};

const CARGO_FUZZ: Tool = Tool {
    name: "cargo-fuzz",
    version: "0.13.2",
};

const TARGETS: [&str; 6] = ["lenient", "xml", "id_code", "credit_code", "verify", "scan"];

/// Runs every target for this many seconds.
pub(crate) fn run(seconds: u32) -> Result<(), String> {
    let tool = CARGO_FUZZ.require()?;
    let build = Metadata::read()?.scratch().join("fuzz");
    let mut broken = Vec::new();
    for target in TARGETS {
        let inputs = corpus(target)?;
        println!("\n==== {target}: {inputs} inputs to begin with, {seconds} s");
        let time = format!("-max_total_time={seconds}");
        let words: [&std::ffi::OsStr; 12] = [
            "fuzz".as_ref(),
            "run".as_ref(),
            // No sanitizer: they need a nightly compiler, and all of this is safe code.
            "--sanitizer".as_ref(),
            "none".as_ref(),
            "--target-dir".as_ref(),
            build.as_ref(),
            target.as_ref(),
            "--".as_ref(),
            time.as_ref(),
            // An input that takes longer, or more memory, is a finding.
            "-timeout=10".as_ref(),
            "-rss_limit_mb=1024".as_ref(),
            "-max_len=65536".as_ref(),
        ];
        if let Err(why) = Step::program(&tool, words).run() {
            broken.push(format!("  {target}: {why}"));
        }
    }
    if broken.is_empty() {
        println!(
            "\n{} targets, {seconds} s each: nothing found",
            TARGETS.len()
        );
        return Ok(());
    }
    Err(format!(
        "{} targets found something: see fuzz/artifacts\n{}",
        broken.len(),
        broken.join("\n")
    ))
}

/// Puts fixtures, seeds and findings where the target begins; says how many there are.
fn corpus(target: &str) -> Result<usize, String> {
    let mut inputs = BTreeSet::new();
    for folder in ["seeds", "findings"] {
        for path in files(&workspace::root().join("fuzz").join(folder).join(target))? {
            inputs.insert(read(&path)?);
        }
    }
    inputs.extend(of_fixtures(target)?);
    let folder = workspace::root().join("fuzz/corpus").join(target);
    let lost = |why: std::io::Error| format!("{}: {why}", folder.display());
    std::fs::create_dir_all(&folder).map_err(lost)?;
    for (number, input) in inputs.iter().enumerate() {
        std::fs::write(folder.join(format!("from-repository-{number}")), input).map_err(lost)?;
    }
    Ok(inputs.len())
}

/// What a target can take of all fixtures.
fn of_fixtures(target: &str) -> Result<BTreeSet<Vec<u8>>, String> {
    let mut inputs = BTreeSet::new();
    for vendor in ["idcode", "ihuyi"] {
        for operation in files(&workspace::root().join("fixtures").join(vendor))? {
            for path in files(&operation)? {
                if path.ends_with("document.json") {
                    continue;
                }
                let name = operation.file_name().unwrap_or_default();
                inputs.extend(of_fixture(target, &name.to_string_lossy(), &read(&path)?));
            }
        }
    }
    Ok(inputs)
}

/// What a target can take of a fixture.
fn of_fixture(target: &str, operation: &str, body: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    let texts = || text.split('"').map(str::trim);
    let chosen = |wanted: fn(&str) -> bool| -> Vec<Vec<u8>> {
        texts()
            .filter(|text| wanted(text))
            .map(|text| text.as_bytes().to_vec())
            .collect()
    };
    match target {
        "lenient" => vec![[operation.as_bytes(), b"\n", body].concat()],
        "xml" => body
            .starts_with(b"<")
            .then(|| body.to_vec())
            .into_iter()
            .collect(),
        // What answers say, asked as a query.
        "verify" => vec![query(&text).into_bytes()],
        "id_code" => chosen(|text| text.starts_with("i.")),
        "credit_code" => {
            chosen(|text| text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        }
        "scan" => chosen(|text| text.contains("://")),
        _ => Vec::new(),
    }
}

/// The texts of a JSON text as names and values of a query, one after the other.
fn query(json: &str) -> String {
    let pieces: Vec<&str> = json.split('"').collect();
    let mut query = String::new();
    for quoted in pieces.get(1..).unwrap_or_default().chunks(2) {
        if let [text, behind] = quoted {
            query.push_str(text);
            let is_name = behind.trim_start().starts_with(':');
            query.push(if is_name { '=' } else { '&' });
        }
    }
    query
}

/// Files and folders in a folder, in one order, those that git only keeps it for left out.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let lost = |why: std::io::Error| format!("{}: {why}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(lost)? {
        let entry = entry.map_err(lost)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_property_a_place_for_findings_and_seeds() {
        let fuzz = workspace::root().join("fuzz");
        for target in TARGETS {
            for file in ["properties", "fuzz_targets"] {
                let path = fuzz.join(file).join(format!("{target}.rs"));
                assert!(path.is_file(), "{}", path.display());
            }
            assert!(fuzz.join("findings").join(target).is_dir(), "{target}");
            assert!(!files(&fuzz.join("seeds").join(target)).unwrap().is_empty());
        }
        let count = files(&fuzz.join("fuzz_targets")).unwrap().len();
        assert_eq!(count, TARGETS.len());
    }

    #[test]
    fn a_fixture_gives_each_target_what_it_can_take() {
        let body = br#"{"code":"i.86.1.2/","ent_code":"91310116761614322N","u":"http://h/?a=1"}"#;
        let of = |target| of_fixture(target, "op", body);
        assert_eq!(of("lenient"), [[&b"op\n"[..], body].concat()]);
        assert_eq!(of_fixture("xml", "op", b"<a/>"), [b"<a/>"]);
        assert!(of("xml").is_empty());
        assert_eq!(of("id_code"), [b"i.86.1.2/"]);
        assert_eq!(of("credit_code"), [b"91310116761614322N"]);
        assert_eq!(of("scan"), [b"http://h/?a=1"]);
        let query = b"code=i.86.1.2/&ent_code=91310116761614322N&u=http://h/?a=1&";
        assert_eq!(of("verify"), [query]);
    }

    #[test]
    fn every_target_begins_with_something_of_the_fixtures() {
        for target in TARGETS {
            assert!(!of_fixtures(target).unwrap().is_empty(), "{target}");
        }
    }
}
