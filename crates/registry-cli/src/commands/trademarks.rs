//! `entreg trademarks`: lists the trademarks of a company.

use clap::Args;
use enterprise_registry::ihuyi::products::{EntmarkSubmit, Trademark};
use enterprise_registry::model::RegistryDate;

use crate::company_argument::CompanyArgument;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::listing::{self, ListQuery, ListingArguments, raw_text};
use crate::verdict::Verdict;

/// List the trademarks of a company, page by page. Each page costs one entmark query.
///
/// Reads one page unless --pages or --max-spend asks for more. The cost, and the cursor of the next
/// page, go to stderr. The exit code is 1 if there is no trademark.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    company: CompanyArgument,
    #[command(flatten)]
    listing: ListingArguments,
    /// Only trademarks of this class of the Nice classification, 1 to 45.
    #[arg(long, value_name = "CLASS")]
    class: Option<u8>,
    /// Only trademarks applied for on or after this day, such as 2025-01-31.
    #[arg(long, value_name = "DAY")]
    applied_from: Option<String>,
    /// Only trademarks applied for on or before this day.
    #[arg(long, value_name = "DAY")]
    applied_to: Option<String>,
    /// Only the trademark with this application or registration number.
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let mut query = EntmarkSubmit::new(arguments.company.subject(global)?);
    if let Some(class) = arguments.class {
        query = query.with_class(class);
    }
    if let Some(day) = &arguments.applied_from {
        query = query.with_applied_from(listing::day("begin_date", day)?);
    }
    if let Some(day) = &arguments.applied_to {
        query = query.with_applied_to(listing::day("end_date", day)?);
    }
    if let Some(number) = &arguments.number {
        query = query.with_application_number(number);
    }
    listing::run(global, &arguments.company, &arguments.listing, query).await
}

/// A day as the register wrote it.
fn day_of(day: &Option<RegistryDate>) -> String {
    day.as_ref().map_or_else(String::new, ToString::to_string)
}

impl ListQuery for EntmarkSubmit {
    const MOST_ROWS: u32 = Self::MOST_ROWS;
    const COLUMNS: &'static [&'static str] = &[
        "number", "class", "name", "status", "applied", "valid_to", "past",
    ];

    fn cells(mark: &Trademark) -> Vec<String> {
        let past = mark.is_history.as_ref().and_then(|past| past.value());
        vec![
            mark.application_number.clone().unwrap_or_default(),
            raw_text(&mark.class),
            mark.name.clone().unwrap_or_default(),
            mark.status.clone().unwrap_or_default(),
            day_of(&mark.applied),
            day_of(&mark.valid_to),
            if past == Some(&true) { "yes" } else { "" }.to_owned(),
        ]
    }
}
