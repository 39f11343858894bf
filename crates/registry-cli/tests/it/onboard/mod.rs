//! `onboard` registers a company from a plan, also if it is killed anywhere and resumed.

mod kills;
mod plans;
#[cfg(unix)]
mod questions;
mod runs;
mod states;

use std::path::PathBuf;

use crate::bench::Bench;
use crate::process::Entreg;

/// The picture of a licence that the sandbox accepts.
pub(crate) fn licence() -> &'static [u8] {
    registry_sandbox::sample::LICENCE_PNG
}

/// A plan of all steps, with both paid queries and no waits.
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

impl Bench {
    pub(super) fn state(&self) -> PathBuf {
        self.at("plan.toml.state.json")
    }

    pub(crate) fn onboard(&self, words: &[&str]) -> Entreg {
        self.run("onboard", words)
    }
}
