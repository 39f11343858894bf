//! `entreg onboard`: a company from a plan to a unit that is verified.

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

/// The environment variable with the password of the user that 301 registers.
const PASSWORD: &str = "ENTREG_LOGIN_PASSWORD";

/// How often a person is asked in one run.
const QUESTIONS: usize = 10;

/// Bring a company from a plan (TOML) to a verified unit: verify, register, certify, complete,
/// wait.
///
/// Every paid query and every call that changes something is noted in a state file before it is
/// sent and after it was answered. Killed anywhere, --resume goes on from there: what is known to
/// be done is never done again, what is unknown is looked up, and where nothing free can tell it
/// asks at a terminal, and else stops and says what to answer. Two runs of one plan keep out of each other's way.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The plan.
    #[arg(value_name = "COMPANY.TOML")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    flow: FlowArguments,
    /// The code of the SMS; at a terminal it is asked for.
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
    // A dry run asks for what the platform will ask for.
    let has_made_up = global.sandbox && !arguments.flow.dry_run;
    let mut read = plan_file::read(global, &file, password(has_made_up)?)?;
    read.plan.settling = arguments.flow.settling(read.plan.settling);
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
        let kept = FlowJournal::Memory(MemoryJournal::new());
        return Run::new(global, arguments, file, read, None)
            .all(&session, kept)
            .await;
    };
    state.check(arguments.flow.resume)?;
    let session = Session::open(global).await?;
    let mut lock = state.lock()?;
    let _held = lock.hold()?;
    // Between the check and the lock another run may have begun and ended.
    state.check(arguments.flow.resume)?;
    let kept = FlowJournal::File(state.journal());
    let run = Run::new(global, arguments, file, read, Some(state.path().to_owned()));
    run.all(&session, kept).await
}

/// The password of the new user, or where there is none and that will do, a made-up one.
fn password(has_made_up: bool) -> Result<Option<Secret>, CommandError> {
    match std::env::var(PASSWORD) {
        Ok(password) if !password.is_empty() => Ok(Some(password.into())),
        Ok(_) | Err(std::env::VarError::NotPresent) => {
            Ok(has_made_up.then(|| "sandbox-password".into()))
        }
        Err(std::env::VarError::NotUnicode(_)) => Err(CommandError::configuration(format!(
            "the environment variable {PASSWORD} is not UTF-8 text"
        ))),
    }
}

/// Opens the flow as a run does, on a copy of its state, and shows what it would do. Fails where
/// the run would; credentials that are missing are told alone.
async fn dry_run(
    global: &Global,
    arguments: &Arguments,
    file: &TomlFile,
    read: &ReadPlan,
    state: Option<&StateFile>,
) -> Result<Verdict, CommandError> {
    let reported = |error: FlowError| outcome::from_flow_error(error, file);
    read.plan.check().map_err(reported)?;
    let session = Session::for_dry_run(global)?;
    let idcode = session.dry_run_client::<Idcode>(global)?;
    let ihuyi = match read.plan.queries_ihuyi() {
        true => Some(session.dry_run_client::<Ihuyi>(global)?),
        false => None,
    };
    let kept = FlowJournal::for_dry_run(state);
    let flow = Onboarding::open(read.plan.clone(), idcode, ihuyi, kept).await;
    let mut flow = flow.map_err(reported)?;
    take_answers(&mut flow, arguments, file).await?;
    let preview = flow.preview();
    let missing: Vec<String> = read
        .missing
        .iter()
        .map(|missing| format!("`{}`: {}", missing.field, missing.reason))
        .collect();
    crate::flows::preview::show(global.output, &preview, &missing)?;
    if let Some(missing) = read.missing.first() {
        return Err(file.invalid(missing.field, &missing.reason));
    }
    flow.check().map_err(reported)?;
    if let Some(state) = state {
        state.check_dry(arguments.flow.resume)?;
    }
    session.settings().check_spend(preview.certain_queries())?;
    Ok(Verdict::Yes)
}

/// Gives a flow the answers that the command line has for its steps.
async fn take_answers(
    flow: &mut Onboarding,
    arguments: &Arguments,
    file: &TomlFile,
) -> Result<(), CommandError> {
    let reported = |error: FlowError| outcome::from_flow_error(error, file);
    for step in &arguments.flow.repeat {
        flow.repeat(*step).await.map_err(reported)?;
    }
    for step in &arguments.flow.accept_unknown {
        flow.accept(*step).await.map_err(reported)?;
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

    async fn all(self, session: &Session, kept: FlowJournal) -> Result<Verdict, CommandError> {
        let mut interruption = Interruption::new(self.global)?;
        let mut flow = self.open(session, kept).await?;
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
                .answer(&mut flow, question, session, &mut interruption)
                .await?
            {
                break;
            }
            end = drive(&mut flow, &mut interruption).await?;
        }
        self.tell_end(&flow, &end)?;
        let accepted = accepted_steps::blocking(&end, &flow.steps());
        match outcome::into_error(end, &self.file) {
            None => Ok(Verdict::Yes),
            Some(failure) => Err(accepted_steps::with_remedies(failure, accepted)),
        }
    }

    async fn open(&self, session: &Session, kept: FlowJournal) -> Result<Onboarding, CommandError> {
        let reported = |error: FlowError| outcome::from_flow_error(error, &self.file);
        let idcode = session.client::<Idcode>()?;
        // Credentials are wanted of those alone who are called.
        let ihuyi = if self.read.plan.queries_ihuyi() {
            Some(session.client::<Ihuyi>()?)
        } else {
            None
        };
        let reporter = self.reporter.clone();
        let flow = Onboarding::open(self.read.plan.clone(), idcode, ihuyi, kept)
            .await
            .map_err(reported)?;
        Ok(flow.with_events(move |event| reporter.report(event)))
    }

    fn tell_end(
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
