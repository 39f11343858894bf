//! `entreg copyrights`: lists the copyrights of a company.

use clap::{Args, ValueEnum};
use enterprise_registry::ihuyi::products::{Copyright, CopyrightKind, EntcopySubmit};

use crate::company_argument::CompanyArgument;
use crate::error::CommandError;
use crate::global_options::Global;
use crate::listing::{self, ListQuery, ListingArguments};
use crate::verdict::Verdict;

/// List the copyrights of a company, page by page. Each page costs one entcopy query.
///
/// Reads one page unless --pages or --max-spend asks for more. The cost, and the cursor of the next
/// page, go to stderr. The exit code is 1 if there is no copyright.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    company: CompanyArgument,
    #[command(flatten)]
    listing: ListingArguments,
    /// Only copyrights of this kind.
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<Kind>,
    /// Only works published in this year.
    #[arg(long, value_name = "YEAR")]
    year: Option<u16>,
    /// Only works whose name contains this text.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Only works whose owner's name contains this text.
    #[arg(long, value_name = "TEXT")]
    owner: Option<String>,
    /// Only the work with this registration number.
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Software,
    Work,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let mut query = EntcopySubmit::new(arguments.company.subject(global)?);
    if let Some(kind) = arguments.kind {
        query = query.with_kind(match kind {
            Kind::Software => CopyrightKind::Software,
            Kind::Work => CopyrightKind::Work,
        });
    }
    if let Some(year) = arguments.year {
        query = query.with_year(year);
    }
    if let Some(name) = &arguments.name {
        query = query.with_work_name(name);
    }
    if let Some(owner) = &arguments.owner {
        query = query.with_owner(owner);
    }
    if let Some(number) = &arguments.number {
        query = query.with_work_number(number);
    }
    listing::run(global, &arguments.company, &arguments.listing, query).await
}

impl ListQuery for EntcopySubmit {
    const MOST_ROWS: u32 = Self::MOST_ROWS;
    const COLUMNS: &'static [&'static str] = &[
        "number",
        "kind",
        "name",
        "version",
        "owner",
        "registered",
        "past",
    ];

    fn cells(one: &Copyright) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let kind = match &one.kind {
            Some(CopyrightKind::Software) => "software",
            Some(CopyrightKind::Work) => "work",
            Some(other) => other.as_str(),
            None => "",
        };
        let past = one.is_history.as_ref().and_then(|past| past.value());
        let registered = one.registered.as_ref().map_or_else(String::new, |day| {
            day.day()
                .map_or_else(|| day.to_string(), |day| day.to_string())
        });
        vec![
            text(&one.work_number),
            kind.to_owned(),
            text(&one.name),
            text(&one.version),
            one.owner
                .as_ref()
                .map_or_else(String::new, |owner| owner.expose().to_owned()),
            registered,
            if past == Some(&true) { "yes" } else { "" }.to_owned(),
        ]
    }
}
