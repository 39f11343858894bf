//! Checks format, lints and documentation.

use std::path::{Path, PathBuf};

use super::Outcome;
use crate::process::Step;
use crate::workspace;

pub(crate) fn fmt() -> Result<Outcome, String> {
    Step::cargo(["fmt", "--all", "--check"]).run()?;
    // The lists of operations declare their modules by a macro, which `cargo fmt` does not follow.
    let mut files = Vec::new();
    sources(&workspace::root().join("crates"), &mut files)
        .map_err(|why| format!("the sources could not be listed: {why}"))?;
    let words = ["--check", "--edition", "2024"].map(PathBuf::from);
    Step::program("rustfmt".as_ref(), words.into_iter().chain(files))
        .shown_as("rustfmt --check (every source file)")
        .run()
        .map_err(|why| format!("{why}; `rustfmt --edition 2024 <file>` formats one"))?;
    Ok(Outcome::passed())
}

/// Every source file below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "target") {
                sources(&path, found)?;
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

pub(crate) fn clippy() -> Result<Outcome, String> {
    Step::cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--locked",
        "--keep-going",
        "--",
        "-D",
        "warnings",
    ])
    .run()?;
    Ok(Outcome::passed())
}

pub(crate) fn doc() -> Result<Outcome, String> {
    Step::cargo([
        "doc",
        "--workspace",
        "--no-deps",
        "--all-features",
        "--locked",
    ])
    .env("RUSTDOCFLAGS", "-D warnings")
    .run()?;
    Ok(Outcome::passed())
}
