//! Reads the text of a TOML file and makes errors at a place in it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use enterprise_registry::flow::path_text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{exposure, position};
use crate::error::CommandError;
use crate::text_encoding;

pub(super) type Table<'a> = DeTable<'a>;
pub(super) type Key<'a> = Spanned<toml::de::DeString<'a>>;
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// No file written by hand is larger.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The purpose of a file, which decides its error messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It holds profiles.
    Configuration,
    /// It holds the accounts of a sandbox.
    Accounts,
    /// It is the plan of a flow.
    Plan,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration file",
            Self::Accounts => "accounts file",
            Self::Plan => "plan",
        }
    }

    fn failure(self, message: String) -> CommandError {
        match self {
            Self::Configuration | Self::Accounts => CommandError::configuration(message),
            Self::Plan => CommandError::invalid(message),
        }
    }

    /// The remedy for a file that does not exist or cannot be read.
    fn unread_remedy(self) -> &'static str {
        match self {
            Self::Configuration => "name another with --config; `entreg help` shows its fields",
            Self::Accounts => "`entreg help sandbox` shows its fields",
            Self::Plan => "--template prints a plan to begin with",
        }
    }

    /// The remedy for an error in the file.
    fn remedy(self) -> &'static str {
        match self {
            Self::Configuration => "correct the file; `entreg help` shows all fields of a profile",
            Self::Accounts => "correct the file; `entreg help sandbox` shows all fields",
            Self::Plan => "nothing was sent; correct the plan, --template shows all fields",
        }
    }
}

/// A TOML file and its text.
#[derive(Debug)]
pub(crate) struct TomlFile {
    purpose: Purpose,
    path: PathBuf,
    text: String,
    exposure: Option<String>,
}

impl TomlFile {
    pub(crate) fn read(path: &Path, purpose: Purpose) -> Result<Self, CommandError> {
        let absent = || io::Error::from(io::ErrorKind::NotFound);
        match text(path) {
            Ok(Some((text, exposure))) => Ok(Self {
                purpose,
                path: path.to_owned(),
                text,
                exposure,
            }),
            Ok(None) => Err(unread(path, purpose, &absent())),
            Err(error) => Err(unread(path, purpose, &error)),
        }
    }

    /// As [`read`](Self::read), but `None` if the file does not exist.
    pub(crate) fn read_if_present(
        path: &Path,
        purpose: Purpose,
    ) -> Result<Option<Self>, CommandError> {
        let text = text(path).map_err(|error| unread(path, purpose, &error))?;
        Ok(text.map(|(text, exposure)| Self {
            purpose,
            path: path.to_owned(),
            text,
            exposure,
        }))
    }

    /// What other users can do with the file, which may hold credentials.
    pub(crate) fn exposure(&self) -> Option<&str> {
        self.exposure.as_deref()
    }

    /// A warning of that.
    pub(crate) fn warning(&self) -> Option<String> {
        let (what, path) = (self.purpose.as_str(), path_text(&self.path));
        let exposure = self.exposure()?;
        Some(format!("warning: the {what} {path}: {exposure}"))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Parses the file.
    pub(crate) fn root(&self) -> Result<Spanned<Table<'_>>, CommandError> {
        Table::parse(&self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // The parser's messages are fixed texts, without parts of the file.
            self.wrong(at, &format!("this is not TOML: {}", error.message()))
        })
    }

    /// Resolves a path in the file against the folder of the file.
    pub(super) fn beside(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The error of a field (`registration.phone`, `category[2].codes`), at its place or that of
    /// the table that lacks it.
    pub(crate) fn invalid(&self, field: &str, reason: &str) -> CommandError {
        let at = self
            .root()
            .ok()
            .and_then(|root| position::of_field(root.get_ref(), field))
            .unwrap_or(0);
        self.invalid_at(at, field, reason)
    }

    pub(super) fn invalid_at(&self, at: usize, field: &str, reason: &str) -> CommandError {
        self.wrong(at, &endpoint_core::field_error(field, reason))
            .with_parameter(field)
    }

    pub(super) fn wrong(&self, at: usize, reason: &str) -> CommandError {
        self.purpose
            .failure(format!("{}: {reason}", self.place(at)))
            .with_remedy(self.purpose.remedy())
    }

    /// The path of the file with line and column.
    pub(super) fn place(&self, at: usize) -> String {
        let (line, column) = position::line_and_column(&self.text, at);
        format!("{}, line {line}, column {column}", path_text(&self.path))
    }
}

/// Reads the text of a file and its exposure. `None` if the file does not exist.
fn text(path: &Path) -> io::Result<Option<(String, Option<String>)>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let exposure = exposure::of(path, &file);
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(io::Error::other("it is larger than 4 MiB"));
    }
    let is_text = |encoding| {
        io::Error::other(format!(
            "it is {encoding} text, not UTF-8: save it as UTF-8, or use iconv -f {encoding} -t UTF-8"
        ))
    };
    if let Some(encoding) = text_encoding::wide(&bytes) {
        return Err(is_text(encoding));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some((text, exposure))),
        Err(error) => Err(text_encoding::narrow(error.as_bytes())
            .map_or_else(|| io::Error::other("it is not UTF-8 text"), is_text)),
    }
}

fn unread(path: &Path, purpose: Purpose, error: &io::Error) -> CommandError {
    let (what, path) = (purpose.as_str(), path_text(path));
    if error.kind() == io::ErrorKind::NotFound {
        return purpose
            .failure(format!("the {what} {path} does not exist"))
            .with_remedy(purpose.unread_remedy());
    }
    purpose
        .failure(format!("the {what} {path} cannot be read"))
        .with_cause(error.to_string())
        .with_remedy(purpose.unread_remedy())
}
