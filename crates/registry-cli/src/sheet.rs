//! What does a plan in TOML say, and where does it say something wrong?
//!
//! A plan holds personal data, so an error gives a position, the name of a field and what would be
//! right, and never a line of the file.

use core::cell::RefCell;
use core::fmt::Display;
use core::str::FromStr;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::failure::Failure;

/// The text of a plan.
#[derive(Debug)]
pub(crate) struct Sheet {
    path: PathBuf,
    text: String,
}

type Table<'a> = DeTable<'a>;
type Key<'a> = Spanned<toml::de::DeString<'a>>;
type Value<'a> = Spanned<DeValue<'a>>;

impl Sheet {
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::invalid(format!("the plan {} cannot be read", path.display()))
                .with_cause(match error.kind() {
                    std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
                    _ => error.to_string(),
                })
                .with_remedy("--template prints one to begin with")
        })?;
        Ok(Self {
            path: path.to_owned(),
            text,
        })
    }

    /// Its tables.
    pub(crate) fn root(&self) -> Result<Spanned<Table<'_>>, Failure> {
        Table::parse(&self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.wrong(at, &format!("this is not TOML: {}", error.message()))
        })
    }

    /// A path of the plan, which is meant from where the plan is.
    fn beside(&self, path: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// What is wrong with the field of this name (`registration.phone`, `category[2].codes`), at
    /// the place where it stands or should.
    pub(crate) fn fault(&self, field: &str, reason: &str) -> Failure {
        let at = self
            .root()
            .ok()
            .and_then(|root| place_of(root.get_ref(), field))
            .unwrap_or(0);
        self.wrong(at, &format!("`{field}`: {reason}"))
            .with_parameter(field)
    }

    fn wrong(&self, at: usize, reason: &str) -> Failure {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        Failure::invalid(format!(
            "{}, line {line}, column {column}: {reason}",
            self.path.display()
        ))
        .with_remedy("nothing was sent; correct the plan, --template shows every field")
    }
}

/// Where a field stands, or else the table that it should stand in.
fn place_of(root: &Table<'_>, field: &str) -> Option<usize> {
    let mut table = root;
    let mut place = None;
    for part in field.split('.') {
        let (name, row) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, row)) => (name, row.parse::<usize>().ok()),
            None => (part, None),
        };
        let Some((key, value)) = table.iter().find(|(key, _)| key.get_ref() == name) else {
            break;
        };
        place = Some(key.span().start);
        let mut value = value;
        if let (Some(row), DeValue::Array(rows)) = (row, value.get_ref()) {
            let Some(found) = rows.get(row.saturating_sub(1)) else {
                break;
            };
            place = Some(found.span().start);
            value = found;
        }
        match value.get_ref() {
            DeValue::Table(below) => table = below,
            _ => break,
        }
    }
    place
}

