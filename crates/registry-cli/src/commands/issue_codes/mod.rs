//! `entreg issue-codes`: issues the item codes of a unit and fetches their pictures.

mod gallery;
mod plan_file;

use std::path::{Path, PathBuf};

use clap::Args;
use enterprise_registry::Client;
use enterprise_registry::flow::{
    Event, FlowError, FlowOutcome, MemoryJournal, StepReport, path_text,
};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::issue_codes::{IssueCodes, IssueCodesPlan, IssueCodesReport, Items};
use enterprise_registry::model::IdCode;
use serde::Serialize;

use self::gallery::Folders;
use self::plan_file::ReadPlan;
use crate::as_written;
use crate::error::CommandError;
use crate::flows::arguments::FlowArguments;
use crate::flows::open_question::OpenQuestion;
use crate::flows::reporter::Reporter;
use crate::flows::state_file::{FlowJournal, StateFile};
use crate::flows::{accepted_steps, outcome, preview, runner};
use crate::format::Format;
use crate::global_options::Global;
use crate::interruption::Interruption;
use crate::output;
use crate::session::Session;
use crate::stderr;
use crate::toml_file::{Purpose, TomlFile};
use crate::verdict::Verdict;

const TEMPLATE: &str = include_str!("template.toml");

/// Issue codes for the categories of a plan (TOML): apply, upload, wait, fetch pictures.
///
/// A state file records every write before it is sent and after its reply. After any crash,
/// --resume continues: completed steps are not repeated, and free reads look up steps whose outcome
/// is unknown.
#[derive(Debug, Args)]
// This flow never pays.
#[command(
    mut_arg("dry_run", |arg| arg.help("Show the steps; send nothing")),
    mut_arg("repeat", |arg| {
        arg.help("Repeat this step even if it is done. Can be given several times")
    })
)]
pub(crate) struct Arguments {
    /// The plan.
    #[arg(value_name = "PLAN.TOML")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    flow: FlowArguments,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    if arguments.flow.template {
        output::text_as(global.output, "template", TEMPLATE)?;
        return Ok(Verdict::Yes);
    }
    arguments.flow.check(global.sandbox)?;
    let path = FlowArguments::plan(arguments.plan.as_ref())?;
    let file = TomlFile::read(path, Purpose::Plan)?;
    let mut read = plan_file::read(&file)?;
    read.plan.lookup_policy = arguments.flow.lookup_policy(read.plan.lookup_policy);
    warn_of_doubts(global, &read.plan);
    let state = (!global.sandbox).then(|| StateFile::for_plan(path, &arguments.flow));
    if arguments.flow.dry_run {
        if let (true, Some(state)) = (arguments.flow.resume, &state) {
            state.check(true)?;
        }
        return dry_run(global, arguments, &file, &read, state.as_ref()).await;
    }
    if let Some((field, reason)) = read.missing.first() {
        return Err(file.invalid(field, reason));
    }
    let session = match &state {
        Some(state) => {
            state.check(arguments.flow.resume)?;
            Session::open(global).await?
        }
        None => Session::open(global).await?,
    };
    let Some(state) = state else {
        let journal = FlowJournal::Memory(MemoryJournal::new());
        return all(global, arguments, &file, &read, &session, (journal, None)).await;
    };
    let mut lock = state.lock()?;
    let _held = lock.hold()?;
    // Another run may have begun and ended between the check and the lock.
    state.check(arguments.flow.resume)?;
    let journal = (FlowJournal::File(state.journal()), Some(state.path()));
    all(global, arguments, &file, &read, &session, journal).await
}

/// Warns of doubtful addresses, and once per row of codes that may scan differently.
fn warn_of_doubts(global: &Global, plan: &IssueCodesPlan) {
    as_written::note(global, &plan.doubts());
    for (row, number) in plan.rows.iter().zip(1_u32..) {
        let Some(items) = &row.items else { continue };
        let doubts = items.doubts();
        if !doubts.is_empty() {
            let by = match items {
                Items::List(_) => "position",
                _ => "line",
            };
            stderr::note(&format!("warning: category[{number}], by {by}: {doubts}"));
        }
    }
}

