//! `entreg bulk resolve`: decides about rows whose outcome is unknown.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use enterprise_registry::bulk::ledger::machine::{Sender, State, TransitionError};
use enterprise_registry::bulk::ledger::sqlite::SqliteLedger;
use enterprise_registry::bulk::ledger::{
    Charge, Decision, Ledger as _, LedgerError, Next, Record, RowId,
};
use serde::Serialize;

use super::ledger_file::{self, from_ledger_error};
use crate::error::CommandError;
use crate::global_options::Global;
use crate::output;
use crate::verdict::Verdict;

/// Rows that are read at once.
const READ_AT_ONCE: u32 = 1_000;

/// List the rows whose outcome is unknown, or decide about them. Nothing is sent.
///
/// Such a row may have been sent, and may be charged. Without a decision it is listed; compare the
/// balance, or the vendor's own list, and decide with --charged and --then. Each decision is
/// recorded with its possible cost and with who decided.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The ledger.
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// Decide about this row only. Can be given several times.
    #[arg(long, value_name = "NUMBER", requires = "then")]
    row: Vec<i64>,
    /// Decide about all unknown rows.
    #[arg(long, requires = "then", conflicts_with = "row")]
    all: bool,
    /// Whether the lost calls were charged, as far as you found out.
    #[arg(long, value_enum, value_name = "ANSWER", requires = "then")]
    charged: Option<Charged>,
    /// What happens to the row: close settles it; send-again sends it in the next run, which may
    /// cost a second query.
    #[arg(long, value_enum, value_name = "ACTION", requires = "charged")]
    then: Option<Then>,
    /// The process that sent the row has certainly ended. Needed where it was stopped and not seen
    /// to end.
    #[arg(long, requires = "then")]
    sender_is_gone: bool,
    /// Who decides [default: the user of this process].
    #[arg(long, value_name = "NAME", requires = "then")]
    by: Option<String>,
}

/// Whether a lost call was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Charged {
    Yes,
    No,
    /// It counts as spent.
    Unknown,
}

/// What a decision does with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Then {
    Close,
    SendAgain,
}

/// An unknown row, as it is listed.
#[derive(Debug, Serialize)]
struct UnknownRow {
    row: i64,
    operation: String,
    /// The fields that the ledger keeps, as JSON.
    fields: String,
    part: u32,
    cost: u64,
    /// `gone` or `may_live`.
    sender: &'static str,
}

impl UnknownRow {
    fn new(record: &Record) -> Option<Self> {
        let State::Unknown { cost, sender, .. } = record.row.state else {
            return None;
        };
        Some(Self {
            row: record.id.0,
            operation: record.operation.clone(),
            fields: record.input.clone(),
            part: record.row.part,
            cost,
            sender: match sender {
                Sender::Gone => "gone",
                Sender::MayLive => "may_live",
            },
        })
    }
}

/// What was decided.
#[derive(Debug, Default, Serialize)]
struct Decided {
    decided: u64,
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let path = &arguments.ledger;
    let ledger = ledger_file::open(path)?;
    let failed = |error| from_ledger_error(error, path);
    // Rows of workers that have ended meanwhile are unknown too.
    ledger.recover(None, u32::MAX).await.map_err(failed)?;
    let (Some(charged), Some(then)) = (arguments.charged, arguments.then) else {
        return list(global, &ledger, path).await;
    };
    if arguments.row.is_empty() && !arguments.all {
        return Err(CommandError::invalid("no row is named")
            .not_sent()
            .with_remedy("name each with --row NUMBER, or decide about all with --all"));
    }
    let decision = Decision {
        charge: match charged {
            Charged::Yes => Charge::Charged,
            Charged::No => Charge::NotCharged,
            Charged::Unknown => Charge::Unknown,
        },
        next: match then {
            Then::Close => Next::Close,
            Then::SendAgain => Next::SendAgain,
        },
        sender_is_gone: arguments.sender_is_gone,
    };
    let by = arguments.by.clone().or_else(|| std::env::var("USER").ok());
    let by = by.unwrap_or_else(|| "unknown".to_owned());
    let mut decided = Decided::default();
    for record in unknown(&ledger, path).await? {
        if !arguments.all && !arguments.row.contains(&record.id.0) {
            continue;
        }
        let done = ledger.decide(record.id, record.row.epoch, decision, &by);
        done.await
            .map_err(|error| undecided(error, record.id, path))?;
        decided.decided += 1;
    }
    if decided.decided == 0 {
        return Err(CommandError::invalid("no such row is unknown")
            .not_sent()
            .with_remedy("list the unknown rows with `entreg bulk resolve LEDGER`"));
    }
    output::value(global.output, &decided)?;
    Ok(Verdict::Yes)
}

fn undecided(error: LedgerError, row: RowId, path: &Path) -> CommandError {
    let failure = from_ledger_error(error.clone(), path);
    match error {
        LedgerError::Transition(TransitionError::SenderMayLive) => {
            CommandError::invalid(format!("row {}: its sender may still send it", row.0))
                .not_sent()
                .with_remedy("make sure that its process has ended, and add --sender-is-gone")
        }
        _ => failure,
    }
}

async fn list(
    global: &Global,
    ledger: &SqliteLedger,
    path: &Path,
) -> Result<Verdict, CommandError> {
    let rows: Vec<UnknownRow> = unknown(ledger, path)
        .await?
        .iter()
        .filter_map(UnknownRow::new)
        .collect();
    output::value(global.output, &rows)?;
    Ok(Verdict::Yes)
}

/// The unknown rows, in the order of import.
async fn unknown(ledger: &SqliteLedger, path: &Path) -> Result<Vec<Record>, CommandError> {
    let mut found = Vec::new();
    let mut after = RowId(0);
    loop {
        let rows = ledger.unknown(after, READ_AT_ONCE).await;
        let rows = rows.map_err(|error| from_ledger_error(error, path))?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = last.id;
        found.extend(rows);
    }
}
