//! Checks licences, sources and advisories of the dependencies.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::Outcome;
use crate::process::Step;
use crate::tool::{self, Tool};

const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};

/// Needs only the sources of the dependencies.
pub(crate) fn deny() -> Result<Outcome, String> {
    let tool = cargo_deny()?;
    let words = ["--locked", "check", "bans", "licenses", "sources"];
    Step::program(&tool, words).run()?;
    Ok(Outcome::passed())
}

/// Not part of `deny`: the database changes independently of the workspace.
pub(crate) fn advisories() -> Result<Outcome, String> {
    let home = database_home()?;
    if !holds_database(&home) {
        let why = "no advisory database (`cargo xtask advisories --fetch` gets one)";
        println!("{why}: vulnerabilities of the dependencies are unknown");
        return Ok(Outcome::NotChecked(why.to_owned()));
    }
    let tool = cargo_deny()?;
    check_advisories(&tool)?;
    Ok(Outcome::passed())
}

/// Fetches the database, then checks.
pub(crate) fn fetch_advisories() -> Result<(), String> {
    let tool = cargo_deny()?;
    Step::program(&tool, ["--locked", "fetch", "db"]).run()?;
    check_advisories(&tool)
}

fn check_advisories(tool: &OsStr) -> Result<(), String> {
    // Offline, to use the database at hand; the sources must be at hand too.
    Step::cargo(["fetch", "--locked"]).run()?;
    let words = ["--locked", "--offline", "check", "advisories"];
    Step::program(tool, words).run()
}

/// The default place of cargo-deny's databases.
fn database_home() -> Result<PathBuf, String> {
    let cargo_home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir()
            .ok_or("neither CARGO_HOME nor a home folder is known")?
            .join(".cargo"),
    };
    Ok(cargo_home.join("advisory-dbs"))
}

/// Each database is a folder; a failed fetch leaves only a lock file.
fn holds_database(home: &Path) -> bool {
    std::fs::read_dir(home)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()))
}

/// The program; installed first if missing, because `ci` needs it.
fn cargo_deny() -> Result<OsString, String> {
    if let Some(program) = CARGO_DENY.find()? {
        return Ok(program);
    }
    install(&tool::tools()?)?;
    let installed = CARGO_DENY.find()?;
    installed.ok_or_else(|| "cargo-deny was installed but does not run".to_owned())
}

fn install(tools: &Path) -> Result<(), String> {
    let Tool { name, version } = CARGO_DENY;
    println!("installing {name} {version} into the target folder, once");
    let build = tools.join("build");
    let package = format!("{name}@{version}");
    let words: [&OsStr; 8] = [
        "install".as_ref(),
        "--locked".as_ref(),
        "--debug".as_ref(),
        "--root".as_ref(),
        tools.as_ref(),
        "--target-dir".as_ref(),
        build.as_ref(),
        package.as_ref(),
    ];
    Step::cargo(words)
        // It takes minutes to build and runs for seconds: build without optimisation.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
        .run()
        .map_err(|why| format!("{name} {version} could not be installed: {why}"))?;
    // Several hundred megabytes that are no longer needed; leaving them does no harm.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}
