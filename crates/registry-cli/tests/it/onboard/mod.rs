//! `onboard`: a company from a plan, killed anywhere, asked about and gone on with.

mod kills;
mod plans;
#[cfg(unix)]
mod questions;
mod runs;
mod states;

use std::path::{Path, PathBuf};

use crate::gate::Gate;
use crate::process::Entreg;
use crate::sandbox::Sandbox;

/// The picture of a licence that the sandbox takes.
pub(crate) fn licence() -> &'static [u8] {
    registry_sandbox::sample::LICENCE_PNG
}

/// Everything, with both paid queries, and nothing that waits.
pub(crate) const PLAN: &str = r#"
[company]
name = "样例（北京）科技有限公司"
credit_code = "91110108MAXXXX015B"
representative = "张三"

[registration]
unit_type = 1003
way = "licence"
licence_number = "110108999999017"
phone = "13800138000"

[certification]
licence = "licence.png"

[completion]
trade = 65
address = "北京市海淀区样例路1号"
from_register = true

[waiting]
first_seconds = 0
settle_seconds = 0
"#;

/// A folder with a plan in it, a sandbox, and a gate between.
pub(crate) struct Bench {
    pub(super) folder: tempfile::TempDir,
    pub(super) gate: Gate,
    _sandbox: Sandbox,
}

impl Bench {
    pub(crate) fn new(plan: &str) -> Self {
        Self::with(plan, &[])
    }

    pub(super) fn with(plan: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("company.toml"), plan).unwrap();
        std::fs::write(folder.path().join("licence.png"), licence()).unwrap();
        let mut sandbox = Sandbox::start(options.iter().copied());
        let gate = Gate::to(&sandbox.base_url());
        Self {
            folder,
            gate,
            _sandbox: sandbox,
        }
    }

    pub(super) fn plan(&self) -> PathBuf {
        self.folder.path().join("company.toml")
    }

    pub(super) fn state(&self) -> PathBuf {
        self.folder.path().join("company.toml.state.json")
    }

    /// `entreg onboard company.toml`, with these words behind it, through the gate.
    pub(crate) fn onboard(&self, words: &[&str]) -> Entreg {
        entreg_at(&self.gate.base_url(), "onboard", &self.plan(), words)
    }
}

/// A flow with the credentials of a sandbox.
pub(crate) fn entreg_at(base_url: &str, command: &str, plan: &Path, words: &[&str]) -> Entreg {
    let plan = plan.to_str().unwrap();
    let all = [command, plan].into_iter().chain(words.iter().copied());
    sandbox_credentials(base_url, Entreg::new(all))
}

/// The same, with the credentials alone.
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
