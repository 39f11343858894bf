//! Reads the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::jobs::{JOBS, Job};
use crate::part::Part;

/// A parsed command line.
#[derive(Debug)]
pub(crate) enum Request {
    /// Run these checks, in this order.
    Check(Vec<&'static Job>),
    WriteOperations,
    WriteDivisions,
    CheckDivisions,
    FetchAdvisories,
    RecordFixtures(Recording),
    /// Run every fuzz target for this many seconds.
    Fuzz(u32),
    /// Try the mutants of this crate or of all crates in scope; all mutants, or a part.
    Mutants(Option<String>, Option<Part>),
    /// List the findings in the words of this crate.
    Words(String),
}

/// Which fixtures to record.
#[derive(Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "record"),
    allow(dead_code, reason = "only the recorder reads it")
)]
pub(crate) struct Recording {
    /// A unit whose data may be read.
    pub(crate) unit: Option<String>,
    /// Whether paid operations may be called.
    pub(crate) billed: bool,
    pub(crate) into: Option<PathBuf>,
    pub(crate) operation: Option<String>,
    pub(crate) parameters: Vec<(String, String)>,
}

impl Recording {
    fn from_matches(matches: &ArgMatches) -> Self {
        let parameters = matches.get_many("parameter").unwrap_or_default();
        Self {
            unit: matches.get_one("unit").cloned(),
            billed: matches.get_flag("billed"),
            into: matches.get_one("into").cloned(),
            operation: matches.get_one("operation").cloned(),
            parameters: parameters.cloned().collect(),
        }
    }

    fn command() -> Command {
        Command::new("record")
            .about(
                "Record replies of the hosts in IDCODE_BASE_URL and IHUYI_BASE_URL, masked: free \
                 calls that change nothing, unless an operation is named",
            )
            .arg(
                Arg::new("unit")
                    .long("unit")
                    .value_name("MAIN_CODE")
                    .help("A unit whose data may be read"),
            )
            .arg(flag("billed", "Call paid operations too"))
            .arg(
                Arg::new("into")
                    .long("into")
                    .value_name("FOLDER")
                    .value_parser(value_parser!(PathBuf))
                    .help("Where to write [default: fixtures]"),
            )
            .arg(Arg::new("operation").help("Only this operation, by its name in the catalogue"))
            .arg(
                Arg::new("parameter")
                    .value_name("NAME=VALUE")
                    .num_args(0..)
                    .value_parser(parameter)
                    .help("Parameters of that operation"),
            )
    }
}

/// `name=value`.
fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write name=value")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Request {
    /// Reads the arguments, the name of the program first.
    ///
    /// # Errors
    ///
    /// The message for clap to print: the requested help, or the mistake and the nearest name.
    pub(crate) fn parse(
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Result<Self, clap::Error> {
        let mut arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        if arguments.len() < 2 {
            arguments.push("--help".into());
        }
        let matches = command().try_get_matches_from(arguments)?;
        let subcommand = matches.subcommand();
        let (name, matches) =
            subcommand.ok_or_else(|| clap::Error::new(ErrorKind::MissingSubcommand))?;
        Ok(Self::from_subcommand(name, matches))
    }

    fn from_subcommand(name: &str, matches: &ArgMatches) -> Self {
        let text = |id: &str| matches.get_one::<String>(id).cloned();
        match name {
            "ci" => Self::Check(jobs(matches)),
            "fuzz" => Self::Fuzz(matches.get_one("seconds").copied().unwrap_or_default()),
            "mutants" => Self::Mutants(text("crate"), matches.get_one("part").copied()),
            "divisions" if matches.get_flag("check") => Self::CheckDivisions,
            "divisions" => Self::WriteDivisions,
            "operations" if matches.get_flag("write") => Self::WriteOperations,
            "advisories" if matches.get_flag("fetch") => Self::FetchAdvisories,
            "words" if matches.contains_id("crate") => {
                Self::Words(text("crate").unwrap_or_default())
            }
            "fixtures" => match matches.subcommand() {
                Some((_, record)) => Self::RecordFixtures(Recording::from_matches(record)),
                None => Self::Check(named("fixtures")),
            },
            name => Self::Check(named(name)),
        }
    }
}

/// The jobs named after `ci`; all jobs if there are no names.
fn jobs(matches: &ArgMatches) -> Vec<&'static Job> {
    match matches.get_many::<String>("job") {
        Some(names) => names.flat_map(|name| named(name)).collect(),
        None => JOBS.iter().collect(),
    }
}

fn named(name: &str) -> Vec<&'static Job> {
    JOBS.iter().filter(|job| job.name == name).collect()
}

fn command() -> Command {
    let names = JOBS
        .iter()
        .map(|job| PossibleValue::new(job.name).help(job.summary));
    let ci = Command::new("ci")
        .about("Run all checks, or the named ones; a failure does not stop the others")
        .arg(
            Arg::new("job")
                .num_args(0..)
                .value_parser(PossibleValuesParser::new(names))
                .help("Checks to run, in this order"),
        );
    Command::new("xtask")
        .bin_name("cargo xtask")
        .about("Runs every check of this workspace and writes every generated file.")
        .after_help("The checks that `ci` runs come first, in its order.")
        .subcommand_required(true)
        .subcommand(ci)
        .subcommands(JOBS.iter().map(job))
        .subcommands([fuzz(), mutants(), divisions()])
}

