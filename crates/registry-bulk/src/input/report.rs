//! Reports what an offline check of a list has found.

use core::fmt;
use std::collections::BTreeMap;

use serde::Serialize;

use super::duplicates::DuplicateFinder;
use super::error::InputError;
use super::file::InputFile;
use super::prepare::{Prepared, Preparer};
use super::row::{Change, ChangeKind, Problem, ProblemKind};

/// The most problems, changes, duplicates and doubts that a report lists each.
pub const MOST_LISTED: usize = 20;

/// A change and its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineChange {
    /// The line.
    pub line: u64,
    /// The change.
    #[serde(flatten)]
    pub change: Change,
}

/// A row that repeats an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LineDuplicate {
    /// The line.
    pub line: u64,
    /// The line of the first.
    pub first: u64,
}

/// What to look at in a row before paying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineDoubt {
    /// The line.
    pub line: u64,
    /// The doubt, without the value.
    pub doubt: String,
}

/// What an offline check of a list has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The operation.
    pub operation: &'static str,
    /// What was recognised of the file, in words.
    pub form: String,
    /// The encoding, if the file is a text.
    pub encoding: Option<&'static str>,
    /// Parameters and the names of their columns.
    pub columns: Vec<(String, String)>,
    /// All rows behind the header.
    pub rows: u64,
    /// Rows that may be sent, duplicates included.
    pub valid: u64,
    /// Rows that are not sent.
    pub invalid: u64,
    /// Blank rows.
    pub empty: u64,
    /// Valid rows that repeat an earlier one.
    pub duplicates: u64,
    /// Valid rows whose query a ledger has already, duplicates left out.
    pub known: u64,
    /// The queries to be sent: valid rows without duplicates and known ones.
    pub queries: u64,
    /// Whether each query is paid. Further pages of a list are paid too and are not counted.
    pub is_billed: bool,
    /// The balance of the product, if it was asked for.
    pub balance: Option<u64>,
    /// Invalid rows by kind.
    pub by_problem: BTreeMap<ProblemKind, u64>,
    /// Values that were changed.
    pub changed: u64,
    /// Changed values by kind.
    pub by_change: BTreeMap<ChangeKind, u64>,
    /// Rows with doubts.
    pub doubtful: u64,
    /// The first problems.
    pub first_problems: Vec<Problem>,
    /// The first changes.
    pub first_changes: Vec<LineChange>,
    /// The first duplicates.
    pub first_duplicates: Vec<LineDuplicate>,
    /// The first doubts.
    pub first_doubts: Vec<LineDoubt>,
}

/// Builds a [`Report`] row by row.
#[derive(Debug)]
pub struct ReportBuilder {
    report: Report,
    finder: DuplicateFinder,
}

