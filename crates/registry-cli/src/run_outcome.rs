//! Ends a run: reports its spend, saves paid replies that were not shown, and reports its error.

use std::process::ExitCode;

use enterprise_registry::flow::path_text;

use crate::error::{CommandError, Kind};
use crate::global_options::Global;
use crate::notice;
use crate::record::{StdoutState, UnseenReplies};
use crate::{paid_calls, replies, stdout};

/// Reports the outcome of a run and returns its exit code, from the effects of all its calls.
pub(crate) fn report(global: &Global, ended: Result<ExitCode, CommandError>) -> ExitCode {
    let record = &global.record;
    let written = match &ended {
        Err(failure) if failure.is_output() => StdoutState::Broken,
        _ => stdout::state(),
    };
    let is_seen = written != StdoutState::Broken;
    paid_calls::report(global, record, is_seen);
    let unseen = record.take_unseen_replies(written);
    let failure = match (ended, unseen) {
        (Ok(code), None) => return code,
        (Ok(code), Some(unseen)) => match keep(global, unseen) {
            Ok(path) => {
                notice::reply_file(global, &path);
                return code;
            }
            Err(failure) => failure,
        },
        (Err(failure), None) => failure.with_saved_reply(global.save_reply.as_deref()),
        (Err(failure), Some(unseen)) => match keep(global, unseen) {
            Ok(path) => failure.with_reply_file(path),
            Err(lost) => failure.with_causes_of(&lost).with_further_remedy(SHOWN),
        },
    };
    let failure = failure.with_run(&record.totals());
    match record.summary().cursor {
        Some(cursor) if is_seen => failure.with_cursor(&cursor),
        _ => failure,
    }
    .report(global.output)
}

/// Saves paid replies that were not shown; prints them to stderr if they cannot be saved.
fn keep(global: &Global, unseen: UnseenReplies) -> Result<String, CommandError> {
    let named = global.save_reply.as_deref();
    let UnseenReplies {
        about,
        spool,
        bodies,
    } = unseen;
    let Some(mut spool) = spool else {
        return replies::keep(&bodies, named, &about)
            .map(|path| path_text(&path))
            .map_err(|error| shown(&bodies, error.to_string()));
    };
    let added = bodies.iter().try_for_each(|body| spool.add(body));
    let own = spool.path().to_owned();
    let kept = spool.keep(named);
    let path = path_text(kept.as_ref().unwrap_or(&own));
    match added.and(kept) {
        Ok(_) => Ok(path),
        Err(error) => {
            let cause = format!("{error}; earlier replies are in {path}");
            Err(shown(&bodies, cause))
        }
    }
}

/// Prints replies to stderr that could not be saved.
fn shown<B: AsRef<[u8]>>(bodies: &[B], cause: String) -> CommandError {
    replies::show(bodies);
    CommandError::new(
        Kind::Output,
        "the output was not read to its end, and the reply cannot be saved",
    )
    .with_cause(format!("cannot save the reply: {cause}"))
    .with_remedy(SHOWN)
}

/// The remedy if the replies could not be saved.
const SHOWN: &str =
    "do not repeat the query: it is paid for, and its reply is printed above, between two lines";
