//! Is the code formatted, free of lints, and documented?

use super::Outcome;
use crate::process::Step;

pub(crate) fn fmt() -> Result<Outcome, String> {
    Step::cargo(["fmt", "--all", "--check"]).run()?;
    Ok(Outcome::passed())
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
