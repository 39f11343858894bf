//! Reads the fields of a table of a TOML file.

use core::cell::RefCell;
use core::fmt::Display;
use core::str::FromStr;
use std::path::PathBuf;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use super::file::{Key, Table, TomlFile, Value};
use crate::error::CommandError;

/// A table of a file. It records which fields are read; [`refuse_unknown`](Self::refuse_unknown)
/// refuses the others.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    file: &'a TomlFile,
    /// `registration`, `category[2]`; empty for the whole file.
    name: String,
    /// Its position, or that of the table that lacks it.
    at: usize,
    table: Option<&'a Table<'a>>,
    known: RefCell<Vec<&'a str>>,
}

impl<'a> Section<'a> {
    /// The whole file as a table.
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

    /// Whether the file has this table.
    pub(crate) fn is_present(&self) -> bool {
        self.table.is_some()
    }

    /// The names of its fields, for a table with free names.
    pub(crate) fn names(&self) -> Vec<&'a str> {
        let keys = self.table.into_iter().flatten();
        keys.map(|(key, _)| key.get_ref().as_ref()).collect()
    }

    /// Its name in messages.
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

    /// The position of a field, or that of the table if the field is missing.
    fn place(&self, key: &str) -> usize {
        let found = self.table.and_then(|table| {
            let mut keys = table.iter();
            keys.find(|(found, _)| found.get_ref().as_ref() == key)
        });
        found.map_or(self.at, |(key, _)| key.span().start)
    }

    /// The place and the name of a field, for errors found after the file is read.
    pub(crate) fn location(&self, key: &str) -> String {
        let place = self.file.place(self.place(key));
        format!("{place}: `{}`", self.field(key))
    }

    /// The error of a field.
    pub(crate) fn invalid(&self, key: &str, reason: impl Display) -> CommandError {
        let (at, field) = (self.place(key), self.field(key));
        self.file.invalid_at(at, &field, &reason.to_string())
    }

    /// The error of a field whose name is the subject of `predicate`: "is missing".
    pub(crate) fn must_change(&self, key: &str, predicate: &str) -> CommandError {
        let field = self.field(key);
        self.file
            .wrong(self.place(key), &format!("`{field}` {predicate}"))
            .with_parameter(field)
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
        self.invalid(key, format!("must be a {expected}, but has type {found}"))
    }

    /// Reads a text.
    pub(crate) fn text(&self, key: &'a str) -> Result<Option<String>, CommandError> {
        match self.find(key) {
            None => Ok(None),
            Some((_, value)) => match value.get_ref() {
                DeValue::String(text) => Ok(Some(text.clone().into_owned())),
                other => Err(self.wrong_type(key, "text in quotes", other)),
            },
        }
    }

    /// Reads a text that must be present.
    pub(crate) fn required(&self, key: &'a str) -> Result<String, CommandError> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    /// The error of a missing field. It names a misspelt field that may be meant.
    pub(crate) fn missing(&self, key: &str) -> CommandError {
        let known = self.known.borrow();
        let names = self.names().into_iter();
        let unknown = names.filter(|found| !known.contains(found));
        match endpoint_core::nearest(key, unknown) {
            Some(near) => self.must_change(
                key,
                &format!("is missing; the unknown field `{near}` may be meant"),
            ),
            None => self.must_change(key, "is missing"),
        }
    }

    /// Reads a text and parses it.
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

    /// Reads one of these words.
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

    /// Reads the digits of a number, whole or with a fraction.
    pub(crate) fn number(&self, key: &'a str) -> Result<Option<String>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Integer(number)) => Ok(Some(decimal(number))),
            Some(DeValue::Float(number)) => Ok(Some(number.as_str().to_owned())),
            Some(other) => Err(self.wrong_type(key, "number", other)),
        }
    }

    /// Reads a whole number that is not negative; digits in quotes are accepted too.
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

    /// Reads `true` or `false`.
    pub(crate) fn flag(&self, key: &'a str) -> Result<Option<bool>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Boolean(flag)) => Ok(Some(*flag)),
            Some(other) => Err(self.wrong_type(key, "truth value (true or false)", other)),
        }
    }

    /// Reads a date.
    pub(crate) fn date(&self, key: &'a str) -> Result<Option<Date>, CommandError> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Datetime(moment)) if moment.date.is_some() => {
                let day = moment.date.map(|date| date.to_string());
                match day.unwrap_or_default().parse() {
                    Ok(day) => Ok(Some(day)),
                    Err(_) => Err(self.invalid(key, "is not a day of the calendar")),
                }
            }
            Some(other) => Err(self.wrong_type(key, "date (2026-01-31, without quotes)", other)),
        }
    }

    /// Reads a path, resolved against the folder of the file.
    pub(crate) fn path(&self, key: &'a str) -> Result<Option<PathBuf>, CommandError> {
        Ok(self.text(key)?.map(|path| self.file.beside(&path)))
    }

    /// Reads a nested table.
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

    /// Reads a list of texts.
    pub(crate) fn texts(&self, key: &'a str) -> Result<Option<Vec<String>>, CommandError> {
        self.texts_as(key)
    }

    /// Reads a list of texts and parses each. An error has the place of the text.
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

    /// Reads a list of tables.
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

    /// Refuses fields that were never read, so that a misspelt name is not ignored.
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
            None => failure.with_remedy(format!("use one of {}", known.join(", "))),
        })
    }
}

/// The decimal digits of a number of any base.
fn decimal(number: &DeInteger<'_>) -> String {
    let digits = number.as_str();
    u128::from_str_radix(digits, number.radix())
        .map_or_else(|_| digits.to_owned(), |number| number.to_string())
}
