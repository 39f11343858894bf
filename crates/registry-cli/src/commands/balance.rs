//! `entreg balance`: how many queries are left?

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::{Balance, Ent3fGetNum, Entinfov2GetNum};
use serde::Serialize;

use super::Verdict;
use crate::access::Access;
use crate::cli::Global;
use crate::failure::Failure;
use crate::output::{self, Format};

/// Show how many queries of each product of ihuyi are left. Free of charge.
#[derive(Debug, Args)]
pub(crate) struct Arguments {}

/// What is left of each product; nothing where the question failed.
#[derive(Debug, Serialize)]
struct Balances {
    ent3f: Option<Balance>,
    entinfov2: Option<Balance>,
}

pub(crate) async fn run(global: &Global, _: &Arguments) -> Result<Verdict, Failure> {
    let access = Access::open(global).await?;
    let client = access.client::<Ihuyi>()?;
    let (ent3f, entinfov2) = tokio::join!(
        client.call(Ent3fGetNum::new()),
        client.call(Entinfov2GetNum::new()),
    );
    let (ent3f, entinfov2) = (
        ent3f.map_err(Failure::from),
        entinfov2.map_err(Failure::from),
    );
    match global.output {
        Format::Json => {
            let balances = Balances {
                ent3f: ent3f.as_ref().ok().copied(),
                entinfov2: entinfov2.as_ref().ok().copied(),
            };
            output::value(Format::Json, &balances)?;
        }
        format => {
            let header = ["product", "left", "problem"].map(str::to_owned);
            let rows = [row("ent3f", &ent3f), row("entinfov2", &entinfov2)];
            output::records(format, &header, &rows)?;
        }
    }
    match (ent3f, entinfov2) {
        (Ok(_), Ok(_)) => Ok(Verdict::Yes),
        (Err(one), Err(other)) => Err(one.worse(other)),
        (Err(failure), Ok(_)) | (Ok(_), Err(failure)) => Err(failure),
    }
}

fn row(product: &str, answer: &Result<Balance, Failure>) -> Vec<String> {
    let (left, problem) = match answer {
        Ok(balance) => (balance.num.to_string(), String::new()),
        Err(failure) => (String::new(), failure.summary().to_owned()),
    };
    vec![product.to_owned(), left, problem]
}
