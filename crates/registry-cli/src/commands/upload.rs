//! `entreg upload`: uploads the item codes of a file to IDcode.

use core::num::NonZeroUsize;
use core::time::Duration;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use enterprise_registry::idcode::operations::{Generation, UploadCodeFile, UploadCodeList};
use enterprise_registry::idcode::{CodeFile, Idcode, UploadOutcome};
use enterprise_registry::model::{DecimalId, IdCode};
use enterprise_registry::uploads::{self, UploadError};
use enterprise_registry::{CallOptions, Client, Endpoint as _, Vendor as _};

use self::progress::{Unit, UploadBar};
use self::report::Report;
use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::interruption::{self, Interruption};
use crate::session::Session;
use crate::verdict::Verdict;

mod code_input;
mod progress;
mod report;

/// Upload the item codes of a text file, one per line, for a registered category (501).
///
/// Every code is checked before anything is sent: no code may be empty or contain a comma or a
/// control character. The file is sent unchanged and read while it is sent, so it may have any
/// size; stdin is written to a temporary file first.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The file: UTF-8, one code per line; - for stdin.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Main code of the unit.
    #[arg(long, value_name = "CODE")]
    company: IdCode,
    /// Registration id of the category, as returned by 402, 403 or 404.
    #[arg(long, value_name = "REG_ID")]
    category: DecimalId,
    /// How the platform generates short codes [default: in-sequence].
    #[arg(long, value_enum, value_name = "ORDER")]
    generate: Option<Generate>,
    /// Refuse a file with duplicates: codes that scan as the same code.
    #[arg(long)]
    distinct: bool,
    /// The name of the file on the platform [default: the name of FILE; codes.txt for stdin].
    #[arg(long, value_name = "NAME", conflicts_with = "per_call")]
    name: Option<String>,
    /// Send lists of at most this many codes, one call after the other, instead of one file; the
    /// report shows the outcome of each call.
    #[arg(long, value_name = "CODES")]
    per_call: Option<NonZeroUsize>,
    /// Begin with this code, counted from 1, after those that an earlier run reported as uploaded.
    #[arg(
        long,
        value_name = "POSITION",
        requires = "per_call",
        default_value = "1"
    )]
    from: u64,
    /// How long IDcode may take to reply after the whole file is sent [default: 20, plus 1 for
    /// every MiB].
    #[arg(
        long,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..),
        conflicts_with = "per_call"
    )]
    answer_timeout: Option<u64>,
}

/// How the platform generates short codes.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Generate {
    /// One after the other.
    InSequence,
    /// At random.
    AtRandom,
}

impl From<Generate> for Generation {
    fn from(generate: Generate) -> Self {
        match generate {
            Generate::InSequence => Self::InSequence,
            Generate::AtRandom => Self::AtRandom,
        }
    }
}

pub(crate) async fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, CommandError> {
    let operation = match arguments.per_call {
        None => UploadCodeFile::SPEC.name,
        Some(_) => UploadCodeList::SPEC.name,
    };
    let about = |failure: CommandError| failure.with_operation(Idcode::NAME, operation);
    let codes = code_input::open(arguments).map_err(about)?;
    if arguments.from > codes.count() {
        let wrong = format!(
            "--from {}: the file has only {} codes",
            arguments.from,
            codes.count()
        );
        return Err(about(CommandError::invalid(wrong)));
    }
    let mut request =
        UploadCodeFile::new(arguments.company.clone(), arguments.category, codes.clone());
    request.generation = arguments.generate.map(Generation::from);
    let session = Session::open(global).await?;
    let client = session.client::<Idcode>()?;
    match arguments.per_call {
        None => in_one_piece(global, &client, request, &codes, arguments.answer_timeout).await?,
        Some(size) => in_calls(global, &client, request, &codes, (size, arguments.from)).await?,
    }
    Ok(Verdict::Yes)
}

async fn in_one_piece(
    global: &Global,
    client: &Client<Idcode>,
    request: UploadCodeFile,
    codes: &CodeFile,
    answer_timeout: Option<u64>,
) -> Result<(), CommandError> {
    let bar = UploadBar::new(global, Unit::Bytes);
    let following = bar.clone();
    let mut options = CallOptions::default()
        .with_progress(move |sent| following.set_position(sent.bytes, sent.total));
    if let Some(longest) = answer_timeout {
        options = options.with_upload_response(Duration::from_secs(longest));
    }
    let mut interruption = Interruption::new(global)?;
    let sent = interruption
        .wait_for(client.call_with(request, &options))
        .await;
    bar.clear();
    let sent = sent.ok_or_else(report::aborted_file)?;
    sent.map_err(report::failed_file)?;
    Report::for_file(codes).write(global.output)
}

async fn in_calls(
    global: &Global,
    client: &Client<Idcode>,
    request: UploadCodeFile,
    codes: &CodeFile,
    (size, from): (NonZeroUsize, u64),
) -> Result<(), CommandError> {
    let total = codes.count();
    let batches = request.batches(size);
    let mut batches = batches.map_err(|error| code_input::unreadable("the file", error))?;
    batches = batches.starting_at(from);
    let bar = UploadBar::new(global, Unit::Codes);
    bar.set_position(from.saturating_sub(1), Some(total));
    let mut interruption = Interruption::new(global)?;
    let ended = loop {
        let made = interruption
            .wait_for(uploads::send_next_batch(client, &mut batches))
            .await;
        match made {
            Some(Ok(true)) if interruption.is_requested() => break Outcome::Interrupted,
            Some(Ok(true)) => {}
            Some(Ok(false)) => break Outcome::Done,
            Some(Err(stopped)) => break Outcome::Stopped(stopped),
            None => {
                batches.record(UploadOutcome::Unknown);
                break Outcome::Aborted;
            }
        }
        if let Some(call) = batches.report().calls().last() {
            bar.set_position(call.last(), Some(total));
        }
    };
    bar.clear();
    let report = batches.report();
    if !report.calls().is_empty() {
        Report::for_calls(codes, report).write(global.output)?;
    }
    let failure = match ended {
        Outcome::Done => return Ok(()),
        Outcome::Interrupted if report.first_out() > total => return Ok(()),
        Outcome::Interrupted => CommandError::new(Kind::Stopped, "interrupted between two calls"),
        Outcome::Aborted => interruption::broken_off(),
        Outcome::Stopped(UploadError::Call(error)) => CommandError::from(error),
        Outcome::Stopped(UploadError::Codes(error)) => code_input::unreadable("the file", error),
        Outcome::Stopped(other) => CommandError::invalid(other.to_string()),
    };
    Err(report::stopped_calls(failure, report))
}

/// How an upload in several calls ended.
enum Outcome {
    Done,
    Stopped(UploadError),
    /// A signal stopped it between two calls.
    Interrupted,
    /// A second signal aborted a call.
    Aborted,
}
