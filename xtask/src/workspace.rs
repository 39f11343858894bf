//! Locates the workspace, lists its packages, reads and writes its files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::process::Step;

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it runs this program; the fallback is where it was built.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map_or(manifest.clone(), Path::to_owned)
}

/// The workspace's own packages, from `cargo metadata`.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    target_directory: PathBuf,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for a normal dependency, else `dev` or `build`.
    pub(crate) kind: Option<String>,
    pub(crate) optional: bool,
}

impl Metadata {
    pub(crate) fn read() -> Result<Self, String> {
        let words = ["metadata", "--no-deps", "--locked", "--format-version", "1"];
        let text = Step::cargo(words).capture()?;
        serde_json::from_str(&text)
            .map_err(|why| format!("cargo metadata printed something unexpected: {why}"))
    }

    /// The folder for everything that xtask itself fetches and builds.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target_directory.join("xtask")
    }
}

/// Reads a text file given from the top of the repository.
pub(crate) fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(root().join(path)).map_err(|why| format!("{path}: {why}"))
}

/// Writes a text file, with the folders above it.
pub(crate) fn write(path: &str, text: &str) -> Result<(), String> {
    let full = root().join(path);
    let folder = full.parent().unwrap_or(&full);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&full, text))
        .map_err(|why| format!("{path}: {why}"))
}

/// The Rust files below a folder, given from the top of the repository, in order.
pub(crate) fn rust_files(folder: &Path) -> Result<Vec<String>, String> {
    files(folder, "rs")
}

/// The Markdown files of the repository, given from its top, in order.
pub(crate) fn markdown_files() -> Result<Vec<String>, String> {
    files(&root(), "md")
}

fn files(folder: &Path, ending: &str) -> Result<Vec<String>, String> {
    let root = root();
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            // Not the build output, of the workspace or of a package alone, nor Git's own files.
            let is_source = |name: &std::ffi::OsStr| name != "target" && name != ".git";
            if path.file_name().is_some_and(is_source) {
                found.extend(files(&path, ending)?);
            }
        } else if path.extension().is_some_and(|found| found == ending) {
            let path = path.strip_prefix(&root).unwrap_or(&path);
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(found)
}

/// The files and folders directly in a folder, in order.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()
    });
    let mut paths = entries.map_err(|why| format!("{}: {why}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

/// Fails when the committed file differs from `wanted`; names the first different line and the
/// command that updates the file.
pub(crate) fn compare(path: &str, wanted: &str, remedy: &str) -> Result<(), String> {
    let found = read(path).map_err(|why| format!("{why}; `{remedy}` writes it"))?;
    match difference(&found, wanted) {
        None => Ok(()),
        Some(hint) => Err(format!(
            "{path} is out of date; `{remedy}` updates it\n{hint}"
        )),
    }
}

fn difference(found: &str, wanted: &str) -> Option<String> {
    if found == wanted {
        return None;
    }
    let mut old = found.lines();
    let mut new = wanted.lines();
    let mut number = 0_usize;
    loop {
        number += 1;
        match (old.next(), new.next()) {
            (None, None) => return Some("  only the ends of the lines differ".to_owned()),
            (left, right) if left == right => {}
            (left, right) => {
                let show = |line: Option<&str>| line.unwrap_or("(no such line)").to_owned();
                return Some(format!(
                    "  line {number} is:        {}\n  line {number} should be: {}",
                    show(left),
                    show(right)
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace_manifest() {
        let manifest = read("Cargo.toml").unwrap();
        assert!(manifest.contains("[workspace]"));
    }

    #[test]
    fn equal_texts_do_not_differ() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    }

    #[test]
    fn the_first_differing_line_is_shown_both_ways() {
        assert_eq!(
            difference("a\nb\nc\n", "a\nB\nc\n").unwrap(),
            "  line 2 is:        b\n  line 2 should be: B"
        );
    }

    #[test]
    fn a_missing_last_line_is_a_difference() {
        assert_eq!(
            difference("a\n", "a\nb\n").unwrap(),
            "  line 2 is:        (no such line)\n  line 2 should be: b"
        );
    }

    #[test]
    fn a_missing_line_end_is_a_difference() {
        assert!(
            difference("a", "a\n")
                .unwrap()
                .contains("ends of the lines")
        );
    }
}