/// One table of a plan, being read.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    sheet: &'a Sheet,
    /// `registration`, `category[2]`; empty for the whole plan.
    name: String,
    table: Option<&'a Table<'a>>,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Section<'a> {
    pub(crate) fn whole(sheet: &'a Sheet, root: &'a Spanned<Table<'a>>) -> Self {
        Self::of(sheet, String::new(), Some(root.get_ref()))
    }

    fn of(sheet: &'a Sheet, name: String, table: Option<&'a Table<'a>>) -> Self {
        Self {
            sheet,
            name,
            table,
            known: RefCell::default(),
        }
    }

    /// Whether it stands in the plan.
    pub(crate) fn is_there(&self) -> bool {
        self.table.is_some()
    }

    fn field(&self, key: &str) -> String {
        if self.name.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.name)
        }
    }

    /// What is wrong with one of its fields.
    pub(crate) fn fault(&self, key: &str, reason: impl Display) -> Failure {
        self.sheet.fault(&self.field(key), &reason.to_string())
    }

    fn find(&self, key: &'static str) -> Option<(&'a Key<'a>, &'a Value<'a>)> {
        self.known.borrow_mut().push(key);
        self.table?
            .iter()
            .find(|(found, _)| found.get_ref().as_ref() == key)
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &DeValue<'_>) -> Failure {
        let found = found.type_str();
        self.fault(
            key,
            format!("must be a {expected}, it is of the type {found}"),
        )
    }

    /// A text, where it is there.
    pub(crate) fn text(&self, key: &'static str) -> Result<Option<String>, Failure> {
        match self.find(key) {
            None => Ok(None),
            Some((_, value)) => match value.get_ref() {
                DeValue::String(text) => Ok(Some(text.clone().into_owned())),
                other => Err(self.wrong_type(key, "text in quotes", other)),
            },
        }
    }

    /// A text that has to be there.
    pub(crate) fn required(&self, key: &'static str) -> Result<String, Failure> {
        self.text(key)?.ok_or_else(|| self.missing(key))
    }

    /// A field has to be there; a slip in its name is pointed to.
    pub(crate) fn missing(&self, key: &str) -> Failure {
        let known = self.known.borrow();
        let unknown = self
            .table
            .into_iter()
            .flatten()
            .map(|(found, _)| found.get_ref().as_ref())
            .filter(|found| !known.contains(found));
        match endpoint_core::nearest(key, unknown) {
            Some(near) => self.fault(
                key,
                format!("is missing; there is `{near}`, which is unknown"),
            ),
            None => self.fault(key, "is missing"),
        }
    }

    /// A text that reads as a `T`.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|error| self.fault(key, error))
    }

    /// As [`Section::parsed`], which has to be there.
    pub(crate) fn required_as<T: FromStr<Err: Display>>(
        &self,
        key: &'static str,
    ) -> Result<T, Failure> {
        self.parsed(key)?.ok_or_else(|| self.missing(key))
    }

    /// One of these words.
    pub(crate) fn one_of<T: Clone>(
        &self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, Failure> {
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
                Err(self.fault(key, format!("must be {}", words.join(" or "))))
            }
        }
    }

    /// A whole number that is not negative; up to 20 digits in quotes count too.
    pub(crate) fn whole_number<T: FromStr>(&self, key: &'static str) -> Result<Option<T>, Failure> {
        let Some((_, value)) = self.find(key) else {
            return Ok(None);
        };
        let digits = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
            DeValue::String(text) => text.clone().into_owned(),
            other => return Err(self.wrong_type(key, "whole number", other)),
        };
        let digits = digits.replace('_', "");
        digits
            .parse()
            .map(Some)
            .map_err(|_| self.fault(key, "must be a whole number that is not negative"))
    }

    pub(crate) fn flag(&self, key: &'static str) -> Result<bool, Failure> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(false),
            Some(DeValue::Boolean(flag)) => Ok(*flag),
            Some(other) => Err(self.wrong_type(key, "true or false", other)),
        }
    }

    pub(crate) fn date(&self, key: &'static str) -> Result<Option<Date>, Failure> {
        match self.find(key).map(|(_, value)| value.get_ref()) {
            None => Ok(None),
            Some(DeValue::Datetime(moment)) if moment.date.is_some() => {
                let day = moment.date.map(|date| date.to_string());
                match day.unwrap_or_default().parse() {
                    Ok(day) => Ok(Some(day)),
                    Err(_) => Err(self.fault(key, "is no day of the calendar")),
                }
            }
            Some(other) => Err(self.wrong_type(key, "date (2026-01-31, without quotes)", other)),
        }
    }

    /// The path of a file, meant from where the plan is.
    pub(crate) fn path(&self, key: &'static str) -> Result<Option<PathBuf>, Failure> {
        Ok(self.text(key)?.map(|path| self.sheet.beside(&path)))
    }

    /// A table in this one.
    pub(crate) fn section(&self, key: &'static str) -> Result<Section<'a>, Failure> {
        let table = match self.find(key).map(|(_, value)| value.get_ref()) {
            None => None,
            Some(DeValue::Table(table)) => Some(table),
            Some(other) => return Err(self.wrong_type(key, "table", other)),
        };
        Ok(Self::of(self.sheet, self.field(key), table))
    }

    /// Texts in brackets.
    pub(crate) fn texts(&self, key: &'static str) -> Result<Option<Vec<String>>, Failure> {
        let rows = match self.find(key).map(|(_, value)| value.get_ref()) {
            None => return Ok(None),
            Some(DeValue::Array(rows)) => rows,
            Some(other) => return Err(self.wrong_type(key, "list of texts", other)),
        };
        rows.iter()
            .map(|row| match row.get_ref() {
                DeValue::String(text) => Ok(text.clone().into_owned()),
                other => Err(self.wrong_type(key, "list of texts", other)),
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// The tables of a list in this one.
    pub(crate) fn rows(&self, key: &'static str) -> Result<Vec<Section<'a>>, Failure> {
        let rows = match self.find(key).map(|(_, value)| value.get_ref()) {
            None => return Ok(Vec::new()),
            Some(DeValue::Array(rows)) => rows,
            Some(other) => return Err(self.wrong_type(key, "list of tables", other)),
        };
        rows.iter()
            .zip(1..)
            .map(|(row, number): (_, usize)| match row.get_ref() {
                DeValue::Table(table) => {
                    let name = self.field(&format!("{key}[{number}]"));
                    Ok(Self::of(self.sheet, name, Some(table)))
                }
                other => Err(self.wrong_type(key, "list of tables", other)),
            })
            .collect()
    }

    /// Refuses what was never asked for: a slip in a name would else be passed over.
    pub(crate) fn end(self) -> Result<(), Failure> {
        let known = self.known.borrow();
        let Some(table) = self.table else {
            return Ok(());
        };
        for (key, _) in table {
            let found = key.get_ref().as_ref();
            if known.contains(&found) {
                continue;
            }
            let whose = match self.name.as_str() {
                "" => String::new(),
                name => format!(" of `{name}`"),
            };
            let failure = self
                .sheet
                .wrong(key.span().start, &format!("unknown field `{found}`{whose}"))
                .with_parameter(self.field(found));
            return Err(match endpoint_core::nearest(found, known.iter().copied()) {
                Some(near) => failure.with_remedy(format!("write `{near}`")),
                None => failure.with_remedy(format!("known are {}", known.join(", "))),
            });
        }
        Ok(())
    }
}
