//! A terminal for programs that ask questions.

use std::io::{ErrorKind, Read as _, Write as _};
use std::process::Child;

use pty_process::blocking::{Command, Pty, open};

use crate::process::Entreg;

/// The keys that a user presses.
pub(crate) const ENTER: &str = "\r";
pub(crate) const CTRL_C: &str = "\u{3}";
pub(crate) const CTRL_D: &str = "\u{4}";

/// A running program whose stdin, stdout and stderr are a terminal.
pub(crate) struct Terminal {
    pty: Pty,
    child: Child,
    seen: String,
}

impl Terminal {
    pub(crate) fn start(entreg: Entreg) -> Self {
        Self::start_with(Command::from(entreg.into_bare_command()))
    }

    /// Starts a command that may have redirected some of the three.
    pub(crate) fn start_with(command: Command) -> Self {
        let (pty, pts) = open().unwrap();
        let child = command.spawn(pts).unwrap();
        Self {
            pty,
            child,
            seen: String::new(),
        }
    }

    /// Waits until the screen shows this text, behind the text waited for before.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        loop {
            if let Some((_, rest)) = self.seen.split_once(text) {
                self.seen = rest.to_owned();
                return;
            }
            assert!(self.read(), "it ended without {text:?}: {}", self.seen);
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the end of the program. Returns its exit code and the screen since.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while self.read() {}
        (self.child.wait().unwrap().code(), self.seen)
    }

    /// Reads on; `false` once the program has closed the terminal.
    fn read(&mut self) -> bool {
        let mut chunk = [0; 4096];
        match self.pty.read(&mut chunk) {
            Ok(0) => false,
            Ok(length) => {
                self.seen += &String::from_utf8_lossy(&chunk[..length]);
                true
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => true,
            // Linux reports the closing of the last descriptor like this.
            Err(_) => false,
        }
    }
}
