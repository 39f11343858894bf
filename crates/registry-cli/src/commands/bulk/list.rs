//! Reads a list, imports its valid rows into the ledger and reports the others.

use core::time::Duration;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::{Args, ValueEnum};
use enterprise_registry::Sensitivity;
use enterprise_registry::bulk::input::{
    self, ColumnChoice, Format, InputError, InputFile, InputOptions, Prepared, Preparer, Report,
    ReportBuilder, ValidRow,
};
use enterprise_registry::bulk::ledger::sqlite::SqliteLedger;
use enterprise_registry::bulk::ledger::{
    Found, InvalidRow, Key, Ledger as _, LedgerError, NewRow, Settings,
};
use enterprise_registry::bulk::products::BulkProduct;
use enterprise_registry::flow::path_text;
use serde::{Deserialize, Serialize};

use super::ledger_file::from_ledger_error;
use crate::error::CommandError;

/// Rows that go into the ledger in one commit.
const IMPORTED_AT_ONCE: usize = 5_000;

/// Rows that are looked up in the ledger at once.
pub(super) const FOUND_AT_ONCE: usize = 500;

/// A list, and how to read it.
#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// The list: CSV with any delimiter, TSV, JSON lines, one value a line, or XLSX; in UTF-8,
    /// UTF-16, GBK or GB 18030.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What to ask for each row: ent3f, entinfov2, entmark or entcopy.
    #[arg(long, value_name = "NAME", value_parser = product)]
    pub(super) product: BulkProduct,
    /// The column of a parameter, by its name or its number: name=企业名称, code=2. Columns with
    /// common names are found without this. Can be given several times.
    #[arg(long, value_name = "PARAMETER=COLUMN")]
    column: Vec<ColumnChoice>,
    /// The format of the list [default: recognised].
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ListFormat>,
    /// The encoding of the list, such as gbk [default: recognised].
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The sheet of a workbook [default: the first].
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Which personal data the ledger keeps: all, none, or the parameters to be kept, separated by
    /// commas. Personal parameters of a row are erased when it ends, unless they are kept. The
    /// replies of entinfov2 and entcopy are personal, so both need `--keep all`.
    #[arg(long, value_name = "FIELDS", value_parser = keep)]
    keep: Option<Keep>,
    /// Ask again for rows whose outcome in the ledger is older than this, such as 30d or 12h
    /// [default: an outcome never grows old].
    #[arg(long, value_name = "TIME", value_parser = age)]
    fresh_for: Option<Duration>,
}

/// The formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ListFormat {
    /// Cells between delimiters.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// One value a line.
    Text,
    /// A sheet of a workbook.
    Xlsx,
}

impl From<ListFormat> for Format {
    fn from(format: ListFormat) -> Self {
        match format {
            ListFormat::Csv => Self::Csv,
            ListFormat::Jsonl => Self::JsonLines,
            ListFormat::Text => Self::Text,
            ListFormat::Xlsx => Self::Xlsx,
        }
    }
}

fn product(name: &str) -> Result<BulkProduct, String> {
    BulkProduct::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = BulkProduct::ALL
            .iter()
            .map(|product| product.name())
            .collect();
        format!("must be one of {}", names.join(", "))
    })
}

/// The personal data that a ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Keep {
    All,
    None,
    Fields(Vec<String>),
}

fn keep(text: &str) -> Result<Keep, String> {
    match text {
        "all" => Ok(Keep::All),
        "none" => Ok(Keep::None),
        fields if fields.split(',').all(|field| !field.trim().is_empty()) => {
            let fields = fields.split(',').map(|field| field.trim().to_owned());
            Ok(Keep::Fields(fields.collect()))
        }
        _ => Err("must be all, none, or names of parameters such as name".to_owned()),
    }
}

impl Keep {
    fn keeps(&self, field: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Fields(fields) => fields.iter().any(|kept| kept == field),
        }
    }
}

