//! Tells the caller of a command what happens, in the format of its result.

use serde::Serialize;

use crate::format::Format;
use crate::global_options::Global;
use crate::stderr::note;

/// Says where an answer is kept that was paid for and not read to its end. Also where nothing else
/// is to be said: nobody would find it.
pub(crate) fn reply_file(global: &Global, path: &str) {
    #[derive(Serialize)]
    struct Document<'a> {
        note: &'static str,
        reply_file: &'a str,
    }
    const UNREAD: &str = "the answer was not read to its end";
    match global.output {
        Format::Json => {
            let document = Document {
                note: UNREAD,
                reply_file: path,
            };
            note(&serde_json::to_string(&document).unwrap_or_default());
        }
        _ => note(&format!("reply: kept in {path}, as {UNREAD}")),
    }
}

/// Says what happens to whoever runs the command, in the form that stdout has; nothing where
/// nothing is to be said.
pub(crate) fn say(global: &Global, text: &str) {
    #[derive(Serialize)]
    struct Document<'a> {
        note: &'a str,
    }
    if global.quiet {
        return;
    }
    match global.output {
        Format::Json => {
            let document = Document { note: text };
            note(&serde_json::to_string(&document).unwrap_or_default());
        }
        _ => note(text),
    }
}
