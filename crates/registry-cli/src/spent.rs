//! What did a command cost? [`Spending`] counts it for all clients of a run; here it is told.

use endpoint_core::lenient;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::Balance;
use enterprise_registry::{Client, Params, Spec, Spending, Vendor as _};
use serde::Serialize;

use crate::access::Access;
use crate::catalogue;
use crate::cli::Global;
use crate::failure::Failure;
use crate::interruption::{self, Interruption};
use crate::output::{self, Format};

/// The paid queries of one run, by what is known of their price.
#[derive(Debug, Serialize)]
pub(crate) struct Spent {
    product: &'static str,
    /// Queries that were answered, and so charged as far as is known.
    charged: u64,
    /// Queries of which nobody knows whether they were charged.
    unknown: u64,
    /// What was left when the run began and when it ended, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    balance_before: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance_after: Option<u64>,
}

/// What is left of the product of an operation. Free of charge.
pub(crate) async fn balance(client: &Client<Ihuyi>, spec: &Spec) -> Option<u64> {
    let name = format!("{}.GetNum", spec.product());
    let look = catalogue::find::<Ihuyi>(&name).ok()?;
    let prepared = look.prepare(Params::default()).ok()?;
    let json = prepared.send(client.clone()).await.ok()?;
    let left: Balance = lenient::decode(json.as_bytes()).ok()?;
    Some(left.num)
}

/// Waits for a paid call to its end, even where the program is asked to stop meanwhile. Where it
/// is asked twice the call is broken off, and what it may have cost is said here.
pub(crate) async fn paid<T>(
    global: &Global,
    access: &Access,
    spec: &Spec,
    call: impl Future<Output = T>,
) -> Result<T, Failure> {
    let answer = Interruption::new(global)?.await_end_of(call).await;
    // The call is gone by now, and counted.
    answer.ok_or_else(|| {
        let spent = Spent::by(access.spending(), spec);
        spent.note(global, None);
        let broken_off = interruption::broken_off().of(Ihuyi::NAME, spec.name);
        if spent.unknown > 0 {
            broken_off.after_unknown(true)
        } else {
            broken_off
        }
    })
}

impl Spent {
    /// What a run has spent that asks nothing but this operation.
    pub(crate) fn by(spending: &Spending, spec: &Spec) -> Self {
        Self {
            product: spec.product(),
            charged: spending.spent(),
            unknown: spending.unknown(),
            balance_before: None,
            balance_after: None,
        }
    }

    /// Says what was left before and after.
    pub(crate) fn with_balances(mut self, before: Option<u64>, after: Option<u64>) -> Self {
        self.balance_before = before;
        self.balance_after = after;
        self
    }

    /// Whether there is nothing to say: whoever was refused before anything was paid for reads of
    /// that, and not of money.
    fn is_nothing(&self) -> bool {
        self.charged == 0 && self.unknown == 0 && self.balance_before.is_none()
    }

    /// Says it on stderr, in the form that stdout has. Nothing where nothing was spent and there is
    /// no list to go on with.
    pub(crate) fn note(&self, global: &Global, cursor: Option<&str>) {
        if global.quiet || (self.is_nothing() && cursor.is_none()) {
            return;
        }
        if global.output == Format::Json {
            #[derive(Serialize)]
            struct Document<'a> {
                spent: &'a Spent,
                #[serde(skip_serializing_if = "Option::is_none")]
                cursor: Option<&'a str>,
            }
            let document = Document {
                spent: self,
                cursor,
            };
            output::note(&serde_json::to_string(&document).unwrap_or_default());
            return;
        }
        if !self.is_nothing() {
            output::note(&self.in_words());
        }
        if let Some(cursor) = cursor {
            output::note(&format!(
                "more: go on behind the last row with --cursor {cursor}"
            ));
        }
    }

    fn in_words(&self) -> String {
        let queries = |count: u64| match count {
            1 => "1 query".to_owned(),
            more => format!("{more} queries"),
        };
        let product = self.product;
        let mut words = match (self.charged, self.unknown) {
            (0, 0) => format!("spent: nothing of {product}"),
            (charged, 0) => format!("spent: {} of {product}, charged", queries(charged)),
            (0, unknown) => format!(
                "spent: {} of {product}, charged or not, nobody knows",
                queries(unknown)
            ),
            (charged, unknown) => format!(
                "spent: {} of {product}, charged, and {} of which nobody knows",
                queries(charged),
                queries(unknown)
            ),
        };
        if let (Some(before), Some(after)) = (self.balance_before, self.balance_after) {
            words += &format!("; balance {before} before, {after} after");
        }
        words
    }
}
