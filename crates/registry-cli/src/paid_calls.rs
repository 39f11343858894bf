//! Waits for paid calls to end, and reports on stderr what a run has spent.

use core::fmt;

use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::{Client, Params, Spec, Vendor as _};
use serde::Serialize;

use crate::catalogue;
use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::interruption::{self, Interruption};
use crate::record::{Queries, Record, Summary, queries};
use crate::stderr;

/// The balance of the product of an operation. Free of charge.
pub(crate) async fn balance(client: &Client<Ihuyi>, spec: &Spec) -> Option<u64> {
    let name = format!("{}.GetNum", spec.product());
    let look = catalogue::find::<Ihuyi>(&name).ok()?;
    let prepared = look.prepare(Params::default(), false).ok()?;
    let answer = prepared.send(client.clone()).await.ok()?;
    catalogue::balance_in(&*answer).map(|left| left.num)
}

/// Waits for a paid call to end, through a first signal to stop. A second signal aborts the call.
pub(crate) async fn finish<T>(
    global: &Global,
    spec: &Spec,
    call: impl Future<Output = T>,
) -> Result<T, CommandError> {
    let answer = Interruption::new(global)?.wait_for(call).await;
    answer.ok_or_else(|| interruption::broken_off().with_operation(Ihuyi::NAME, spec.name))
}

/// Reports the spend on stderr in the format of stdout, a line per product, and the cursor of a
/// list if its rows were written (`is_seen`). Prints nothing if there is nothing to report.
pub(crate) fn report(global: &Global, record: &Record, is_seen: bool) {
    if global.quiet {
        return;
    }
    let Summary {
        always,
        product,
        balances,
        cursor,
    } = record.summary();
    let cursor = cursor.filter(|_| is_seen);
    let products = record.products();
    let mut lines: Vec<Spent> = products
        .iter()
        .map(|(product, queries)| Spent::new(Some(product), *queries, (None, None)))
        .collect();
    match &mut lines[..] {
        [] if always || balances.0.is_some() || cursor.is_some() => {
            lines.push(Spent::new(product, Queries::default(), balances));
        }
        [only] if product == only.product => *only = only.with_balances(balances),
        _ => {}
    }
    if global.output == Format::Json {
        let last = lines.len().saturating_sub(1);
        for (at, spent) in lines.iter().enumerate() {
            let cursor = cursor.as_deref().filter(|_| at == last);
            let report = Report { spent, cursor };
            stderr::note(&serde_json::to_string(&report).unwrap_or_default());
        }
        return;
    }
    let has_spent = |spent: &&Spent| !spent.is_nothing() || always;
    for spent in lines.iter().filter(has_spent) {
        stderr::note(&spent.to_string());
    }
    if let Some(cursor) = cursor {
        stderr::note(&format!(
            "more: continue after the last row with --cursor {cursor}"
        ));
    }
}

/// The report of paid queries as JSON.
#[derive(Serialize)]
struct Report<'a> {
    spent: &'a Spent,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<&'a str>,
}

/// The balance before and after.
type Balances = (Option<u64>, Option<u64>);

/// The paid queries of one product.
#[derive(Debug, Clone, Copy, Serialize)]
struct Spent {
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<&'static str>,
    charged: u64,
    unknown: u64,
    /// The balance before and after the run, if `--balance` was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    balance_before: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance_after: Option<u64>,
}

impl Spent {
    fn new(product: Option<&'static str>, queries: Queries, balances: Balances) -> Self {
        let Queries { charged, unknown } = queries;
        Self {
            product,
            charged,
            unknown,
            balance_before: None,
            balance_after: None,
        }
        .with_balances(balances)
    }

    fn with_balances(mut self, balances: Balances) -> Self {
        (self.balance_before, self.balance_after) = balances;
        self
    }

    fn is_nothing(&self) -> bool {
        self.charged == 0 && self.unknown == 0 && self.balance_before.is_none()
    }
}

impl fmt::Display for Spent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = self
            .product
            .map_or_else(String::new, |name| format!(" of {name}"));
        let (charged, unknown) = (self.charged, self.unknown);
        match (charged, unknown) {
            (0, 0) => write!(f, "spent: nothing{of}")?,
            (_, 0) => write!(f, "spent: {}{of}, charged", queries(charged))?,
            (0, _) => write!(f, "spent: {}{of}, charge unknown", queries(unknown))?,
            (_, _) => write!(
                f,
                "spent: {}{of}, charged, and {} more, charge unknown",
                queries(charged),
                queries(unknown)
            )?,
        }
        match (self.balance_before, self.balance_after) {
            (Some(before), Some(after)) => {
                write!(f, "; balance {before} before, {after} after")
            }
            _ => Ok(()),
        }
    }
}
