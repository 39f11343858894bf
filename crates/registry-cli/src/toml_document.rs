//! How is a TOML file with secrets read, so that what is wrong with it can be said?
//!
//! An error gives a position and the name of a key, never a line and never a value.

use std::io;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::Failure;

pub(crate) type Table<'a> = DeTable<'a>;
pub(crate) type Key<'a> = Spanned<toml::de::DeString<'a>>;
pub(crate) type Value<'a> = Spanned<DeValue<'a>>;

/// Why a file could not be read.
#[derive(Debug)]
pub(crate) struct Unread {
    pub(crate) is_missing: bool,
    pub(crate) failure: Failure,
}

/// Reads a file that is called `what` in errors.
pub(crate) fn read(path: &Path, what: &str) -> Result<String, Unread> {
    std::fs::read_to_string(path).map_err(|error| {
        let cause = match error.kind() {
            // Its words would be about the stream and not about the file.
            io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
            _ => error.to_string(),
        };
        let message = format!("the {what} {} cannot be read", path.display());
        Unread {
            is_missing: error.kind() == io::ErrorKind::NotFound,
            failure: Failure::configuration(message).with_cause(cause),
        }
    })
}

/// The text of a file, and where it is from.
pub(crate) struct Document<'a> {
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
}

impl<'a> Document<'a> {
    pub(crate) fn root(&self) -> Result<Spanned<Table<'a>>, Failure> {
        Table::parse(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            // Of the parser's fixed texts; what it read is not among them.
            self.wrong(at, &format!("this is not TOML: {}", error.message()))
        })
    }

    pub(crate) fn table<'v, 'i>(
        &self,
        key: &Key<'_>,
        value: &'v Value<'i>,
    ) -> Result<&'v Table<'i>, Failure> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            other => Err(self.wrong_type(key, "table", other)),
        }
    }

    pub(crate) fn list<'v, 'i>(
        &self,
        key: &Key<'_>,
        value: &'v Value<'i>,
    ) -> Result<&'v [Value<'i>], Failure> {
        match value.get_ref() {
            DeValue::Array(array) => Ok(array),
            other => Err(self.wrong_type(key, "list", other)),
        }
    }

    pub(crate) fn string(&self, key: &Key<'_>, value: &Value<'_>) -> Result<String, Failure> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            other => Err(self.wrong_type(key, "text in quotes", other)),
        }
    }

    pub(crate) fn truth(&self, key: &Key<'_>, value: &Value<'_>) -> Result<bool, Failure> {
        match value.get_ref() {
            DeValue::Boolean(truth) => Ok(*truth),
            other => Err(self.wrong_type(key, "truth value", other)),
        }
    }

    /// A whole number that is not negative.
    pub(crate) fn number(&self, key: &Key<'_>, value: &Value<'_>) -> Result<u64, Failure> {
        let DeValue::Integer(number) = value.get_ref() else {
            return Err(self.wrong_type(key, "number", value.get_ref()));
        };
        u64::from_str_radix(number.as_str(), number.radix()).map_err(|_| {
            let name = key.get_ref();
            self.wrong(
                key.span().start,
                &format!("`{name}` must be a whole number that is not negative"),
            )
        })
    }

    fn wrong_type(&self, key: &Key<'_>, expected: &str, found: &DeValue<'_>) -> Failure {
        let reason = format!(
            "`{}` must be a {expected}, it is of the type {}",
            key.get_ref(),
            found.type_str()
        );
        self.wrong(key.span().start, &reason)
    }

    pub(crate) fn unknown(&self, key: &Key<'_>, whose: &str, known: &[&str]) -> Failure {
        let found = key.get_ref().as_ref();
        let failure = self.wrong(key.span().start, &format!("unknown key `{found}`{whose}"));
        match endpoint_core::nearest(found, known.iter().copied()) {
            Some(near) => failure.with_remedy(format!("write `{near}`")),
            None => failure.with_remedy(format!("known are {}", known.join(", "))),
        }
    }

    pub(crate) fn wrong(&self, at: usize, reason: &str) -> Failure {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        Failure::configuration(format!(
            "{}, line {line}, column {column}: {reason}",
            self.path.display()
        ))
    }
}
