//! What did the command line ask for?

use std::fmt::Write as _;

use crate::jobs::{JOBS, Job};

/// One understood command line.
#[derive(Debug)]
pub(crate) enum Request {
    Help,
    /// Run these checks, in this order.
    Check(Vec<&'static Job>),
    WriteOperations,
    WriteDivisions,
    CheckDivisions,
    FetchAdvisories,
    /// Record fixtures; the words say which.
    RecordFixtures(Vec<String>),
    /// Run every fuzz target for so many seconds.
    Fuzz(u32),
    /// Try the mutants of this crate, or of all that are looked at; all of them, or a part.
    Mutants(Option<String>, Option<Part>),
}

/// One of some equal parts of what there is to do, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) of: u32,
}

impl Part {
    /// `2/3`: the second of three.
    fn parse(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/');
        let numbers =
            numbers.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err(format!("`{text}` is no part; the second of three is 2/3")),
        }
    }
}

impl Request {
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] | ["help" | "--help" | "-h"] => Ok(Self::Help),
            ["ci"] => Ok(Self::Check(JOBS.iter().collect())),
            ["ci", names @ ..] => names
                .iter()
                .map(|name| find(name))
                .collect::<Result<_, _>>()
                .map(Self::Check),
            ["operations", "--write"] => Ok(Self::WriteOperations),
            ["fixtures", "record", rest @ ..] => Ok(Self::RecordFixtures(
                rest.iter().map(|&word| word.to_owned()).collect(),
            )),
            ["advisories", "--fetch"] => Ok(Self::FetchAdvisories),
            ["fuzz"] => Ok(Self::Fuzz(60)),
            ["fuzz", "--seconds", seconds] => seconds
                .parse()
                .map(Self::Fuzz)
                .map_err(|_| format!("`{seconds}` is no number of seconds")),
            ["mutants"] => Ok(Self::Mutants(None, None)),
            ["mutants", "--part", part] => Ok(Self::Mutants(None, Some(Part::parse(part)?))),
            ["mutants", package] => Ok(Self::Mutants(Some((*package).to_owned()), None)),
            ["mutants", package, "--part", part] => Ok(Self::Mutants(
                Some((*package).to_owned()),
                Some(Part::parse(part)?),
            )),
            ["mutants", rest @ ..] => Err(format!(
                "`mutants` does not take `{}`; it takes nothing, a crate, --part N/M, or both",
                rest.join(" ")
            )),
            ["divisions"] => Ok(Self::WriteDivisions),
            ["divisions", "--check"] => Ok(Self::CheckDivisions),
            ["fuzz", rest @ ..] => Err(format!(
                "`fuzz` does not take `{}`; it takes nothing, or --seconds N",
                rest.join(" ")
            )),
            [name] => find(name).map(|job| Self::Check(vec![job])),
            ["divisions", rest @ ..] => Err(format!(
                "`divisions` does not take `{}`; it takes nothing, or --check",
                rest.join(" ")
            )),
            [name, rest @ ..] => {
                let job = find(name)?;
                Err(format!(
                    "`{}` does not take `{}`; several jobs at once: cargo xtask ci <job>...",
                    job.name,
                    rest.join(" ")
                ))
            }
        }
    }
}

fn find(name: &str) -> Result<&'static Job, String> {
    if let Some(job) = JOBS.iter().find(|job| job.name == name) {
        return Ok(job);
    }
    let mut message = format!("no job is named `{name}`");
    if let Some(near) = nearest(name) {
        let _ = write!(message, "; the nearest is `{near}`");
    }
    let all: Vec<&str> = known().collect();
    let _ = write!(message, "\njobs: {}", all.join(", "));
    Err(message)
}

/// Every word that may follow `cargo xtask`.
fn known() -> impl Iterator<Item = &'static str> {
    JOBS.iter()
        .map(|job| job.name)
        .chain(["ci", "divisions", "fuzz", "help", "mutants"])
}

/// The known word that takes the fewest edits, where that is few enough to be a slip.
fn nearest(name: &str) -> Option<&'static str> {
    known()
        .map(|word| (edits(name, word), word))
        .filter(|&(distance, word)| distance <= word.len().div_ceil(3))
        .min()
        .map(|(_, word)| word)
}

