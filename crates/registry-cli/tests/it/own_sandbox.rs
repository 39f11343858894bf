//! Runs the program several times on one sandbox, with the sandbox's own credentials.

use serde_json::Value;

use crate::process::{Entreg, Run};
use crate::sandbox::Sandbox;

/// A sandbox that keeps its state between runs.
pub(crate) struct OwnSandbox {
    _running: Sandbox,
    environment: Vec<(String, String)>,
}

impl OwnSandbox {
    pub(crate) fn start() -> Self {
        Self::start_with([])
    }

    /// Starts `entreg sandbox` with these words behind it.
    pub(crate) fn start_with<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut running = Sandbox::start(words);
        let environment = running.environment();
        Self {
            _running: running,
            environment,
        }
    }

    pub(crate) fn run(&self, words: &[&str]) -> Run {
        self.run_with(words, &[])
    }

    /// Runs with these variables instead of those that the sandbox printed.
    pub(crate) fn run_with(&self, words: &[&str], instead: &[(&str, &str)]) -> Run {
        let entreg = Entreg::new(words.iter().copied());
        let announced = self.environment.iter();
        let entreg = announced.fold(entreg, |entreg, (name, value)| entreg.env(name, value));
        instead
            .iter()
            .fold(entreg, |entreg, (name, value)| entreg.env(name, value))
            .run()
    }

    #[track_caller]
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--output", "json"]).collect();
        self.run(&words).expect_code(0).json()
    }

    /// Registers a category of the sample unit with 402. Returns the id of the registration to its
    /// last digit.
    #[track_caller]
    pub(crate) fn category(&self, model: &str) -> String {
        let list = format!(
            r#"CategoryRegList=[{{"IndustryCategory_ID":10222,"CodeUse_ID":10,"CategoryCode":"46100000","CodePayType":2,"GotoUrl":"http://www.xxxx.com/x?id=","ModelNumber":"样例","ModelNumberCode":"{model}"}}]"#
        );
        let run = self
            .run(&[
                "call",
                "idcode",
                "402",
                "companyIDcode=i.86.110108.52",
                &list,
                "--output",
                "csv",
            ])
            .expect_code(0);
        let row = run.stdout.lines().nth(1).unwrap();
        row.split(',').nth(1).unwrap().to_owned()
    }
}
