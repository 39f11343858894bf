//! What a run has spent, told on stderr; and paid calls, waited for to their end.

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

/// What is left of the product of an operation. Free of charge.
pub(crate) async fn balance(client: &Client<Ihuyi>, spec: &Spec) -> Option<u64> {
    let name = format!("{}.GetNum", spec.product());
    let look = catalogue::find::<Ihuyi>(&name).ok()?;
    let prepared = look.prepare(Params::default(), false).ok()?;
    let answer = prepared.send(client.clone()).await.ok()?;
    catalogue::balance_in(&*answer).map(|left| left.num)
}

/// Waits for a paid call to its end, even where the program is asked to stop meanwhile. Where it
/// is asked twice the call is broken off.
pub(crate) async fn finish<T>(
    global: &Global,
    spec: &Spec,
    call: impl Future<Output = T>,
) -> Result<T, CommandError> {
    let answer = Interruption::new(global)?.wait_for(call).await;
    answer.ok_or_else(|| interruption::broken_off().with_operation(Ihuyi::NAME, spec.name))
}

/// Says on stderr what was spent, in the form that stdout has, a line for each product; and with
/// `is_seen` where a list goes on. Nothing where nothing was spent and nothing else is to be said.
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
            let document = Document { spent, cursor };
            stderr::note(&serde_json::to_string(&document).unwrap_or_default());
        }
        return;
    }
    let has_spent = |spent: &&Spent| !spent.is_nothing() || always;
    for spent in lines.iter().filter(has_spent) {
        stderr::note(&spent.to_string());
    }
    if let Some(cursor) = cursor {
        stderr::note(&format!(
            "more: go on behind the last row with --cursor {cursor}"
        ));
    }
}

/// As a program reads it.
#[derive(Serialize)]
struct Document<'a> {
    spent: &'a Spent,
    #[serde(skip_serializing_if = "Option::is_none")]
    cursor: Option<&'a str>,
}

/// What was left before and after.
type Balances = (Option<u64>, Option<u64>);

/// The paid queries of one product.
#[derive(Debug, Clone, Copy, Serialize)]
struct Spent {
    #[serde(skip_serializing_if = "Option::is_none")]
    product: Option<&'static str>,
    charged: u64,
    unknown: u64,
    /// What was left when the run began and when it ended, where that was asked for.
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
            (0, _) => write!(
                f,
                "spent: {}{of}, charged or not, nobody knows",
                queries(unknown)
            )?,
            (_, _) => write!(
                f,
                "spent: {}{of}, charged, and {} of which nobody knows",
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
