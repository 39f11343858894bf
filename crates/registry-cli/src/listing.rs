//! Reads a list whose pages cost money, and writes each page as it arrives.

mod query;
mod writer;

use std::io;

use clap::Args;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::model::ParsedValue;
use enterprise_registry::pages::PageLimit;
use enterprise_registry::{Client, Invalid, Params, Rows, SpendBudget, Vendor};

pub(crate) use self::query::ListQuery;
use self::writer::ListingWriter;
use crate::company_argument::CompanyArgument;
use crate::cursor::Cursor;
use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::interruption::{self, Interruption};
use crate::output;
use crate::paid_calls;
use crate::session::Session;
use crate::verdict::Verdict;

/// How much of a list to read, and where to begin.
#[derive(Debug, Args)]
pub(crate) struct ListingArguments {
    /// The most pages to read; each costs one query [default: 1, or as many as --max-spend
    /// allows].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pages: Option<u32>,
    /// The most queries to spend in this run.
    #[arg(long, value_name = "N")]
    max_spend: Option<u32>,
    /// Rows per page [default: as many as the product allows].
    #[arg(long, value_name = "ROWS", conflicts_with = "cursor")]
    page_size: Option<u32>,
    /// Continue after an earlier run, from the cursor that it printed; company and filters must
    /// be the same.
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<Cursor>,
    /// Show the balance before and after; two more calls, free of charge.
    #[arg(long)]
    balance: bool,
}

impl ListingArguments {
    /// The most pages that this run may read.
    fn most_pages(&self) -> u32 {
        match (self.pages, self.max_spend) {
            (Some(pages), Some(spend)) => pages.min(spend),
            (Some(pages), None) => pages,
            (None, Some(spend)) => spend,
            (None, None) => 1,
        }
    }
}

/// The outcome of reading.
struct ReadOutcome {
    has_rows: bool,
    /// The next page, if there may be one.
    next: Option<u32>,
    /// Why reading ended early.
    failure: Option<CommandError>,
    /// Whether the rows reached stdout.
    written: io::Result<()>,
}

/// Reads pages, prints their rows and records the balance and the cursor.
pub(crate) async fn run<E: ListQuery>(
    global: &Global,
    company: &CompanyArgument,
    arguments: &ListingArguments,
    query: E,
) -> Result<Verdict, CommandError> {
    let about = |failure: CommandError| failure.with_operation(Ihuyi::NAME, E::SPEC.name);
    let params = Params::from_request(&query).map_err(|invalid| about(invalid.into()))?;
    let product = E::SPEC.product();
    let (page, page_size) = match &arguments.cursor {
        Some(cursor) if cursor.is_for(product, &params) => (cursor.page, cursor.page_size),
        Some(_) => {
            return Err(about(
                CommandError::invalid("the cursor belongs to another query")
                    .not_sent()
                    .with_remedy("give the company and the filters of the run that printed it"),
            ));
        }
        None => (1, arguments.page_size.unwrap_or(E::MOST_ROWS)),
    };
    let first = query.at(page, page_size);
    first.validate().map_err(|invalid| about(invalid.into()))?;
    if arguments.most_pages() == 0 {
        return Err(about(
            CommandError::invalid("--max-spend 0 allows no query")
                .not_sent()
                .with_remedy("each page costs one query"),
        ));
    }
    let session = Session::open(global).await?;
    let client = session.client::<Ihuyi>()?;
    company.note(global, &first.doubts());
    let before = balance::<E>(&client, arguments).await;
    let pages = affordable(arguments.most_pages(), session.spend_budget());
    let rows = client.rows(first, PageLimit::pages(pages))?;
    let mut writer = ListingWriter::new(global.output);
    let read = read(global, rows, pages, &mut writer).await?;

    let after = balance::<E>(&client, arguments).await;
    global.record.update_summary(|summary| {
        summary.product = Some(product);
        summary.balances = (before, after);
        // Without a first row there is no position to continue from.
        let next = read.next.filter(|_| read.has_rows);
        summary.cursor =
            next.map(|next| Cursor::new(product, next, page_size, &params).to_string());
    });
    output::unless_closed(read.written).map_err(about)?;
    match read.failure {
        Some(failure) => Err(failure),
        None if read.has_rows => Ok(Verdict::Yes),
        None => Ok(Verdict::No),
    }
}

/// The pages that the profile's `max_spend` allows, at least one: if it allows none, the call for
/// the first page is refused with the reason.
fn affordable(pages: u32, spend_budget: &SpendBudget) -> u32 {
    let left = spend_budget.remaining().unwrap_or(u64::MAX);
    let left = u32::try_from(left).unwrap_or(u32::MAX);
    pages.min(left).max(1)
}

/// The balance of the product, under `--balance`.
async fn balance<E: ListQuery>(
    client: &Client<Ihuyi>,
    arguments: &ListingArguments,
) -> Option<u64> {
    if arguments.balance {
        paid_calls::balance(client, &E::SPEC).await
    } else {
        None
    }
}

/// Reads rows until the list ends, the budget is used up, a call fails, the program is asked to
/// stop or stdout is closed. Each page is written before the next is requested, and then dropped.
/// A page that was requested is waited for, as it may be paid for.
async fn read<E: ListQuery>(
    global: &Global,
    mut rows: Rows<E>,
    pages: u32,
    writer: &mut ListingWriter<E>,
) -> Result<ReadOutcome, CommandError> {
    let mut interruption = Interruption::new(global)?;
    let mut page = Vec::new();
    let mut has_rows = false;
    let mut written = Ok(());
    let (mut failure, is_broken_off) = loop {
        if rows.buffered() == 0 && !page.is_empty() {
            let may_go_on = rows.pages_requested() < pages
                && rows.cursor().next_page().is_some()
                && !interruption.is_requested();
            written = writer.write(&page, may_go_on);
            page.clear();
            if written.is_err() {
                break (None, false);
            }
        }
        match interruption.wait_for(rows.next()).await {
            Some(Some(Ok(row))) => page.push(row),
            Some(Some(Err(error))) => break (Some(CommandError::from(error)), false),
            Some(None) => break (None, false),
            None => break (None, true),
        }
        has_rows = true;
        if interruption.is_requested() {
            rows.request_no_more();
        }
    };
    // Drops the call in progress, if any.
    let cursor = rows.into_cursor();
    let about = |failure: CommandError| failure.with_operation(Ihuyi::NAME, E::SPEC.name);
    if is_broken_off {
        failure = Some(about(interruption::broken_off()));
    } else if interruption.is_requested()
        && failure.is_none()
        && written.is_ok()
        && cursor.next_page().is_some()
    {
        failure = Some(about(CommandError::new(
            Kind::Stopped,
            "stopped before the last page was requested",
        )));
    }
    // After a failure without any page, an empty list would mean that there are no rows.
    if written.is_ok() && (has_rows || failure.is_none()) {
        written = writer.finish();
    }
    Ok(ReadOutcome {
        has_rows,
        next: cursor.next_page(),
        failure,
        written,
    })
}

/// Parses a day of the command line.
pub(crate) fn day<T: core::str::FromStr>(
    parameter: &'static str,
    text: &str,
) -> Result<T, CommandError> {
    let wrong = || Invalid::value(parameter, "must be a day such as 2025-01-31").into();
    if text.len() != 10 {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

/// The raw text of a value, for a cell.
pub(crate) fn raw_text<T>(value: &Option<ParsedValue<T>>) -> String {
    value
        .as_ref()
        .map_or_else(String::new, |value| value.as_str().to_owned())
}
