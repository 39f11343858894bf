//! Runs the program without anything of this machine's environment.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Credentials as long and odd as real ones, which must never appear in output.
pub(crate) const ACCESS_TOKEN: &str = "CANARYTOKENxQ7mZk2PvRt9";
pub(crate) const AUTH_CODE: &str = "CANARYCODEw8LhYs4NbGu1D";
pub(crate) const ACCOUNT: &str = "CANARYACCOUNTj5VcXe3";
pub(crate) const API_KEY: &str = "CANARYKEYfa6TgBo0HyKi2S";

/// Builds a run of the program.
pub(crate) struct Entreg {
    command: Command,
    stdin: Vec<u8>,
}

impl Entreg {
    /// The program with these words and an empty environment.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entreg"));
        command.args(words).env_clear();
        // No user's profile is there, and saved replies go there.
        command.env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"));
        command.env("XDG_STATE_HOME", env!("CARGO_TARGET_TMPDIR"));
        Self {
            command,
            stdin: Vec::new(),
        }
    }

    /// Adds a word, which need not be text.
    pub(crate) fn arg(mut self, word: impl AsRef<OsStr>) -> Self {
        self.command.arg(word);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets a variable to a path, which need not be text.
    pub(crate) fn env_path(mut self, name: &str, path: &Path) -> Self {
        self.command.env(name, path);
        self
    }

    /// Sets the credentials of both vendors, and this address.
    pub(crate) fn at(self, base_url: &str) -> Self {
        self.with_credentials()
            .env("IDCODE_BASE_URL", base_url)
            .env("IHUYI_BASE_URL", base_url)
    }

    pub(crate) fn with_credentials(self) -> Self {
        self.env("IDCODE_ACCESS_TOKEN", ACCESS_TOKEN)
            .env("IDCODE_AUTH_CODE", AUTH_CODE)
            .env("IHUYI_ACCOUNT", ACCOUNT)
            .env("IHUYI_API_KEY", API_KEY)
    }

    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn stdin(mut self, bytes: &[u8]) -> Self {
        self.stdin = bytes.to_vec();
        self
    }

    /// The command itself, for tests that set its streams.
    pub(crate) fn into_bare_command(self) -> Command {
        self.command
    }

    /// The command with pipes, for tests that watch it run.
    pub(crate) fn into_command(mut self) -> Command {
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        self.command
    }

    /// The command, started by a shell that closes its stdout.
    #[cfg(unix)]
    pub(crate) fn closing_stdout(self) -> Command {
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", r#"exec "$0" "$@" >&-"#])
            .arg(self.command.get_program())
            .args(self.command.get_args())
            .env_clear();
        for (name, value) in self.command.get_envs() {
            shell.envs(value.map(|value| (name, value)));
        }
        if let Some(folder) = self.command.get_current_dir() {
            shell.current_dir(folder);
        }
        shell.stdout(Stdio::piped()).stderr(Stdio::piped());
        shell
    }

    pub(crate) fn run(mut self) -> Run {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let bytes = self.stdin;
        let writer = std::thread::spawn(move || {
            // A program that does not read all of its stdin is no error of the test.
            let _closed = stdin.write_all(&bytes);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Run::from(output)
    }
}

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    #[track_caller]
    pub(crate) fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Stdout, which must be one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The error on stderr, under JSON output.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let line = self.stderr.lines().last().unwrap_or_default();
        let mut document: Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:#?}"));
        document["error"].take()
    }

    #[track_caller]
    pub(crate) fn expect_on_stderr(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no {text:?} in {self:#?}");
        self
    }
}

/// Runs the program with these words and an empty environment.
pub(crate) fn entreg<const N: usize>(words: [&str; N]) -> Run {
    Entreg::new(words).run()
}

/// Writes a file that only its owner can read, as a file of credentials must be.
pub(crate) fn write_private(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}
