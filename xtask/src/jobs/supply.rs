//! May we use what we depend on, and is anything known against it?

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::Outcome;
use crate::process::Step;
use crate::workspace::Metadata;

/// The only version that is run: another one may judge differently.
const CARGO_DENY: &str = "0.20.2";

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

/// The program, in exactly our version: from PATH, from an earlier run, or installed now.
fn cargo_deny() -> Result<OsString, String> {
    if is_wanted("cargo-deny".as_ref()) {
        return Ok("cargo-deny".into());
    }
    let tools = Metadata::read()?.scratch().join("tools");
    let program = tools
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if is_wanted(program.as_os_str()) {
        return Ok(program.into_os_string());
    }
    install(&tools)?;
    if is_wanted(program.as_os_str()) {
        Ok(program.into_os_string())
    } else {
        Err(format!(
            "cargo-deny {CARGO_DENY} was installed but does not run"
        ))
    }
}

fn is_wanted(program: &OsStr) -> bool {
    Step::program(program, ["--version"])
        .ask()
        .is_some_and(|text| text.trim() == format!("cargo-deny {CARGO_DENY}"))
}

fn install(tools: &Path) -> Result<(), String> {
    println!("cargo-deny {CARGO_DENY} is not here: installing it, once, into the target folder");
    let build = tools.join("build");
    let package = format!("cargo-deny@{CARGO_DENY}");
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
        .map_err(|why| format!("cargo-deny {CARGO_DENY} could not be installed: {why}"))?;
    // Several hundred megabytes that nothing needs any more; if they stay, they only take space.
    let _ = std::fs::remove_dir_all(build);
    Ok(())
}
