//! How is a list read that is paid for by the page?

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::model::Recorded;
use enterprise_registry::{Client, Endpoint, Error, Invalid, Params, RefusalKind};
use serde::Serialize;

use crate::access::Access;
use crate::cli::Global;
use crate::commands::Verdict;
use crate::cursor::Cursor;
use crate::failure::{Failure, Kind};
use crate::output::{self, Format};
use crate::spent::{self, Spent};
use crate::which::Which;

/// How much is read, and from where on.
#[derive(Debug, Args)]
pub(crate) struct Extent {
    /// How many pages to read at most; each costs one query [default: 1, or as many as
    /// --max-spend allows].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pages: Option<u32>,
    /// How many queries to spend at most in this run.
    #[arg(long, value_name = "N")]
    max_spend: Option<u32>,
    /// How many rows a page has [default: as many as the product allows].
    #[arg(long, value_name = "ROWS", conflicts_with = "cursor")]
    page_size: Option<u32>,
    /// Go on where a run before ended, by the word that it printed; the company and the filters
    /// have to be the same.
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<Cursor>,
    /// Say what was left before and after; two more calls, free of charge.
    #[arg(long)]
    balance: bool,
}

impl Extent {
    /// How many pages this run may read.
    fn most_pages(&self) -> u32 {
        match (self.pages, self.max_spend) {
            (Some(pages), Some(spend)) => pages.min(spend),
            (Some(pages), None) => pages,
            (None, Some(spend)) => spend,
            (None, None) => 1,
        }
    }
}

/// A query whose answer comes in pages.
pub(crate) trait Paged: Endpoint<Vendor = Ihuyi> + Clone {
    /// One row.
    type Row: Serialize;
    /// The most rows that a page may have.
    const MOST_ROWS: u32;
    /// The columns of the table.
    const COLUMNS: &'static [&'static str];

    /// The same query for this page.
    fn of_page(&self, page: u32, page_size: u32) -> Self;

    /// The rows of an answer.
    fn rows(output: Self::Output) -> Vec<Self::Row>;

    /// A row of the table.
    fn cells(row: &Self::Row) -> Vec<String>;
}

/// What was read.
struct Read<R> {
    rows: Vec<R>,
    /// Where there may be more.
    next: Option<Cursor>,
    /// Why it ended early.
    failure: Option<Failure>,
}

/// Reads pages, prints their rows and says what they cost.
pub(crate) async fn run<E: Paged>(
    global: &Global,
    which: &Which,
    extent: &Extent,
    query: E,
) -> Result<Verdict, Failure> {
    let about = |failure: Failure| failure.of("ihuyi", E::SPEC.name);
    let params = Params::of(&query).map_err(|invalid| about(invalid.into()))?;
    let (page, page_size) = match &extent.cursor {
        Some(cursor) if cursor.is_of(spent::product(&E::SPEC), &params) => {
            (cursor.page, cursor.page_size)
        }
        Some(_) => {
            return Err(about(
                Failure::invalid("this cursor is of another query").with_remedy(
                    "give the company and the filters of the run that printed it; nothing was sent",
                ),
            ));
        }
        None => (1, extent.page_size.unwrap_or(E::MOST_ROWS)),
    };
    let first = query.of_page(page, page_size);
    first.validate().map_err(|invalid| about(invalid.into()))?;
    if extent.most_pages() == 0 {
        return Err(about(
            Failure::invalid("--max-spend 0 allows no query")
                .with_remedy("nothing was sent; each page costs one query"),
        ));
    }
    let access = Access::open(global).await?;
    let client = access.client::<Ihuyi>()?;
    which.note(global);
    let mut spent = Spent::nothing_of(&E::SPEC);
    let before = left::<E>(&client, extent).await;
    let start = Cursor::new(spent::product(&E::SPEC), page, page_size, &params);
    let read = pages(&client, &query, start, extent.most_pages(), &mut spent).await;

    let written = print::<E>(global.output, &read.rows)
        .map_err(|failure| about(failure.after_answer(&E::SPEC)));
    spent.with_balances(before, left::<E>(&client, extent).await);
    let cursor = read.next.map(|next| next.to_string());
    spent.note(global, cursor.as_deref());
    written?;
    match read.failure {
        Some(failure) => Err(match cursor {
            Some(cursor) => failure.with_cursor(&cursor),
            None => failure,
        }),
        None if read.rows.is_empty() => Ok(Verdict::No),
        None => Ok(Verdict::Yes),
    }
}

async fn left<E: Paged>(client: &Client<Ihuyi>, extent: &Extent) -> Option<u64> {
    if extent.balance {
        spent::balance(client, &E::SPEC).await
    } else {
        None
    }
}

/// One page after the other, no page twice. What ends it is a page that is not full: totals are
/// not to be relied on (`total-vs-rows`).
async fn pages<E: Paged>(
    client: &Client<Ihuyi>,
    query: &E,
    start: Cursor,
    most: u32,
    spent: &mut Spent,
) -> Read<E::Row> {
    let mut next = start;
    let mut rows = Vec::new();
    for _ in 0..most {
        let request = query.of_page(next.page, next.page_size);
        let answer = tokio::select! {
            answer = client.call(request) => answer,
            _ = tokio::signal::ctrl_c() => {
                spent.count_unknown();
                return Read { rows, next: Some(next), failure: Some(interrupted::<E>()) };
            }
        };
        spent.count(&answer);
        let received = match answer {
            Ok(output) => E::rows(output),
            Err(Error::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => Vec::new(),
            Err(error) => {
                return Read {
                    rows,
                    next: Some(next),
                    failure: Some(error.into()),
                };
            }
        };
        let is_full = u32::try_from(received.len()).is_ok_and(|count| count >= next.page_size);
        rows.extend(received);
        if !is_full {
            return Read {
                rows,
                next: None,
                failure: None,
            };
        }
        next.page += 1;
    }
    Read {
        rows,
        next: Some(next),
        failure: None,
    }
}

/// A day of the command line.
pub(crate) fn day<T: core::str::FromStr>(
    parameter: &'static str,
    text: &str,
) -> Result<T, Failure> {
    let wrong = || Invalid::value(parameter, "must be a day such as 2025-01-31").into();
    if text.len() != 10 {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

/// What a register wrote, for a place in a table.
pub(crate) fn recorded<T>(value: &Option<Recorded<T>>) -> String {
    value
        .as_ref()
        .map_or_else(String::new, |value| value.as_str().to_owned())
}

fn interrupted<E: Endpoint>() -> Failure {
    Failure::new(Kind::Transport, "interrupted while a page was under way")
        .of("ihuyi", E::SPEC.name)
        .with_unknown_charge()
}

fn print<E: Paged>(format: Format, rows: &[E::Row]) -> Result<(), Failure> {
    if format != Format::Table {
        return output::value(format, &rows);
    }
    let header: Vec<String> = E::COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    let cells: Vec<Vec<String>> = rows.iter().map(E::cells).collect();
    output::records(format, &header, &cells)
}