/// Reads a time: a whole number of days (d), hours (h), minutes (m) or seconds (s).
fn age(text: &str) -> Result<Duration, String> {
    let wrong = || "must be a time such as 30d, 12h, 90m or 45s".to_owned();
    let (unit_at, unit) = text.char_indices().next_back().ok_or_else(wrong)?;
    let seconds: u64 = match unit {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return Err(wrong()),
    };
    let number = text.get(..unit_at).unwrap_or_default();
    let number: u64 = number.parse().map_err(|_| wrong())?;
    number
        .checked_mul(seconds)
        .map(Duration::from_secs)
        .ok_or_else(wrong)
}

/// What an export needs to know of a run, as the ledger holds it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ListSettings {
    pub(super) product: String,
    pub(super) file: PathBuf,
    /// The digest of the file, in hexadecimal.
    pub(super) digest: String,
    columns: Vec<(String, String)>,
    format: Option<ListFormat>,
    encoding: Option<String>,
    sheet: Option<String>,
}

impl ListSettings {
    pub(super) fn options(&self) -> InputOptions {
        let choice = |(parameter, column): &(String, String)| ColumnChoice {
            parameter: parameter.clone(),
            column: column.clone(),
        };
        InputOptions {
            format: self.format.map(Format::from),
            encoding: self.encoding.clone(),
            columns: self.columns.iter().map(choice).collect(),
            sheet: self.sheet.clone(),
            ..InputOptions::default()
        }
    }
}

/// What an import did.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct ImportCounts {
    pub(super) added: u64,
    /// Rows to be asked for again, because their outcome is too old.
    pub(super) refreshed: u64,
}

impl ListArguments {
    /// Refuses a product with personal replies unless they are to be kept.
    pub(super) fn check_keep(&self) -> Result<(), CommandError> {
        if self.product.has_personal_responses() && self.keep != Some(Keep::All) {
            let name = self.product.name();
            return Err(CommandError::invalid(format!(
                "the replies of {name} contain personal data, and the ledger keeps them"
            ))
            .with_parameter("keep")
            .not_sent()
            .with_remedy("agree to that with --keep all"));
        }
        Ok(())
    }

    /// The settings of a run over this list.
    pub(super) fn settings(&self) -> Result<(ListSettings, Settings), CommandError> {
        let (file, _) = self.open()?;
        let digest = file.form().digest;
        let path = std::path::absolute(&self.file);
        let columns = self.column.iter();
        let settings = ListSettings {
            product: self.product.name().to_owned(),
            file: path.unwrap_or_else(|_| self.file.clone()),
            digest: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            columns: columns
                .map(|choice| (choice.parameter.clone(), choice.column.clone()))
                .collect(),
            format: self.format,
            encoding: self.encoding.clone(),
            sheet: self.sheet.clone(),
        };
        let stored = Settings::new(&settings)
            .map_err(|invalid| CommandError::invalid(invalid.to_string()).not_sent())?;
        Ok((settings, stored))
    }

    fn open(&self) -> Result<(InputFile, Preparer), CommandError> {
        let options = InputOptions {
            format: self.format.map(Format::from),
            encoding: self.encoding.clone(),
            columns: self.column.clone(),
            sheet: self.sheet.clone(),
            ..InputOptions::default()
        };
        let failed = |error| unreadable(error, &self.file);
        let file = input::open(&self.file, &options).map_err(failed)?;
        let preparer = Preparer::new(self.product.target(), file.header(), &self.column);
        Ok((file, preparer.map_err(failed)?))
    }

    /// Checks all rows. With a ledger, counts the queries that it has.
    pub(super) async fn check(
        &self,
        ledger: Option<(&SqliteLedger, &Path)>,
    ) -> Result<Report, CommandError> {
        let failed = |error| unreadable(error, &self.file);
        let (mut file, preparer) = self.open()?;
        let mut builder = ReportBuilder::new(&file, &preparer);
        let mut known = 0;
        let mut keys = Vec::new();
        for row in &mut file {
            let prepared = preparer.prepare(&row.map_err(failed)?);
            builder.add(&prepared).map_err(failed)?;
            if let (Some((ledger, path)), Prepared::Valid(row)) = (ledger, &prepared) {
                keys.push(row.key);
                if keys.len() >= FOUND_AT_ONCE {
                    known += self.known(ledger, core::mem::take(&mut keys), path).await?;
                }
            }
        }
        if let Some((ledger, path)) = ledger {
            known += self.known(ledger, keys, path).await?;
        }
        let mut report = builder.finish(0).map_err(failed)?;
        // Duplicates of known rows are counted with those.
        report.known = known.min(report.valid.saturating_sub(report.duplicates));
        report.queries = report.queries.saturating_sub(report.known);
        Ok(report)
    }