/// Levenshtein distance, row by row.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut left = i + 1;
        let mut diagonal = i;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (b, &above) in to.chars().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(a != b))
                .min(above + 1)
                .min(left + 1);
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The text of `cargo xtask help`.
pub(crate) fn help() -> String {
    let mut text = String::from(
        "Every check and every generated file of this workspace.\n\n\
         cargo xtask ci              all checks; all run, even when one fails\n\
         cargo xtask ci <job>...     some of them\n\
         cargo xtask <job>           one of them\n\nChecks, in the order `ci` runs them:\n",
    );
    for job in JOBS {
        let _ = writeln!(text, "  {:<11} {}", job.name, job.what);
    }
    text.push_str(
        "\nNot part of ci:\n\
         \x20 operations --write    write the operation tables of the vendor crates\n\
         \x20 advisories --fetch    fetch the advisory database (network), then check against it\n\
         \x20 fuzz [--seconds N]    feed anything to what reads input, a minute for each target\n\
         \x20 mutants [CRATE]       change the code of signatures, retries and money; tests must notice\n\
         \x20   [--part N/M]        one of M parts of that, for as many machines\n\
         \x20 fixtures record       record answers of the host of IDCODE_BASE_URL and IHUYI_BASE_URL,\n\
         \x20                       masked: free calls that change nothing, unless one is named\n\
         \x20 divisions             make the table of divisions anew (npm registry, PyPI)\n\
         \x20 divisions --check     make it anew, compare, and hold it against every list (npm registry, PyPI)\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Request::parse(&words)
    }

    fn names(line: &str) -> Vec<&'static str> {
        match parse(line) {
            Ok(Request::Check(jobs)) => jobs.iter().map(|job| job.name).collect(),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn ci_alone_means_every_job() {
        assert_eq!(names("ci").len(), JOBS.len());
    }

    #[test]
    fn a_job_is_found_with_and_without_ci() {
        assert_eq!(names("layers"), ["layers"]);
        assert_eq!(names("ci layers fmt"), ["layers", "fmt"]);
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_job_and_the_list_of_all() {
        let message = parse("ci clipy").unwrap_err();
        assert!(message.contains("the nearest is `clippy`"), "{message}");
        for job in JOBS {
            assert!(message.contains(job.name), "{message}");
        }
    }

    #[test]
    fn what_is_to_be_recorded_is_passed_on() {
        match parse("fixtures record --unit i.86.110108.52 306") {
            Ok(Request::RecordFixtures(words)) => {
                assert_eq!(words, ["--unit", "i.86.110108.52", "306"]);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(names("fixtures"), ["fixtures"]);
    }

    #[test]
    fn a_word_like_no_job_gets_no_guess() {
        let message = parse("supercalifragilistic").unwrap_err();
        assert!(!message.contains("nearest"), "{message}");
    }

    #[test]
    fn an_option_that_a_job_does_not_know_is_refused() {
        assert!(parse("fmt --write").unwrap_err().contains("--write"));
        assert!(parse("divisions --chek").unwrap_err().contains("--check"));
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
        assert!(matches!(
            parse("mutants --part 3/3"),
            Ok(Request::Mutants(None, Some(Part { number: 3, of: 3 })))
        ));
        for wrong in ["0/3", "4/3", "2", "/", "a/b"] {
            let message = parse(&format!("mutants --part {wrong}")).unwrap_err();
            assert!(message.contains(wrong), "{message}");
        }
        assert!(parse("mutants a b").unwrap_err().contains("`a b`"));
    }

    #[test]
    fn fuzzing_takes_a_minute_for_each_target_unless_told_otherwise() {
        assert!(matches!(parse("fuzz"), Ok(Request::Fuzz(60))));
        assert!(matches!(parse("fuzz --seconds 5"), Ok(Request::Fuzz(5))));
        assert!(parse("fuzz --seconds soon").unwrap_err().contains("soon"));
        assert!(parse("fuzz 5").unwrap_err().contains("--seconds"));
    }

    #[test]
    fn help_names_every_job() {
        let text = help();
        for job in JOBS {
            assert!(text.contains(job.what), "{}", job.name);
        }
    }

    #[test]
    fn edits_counts_insertions_deletions_and_changes() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("abc", ""), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