impl ReportBuilder {
    /// No rows yet.
    #[must_use]
    pub fn new(file: &InputFile, preparer: &Preparer) -> Self {
        let columns = preparer.columns();
        let spec = preparer.target().spec();
        Self {
            report: Report {
                operation: spec.name,
                form: file.form().to_string(),
                encoding: file.form().encoding,
                columns: columns
                    .map(|(name, column)| (name.into(), column.into()))
                    .collect(),
                rows: 0,
                valid: 0,
                invalid: 0,
                empty: 0,
                duplicates: 0,
                known: 0,
                queries: 0,
                is_billed: spec.billed,
                balance: None,
                by_problem: BTreeMap::new(),
                changed: 0,
                by_change: BTreeMap::new(),
                doubtful: 0,
                first_problems: Vec::new(),
                first_changes: Vec::new(),
                first_duplicates: Vec::new(),
                first_doubts: Vec::new(),
            },
            finder: DuplicateFinder::new(),
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// The temporary file of the duplicates cannot be written.
    pub fn add(&mut self, prepared: &Prepared) -> Result<(), InputError> {
        let report = &mut self.report;
        report.rows += 1;
        match prepared {
            Prepared::Empty => report.empty += 1,
            Prepared::Invalid(problem) => {
                report.invalid += 1;
                *report.by_problem.entry(problem.kind).or_default() += 1;
                push(&mut report.first_problems, || problem.clone());
            }
            Prepared::Valid(row) => {
                report.valid += 1;
                self.finder.add(row.key, row.line)?;
                for change in &row.changes {
                    report.changed += 1;
                    for kind in &change.kinds {
                        *report.by_change.entry(*kind).or_default() += 1;
                    }
                    push(&mut report.first_changes, || LineChange {
                        line: row.line,
                        change: change.clone(),
                    });
                }
                report.doubtful += u64::from(!row.doubts.is_empty());
                for doubt in &row.doubts {
                    push(&mut report.first_doubts, || LineDoubt {
                        line: row.line,
                        doubt: doubt.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The report, with so many queries that a ledger has already.
    ///
    /// # Errors
    ///
    /// The temporary file of the duplicates cannot be read.
    pub fn finish(self, known: u64) -> Result<Report, InputError> {
        let mut report = self.report;
        let mut duplicates = self.finder.finish()?;
        report.duplicates = duplicates.count();
        report.known = known;
        let queries = report.valid.saturating_sub(report.duplicates);
        report.queries = queries.saturating_sub(known);
        while report.first_duplicates.len() < MOST_LISTED
            && let Some((line, first)) = duplicates.take_next()?
        {
            report.first_duplicates.push(LineDuplicate { line, first });
        }
        Ok(report)
    }
}

fn push<T>(list: &mut Vec<T>, value: impl FnOnce() -> T) {
    if list.len() < MOST_LISTED {
        list.push(value());
    }
}

/// Checks all rows of a file offline.
///
/// # Errors
///
/// The file cannot be read to its end.
pub fn check(file: &mut InputFile, preparer: &Preparer) -> Result<Report, InputError> {
    let mut builder = ReportBuilder::new(file, preparer);
    for row in file {
        builder.add(&preparer.prepare(&row?))?;
    }
    builder.finish(0)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "file: {}", self.form)?;
        let columns = self.columns.iter();
        let columns: Vec<String> = columns
            .map(|(name, column)| format!("{name} = {column}"))
            .collect();
        writeln!(f, "columns: {}", columns.join(", "))?;
        write!(f, "rows: {}", Number(self.rows))?;
        for (count, what) in [
            (self.invalid, "invalid"),
            (self.empty, "empty"),
            (self.duplicates, "duplicates"),
            (self.known, "in the ledger already"),
        ] {
            if count > 0 {
                write!(f, ", {} {what}", Number(count))?;
            }
        }
        writeln!(f, ", {} to be sent", Number(self.queries))?;
        list(
            f,
            "invalid",
            self.invalid,
            &self.by_problem,
            ProblemKind::as_str,
        )?;
        lines(f, &self.first_problems, self.invalid)?;
        list(
            f,
            "changed",
            self.changed,
            &self.by_change,
            ChangeKind::as_str,
        )?;
        lines(f, &self.first_changes, self.changed)?;
        list::<ChangeKind>(
            f,
            "duplicates",
            self.duplicates,
            &BTreeMap::new(),
            ChangeKind::as_str,
        )?;
        lines(f, &self.first_duplicates, self.duplicates)?;
        list::<ChangeKind>(
            f,
            "to look at",
            self.doubtful,
            &BTreeMap::new(),
            ChangeKind::as_str,
        )?;
        lines(f, &self.first_doubts, self.doubtful)?;
        let paid = if self.is_billed {
            "paid queries"
        } else {
            "queries, free of charge"
        };
        write!(
            f,
            "cost: {} {paid} of {}",
            Number(self.queries),
            self.operation
        )?;
        match self.balance {
            Some(balance) if balance < self.queries && self.is_billed => write!(
                f,
                "; the balance is {}: {} too few",
                Number(balance),
                Number(self.queries - balance)
            ),
            Some(balance) => write!(f, "; the balance is {}", Number(balance)),
            None => Ok(()),
        }
    }
}

/// Writes a count, and how it divides by kind.
fn list<K>(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    count: u64,
    kinds: &BTreeMap<K, u64>,
    name: impl Fn(K) -> &'static str,
) -> fmt::Result
where
    K: Copy,
{
    if count == 0 {
        return Ok(());
    }
    write!(f, "{what}: {}", Number(count))?;
    let kinds = kinds.iter();
    let kinds: Vec<String> = kinds
        .map(|(kind, count)| format!("{} {}", Number(*count), name(*kind).replace('_', " ")))
        .collect();
    if !kinds.is_empty() {
        write!(f, " ({})", kinds.join(", "))?;
    }
    writeln!(f)
}

fn lines<T: fmt::Display>(f: &mut fmt::Formatter<'_>, first: &[T], count: u64) -> fmt::Result {
    for one in first {
        writeln!(f, "  {one}")?;
    }
    match count.saturating_sub(u64::try_from(first.len()).unwrap_or(u64::MAX)) {
        0 => Ok(()),
        more => writeln!(f, "  and {} more", Number(more)),
    }
}

impl fmt::Display for LineChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Change {
            parameter,
            from,
            to,
            kinds,
        } = &self.change;
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let kinds = kinds.join(", ").replace('_', " ");
        write!(
            f,
            "line {}, {parameter}: {from:?} is sent as {to:?} ({kinds})",
            self.line
        )
    }
}

impl fmt::Display for LineDuplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} repeats line {}", self.line, self.first)
    }
}

impl fmt::Display for LineDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.doubt)
    }
}

/// A number with a comma between thousands.
pub(crate) struct Number(pub(crate) u64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}
