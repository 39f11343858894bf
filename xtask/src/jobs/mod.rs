//! Which checks are there, and in what order do they run?

mod compile;
pub(crate) mod divisions;
mod features;
mod fixtures;
pub(crate) mod fuzz;
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
    /// The error is what to show; its first line is the summary.
    pub(crate) run: fn() -> Result<Outcome, String>,
}

/// How a check that did not fail ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// With a note for the summary, or none.
    Passed(String),
    /// The check could not be made, which is neither a success nor this workspace's fault.
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
        what: "the code is formatted",
        run: compile::fmt,
    },
    Job {
        name: "words",
        what: "the code keeps to the glossary, heads are statements, comments fit their width",
        run: words::run,
    },
    Job {
        name: "layers",
        what: "crates depend on the floors below them only, and stay small",
        run: layers::run,
    },
    Job {
        name: "deny",
        what: "licences, sources and duplicates of dependencies",
        run: supply::deny,
    },
    Job {
        name: "advisories",
        what: "known vulnerabilities of dependencies, where a database is at hand",
        run: supply::advisories,
    },
    Job {
        name: "clippy",
        what: "no lint has anything to say",
        run: compile::clippy,
    },
    Job {
        name: "features",
        what: "every combination of features of every crate compiles without a warning",
        run: features::run,
    },
    Job {
        name: "doc",
        what: "the documentation builds without a warning",
        run: compile::doc,
    },
    Job {
        name: "test",
        what: "unit and integration tests",
        run: tests::test,
    },
    Job {
        name: "trust",
        what: "the promises about faults, deadlines, secrets and money, with figures",
        run: trust::run,
    },
    Job {
        name: "doctest",
        what: "the examples in the documentation run",
        run: tests::doctest,
    },
    Job {
        name: "operations",
        what: "the operation tables of the vendor crates are those of the declarations",
        run: operations::check,
    },
    Job {
        name: "fixtures",
        what: "every operation has its fixtures, every fixture its provenance",
        run: fixtures::run,
    },
    Job {
        name: "demo",
        what: "`entreg demo` registers a company from beginning to end",
        run: tests::demo,
    },
];
