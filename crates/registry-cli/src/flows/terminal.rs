//! Asks a person at a terminal.

use std::io::{IsTerminal as _, Read as _, Write as _};

use tokio::sync::oneshot;

use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::interruption::Interruption;
use crate::stderr;

/// No answer is longer.
const LONGEST: u64 = 4096;

/// Whether somebody is there who sees a question and can answer it. Programs read documents and
/// exit codes, and are asked nothing.
pub(crate) fn is_attended(global: &Global) -> bool {
    global.output == Format::Table
        && !global.quiet
        && std::io::stdin().is_terminal()
        && std::io::stderr().is_terminal()
}

/// A line from the terminal; nothing where it ends (Ctrl-D), or where the program is to stop
/// (Ctrl-C). Nothing more is asked then: somebody still waits for the line.
pub(crate) async fn ask(
    question: &str,
    interruption: &mut Interruption<'_>,
) -> Result<Option<String>, CommandError> {
    let unheard = |error: std::io::Error| {
        CommandError::invalid("the terminal cannot be asked").with_cause(error.to_string())
    };
    let prompt = || {
        let mut stderr = stderr::lock();
        write!(stderr, "{question}").and_then(|()| stderr.flush())
    };
    prompt().map_err(unheard)?;
    let (sender, received) = oneshot::channel();
    // A thread of nobody's: the runtime would wait for one of its own, and the line may never come.
    std::thread::spawn(move || {
        // Whoever asked may have gone.
        let _gone = sender.send(line());
    });
    let line = tokio::select! {
        line = received => line.unwrap_or(Ok(None)).map_err(unheard)?,
        () = interruption.next_signal() => None,
    };
    if line.is_none() {
        // What comes next begins on a line of its own.
        let _closed = writeln!(stderr::lock());
    }
    Ok(line)
}

fn line() -> std::io::Result<Option<String>> {
    let mut line = Vec::new();
    for byte in std::io::stdin().lock().take(LONGEST).bytes() {
        match byte? {
            b'\n' => return Ok(Some(String::from_utf8_lossy(&line).trim().to_owned())),
            byte => line.push(byte),
        }
    }
    Ok(None)
}
