//! `entreg bulk status`: shows the rows and the budget of a ledger.

use core::time::Duration;
use std::path::PathBuf;

use clap::Args;
use enterprise_registry::bulk::ledger::{Ledger as _, Status};
use serde::Serialize;

use super::ledger_file::{self, from_ledger_error};
use super::progress;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::interruption::Interruption;
use crate::output;
use crate::verdict::Verdict;

/// Show how many rows of a ledger are in each state, and its budget. Nothing is sent.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The ledger.
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// Show it again every two seconds until no row is left to be sent.
    #[arg(long)]
    watch: bool,
}

/// A ledger at a glance.
#[derive(Debug, Serialize)]
pub(super) struct StatusReport {
    rows: u64,
    /// Never sent.
    pending: u64,
    /// Held by workers, unsent.
    claimed: u64,
    /// May be in flight.
    sending: u64,
    done: u64,
    not_charged: u64,
    unknown: u64,
    settled: u64,
    spent: u64,
    possibly_spent: u64,
    reserved: u64,
    max_spend: Option<u64>,
    /// Queries used in the present window of the budget, and the most.
    window_used: Option<u64>,
    window_limit: Option<u64>,
    /// Seconds between two calls of all workers together.
    seconds_a_call: Option<f64>,
    /// Workers whose lease is valid.
    workers: u64,
}

impl StatusReport {
    pub(super) fn new(status: &Status) -> Self {
        let Status {
            budget,
            counts,
            rate,
            workers,
        } = status;
        Self {
            rows: counts.all(),
            pending: counts.pending,
            claimed: counts.claimed,
            sending: counts.sending,
            done: counts.done,
            not_charged: counts.not_charged,
            unknown: counts.unknown,
            settled: counts.settled,
            spent: budget.totals.spent,
            possibly_spent: budget.totals.possible,
            reserved: budget.totals.reserved,
            max_spend: budget.limit,
            window_used: budget.window.map(|window| window.used),
            window_limit: budget.window.map(|window| window.limit),
            seconds_a_call: rate.map(|rate| rate.interval().as_secs_f64()),
            workers: *workers,
        }
    }
}

pub(super) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let path = &arguments.ledger;
    let ledger = ledger_file::open(path)?;
    let mut interruption = Interruption::new(global)?;
    loop {
        let status = ledger.status().await;
        let status = status.map_err(|error| from_ledger_error(error, path))?;
        output::value(global.output, &StatusReport::new(&status))?;
        if !arguments.watch || progress::ended(&status) == status.counts.all() {
            return Ok(Verdict::Yes);
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            () = interruption.next_signal() => return Ok(Verdict::Yes),
        }
    }
}
