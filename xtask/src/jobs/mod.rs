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
    pub(crate) summary: &'static str,
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

/// The quick jobs first, then those that share build results.
pub(crate) const JOBS: &[Job] = &[
    Job {
        name: "fmt",
        summary: "Check the format of the code",
        run: compile::fmt,
    },
    Job {
        name: "words",
        summary: "Check names and comments against the glossary, module heads, comment width",
        run: words::run,
    },
    Job {
        name: "guide",
        summary: "Check the worked example of CONTRIBUTING and the files that it names",
        run: guide::run,
    },
    Job {
        name: "layers",
        summary: "Check that crates depend only on lower layers and have few dependencies",
        run: layers::run,
    },
    Job {
        name: "deny",
        summary: "Check licences, sources and duplicates of dependencies",
        run: supply::deny,
    },
    Job {
        name: "advisories",
        summary: "Check dependencies for known vulnerabilities, if a database is present",
        run: supply::advisories,
    },
    Job {
        name: "clippy",
        summary: "Run all lints",
        run: compile::clippy,
    },
    Job {
        name: "features",
        summary: "Compile each crate with combinations of its features",
        run: features::run,
    },
    Job {
        name: "doc",
        summary: "Build the documentation",
        run: compile::doc,
    },
    Job {
        name: "test",
        summary: "Run unit and integration tests",
        run: tests::test,
    },
    Job {
        name: "trust",
        summary: "Measure the promises about faults, deadlines, secrets and money",
        run: trust::run,
    },
    Job {
        name: "doctest",
        summary: "Run the examples of the documentation",
        run: tests::doctest,
    },
    Job {
        name: "operations",
        summary: "Compare the operation tables of the vendor crates with the declarations",
        run: operations::check,
    },
    Job {
        name: "fixtures",
        summary: "Check that every operation has fixtures, and every fixture its provenance",
        run: fixtures::run,
    },
    Job {
        name: "demo",
        summary: "Run `entreg demo`, which registers a company from beginning to end",
        run: tests::demo,
    },
];
