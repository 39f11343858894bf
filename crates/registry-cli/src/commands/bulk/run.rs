//! `entreg bulk run`: sends the rows of a list that were never sent.

use core::time::Duration;
use std::path::{Path, PathBuf};

use clap::Args;
use enterprise_registry::Vendor as _;
use enterprise_registry::bulk::input::Report;
use enterprise_registry::bulk::ledger::sqlite::SqliteLedger;
use enterprise_registry::bulk::ledger::{Ledger as _, LedgerError, Rate, Status};
use enterprise_registry::bulk::products::BulkProduct;
use enterprise_registry::bulk::runner::{
    self, RunEnd, RunError, RunErrorCause, RunOptions, StopSwitch,
};
use enterprise_registry::bulk::summary::Summary;
use enterprise_registry::flow::path_text;
use enterprise_registry::ihuyi::Ihuyi;
use serde::Serialize;

use super::export;
use super::joined::JoinedList;
use super::ledger_file::{self, from_ledger_error};
use super::list::ListArguments;
use super::progress::Progress;
use super::status::StatusReport;
use crate::config::CallsPerSecond;
use crate::error::{CommandError, Kind};
use crate::format::Format;
use crate::global_options::Global;
use crate::interruption::{self, Interruption};
use crate::notice;
use crate::output;
use crate::paid_calls;
use crate::session::Session;
use crate::verdict::Verdict;

/// The window of --max-spend-a-day.
const DAY: Duration = Duration::from_secs(86_400);

/// Send the rows of a list, each once. Each row costs a query; of entmark and entcopy, each page.
///
/// Every row is checked offline first; invalid rows are reported and not sent. Values are cleaned
/// where that is unambiguous. Rows that occur twice, or that the ledger has from an earlier run,
/// are paid once. Ctrl-C lets the calls in flight end; the same command continues. The exit code
/// is 0 once every valid row has ended, whatever the vendor replied; 4 if the outcome of a row is
/// unknown.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    list: ListArguments,
    /// The ledger [default: FILE with the extension .ledger].
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Check the list and show the cost and the balance; send nothing that costs.
    #[arg(long)]
    dry_run: bool,
    /// The most queries to spend over all runs of this ledger [default: the limit of the last run
    /// that gave one].
    #[arg(long, value_name = "N")]
    max_spend: Option<u64>,
    /// The most queries to spend a day, over all runs of this ledger; days begin at midnight in
    /// China. A run waits for the next day.
    #[arg(long, value_name = "N")]
    max_spend_a_day: Option<u64>,
    /// Calls at once.
    #[arg(long, value_name = "N", default_value = "16", value_parser = clap::value_parser!(u16).range(1..=512))]
    workers: u16,
    /// The most calls a second of all workers of this ledger together [default: `calls_per_second`
    /// of the profile].
    #[arg(long, value_name = "CALLS")]
    rate: Option<CallsPerSecond>,
    /// How long to go on trying while nothing gets through.
    #[arg(long, value_name = "SECONDS", default_value = "600")]
    patience: u64,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let list = &arguments.list;
    let about =
        |failure: CommandError| failure.with_operation(Ihuyi::NAME, list.product.spec().name);
    let path = match &arguments.ledger {
        Some(path) => path.clone(),
        None => ledger_file::beside(&list.file),
    };
    list.check_keep().map_err(about)?;
    if arguments.dry_run {
        return dry_run(global, arguments, &path).await.map_err(about);
    }
    let (settings, stored) = list.settings().map_err(about)?;
    let report = list.check(None).await.map_err(about)?;
    report
        .to_string()
        .lines()
        .for_each(|line| notice::say(global, line));
    if report.queries == 0 {
        return Err(about(no_valid_row(&report)));
    }
    let session = Session::open(global).await?;
    let client = session.ledger_client::<Ihuyi>()?;
    let ledger = ledger_file::open_or_create(&path)?;
    let failed = |error| about(from_ledger_error(error, &path));
    let imported = list.import(&ledger, &path).await.map_err(about)?;
    ledger.begin_run(stored).await.map_err(failed)?;
    set_limits(&ledger, arguments, &session)
        .await
        .map_err(failed)?;
    notice::say(
        global,
        &format!(
            "ledger: {}; rows new to it: {}, to be asked for again: {}",
            path_text(&path),
            imported.added,
            imported.refreshed
        ),
    );
    let mut options = RunOptions::default();
    options.at_once = usize::from(arguments.workers);
    options.patience = Duration::from_secs(arguments.patience);
    let name = format!("entreg {}", std::process::id());
    let worker = ledger.join(&name).await.map_err(failed)?;
    let stop = StopSwitch::new();
    let mut interruption = Interruption::new(global)?;
    let progress = Progress::new(global);
    let work = async {
        tokio::select! {
            biased;
            ended = runner::run(&ledger, worker, &client, &options, &stop) => ended,
            never = progress.watch(&ledger) => match never {},
        }
    };
    let ended = interruption
        .wait_for_with_notice(work, || stop.stop())
        .await;
    progress.clear();
    let ended = ended.ok_or_else(|| about(unknown_rows(interruption::broken_off(), &path)))?;
    let ended = ended.map_err(|error| about(from_run_error(global, list.product, error, &path)))?;
    let joined = JoinedList {
        ledger: &ledger,
        ledger_path: &path,
        product: list.product,
        file: &list.file,
        settings: &settings,
    };
    report_end(global, &joined, ended).await.map_err(about)
}

