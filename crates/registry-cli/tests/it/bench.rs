//! The bench of a flow: a folder with a plan and its files, a sandbox, and a gate between.

use std::fs;
use std::path::{Path, PathBuf};

use crate::gate::Gate;
use crate::onboard::licence;
use crate::process::Entreg;
use crate::sandbox::Sandbox;

pub(crate) struct Bench {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) gate: Gate,
    _sandbox: Sandbox,
}

impl Bench {
    pub(crate) fn new(plan: &str) -> Self {
        Self::with(plan, &[])
    }

    /// With these options of the sandbox.
    pub(crate) fn with(plan: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path());
        fs::write(folder.path().join("plan.toml"), plan).unwrap();
        let mut sandbox = Sandbox::start(options.iter().copied());
        let gate = Gate::to(&sandbox.base_url());
        Self {
            folder,
            gate,
            _sandbox: sandbox,
        }
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn plan(&self) -> PathBuf {
        self.at("plan.toml")
    }

    /// Runs a command with the plan and these words, through the gate.
    pub(crate) fn run(&self, command: &str, words: &[&str]) -> Entreg {
        entreg_at(&self.gate.base_url(), command, &self.plan(), words)
    }
}

/// Writes every file that the plans of the tests name.
pub(crate) fn write_files(folder: &Path) {
    fs::write(folder.join("licence.png"), licence()).unwrap();
    fs::write(folder.join("codes.txt"), "A-1\nA-2\n").unwrap();
}

/// A flow with the credentials of a sandbox.
pub(crate) fn entreg_at(base_url: &str, command: &str, plan: &Path, words: &[&str]) -> Entreg {
    let plan = plan.to_str().unwrap();
    let all = [command, plan].into_iter().chain(words.iter().copied());
    sandbox_credentials(base_url, Entreg::new(all))
}

/// Sets the credentials alone.
pub(crate) fn sandbox_credentials(base_url: &str, entreg: Entreg) -> Entreg {
    entreg
        .env("IDCODE_BASE_URL", base_url)
        .env("IHUYI_BASE_URL", base_url)
        .env("IDCODE_ACCESS_TOKEN", "J7X4LuOOfURXeAAEAAAAAABSK")
        .env("IDCODE_AUTH_CODE", "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7")
        .env("IHUYI_ACCOUNT", "sandbox-account")
        .env("IHUYI_API_KEY", "sandbox-key-0000")
        .env("ENTREG_LOGIN_PASSWORD", "CANARYLOGINPASSWORD5")
}
