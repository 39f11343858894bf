//! One table of a TOML file.

use core::cell::RefCell;
use core::fmt::Display;
use core::str::FromStr;
use std::path::PathBuf;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use super::file::{Key, Table, TomlFile, Value};
use crate::error::CommandError;

/// One table of a file, being read. What it is asked for is known to it; [`Section::refuse_unknown`] refuses
/// the rest.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    file: &'a TomlFile,
    /// `registration`, `category[2]`; empty for the whole file.
    name: String,
    /// Where it begins, or where that stands in which it should.
    at: usize,
    table: Option<&'a Table<'a>>,
    known: RefCell<Vec<&'a str>>,
}

impl<'a> Section<'a> {
    pub(crate) fn root(file: &'a TomlFile, root: &'a Spanned<Table<'a>>) -> Self {
        Self::new(file, String::new(), 0, Some(root.get_ref()))
    }

    fn new(file: &'a TomlFile, name: String, at: usize, table: Option<&'a Table<'a>>) -> Self {
        Self {
            file,
            name,
            at,
            table,
            known: RefCell::default(),
        }
    }

    /// Whether it stands in the file.
    pub(crate) fn is_present(&self) -> bool {
        self.table.is_some()
    }

    /// The names in it, for a table whose names are free.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        let keys = self.table.into_iter().flatten();
        keys.map(|(key, _)| key.get_ref().as_ref()).collect()
    }

    /// Its name, as messages write it.
    pub(super) fn heading(&self) -> String {
        if self.name.is_empty() {
            "the top of the file".to_owned()
        } else {
            format!("[{}]", self.name)
        }
    }

    pub(super) fn field(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    /// Where one of its fields stands, or it itself where that is missing.
    fn place(&self, key: &str) -> usize {
        let found = self.table.and_then(|table| {
            let mut keys = table.iter();
            keys.find(|(found, _)| found.get_ref().as_ref() == key)
        });
        found.map_or(self.at, |(key, _)| key.span().start)
    }

    /// The name of a field with the place where it stands: for what shows itself to be wrong
    /// later, when this is gone.
    pub(crate) fn location(&self, key: &str) -> String {
        let place = self.file.place(self.place(key));
        format!("{place}: `{}`", self.field(key))
    }

    /// What is wrong with one of its fields.
    pub(crate) fn invalid(&self, key: &str, reason: impl Display) -> CommandError {
        let (at, field) = (self.place(key), self.field(key));
        self.file.invalid_at(at, &field, &reason.to_string())
    }

    fn find(&self, key: &'a str) -> Option<(&'a Key<'a>, &'a Value<'a>)> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        self.table?
            .iter()
            .find(|(found, _)| found.get_ref().as_ref() == key)
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &DeValue<'_>) -> CommandError {
        let found = found.type_str();
        self.invalid(
            key,
            format!("must be a {expected}, it is of the type {found}"),
        )
    }

    /// A text, where it is there.
    pub(crate) fn text(&self, key: &'a str) -> Result<Option<String>, CommandError> {
        match self.find(key) {
            None => Ok(None),
            Some((_, value)) => match value.get_ref() {
                DeValue::String(text) => Ok(Some(text.clone().into_owned())),
                other => Err(self.wrong_type(key, "text in quotes", other)),
            },
        }
    }

    /// A text that has to be there.
    pub(crate) fn required(&self, key: &'a str) -> Result<String, CommandError> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    /// A field has to be there; a slip in its name is pointed to.
    pub(crate) fn missing(&self, key: &str) -> CommandError {
        let known = self.known.borrow();
        let names = self.names().into_iter();
        let unknown = names.filter(|found| !known.contains(found));
        match endpoint_core::nearest(key, unknown) {
            Some(near) => self.invalid(
                key,
                format!("is missing; there is `{near}`, which is unknown"),
            ),
            None => self.invalid(key, "is missing"),
        }
    }

    /// A text that reads as a `T`.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(
        &self,
        key: &'a str,
    ) -> Result<Option<T>, CommandError> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|error| self.invalid(key, error))
    }

    /// One of these words.
    pub(crate) fn one_of<T: Clone>(
        &self,
        key: &'a str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, CommandError> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(Some(value.clone())),
            None => {
                let words: Vec<_> = words
                    .iter()
                    .map(|(word, _)| format!("\"{word}\""))
                    .collect();
                Err(self.invalid(key, format!("must be {}", words.join(" or "))))
            }
        }
    }

    /// A number as it is written, whole or with a fraction.
    pub(crate) fn number(&self, key: &'a str) -> Result<Option<String>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Integer(number)) => Ok(Some(decimal(number))),
            Some(DeValue::Float(number)) => Ok(Some(number.as_str().to_owned())),
            Some(other) => Err(self.wrong_type(key, "number", other)),
        }
    }

    /// A whole number that is not negative; up to 20 digits in quotes count too.
    pub(crate) fn whole_number<T: FromStr>(&self, key: &'a str) -> Result<Option<T>, CommandError> {
        let Some((_, value)) = self.find(key) else {
            return Ok(None);
        };
        let digits = match value.get_ref() {
            DeValue::Integer(number) => decimal(number),
            DeValue::String(text) => text.clone().into_owned(),
            other => return Err(self.wrong_type(key, "whole number", other)),
        };
        let digits = digits.replace('_', "");
        digits
            .parse()
            .map(Some)
            .map_err(|_| self.invalid(key, "must be a whole number that is not negative"))
    }

    pub(crate) fn flag(&self, key: &'a str) -> Result<Option<bool>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Boolean(flag)) => Ok(Some(*flag)),
            Some(other) => Err(self.wrong_type(key, "truth value (true or false)", other)),
        }
    }

    pub(crate) fn date(&self, key: &'a str) -> Result<Option<Date>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Datetime(moment)) if moment.date.is_some() => {
                let day = moment.date.map(|date| date.to_string());
                match day.unwrap_or_default().parse() {
                    Ok(day) => Ok(Some(day)),
                    Err(_) => Err(self.invalid(key, "is no day of the calendar")),
                }
            }
            Some(other) => Err(self.wrong_type(key, "date (2026-01-31, without quotes)", other)),
        }
    }

    /// The path of a file, meant from where this one is.
    pub(crate) fn path(&self, key: &'a str) -> Result<Option<PathBuf>, CommandError> {
        Ok(self.text(key)?.map(|path| self.file.beside(&path)))
    }

    /// A table in this one.
    pub(crate) fn section(&self, key: &'a str) -> Result<Section<'a>, CommandError> {
        let (at, table) = match self.find(key) {
            None => (self.at, None),
            Some((found, value)) => match value.get_ref() {
                DeValue::Table(table) => (found.span().start, Some(table)),
                other => return Err(self.wrong_type(key, "table", other)),
            },
        };
        Ok(Self::new(self.file, self.field(key), at, table))
    }

    fn list(&self, key: &'a str, of: &str) -> Result<Option<&'a [Value<'a>]>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Array(rows)) => Ok(Some(rows)),
            Some(other) => Err(self.wrong_type(key, &format!("list of {of}"), other)),
        }
    }

    /// Texts in brackets.
    pub(crate) fn texts(&self, key: &'a str) -> Result<Option<Vec<String>>, CommandError> {
        self.texts_as(key)
    }

    /// Texts in brackets that read as `T`s. What is wrong with one is told where it stands.
    pub(crate) fn texts_as<T: FromStr<Err: Display>>(
        &self,
        key: &'a str,
    ) -> Result<Option<Vec<T>>, CommandError> {
        let Some(rows) = self.list(key, "texts")? else {
            return Ok(None);
        };
        let rows = rows.iter().map(|row| match row.get_ref() {
            DeValue::String(text) => text.parse().map_err(|error: T::Err| {
                let field = self.field(key);
                let at = row.span().start;
                self.file.invalid_at(at, &field, &error.to_string())
            }),
            other => Err(self.wrong_type(key, "list of texts", other)),
        });
        rows.collect::<Result<_, _>>().map(Some)
    }

    /// The tables of a list in this one.
    pub(crate) fn rows(&self, key: &'a str) -> Result<Vec<Section<'a>>, CommandError> {
        let rows = self.list(key, "tables")?.unwrap_or_default();
        rows.iter()
            .zip(1..)
            .map(|(row, number): (_, usize)| match row.get_ref() {
                DeValue::Table(table) => {
                    let name = self.field(&format!("{key}[{number}]"));
                    let at = row.span().start;
                    Ok(Self::new(self.file, name, at, Some(table)))
                }
                other => Err(self.wrong_type(key, "list of tables", other)),
            })
            .collect()
    }

    /// Refuses what was never asked for: a slip in a name would else be passed over.
    pub(crate) fn refuse_unknown(self) -> Result<(), CommandError> {
        let known = self.known.borrow();
        let names = self.names();
        let Some(found) = names.into_iter().find(|name| !known.contains(name)) else {
            return Ok(());
        };
        let whose = match self.name.as_str() {
            "" => String::new(),
            name => format!(" of `{name}`"),
        };
        let reason = format!("unknown field `{found}`{whose}");
        let failure = self
            .file
            .wrong(self.place(found), &reason)
            .with_parameter(self.field(found));
        Err(match endpoint_core::nearest(found, known.iter().copied()) {
            Some(near) => failure.with_remedy(format!("write `{near}`")),
            None => failure.with_remedy(format!("known are {}", known.join(", "))),
        })
    }
}

/// The digits of a number, in whichever base it is written.
fn decimal(number: &DeInteger<'_>) -> String {
    let digits = number.as_str();
    u128::from_str_radix(digits, number.radix())
        .map_or_else(|_| digits.to_owned(), |number| number.to_string())
}
