//! Writes notices to stderr in the format of the result.

use serde::Serialize;

use crate::format::Format;
use crate::global_options::Global;
use crate::stderr::note;

/// Names the file of a paid reply that was not read to its end. Also under `--quiet`: the reply
/// would not be found otherwise.
pub(crate) fn reply_file(global: &Global, path: &str) {
    #[derive(Serialize)]
    struct Notice<'a> {
        note: &'static str,
        reply_file: &'a str,
    }
    const UNREAD: &str = "the output was not read to its end";
    match global.output {
        Format::Json => {
            let notice = Notice {
                note: UNREAD,
                reply_file: path,
            };
            note(&serde_json::to_string(&notice).unwrap_or_default());
        }
        _ => note(&format!("reply: saved to {path}, as {UNREAD}")),
    }
}

/// Writes a notice, unless under `--quiet`.
pub(crate) fn say(global: &Global, text: &str) {
    #[derive(Serialize)]
    struct Notice<'a> {
        note: &'a str,
    }
    if global.quiet {
        return;
    }
    match global.output {
        Format::Json => {
            let notice = Notice { note: text };
            note(&serde_json::to_string(&notice).unwrap_or_default());
        }
        _ => note(text),
    }
}
