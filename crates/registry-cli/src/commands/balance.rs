//! `entreg balance`: shows how many queries of each ihuyi product are left.

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::Balance;
use enterprise_registry::{Params, Spec};
use futures_util::future::join_all;
use serde::Serialize;
use serde::ser::SerializeMap;

use crate::catalogue::{self, Operation};
use crate::error::{CommandError, Kind};
use crate::format::Format;
use crate::global_options::Global;
use crate::output;
use crate::session::Session;
use crate::verdict::Verdict;

/// Show how many queries of each ihuyi product are left. Free of charge.
///
/// All products are queried at once; if one fails, the others are still shown. The exit code is
/// that of the worst failure. Failures of products whose document has no balance call are ignored;
/// the table marks these products as unverified.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

/// The balance of a product, or the error of its query.
pub(super) struct ProductBalance {
    spec: Spec,
    pub(super) left: Result<Balance, CommandError>,
}

impl ProductBalance {
    pub(super) fn product(&self) -> &'static str {
        self.spec.product()
    }

    /// Whether the vendor's document has a balance call for this product.
    pub(super) fn is_documented(&self) -> bool {
        self.spec.evidence.is_documented()
    }
}

pub(crate) async fn run(global: &Global, _: &Arguments) -> Result<Verdict, CommandError> {
    let session = Session::open(global).await?;
    // Without credentials, one error is enough for all products.
    session.client::<Ihuyi>()?;
    let answers = query_all(&session).await;
    // If every query failed, there is nothing to show but the error.
    if answers.iter().any(|answer| answer.left.is_ok()) {
        print(global.output, &answers)?;
    }
    let failures = answers
        .into_iter()
        .filter(ProductBalance::is_documented)
        .filter_map(|answer| answer.left.err());
    match failures.reduce(CommandError::worse) {
        Some(worst) => Err(worst),
        None => Ok(Verdict::Yes),
    }
}

/// Queries the balances of all products at once.
pub(super) async fn query_all(session: &Session) -> Vec<ProductBalance> {
    let looks = catalogue::operations::<Ihuyi>();
    let looks = looks.iter().filter(|look| !look.spec().billed);
    join_all(looks.map(|look| ask(session, look.as_ref()))).await
}

async fn ask(session: &Session, look: &dyn Operation<Ihuyi>) -> ProductBalance {
    ProductBalance {
        spec: look.spec(),
        left: left(session, look).await,
    }
}

async fn left(session: &Session, look: &dyn Operation<Ihuyi>) -> Result<Balance, CommandError> {
    let prepared = look.prepare(Params::default(), false)?;
    let answer = prepared.send(session.client::<Ihuyi>()?).await?;
    let no_balance = || CommandError::new(Kind::Malformed, "the reply contains no balance");
    catalogue::balance_in(&*answer).ok_or_else(no_balance)
}

/// The balances by product; `null` if the query failed.
struct Balances<'a>(&'a [ProductBalance]);

impl Serialize for Balances<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for answer in self.0 {
            map.serialize_entry(answer.product(), &answer.left.as_ref().ok())?;
        }
        map.end()
    }
}

fn print(format: Format, answers: &[ProductBalance]) -> Result<(), CommandError> {
    if format == Format::Json {
        return output::value(format, &Balances(answers));
    }
    let header = ["product", "left", "problem", "evidence"].map(str::to_owned);
    let rows: Vec<Vec<String>> = answers.iter().map(row).collect();
    output::records(format, &header, &rows)
}

fn row(answer: &ProductBalance) -> Vec<String> {
    let (left, problem) = match &answer.left {
        Ok(balance) => (balance.num.to_string(), String::new()),
        Err(failure) => (String::new(), failure.summary().to_owned()),
    };
    let evidence = if answer.is_documented() {
        ""
    } else {
        "unverified: not in the vendor's document"
    };
    vec![
        answer.product().to_owned(),
        left,
        problem,
        evidence.to_owned(),
    ]
}