/// The command of one job, with its options.
fn job(job: &'static Job) -> Command {
    let command = Command::new(job.name).about(job.summary);
    match job.name {
        "operations" => command.arg(flag(
            "write",
            "Write the operation tables instead of checking them",
        )),
        "advisories" => command.arg(flag("fetch", "Fetch the advisory database first (network)")),
        "words" => command.arg(
            Arg::new("crate").help("List every finding in this crate, also where it is pending"),
        ),
        "fixtures" => command.subcommand(Recording::command()),
        _ => command,
    }
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    let flag = Arg::new(name).long(name).action(ArgAction::SetTrue);
    flag.help(help)
}

fn fuzz() -> Command {
    Command::new("fuzz")
        .about("Feed arbitrary input to every parser (not part of ci)")
        .arg(
            Arg::new("seconds")
                .long("seconds")
                .value_name("N")
                .value_parser(value_parser!(u32))
                .default_value("60")
                .help("Seconds for each target"),
        )
}

fn mutants() -> Command {
    Command::new("mutants")
        .about(
            "Change the code of signatures, retries and money; tests must notice (not part of ci)",
        )
        .arg(Arg::new("crate").help("Only this crate"))
        .arg(
            Arg::new("part")
                .long("part")
                .value_name("N/M")
                .value_parser(Part::parse)
                .help("Only the Nth of M parts, to share the work among M machines"),
        )
}

fn divisions() -> Command {
    Command::new("divisions")
        .about("Write the table of divisions (npm registry, PyPI; not part of ci)")
        .arg(flag(
            "check",
            "Compare the table with a fresh one and with every list instead of writing it",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, String> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        Request::parse(words).map_err(|why| why.to_string())
    }

    fn names(line: &str) -> Vec<&'static str> {
        match parse(line) {
            Ok(Request::Check(jobs)) => jobs.iter().map(|job| job.name).collect(),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_command_is_declared_without_a_contradiction() {
        command().debug_assert();
    }

    #[test]
    fn ci_alone_means_every_job() {
        assert_eq!(names("ci").len(), JOBS.len());
    }

    #[test]
    fn every_job_runs_alone_and_within_ci() {
        for job in JOBS {
            assert_eq!(names(job.name), [job.name]);
        }
        assert_eq!(names("ci layers fmt"), ["layers", "fmt"]);
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_name() {
        for line in ["ci clipy", "clipy"] {
            let message = parse(line).unwrap_err();
            assert!(message.contains("'clippy'"), "{message}");
        }
        let message = parse("ci supercalifragilistic").unwrap_err();
        for job in JOBS {
            assert!(message.contains(job.name), "{message}");
        }
    }

    #[test]
    fn an_option_that_a_job_does_not_know_is_refused() {
        for line in ["fmt --write", "divisions --chek", "fuzz 5", "mutants a b"] {
            let word = line.rsplit(' ').next().unwrap();
            let message = parse(line).unwrap_err();
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn a_recording_is_of_everything_free_or_of_one_operation() {
        match parse("fixtures record --unit i.86.110108.52 306 a=b=c") {
            Ok(Request::RecordFixtures(recording)) => {
                let expected = Recording {
                    unit: Some("i.86.110108.52".to_owned()),
                    operation: Some("306".to_owned()),
                    parameters: vec![("a".to_owned(), "b=c".to_owned())],
                    ..Recording::default()
                };
                assert_eq!(recording, expected);
            }
            other => panic!("{other:?}"),
        }
        assert!(
            parse("fixtures record 306 a")
                .unwrap_err()
                .contains("name=value")
        );
    }

    #[test]
    fn options_of_jobs_are_requests_of_their_own() {
        assert!(matches!(
            parse("operations --write"),
            Ok(Request::WriteOperations)
        ));
        assert!(matches!(
            parse("advisories --fetch"),
            Ok(Request::FetchAdvisories)
        ));
        assert!(matches!(parse("divisions"), Ok(Request::WriteDivisions)));
        assert!(matches!(
            parse("divisions --check"),
            Ok(Request::CheckDivisions)
        ));
        assert!(matches!(
            parse("words sign-core"),
            Ok(Request::Words(name)) if name == "sign-core"
        ));
    }

    #[test]
    fn mutants_of_one_crate_or_of_all_are_tried_in_parts_or_at_once() {
        assert!(matches!(parse("mutants"), Ok(Request::Mutants(None, None))));
        let Ok(Request::Mutants(Some(package), Some(part))) = parse("mutants sign-core --part 2/3")
        else {
            panic!("a crate and a part");
        };
        assert_eq!(
            (package.as_str(), part),
            ("sign-core", Part { number: 2, of: 3 })
        );
        for wrong in ["0/3", "4/3", "2", "/", "a/b"] {
            let message = parse(&format!("mutants --part {wrong}")).unwrap_err();
            assert!(message.contains(wrong), "{message}");
        }
    }

    #[test]
    fn fuzzing_takes_a_minute_for_each_target_by_default() {
        assert!(matches!(parse("fuzz"), Ok(Request::Fuzz(60))));
        assert!(matches!(parse("fuzz --seconds 5"), Ok(Request::Fuzz(5))));
        assert!(parse("fuzz --seconds soon").unwrap_err().contains("soon"));
    }

    #[test]
    fn help_names_every_job() {
        let text = parse("").unwrap_err();
        for job in JOBS {
            assert!(text.contains(job.name), "{}", job.name);
        }
        assert_eq!(parse("--help").unwrap_err(), text);
    }
}