/// Opens the flow on a copy of its state and shows what it would do. Fails if the run would fail,
/// except that missing credentials are only reported.
async fn dry_run(
    global: &Global,
    arguments: &Arguments,
    file: &TomlFile,
    read: &ReadPlan,
    state: Option<&StateFile>,
) -> Result<Verdict, CommandError> {
    let convert = |error: FlowError| outcome::from_flow_error(error, file);
    read.plan.check().map_err(convert)?;
    let session = Session::for_dry_run(global)?;
    let idcode = session.dry_run_client::<Idcode>(global)?;
    let flow = open_flow(
        arguments,
        file,
        read,
        idcode,
        FlowJournal::for_dry_run(state),
    )
    .await?;
    let missing: Vec<String> = read
        .missing
        .iter()
        .map(|(field, reason)| endpoint_core::field_error(field, reason))
        .collect();
    preview::show(global.output, &flow.preview(), &missing)?;
    if let Some((field, reason)) = read.missing.first() {
        return Err(file.invalid(field, reason));
    }
    flow.check().map_err(convert)?;
    if let Some(state) = state {
        state.check_dry(arguments.flow.resume)?;
    }
    Ok(Verdict::Yes)
}

/// Opens the flow on its journal, with the answers from the command line.
async fn open_flow(
    arguments: &Arguments,
    file: &TomlFile,
    read: &ReadPlan,
    idcode: Client<Idcode>,
    journal: FlowJournal,
) -> Result<IssueCodes, CommandError> {
    let convert = |error: FlowError| outcome::from_flow_error(error, file);
    let flow = IssueCodes::open(read.plan.clone(), idcode, journal).await;
    let mut flow = flow
        .map_err(convert)?
        .with_picture_store(Folders::new(&read.plan, &read.folders));
    for step in &arguments.flow.repeat {
        flow.repeat(*step).await.map_err(convert)?;
    }
    for step in &arguments.flow.accept_unknown {
        flow.accept(*step).await.map_err(convert)?;
    }
    Ok(flow)
}

async fn all(
    global: &Global,
    arguments: &Arguments,
    file: &TomlFile,
    read: &ReadPlan,
    session: &Session,
    (journal, state): (FlowJournal, Option<&Path>),
) -> Result<Verdict, CommandError> {
    let mut interruption = Interruption::new(global)?;
    let reporter = Reporter::new(global);
    let listener = reporter.clone();
    let flow = open_flow(arguments, file, read, session.client::<Idcode>()?, journal).await?;
    let mut flow = flow.with_events(move |event| listener.report(event));
    let stop_handle = flow.stop_handle();
    let end = runner::run(flow.run(), &stop_handle, &mut interruption).await?;
    report_end(global.output, read, &flow, &end, reporter.events(), state)?;
    let accepted = accepted_steps::blocking(&end, &flow.steps());
    match outcome::into_error(end, file) {
        None => Ok(Verdict::Yes),
        Some(failure) => Err(accepted_steps::with_remedies(failure, accepted)),
    }
}

/// The output of a run, however it ended.
#[derive(Serialize)]
struct RunReport<'a> {
    company: &'a IdCode,
    /// `done`, `asks`, `not_yet`, `interrupted` or `failed`.
    ended: &'static str,
    #[serde(flatten)]
    report: IssueCodesReport,
    question: Option<OpenQuestion>,
    steps: Vec<StepReport>,
    events: Vec<Event>,
    state: Option<String>,
}

fn report_end(
    format: Format,
    read: &ReadPlan,
    flow: &IssueCodes,
    end: &Result<FlowOutcome<IssueCodesReport>, FlowError>,
    events: Vec<Event>,
    state: Option<&Path>,
) -> Result<(), CommandError> {
    if format == Format::Table {
        return Ok(());
    }
    let document = RunReport {
        company: &read.plan.company,
        ended: outcome::word(end),
        report: flow.report(),
        question: OpenQuestion::from_end(end),
        steps: flow.steps(),
        events,
        state: state.map(path_text),
    };
    output::value(format, &document)
}
