//! `entreg onboard`: takes a company from a plan to a verified unit.

mod answers;
mod plan_file;
mod report;
mod verification;

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use enterprise_registry::Secret;
use enterprise_registry::flow::{FlowError, FlowOutcome, MemoryJournal};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::onboarding::{Onboarding, OnboardingReport};
use registry_sandbox::Config;

use self::plan_file::ReadPlan;
use crate::as_written;
use crate::error::CommandError;
use crate::flows::accepted_steps;
use crate::flows::arguments::FlowArguments;
use crate::flows::outcome;
use crate::flows::reporter::Reporter;
use crate::flows::runner;
use crate::flows::state_file::{FlowJournal, StateFile};
use crate::format::Format;
use crate::global_options::Global;
use crate::interruption::Interruption;
use crate::output;
use crate::session::Session;
use crate::toml_file::{Purpose, TomlFile};
use crate::verdict::Verdict;

const TEMPLATE: &str = include_str!("template.toml");

/// The environment variable for the password of the user that 301 registers.
const PASSWORD: &str = "ENTREG_LOGIN_PASSWORD";

/// The most questions of one run.
const QUESTIONS: usize = 10;

/// Take a company from a plan (TOML) to a verified unit: verify, register, certify, complete, wait.
///
/// A state file records every paid query and every write before it is sent and after its
/// reply. After any crash, --resume continues: completed steps are not repeated, and free reads
/// look up steps whose outcome is unknown. Where they cannot tell, entreg asks at a terminal, or
/// stops and prints the options that answer it. A lock prevents a second run of the same plan.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan.
    #[arg(value_name = "COMPANY.TOML")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    flow: FlowArguments,
    /// The code of the SMS; at a terminal, entreg asks for it.
    #[arg(long, value_name = "CODE", value_parser = NonEmptyStringValueParser::new())]
    sms_code: Option<String>,
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    if arguments.flow.template {
        output::text_as(global.output, "template", TEMPLATE)?;
        return Ok(Verdict::Yes);
    }
    arguments.flow.check(global.sandbox)?;
    let path = FlowArguments::plan(arguments.plan.as_ref())?;
    let file = TomlFile::read(path, Purpose::Plan)?;
    // A dry run requires what the real run will require.
    let has_sample_password = global.sandbox && !arguments.flow.dry_run;
    let mut read = plan_file::read(global, &file, password(has_sample_password)?)?;
    read.plan.lookup_policy = arguments.flow.lookup_policy(read.plan.lookup_policy);
    as_written::note(global, &read.plan.doubts());
    let state = (!global.sandbox).then(|| StateFile::for_plan(path, &arguments.flow));
    if arguments.flow.dry_run {
        if let (true, Some(state)) = (arguments.flow.resume, &state) {
            state.check(true)?;
        }
        return dry_run(global, arguments, &file, &read, state.as_ref()).await;
    }
    if let Some(missing) = read.missing.first() {
        return Err(file.invalid(missing.field, &missing.reason));
    }
    let Some(state) = state else {
        let session = Session::embedded(global, Config::default().with_sms(true)).await?;
        let journal = FlowJournal::Memory(MemoryJournal::new());
        return Run::new(global, arguments, file, read, None)
            .all(&session, journal)
            .await;
    };
    state.check(arguments.flow.resume)?;
    let session = Session::open(global).await?;
    let mut lock = state.lock()?;
    let _held = lock.hold()?;
    // Another run may have begun and ended between the check and the lock.
    state.check(arguments.flow.resume)?;
    let journal = FlowJournal::File(state.journal());
    let run = Run::new(global, arguments, file, read, Some(state.path().to_owned()));
    run.all(&session, journal).await
}