    /// How many of these rows the ledger has, each once.
    async fn known(
        &self,
        ledger: &SqliteLedger,
        keys: Vec<Key>,
        path: &Path,
    ) -> Result<u64, CommandError> {
        let found = ledger.find(keys).await;
        let found = found.map_err(|error| from_ledger_error(error, path))?;
        let known = found.into_iter().flatten();
        let known = known.filter(|found| !self.is_stale(found)).count();
        Ok(u64::try_from(known).unwrap_or(u64::MAX))
    }

    fn is_stale(&self, found: &Found) -> bool {
        let Some(age) = self.fresh_for else {
            return false;
        };
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let changed = u64::try_from(found.record.changed.0).unwrap_or_default();
        let since = now.unwrap_or_default();
        since.saturating_sub(Duration::from_millis(changed)) > age
    }

    /// Adds the valid rows to a ledger. Rows that it has are not added again.
    pub(super) async fn import(
        &self,
        ledger: &SqliteLedger,
        path: &Path,
    ) -> Result<ImportCounts, CommandError> {
        let failed = |error: LedgerError| from_ledger_error(error, path);
        let (mut file, preparer) = self.open()?;
        let mut counts = ImportCounts::default();
        loop {
            let mut rows: Vec<NewRow> = Vec::new();
            for row in file.by_ref() {
                let row = row.map_err(|error| unreadable(error, &self.file))?;
                if let Prepared::Valid(row) = preparer.prepare(&row) {
                    rows.push(self.new_row(&row).map_err(|error| failed(error.into()))?);
                }
                if rows.len() >= IMPORTED_AT_ONCE {
                    break;
                }
            }
            if rows.is_empty() {
                return Ok(counts);
            }
            let imported = ledger.import(rows).await.map_err(failed)?;
            counts.added += imported.added;
            counts.refreshed += imported.refreshed;
        }
    }

    /// A row with its personal fields apart, unless they are kept.
    fn new_row(&self, row: &ValidRow) -> Result<NewRow, InvalidRow> {
        let spec = self.product.spec();
        let is_kept = |name: &str| {
            let param = spec.param(name);
            let is_open = param.is_some_and(|param| param.sensitivity == Sensitivity::Open);
            is_open || self.keep.as_ref().is_some_and(|keep| keep.keeps(name))
        };
        let fields = row.fields.iter();
        let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
        let (kept, personal): (Vec<_>, Vec<_>) = fields.partition(|(name, _)| is_kept(name));
        let new = NewRow::new(row.key, row.operation, kept)?.with_personal(personal)?;
        Ok(match self.fresh_for {
            Some(age) => new.with_fresh_for(age),
            None => new,
        })
    }
}

pub(super) fn unreadable(error: impl Into<InputError>, path: &Path) -> CommandError {
    let error = error.into();
    let failure = CommandError::invalid(error.to_string()).not_sent();
    match &error {
        InputError::Io(cause) => failure.with_cause(format!("{}: {cause}", path_text(path))),
        _ => failure.with_cause(format!("the list is {}", path_text(path))),
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{Keep, age, keep};

    #[test]
    fn ages_have_a_unit() {
        assert_eq!(age("30d"), Ok(Duration::from_secs(2_592_000)));
        assert_eq!(age("12h"), Ok(Duration::from_secs(43_200)));
        assert_eq!(age("90m"), Ok(Duration::from_secs(5_400)));
        for wrong in [
            "",
            "d",
            "30",
            "-1d",
            "1.5h",
            "30日",
            "99999999999999999999d",
        ] {
            assert!(age(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_kept_is_all_none_or_fields() {
        assert_eq!(keep("all"), Ok(Keep::All));
        assert_eq!(keep("none"), Ok(Keep::None));
        let fields = ["name", "ent_name"].map(str::to_owned).to_vec();
        assert_eq!(keep("name, ent_name"), Ok(Keep::Fields(fields)));
        assert!(keep("name,").is_err());
    }
}
