//! Reads rows of JSON lines.

use core::fmt;
use std::collections::HashMap;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::csv_rows::MOST_COLUMNS;
use super::error::InputError;
use super::lines::Lines;
use super::row::{Cell, InputRow, ProblemKind};

pub(super) struct JsonRows {
    lines: Lines,
    columns: HashMap<String, usize>,
    text: Vec<u8>,
}

impl JsonRows {
    pub(super) fn new(lines: Lines, header: &[String]) -> Self {
        let columns = header.iter().enumerate();
        Self {
            lines,
            columns: columns.map(|(index, name)| (name.clone(), index)).collect(),
            text: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<InputRow>, InputError> {
        self.text.clear();
        if !self.lines.append(&mut self.text, None)? {
            return Ok(None);
        }
        let mut row = InputRow::new(self.lines.line(), Vec::new());
        if self.text.trim_ascii().is_empty() {
            return Ok(Some(row));
        }
        match serde_json::from_slice::<Members<Value>>(&self.text) {
            Ok(Members(members)) => {
                row.cells = vec![Cell::default(); self.columns.len()];
                for (name, value) in members {
                    let column = self.columns.get(&name);
                    if let Some(cell) = column.and_then(|index| row.cells.get_mut(*index)) {
                        *cell = cell_of(value);
                    }
                }
            }
            Err(error) => row.problem = Some((ProblemKind::Json, reason(&error))),
        }
        Ok(Some(row))
    }
}

/// The names of all members, in the order in which they first come.
pub(super) fn header(lines: &mut Lines) -> Result<Vec<String>, InputError> {
    let mut names = HashMap::new();
    let mut text = Vec::new();
    while lines.append(&mut text, None)? {
        if let Ok(Members(members)) = serde_json::from_slice::<Members<IgnoredAny>>(&text) {
            for (name, IgnoredAny) in members {
                let next = names.len();
                names.entry(name).or_insert(next);
            }
        }
        if names.len() > MOST_COLUMNS {
            return Err(InputError::Line {
                line: lines.line(),
                reason: format!("the objects have more than {MOST_COLUMNS} different members"),
            });
        }
        text.clear();
    }
    let mut names: Vec<(String, usize)> = names.into_iter().collect();
    names.sort_by_key(|(_, place)| *place);
    Ok(names.into_iter().map(|(name, _)| name).collect())
}

fn cell_of(value: Value) -> Cell {
    match value {
        Value::Null => Cell::default(),
        Value::String(text) => text.into(),
        Value::Number(number) => Cell {
            is_number: number.is_f64(),
            text: number.to_string(),
        },
        other => other.to_string().into(),
    }
}

/// The error without the line and the text of serde_json.
fn reason(error: &serde_json::Error) -> String {
    if error.is_data() {
        return "the line is not a JSON object".to_owned();
    }
    format!(
        "the line is not JSON, from column {} on; each line is one object",
        error.column()
    )
}

/// The members of an object, in their order.
struct Members<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Members<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfObject<T>(core::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OfObject<T> {
            type Value = Members<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(OfObject(core::marker::PhantomData))
    }
}
