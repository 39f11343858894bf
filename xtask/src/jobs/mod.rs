//! Lists the checks in the order in which they run.

mod compile;
pub(crate) mod divisions;
mod features;
mod fixtures;
pub(crate) mod fuzz;
mod guide;
mod layers;
pub(crate) mod mutants;
pub(crate) mod operations;
pub(crate) mod supply;
mod tests;
mod trust;
pub(crate) mod words;

/// One check, runnable alone.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// The first line of an error is its summary.
    pub(crate) run: fn() -> Result<Outcome, String>,
}

/// The result of a check that did not fail.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// With a note for the summary; may be empty.
    Passed(String),
    /// Something outside the workspace is missing: neither success nor failure.
    NotChecked(String),
}

impl Outcome {
    pub(crate) fn passed() -> Self {
        Self::Passed(String::new())
    }
}

/// The quick ones first, then those that share what they build.
pub(crate) const JOBS: &[Job] = &[
    Job {
        name: "fmt",
        what: "Check the format of the code",
        run: compile::fmt,
    },
    Job {
        name: "words",
        what: "Check names and comments against the glossary, module heads, comment width",
        run: words::run,
    },
    Job {
        name: "guide",
        what: "Check the worked example of CONTRIBUTING and the files that it names",
        run: guide::run,
    },
    Job {
        name: "layers",
        what: "Check that crates depend only on the floors below them, and stay small",
        run: layers::run,
    },
    Job {
        name: "deny",
        what: "Check licences, sources and duplicates of dependencies",
        run: supply::deny,
    },
    Job {
        name: "advisories",
        what: "Check dependencies for known vulnerabilities, if a database is present",
        run: supply::advisories,
    },
    Job {
        name: "clippy",
        what: "Run all lints",
        run: compile::clippy,
    },
    Job {
        name: "features",
        what: "Compile each crate with combinations of its features",
        run: features::run,
    },
    Job {
        name: "doc",
        what: "Build the documentation",
        run: compile::doc,
    },
    Job {
        name: "test",
        what: "Run unit and integration tests",
        run: tests::test,
    },
    Job {
        name: "trust",
        what: "Measure the promises about faults, deadlines, secrets and money",
        run: trust::run,
    },
    Job {
        name: "doctest",
        what: "Run the examples of the documentation",
        run: tests::doctest,
    },
    Job {
        name: "operations",
        what: "Compare the operation tables of the vendor crates with the declarations",
        run: operations::check,
    },
    Job {
        name: "fixtures",
        what: "Check that every operation has fixtures, and every fixture its provenance",
        run: fixtures::run,
    },
    Job {
        name: "demo",
        what: "Run `entreg demo`, which registers a company from beginning to end",
        run: tests::demo,
    },
];
