//! Logs to stderr without credentials.
//!
//! The crates of this workspace log no credentials. Other crates may: an HTTP client may log the
//! request line with its signature. So only their warnings and errors are logged, whatever `-v`
//! and `RUST_LOG` ask for.

use std::io::{self, Write};

use tracing::{Level, Metadata};
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::prelude::*;

use crate::cli::{Cli, Command};
use crate::global_options::Global;
use crate::stderr;

/// The targets of this workspace.
const WORKSPACE: [&str; 10] = [
    "sign_core",
    "registry_model",
    "endpoint_core",
    "idcode_api",
    "ihuyi_api",
    "http_transport",
    "registry_sandbox",
    "enterprise_registry",
    "registry_cli",
    "entreg",
];

/// Starts logging: warnings, more with each `-v`, none with `-q`, and whatever `RUST_LOG` adds.
pub(crate) fn start(cli: &Cli) {
    let Global { verbose, quiet, .. } = cli.global;
    let mut chosen = chosen(verbose, quiet);
    if verbose == 1 && matches!(cli.command, Command::Sandbox(_)) {
        // The sandbox sends nothing; its log is of interest for the requests that it receives.
        chosen = chosen.with_target("registry_sandbox", LevelFilter::DEBUG);
    }
    let asked = std::env::var("RUST_LOG")
        .ok()
        .and_then(|text| text.parse::<Targets>().ok());
    let most = most_of(&chosen).max(asked.as_ref().map_or(LevelFilter::OFF, most_of));
    let filter = filter_fn(move |metadata| {
        let wanted = |targets: &Targets| targets.would_enable(metadata.target(), metadata.level());
        is_safe(metadata) && (wanted(&chosen) || asked.as_ref().is_some_and(wanted))
    })
    .with_max_level_hint(most);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(|| Event)
        .with_ansi(false)
        .without_time()
        .with_filter(filter);
    tracing_subscriber::registry().with(lines).init();
}

/// Writes one event to stderr. Its further lines are indented, so that none can pass for an event.
struct Event;

impl Write for Event {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        writeln!(stderr::lock(), "{}", text.replace('\n', "\n    "))?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn chosen(verbose: u8, quiet: bool) -> Targets {
    if quiet {
        return Targets::new();
    }
    let targets = Targets::new().with_default(LevelFilter::WARN);
    let targets = match verbose {
        0 => targets,
        1 => targets
            .with_targets(WORKSPACE.map(|target| (target, LevelFilter::INFO)))
            .with_target("http_transport", LevelFilter::DEBUG),
        2 => targets.with_targets(WORKSPACE.map(|target| (target, LevelFilter::DEBUG))),
        _ => targets.with_targets(WORKSPACE.map(|target| (target, LevelFilter::TRACE))),
    };
    // The commands print these warnings themselves.
    targets.with_target("http_transport::root_certificates", LevelFilter::OFF)
}

fn most_of(targets: &Targets) -> LevelFilter {
    targets
        .iter()
        .map(|(_, level)| level)
        .chain(targets.default_level())
        .max()
        .unwrap_or(LevelFilter::OFF)
}

fn is_safe(metadata: &Metadata<'_>) -> bool {
    let root = metadata.target().split("::").next().unwrap_or_default();
    WORKSPACE.contains(&root) || *metadata.level() <= Level::WARN
}
