//! Runs other programs.
//!
//! Every command is printed before it runs, has no standard input, and runs at the top of the
//! workspace.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::workspace;

/// One command to run.
#[derive(Debug)]
pub(crate) struct Step {
    command: Command,
    shown: String,
    deadline: Option<Duration>,
}

/// The output that [`Step::watch`] reads; the other passes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Out,
    Err,
}

impl Step {
    /// `cargo` with these arguments: the cargo that started this program, if any.
    pub(crate) fn cargo<I, S>(words: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Self::named("cargo", &cargo, words)
    }

    /// Any program, shown by its own name.
    pub(crate) fn program<I, S>(program: &OsStr, words: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let shown = std::path::Path::new(program)
            .file_name()
            .unwrap_or(program)
            .to_string_lossy()
            .into_owned();
        Self::named(&shown, program, words)
    }

    fn named<I, S>(name: &str, program: &OsStr, words: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        let mut command = Command::new(program);
        let mut shown = name.to_owned();
        for word in words {
            shown.push(' ');
            shown.push_str(&quoted(&word.as_ref().to_string_lossy()));
            command.arg(word);
        }
        command.current_dir(workspace::root()).stdin(Stdio::null());
        // `cargo run` describes xtask itself in these. Build scripts that watch them (ring's does)
        // would be built again at every change between a plain cargo command and this one.
        for (name, _) in std::env::vars_os() {
            if describes_a_package(&name.to_string_lossy()) {
                command.env_remove(name);
            }
        }
        Self {
            command,
            shown,
            deadline: None,
        }
    }

    /// Prints this in place of a command that is too long to read.
    pub(crate) fn shown_as(mut self, text: &str) -> Self {
        text.clone_into(&mut self.shown);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let value = value.as_ref();
        self.shown = format!("{name}={} {}", quoted(&value.to_string_lossy()), self.shown);
        self.command.env(name, value);
        self
    }

    /// Like [`Step::env`], but the variable is not shown.
    pub(crate) fn env_unshown(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Stops the program and fails if it runs longer.
    pub(crate) fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = Some(limit);
        self
    }

    /// Runs it; its output is shown.
    pub(crate) fn run(mut self) -> Result<(), String> {
        let mut child = self.start()?;
        let status = match self.deadline {
            None => child.wait().map_err(|why| self.lost(&why))?,
            Some(limit) => self.wait_at_most(&mut child, limit)?,
        };
        self.judge(status)
    }

    /// Runs it and returns its standard output; its standard error is shown.
    pub(crate) fn capture(mut self) -> Result<String, String> {
        self.command.stdout(Stdio::piped());
        let child = self.start()?;
        let output = child.wait_with_output().map_err(|why| self.lost(&why))?;
        self.judge(output.status)?;
        String::from_utf8(output.stdout)
            .map_err(|_| format!("`{}` did not print UTF-8", self.shown))
    }

    /// Its output, if it can be run and succeeds. Prints nothing: this is for looking up a tool.
    pub(crate) fn ask(mut self) -> Option<String> {
        self.command.stderr(Stdio::null());
        let output = self.command.output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then_some(text)
    }

    /// Runs it, shows its output, and passes each line of one stream to `see`.
    pub(crate) fn watch(mut self, stream: Stream, mut see: impl FnMut(&str)) -> Result<(), String> {
        match stream {
            Stream::Out => self.command.stdout(Stdio::piped()),
            Stream::Err => self.command.stderr(Stdio::piped()),
        };
        let mut child = self.start()?;
        let pipe: Option<Box<dyn Read>> = match stream {
            Stream::Out => child.stdout.take().map(|pipe| Box::new(pipe) as _),
            Stream::Err => child.stderr.take().map(|pipe| Box::new(pipe) as _),
        };
        let mut pipe = BufReader::new(pipe.ok_or("the output was not piped")?);
        let mut line = Vec::new();
        while pipe
            .read_until(b'\n', &mut line)
            .map_err(|why| self.lost(&why))?
            > 0
        {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            see(text.trim_end());
            line.clear();
        }
        let status = child.wait().map_err(|why| self.lost(&why))?;
        self.judge(status)
    }

    fn start(&mut self) -> Result<Child, String> {
        println!("$ {}", self.shown);
        self.command
            .spawn()
            .map_err(|why| format!("`{}` could not be started: {why}", self.shown))
    }

    fn wait_at_most(&self, child: &mut Child, limit: Duration) -> Result<ExitStatus, String> {
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait().map_err(|why| self.lost(&why))? {
                return Ok(status);
            }
            if start.elapsed() > limit {
                // Already gone is as good as ended.
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!(
                    "`{}` was stopped after {} s",
                    self.shown,
                    limit.as_secs()
                ));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn judge(&self, status: ExitStatus) -> Result<(), String> {
        if status.success() {
            Ok(())
        } else {
            Err(format!("`{}` failed ({status})", self.shown))
        }
    }

    fn lost(&self, why: &std::io::Error) -> String {
        format!("`{}`: {why}", self.shown)
    }
}

/// Quoted for a shell, so that a printed command can be copied.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./,:@+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn describes_a_package(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || matches!(
            name,
            "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "CARGO_CRATE_NAME" | "CARGO_BIN_NAME"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_command_can_be_copied_into_a_shell() {
        assert_eq!(quoted("--features"), "--features");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("-D warnings"), "'-D warnings'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }

    #[test]
    fn settings_of_cargo_are_passed_on_and_descriptions_of_xtask_are_not() {
        assert!(describes_a_package("CARGO_PKG_VERSION"));
        assert!(describes_a_package("CARGO_MANIFEST_DIR"));
        for kept in [
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "CARGO_BUILD_JOBS",
            "CARGO",
        ] {
            assert!(!describes_a_package(kept), "{kept}");
        }
    }

    #[test]
    fn a_program_that_does_not_exist_is_named_in_the_failure() {
        let step = Step::program(OsStr::new("no-such-program-here"), ["--version"]);
        let message = step.run().unwrap_err();
        assert!(
            message.contains("`no-such-program-here --version` could not be started"),
            "{message}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_refuses_is_a_failure_with_its_status() {
        let step = Step::program(OsStr::new("false"), ["--quietly"]);
        let message = step.run().unwrap_err();
        assert_eq!(message, "`false --quietly` failed (exit status: 1)");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_without_end_is_ended_at_its_deadline() {
        let step = Step::program(OsStr::new("sleep"), ["600"]).deadline(Duration::ZERO);
        let message = step.run().unwrap_err();
        assert!(message.contains("was stopped after"), "{message}");
    }

    #[test]
    fn watched_lines_arrive_without_their_ends() {
        let mut seen = Vec::new();
        Step::cargo(["--version"])
            .watch(Stream::Out, |line| seen.push(line.to_owned()))
            .unwrap();
        assert_eq!(seen.len(), 1);
        assert!(seen[0].starts_with("cargo "), "{seen:?}");
    }
}
