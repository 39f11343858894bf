//! Asks a question at a terminal.

use std::io::{IsTerminal as _, Read as _, Write as _};

use tokio::sync::oneshot;

use crate::error::CommandError;
use crate::format::Format;
use crate::global_options::Global;
use crate::interruption::Interruption;
use crate::stderr;

/// The longest answer, in bytes.
const LONGEST: u64 = 4096;

/// Whether a user can see a question and answer it. Programs, which read JSON and exit codes, are
/// never asked.
pub(crate) fn is_attended(global: &Global) -> bool {
    global.output == Format::Table
        && !global.quiet
        && std::io::stdin().is_terminal()
        && std::io::stderr().is_terminal()
}

/// Reads a line from the terminal; `None` at its end (Ctrl-D) or on a signal (Ctrl-C). Nothing more
/// can be asked after a signal, because a thread still waits for the line.
pub(crate) async fn ask(
    question: &str,
    interruption: &mut Interruption<'_>,
) -> Result<Option<String>, CommandError> {
    let unheard = |error: std::io::Error| {
        CommandError::invalid("cannot ask at the terminal").with_cause(error.to_string())
    };
    let prompt = || {
        let mut stderr = stderr::lock();
        write!(stderr, "{question}").and_then(|()| stderr.flush())
    };
    prompt().map_err(unheard)?;
    let (sender, received) = oneshot::channel();
    // A detached thread: the runtime would wait for its own, and the line may never come.
    std::thread::spawn(move || {
        // The receiver may be gone.
        let _gone = sender.send(line());
    });
    let line = tokio::select! {
        line = received => line.unwrap_or(Ok(None)).map_err(unheard)?,
        () = interruption.next_signal() => None,
    };
    if line.is_none() {
        // The next output begins on a new line.
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
