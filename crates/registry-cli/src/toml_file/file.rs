//! The text of a TOML file, and errors at a place in it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use enterprise_registry::flow::path_text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{exposure, position};
use crate::error::CommandError;

pub(super) type Table<'a> = DeTable<'a>;
pub(super) type Key<'a> = Spanned<toml::de::DeString<'a>>;
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// No file that a person has written is larger.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What a file is for: what is wrong with it is told accordingly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The profiles.
    Configuration,
    /// The accounts of a sandbox.
    Accounts,
    /// A flow.
    Plan,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration file",
            Self::Accounts => "file of accounts",
            Self::Plan => "plan",
        }
    }

    fn failure(self, message: String) -> CommandError {
        match self {
            Self::Configuration | Self::Accounts => CommandError::configuration(message),
            Self::Plan => CommandError::invalid(message),
        }
    }

    /// What can be done about a file that is not there.
    fn where_from(self) -> &'static str {
        match self {
            Self::Configuration => "name another with --config; `entreg help` shows what it holds",
            Self::Accounts => "`entreg help sandbox` shows what it holds",
            Self::Plan => "--template prints one to begin with",
        }
    }

    /// What can be done about something that is wrong in it.
    fn correction(self) -> &'static str {
        match self {
            Self::Configuration => "correct it; `entreg help` shows every field of a profile",
            Self::Accounts => "correct it; `entreg help sandbox` shows every field",
            Self::Plan => "nothing was sent; correct the plan, --template shows every field",
        }
    }
}

/// The text of a file.
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

    /// As [`TomlFile::read`]; nothing where there is no such file.
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

    /// What others than its owner can do with it, which holds credentials.
    pub(crate) fn exposure(&self) -> Option<&str> {
        self.exposure.as_deref()
    }

    /// The same as a warning.
    pub(crate) fn warning(&self) -> Option<String> {
        let (what, path) = (self.purpose.as_str(), path_text(&self.path));
        let exposure = self.exposure()?;
        Some(format!("warning: the {what} {path}: {exposure}"))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Its tables.
    pub(crate) fn root(&self) -> Result<Spanned<Table<'_>>, CommandError> {
        Table::parse(&self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // Of the parser's fixed texts; what it read is not among them.
            self.wrong(at, &format!("this is not TOML: {}", error.message()))
        })
    }

    /// A path that the file names, which is meant from where the file is.
    pub(super) fn beside(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// What is wrong with the field of this name (`registration.phone`, `category[2].codes`), at
    /// the place where it stands or should.
    pub(crate) fn invalid(&self, field: &str, reason: &str) -> CommandError {
        let at = self
            .root()
            .ok()
            .and_then(|root| position::of_field(root.get_ref(), field))
            .unwrap_or(0);
        self.invalid_at(at, field, reason)
    }

    pub(super) fn invalid_at(&self, at: usize, field: &str, reason: &str) -> CommandError {
        self.wrong(at, &format!("`{field}`: {reason}"))
            .with_parameter(field)
    }

    pub(super) fn wrong(&self, at: usize, reason: &str) -> CommandError {
        self.purpose
            .failure(format!("{}: {reason}", self.place(at)))
            .with_remedy(self.purpose.correction())
    }

    /// The file with line and column, in words.
    pub(super) fn place(&self, at: usize) -> String {
        let (line, column) = position::line_and_column(&self.text, at);
        format!("{}, line {line}, column {column}", path_text(&self.path))
    }
}

/// The text of a file, and what others can do with it; nothing where there is none.
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
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some((text, exposure))),
        Err(_) => Err(io::Error::other("it is not UTF-8 text")),
    }
}

fn unread(path: &Path, purpose: Purpose, error: &io::Error) -> CommandError {
    let (what, path) = (purpose.as_str(), path_text(path));
    if error.kind() == io::ErrorKind::NotFound {
        return purpose
            .failure(format!("the {what} {path} does not exist"))
            .with_remedy(purpose.where_from());
    }
    purpose
        .failure(format!("the {what} {path} cannot be read"))
        .with_cause(error.to_string())
        .with_remedy(purpose.where_from())
}
