//! May we use what we depend on, and is anything known against it?

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::Outcome;
use crate::process::Step;
use crate::tool::{self, Tool};

const CARGO_DENY: Tool = Tool {
    name: "cargo-deny",
    version: "0.20.2",
};

/// Needs nothing from outside but the sources of the dependencies.
pub(crate) fn deny() -> Result<Outcome, String> {
    let tool = cargo_deny()?;
    let words = ["--locked", "check", "bans", "licenses", "sources"];
    Step::program(&tool, words).run()?;
    Ok(Outcome::passed())
}

/// A job of its own, because the database comes from outside and changes without us.
pub(crate) fn advisories() -> Result<Outcome, String> {
    let home = database_home()?;
    if !holds_database(&home) {
        let why = "no advisory database (`cargo xtask advisories --fetch` gets one)";
        println!("{why}: nothing is known about vulnerabilities of the dependencies");
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
    // Offline, so that it judges by the database that is there; the sources have to be there too.
    Step::cargo(["fetch", "--locked"]).run()?;
    let words = ["--locked", "--offline", "check", "advisories"];
    Step::program(tool, words).run()
}

/// Where cargo-deny keeps its databases when it is not told otherwise, as we do not.
fn database_home() -> Result<PathBuf, String> {
    let cargo_home = match std::env::var_os("CARGO_HOME") {
        Some(home) => PathBuf::from(home),
        None => std::env::home_dir()
            .ok_or("neither CARGO_HOME nor a home folder is known")?
            .join(".cargo"),
    };
    Ok(cargo_home.join("advisory-dbs"))
}

/// Each database is a folder; a lock file stays behind where one was looked for in vain.
fn holds_database(home: &Path) -> bool {
    std::fs::read_dir(home)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()))
}

/// The program: installed now where it is not here, because `ci` needs it.
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
    println!("{name} {version} is not here: installing it, once, into the target folder");
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
        // It runs for seconds and is built for minutes: what is quick to build wins.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
        .run()
        .map_err(|why| format!("{name} {version} could not be installed: {why}"))?;
    // Several hundred megabytes that nothing needs any more; if they stay, they only take space.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}
