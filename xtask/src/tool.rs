//! Finds external programs in exactly the required version.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::process::Step;
use crate::workspace::Metadata;

/// A program from crates.io. Only this version is run: another may judge differently.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

impl Tool {
    /// The program: from PATH, or from the target folder.
    pub(crate) fn find(self) -> Result<Option<OsString>, String> {
        if self.is_required(self.name.as_ref()) {
            return Ok(Some(self.name.into()));
        }
        let program =
            tools()?
                .join("bin")
                .join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX));
        let is_required = self.is_required(program.as_os_str());
        Ok(is_required.then(|| program.into_os_string()))
    }

    /// The program, or an error that says how to install it: building it takes minutes, which no
    /// job should spend unasked.
    pub(crate) fn require(self) -> Result<OsString, String> {
        let Self { name, version } = self;
        self.find()?.ok_or_else(|| {
            format!(
                "{name} {version} is missing; install it once with\n  \
                 cargo install --locked --root target/xtask/tools {name}@{version}"
            )
        })
    }

    /// Whether this is the program in the required version: `cargo-deny 0.20.2`, or
    /// `cargo-nextest 0.9.143 (60fa45f63 2026-08-04)` and more lines.
    fn is_required(self, program: &OsStr) -> bool {
        // As cargo would call it: some tools expect their own name first.
        let own = self.name.trim_start_matches("cargo-");
        let says = |words: &[&str]| Step::program(program, words).ask();
        [says(&["--version"]), says(&[own, "--version"])]
            .into_iter()
            .flatten()
            .any(|text| {
                text.split_whitespace()
                    .take(2)
                    .eq([self.name, self.version])
            })
    }
}

/// The folder of tools that are not on PATH.
pub(crate) fn tools() -> Result<PathBuf, String> {
    Ok(Metadata::read()?.scratch().join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_is_missing_is_named_with_its_version_and_how_to_install_it() {
        let tool = Tool {
            name: "cargo-no-such-tool",
            version: "1.2.3",
        };
        let message = tool.require().unwrap_err();
        assert!(
            message.contains("cargo-no-such-tool 1.2.3 is missing"),
            "{message}"
        );
        assert!(message.contains("cargo-no-such-tool@1.2.3"), "{message}");
    }
}