/// Sets what all runs and workers of the ledger share.
async fn set_limits(
    ledger: &SqliteLedger,
    arguments: &Arguments,
    session: &Session,
) -> Result<(), LedgerError> {
    if arguments.max_spend.is_some() {
        ledger.set_limit(arguments.max_spend).await?;
    }
    if let Some(queries) = arguments.max_spend_a_day {
        ledger.set_window(Some((queries, DAY))).await?;
    }
    let configured = session.rate::<Ihuyi>();
    let rate = arguments.rate.map_or(configured, CallsPerSecond::limit);
    if let Some(pause) = rate.pause() {
        ledger.set_rate(Some(Rate::every(pause))).await?;
    }
    Ok(())
}

fn no_valid_row(report: &Report) -> CommandError {
    let failure = match report.rows {
        0 => CommandError::invalid("the list has no rows"),
        rows => CommandError::invalid(format!("none of the {rows} rows of the list is valid")),
    };
    failure
        .not_sent()
        .with_remedy("correct the list; --dry-run names its errors")
}

/// What a run would do.
#[derive(Serialize)]
struct Preview<'a> {
    ledger: String,
    #[serde(flatten)]
    report: &'a Report,
}

async fn dry_run(
    global: &Global,
    arguments: &Arguments,
    path: &Path,
) -> Result<Verdict, CommandError> {
    let list = &arguments.list;
    let ledger = match path.exists() {
        true => Some(ledger_file::open(path)?),
        false => None,
    };
    let known_by = ledger.as_ref().map(|ledger| (ledger, path));
    let mut report = list.check(known_by).await?;
    let session = Session::open(global).await?;
    report.balance = match session.client::<Ihuyi>() {
        Ok(client) => paid_calls::balance(&client, &list.product.spec()).await,
        Err(missing) => {
            notice::say(global, &format!("note: {}", missing.summary()));
            None
        }
    };
    if global.output == Format::Table {
        output::text(&format!("{report}\n"))?;
    } else {
        let preview = Preview {
            ledger: path_text(path),
            report: &report,
        };
        output::value(global.output, &preview)?;
    }
    Ok(Verdict::Yes)
}

/// The result of a run.
#[derive(Serialize)]
struct RunReport<'a> {
    /// `complete`, `stopped` or `over_budget`.
    ended: &'static str,
    ledger: String,
    summary: &'a Summary,
    status: StatusReport,
}

async fn report_end(
    global: &Global,
    joined: &JoinedList<'_>,
    ended: RunEnd,
) -> Result<Verdict, CommandError> {
    let path = joined.ledger_path;
    let status = joined.ledger.status().await;
    let status = status.map_err(|error| from_ledger_error(error, path))?;
    let summary = export::summary(joined).await?;
    if global.output == Format::Table {
        export::show(global.output, &summary)?;
    } else {
        let report = RunReport {
            ended: match ended {
                RunEnd::Complete => "complete",
                RunEnd::Stopped => "stopped",
                RunEnd::OverBudget => "over_budget",
            },
            ledger: path_text(path),
            summary: &summary,
            status: StatusReport::new(&status),
        };
        output::value(global.output, &report)?;
    }
    match failure(ended, &status, path) {
        Some(failure) => Err(failure),
        None => Ok(Verdict::Yes),
    }
}

fn failure(ended: RunEnd, status: &Status, path: &Path) -> Option<CommandError> {
    let counts = status.counts;
    let open = counts.pending + counts.claimed + counts.sending;
    let stopped = |message: &str| CommandError::new(Kind::Stopped, message);
    let failure = match ended {
        RunEnd::OverBudget => stopped("the budget of the ledger is used up").with_remedy(
            "raise it with --max-spend, which counts all runs of the ledger, and run it again",
        ),
        RunEnd::Stopped if open > 0 => stopped("stopped before the last row was sent")
            .with_remedy("run the same command again: it continues with the rows that are left"),
        RunEnd::Complete if open > 0 => stopped("some rows are with other workers")
            .with_remedy("wait for them; if their process has ended, run the same command again"),
        _ if counts.unknown > 0 => {
            let failure = CommandError::new(
                Kind::Transport,
                format!("the outcome of {} rows is unknown", counts.unknown),
            );
            return Some(unknown_rows(failure, path));
        }
        _ => return None,
    };
    Some(failure)
}

/// An error after which rows may have been sent without a known outcome.
fn unknown_rows(failure: CommandError, path: &Path) -> CommandError {
    failure.with_unknown_outcome(true).with_remedy(format!(
        "they are not sent again by themselves; decide with `entreg bulk resolve {}`",
        path_text(path)
    ))
}

fn from_run_error(
    global: &Global,
    product: BulkProduct,
    error: RunError,
    path: &Path,
) -> CommandError {
    for unrecorded in error.unrecorded() {
        let about = format!("{}-{}", Ihuyi::NAME, product.spec().name);
        global.record.note_unsaved(&about, unrecorded.body.clone());
    }
    match error.into_cause() {
        RunErrorCause::Ledger(error) => from_ledger_error(error, path),
        RunErrorCause::Call(error) => CommandError::from(*error)
            .with_further_remedy("then run the same command again: it continues"),
        cause => CommandError::invalid(cause.to_string()),
    }
}
