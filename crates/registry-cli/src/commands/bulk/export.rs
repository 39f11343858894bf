//! `entreg bulk export`: writes the results beside the columns of the list.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use enterprise_registry::bulk::export::{ExportError, ExportFormat, Exporter, JoinedRows};
use enterprise_registry::bulk::ledger::Ledger as _;
use enterprise_registry::bulk::ledger::sqlite::SqliteLedger;
use enterprise_registry::bulk::products::BulkProduct;
use enterprise_registry::bulk::summary::Summary;
use enterprise_registry::flow::{path_text, private_file};

use super::joined::JoinedList;
use super::ledger_file::{self, from_ledger_error};
use super::list::ListSettings;
use crate::error::{CommandError, Kind};
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::verdict::Verdict;

/// Write the results of a run: the columns of the list, what became of each row, and the columns of
/// the product, in the order of the list. Nothing is sent.
///
/// Invalid rows, duplicates and rows whose outcome is unknown are there too, marked. A summary goes
/// to stdout.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The ledger.
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// The file to be written, which must not exist; its extension chooses the format: .csv, .jsonl
    /// or .xlsx. Without it, only the summary is shown.
    #[arg(value_name = "FILE")]
    to: Option<PathBuf>,
    /// The format: csv, excel (CSV for a spreadsheet), jsonl or xlsx [default: by the extension].
    #[arg(long = "as", value_name = "FORMAT", requires = "to")]
    format: Option<ExportFormat>,
    /// The list, if it was moved.
    #[arg(long, value_name = "FILE")]
    list: Option<PathBuf>,
    /// The run, counted from 1, if the ledger has several [default: the last].
    #[arg(long, value_name = "NUMBER")]
    run: Option<usize>,
    /// Draw the summary as an SVG picture into this new file.
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let path = &arguments.ledger;
    let ledger = ledger_file::open(path)?;
    let settings = settings(&ledger, path, arguments.run).await?;
    let product = BulkProduct::from_name(&settings.product).ok_or_else(|| {
        CommandError::invalid(format!(
            "the run is of {}, which this version does not know",
            settings.product
        ))
        .not_sent()
    })?;
    let list = JoinedList {
        ledger: &ledger,
        ledger_path: path,
        product,
        file: arguments.list.as_ref().unwrap_or(&settings.file),
        settings: &settings,
    };
    let summary = match &arguments.to {
        None => summary(&list).await?,
        Some(to) => {
            let format = match arguments.format {
                Some(format) => format,
                None => by_extension(to, global.excel)?,
            };
            let rows = list.open()?;
            let file = create(to)?;
            let written = write(&list, rows, file, to, format).await;
            if written.is_err() {
                // An incomplete file would pass for the whole.
                let _left = fs::remove_file(to);
            }
            written?
        }
    };
    if let Some(picture) = &arguments.picture {
        let drawn = summary.to_svg(product.name());
        let mut file = create(picture)?;
        let written = file.write_all(drawn.as_bytes());
        written.map_err(|error| unwritten(picture, &error.to_string()))?;
    }
    show(global.output, &summary)?;
    Ok(Verdict::Yes)
}

/// Prints a summary.
pub(super) fn show(format: Format, summary: &Summary) -> Result<(), CommandError> {
    match format {
        Format::Table => output::text(&format!("{summary}\n")),
        Format::Json | Format::Csv => output::value(format, summary),
    }
}

/// Counts what became of a list.
pub(super) async fn summary(list: &JoinedList<'_>) -> Result<Summary, CommandError> {
    let mut summary = Summary::default();
    let rows = list.open()?;
    list.for_each(rows, |joined, outcome| {
        summary.add(joined, outcome);
        Ok(())
    })
    .await?;
    Ok(summary)
}

/// Writes all rows into a file that was made for them.
async fn write(
    list: &JoinedList<'_>,
    rows: JoinedRows,
    file: fs::File,
    to: &Path,
    format: ExportFormat,
) -> Result<Summary, CommandError> {
    let failed = |error: ExportError| unwritten(to, &error.to_string());
    let file = BufWriter::new(file);
    let mut exporter =
        Exporter::new(format, file, rows.header(), list.product.columns()).map_err(failed)?;
    let mut summary = Summary::default();
    list.for_each(rows, |joined, outcome| {
        summary.add(joined, outcome);
        exporter.write(joined, outcome).map(drop).map_err(failed)
    })
    .await?;
    let file = exporter.finish().map_err(failed)?;
    let synced = file.into_inner().map_err(|error| error.into_error());
    synced
        .and_then(|file| file.sync_all())
        .map_err(|error| unwritten(to, &error.to_string()))?;
    Ok(summary)
}

/// Creates a file that only its owner can read: results may be personal.
fn create(path: &Path) -> Result<fs::File, CommandError> {
    private_file().create_new(true).open(path).map_err(|error| {
        unwritten(path, &error.to_string()).with_remedy("choose a new file in a folder that exists")
    })
}

fn unwritten(path: &Path, cause: &str) -> CommandError {
    CommandError::new(Kind::Output, format!("cannot write {}", path_text(path)))
        .with_cause(cause)
        .with_remedy("make room or choose another file; the results stay in the ledger")
}

fn by_extension(path: &Path, excel: bool) -> Result<ExportFormat, CommandError> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("csv") if excel => Ok(ExportFormat::CsvForExcel),
        Some("csv") => Ok(ExportFormat::Csv),
        Some("jsonl" | "ndjson") => Ok(ExportFormat::JsonLines),
        Some("xlsx") => Ok(ExportFormat::Xlsx),
        _ => Err(
            CommandError::invalid("the extension of the file names no format")
                .not_sent()
                .with_remedy("use .csv, .jsonl or .xlsx, or name the format with --as"),
        ),
    }
}

/// The settings of a run of the ledger.
async fn settings(
    ledger: &SqliteLedger,
    path: &Path,
    number: Option<usize>,
) -> Result<ListSettings, CommandError> {
    let runs = ledger.runs().await;
    let runs = runs.map_err(|error| from_ledger_error(error, path))?;
    let run = match number {
        None => runs.last(),
        Some(number) => number.checked_sub(1).and_then(|at| runs.get(at)),
    };
    let run = run.ok_or_else(|| {
        CommandError::invalid(format!("the ledger has {} runs", runs.len()))
            .with_parameter("run")
            .not_sent()
            .with_remedy("name one of them with --run NUMBER, or none for the last")
    })?;
    run.settings.read().map_err(|error| {
        CommandError::invalid("the settings of the run cannot be read")
            .with_cause(error.to_string())
            .with_remedy("use the version of entreg that wrote the ledger")
    })
}