/// The password of the new user from the environment, or a sample one for the sandbox.
fn password(has_sample: bool) -> Result<Option<Secret>, CommandError> {
    match std::env::var(PASSWORD) {
        Ok(password) if !password.is_empty() => Ok(Some(password.into())),
        Ok(_) | Err(std::env::VarError::NotPresent) => {
            Ok(has_sample.then(|| "sandbox-password".into()))
        }
        Err(std::env::VarError::NotUnicode(_)) => Err(CommandError::configuration(format!(
            "the environment variable {PASSWORD} is not UTF-8 text"
        ))),
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
    let ihuyi = match read.plan.queries_ihuyi() {
        true => Some(session.dry_run_client::<Ihuyi>(global)?),
        false => None,
    };
    let journal = FlowJournal::for_dry_run(state);
    let flow = Onboarding::open(read.plan.clone(), idcode, ihuyi, journal).await;
    let mut flow = flow.map_err(convert)?;
    take_answers(&mut flow, arguments, file).await?;
    let preview = flow.preview();
    let missing: Vec<String> = read
        .missing
        .iter()
        .map(|missing| endpoint_core::field_error(missing.field, &missing.reason))
        .collect();
    crate::flows::preview::show(global.output, &preview, &missing)?;
    if let Some(missing) = read.missing.first() {
        return Err(file.invalid(missing.field, &missing.reason));
    }
    flow.check().map_err(convert)?;
    if let Some(state) = state {
        state.check_dry(arguments.flow.resume)?;
    }
    session.settings().check_spend(preview.certain_queries())?;
    Ok(Verdict::Yes)
}

/// Gives the flow the answers from the command line.
async fn take_answers(
    flow: &mut Onboarding,
    arguments: &Arguments,
    file: &TomlFile,
) -> Result<(), CommandError> {
    let convert = |error: FlowError| outcome::from_flow_error(error, file);
    for step in &arguments.flow.repeat {
        flow.repeat(*step).await.map_err(convert)?;
    }
    for step in &arguments.flow.accept_unknown {
        flow.accept(*step).await.map_err(convert)?;
    }
    Ok(())
}

/// One run of a plan.
struct Run<'a> {
    global: &'a Global,
    arguments: &'a Arguments,
    file: TomlFile,
    read: ReadPlan,
    state: Option<PathBuf>,
    reporter: Reporter,
}

impl<'a> Run<'a> {
    fn new(
        global: &'a Global,
        arguments: &'a Arguments,
        file: TomlFile,
        read: ReadPlan,
        state: Option<PathBuf>,
    ) -> Self {
        Self {
            global,
            arguments,
            file,
            read,
            state,
            reporter: Reporter::new(global),
        }
    }

    async fn all(self, session: &Session, journal: FlowJournal) -> Result<Verdict, CommandError> {
        let mut interruption = Interruption::new(self.global)?;
        let mut flow = self.open(session, journal).await?;
        take_answers(&mut flow, self.arguments, &self.file).await?;
        if let Some(code) = &self.arguments.sms_code {
            flow.set_sms_code(code.as_str());
        }
        let mut end = drive(&mut flow, &mut interruption).await?;
        for _ in 0..QUESTIONS {
            let Ok(FlowOutcome::Asks(question)) = &end else {
                break;
            };
            if !self
                .ask(&mut flow, question, session, &mut interruption)
                .await?
            {
                break;
            }
            end = drive(&mut flow, &mut interruption).await?;
        }
        self.report_end(&flow, &end)?;
        let accepted = accepted_steps::blocking(&end, &flow.steps());
        match outcome::into_error(end, &self.file) {
            None => Ok(Verdict::Yes),
            Some(failure) => Err(accepted_steps::with_remedies(failure, accepted)),
        }
    }

    async fn open(
        &self,
        session: &Session,
        journal: FlowJournal,
    ) -> Result<Onboarding, CommandError> {
        let convert = |error: FlowError| outcome::from_flow_error(error, &self.file);
        let idcode = session.client::<Idcode>()?;
        // Only vendors that the plan calls need credentials.
        let ihuyi = if self.read.plan.queries_ihuyi() {
            Some(session.client::<Ihuyi>()?)
        } else {
            None
        };
        let reporter = self.reporter.clone();
        let flow = Onboarding::open(self.read.plan.clone(), idcode, ihuyi, journal)
            .await
            .map_err(convert)?;
        Ok(flow.with_events(move |event| reporter.report(event)))
    }

    fn report_end(
        &self,
        flow: &Onboarding,
        end: &Result<FlowOutcome<OnboardingReport>, FlowError>,
    ) -> Result<(), CommandError> {
        if self.global.output == Format::Table {
            return match end {
                Ok(FlowOutcome::Done(report)) => {
                    output::text(&format!("{:<16} {}\n", "unit", report.unit))
                }
                _ => Ok(()),
            };
        }
        let company = &self.read.plan.company;
        let state = self.state.as_deref();
        let document = report::RunReport::new(company, flow, end, self.reporter.events(), state);
        output::value(self.global.output, &document)
    }
}

async fn drive(
    flow: &mut Onboarding,
    interruption: &mut Interruption<'_>,
) -> Result<Result<FlowOutcome<OnboardingReport>, FlowError>, CommandError> {
    let stop_handle = flow.stop_handle();
    runner::run(flow.run(), &stop_handle, interruption).await
}
