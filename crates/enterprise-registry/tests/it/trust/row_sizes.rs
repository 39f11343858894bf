//! A row takes little more memory than its content.
//!
//! Measured by the budget that decoding charges, for every list of every operation, in JSON and in
//! JSON within a text.

use bytes::Bytes;
use endpoint_core::lenient;
use enterprise_registry::idcode::{self, Idcode};
use enterprise_registry::ihuyi::{self, Ihuyi};
use enterprise_registry::{Endpoint, Vendor, Visit};
use serde_json::Value;

use super::samples::fixture;

/// The most that an absent member takes: the size of an absent text.
const ABSENT: usize = size_of::<Option<String>>();

/// The most that a full row takes, as a multiple of the length of its JSON.
const TIMES: usize = 4;

/// The memory that decoding this response takes; `None` if it is refused.
type Taken = fn(&Value) -> Option<usize>;

fn taken<E: Endpoint>(answer: &Value) -> Option<usize> {
    let body = Bytes::from(answer.to_string());
    let before = lenient::MEMORY;
    lenient::within_budget(|| {
        E::Vendor::open::<E>(&body).map_err(|_| ())?;
        lenient::left().ok_or(())
    })
    .ok()
    .map(|left| before - left)
}

struct All(Vec<(&'static str, &'static str, Taken)>);

impl Visit<Idcode> for All {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        self.0.push((Idcode::NAME, E::SPEC.name, taken::<E>));
    }
}

impl Visit<Ihuyi> for All {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        self.0.push((Ihuyi::NAME, E::SPEC.name, taken::<E>));
    }
}

/// The pointers to lists of objects and to texts with such lists.
fn lists(value: &Value, at: &str) -> Vec<String> {
    match value {
        Value::Array(rows) => {
            let row = rows.first().filter(|row| row.is_object());
            let inside = row.map(|row| lists(row, &format!("{at}/0")));
            inside.map_or_else(Vec::new, |mut inside| {
                inside.push(at.to_owned());
                inside
            })
        }
        Value::Object(members) => {
            let of = |(key, member)| lists(member, &format!("{at}/{key}"));
            members.iter().flat_map(of).collect()
        }
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(list @ Value::Array(_)) if !lists(&list, at).is_empty() => vec![at.to_owned()],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The memory that a row takes in the list at this pointer; `None` if it is refused.
fn of_row(answer: &Value, at: &str, row: &Value, taken: Taken) -> Option<usize> {
    const MORE: usize = 10;
    let of = |rows: usize| {
        let mut answer = answer.clone();
        let place = answer.pointer_mut(at)?;
        let list = Value::from(vec![row.clone(); rows]);
        *place = if place.is_string() {
            list.to_string().into()
        } else {
            list
        };
        taken(&answer)
    };
    let text = if answer.pointer(at)?.is_string() {
        row.to_string().len() + 1
    } else {
        0
    };
    Some((of(1 + MORE)? - of(1)?) / MORE - text)
}

/// The first row of a list or of a text with a list.
fn first_row(list: &Value) -> Value {
    let list = match list {
        Value::String(text) => serde_json::from_str(text).unwrap(),
        list => list.clone(),
    };
    list[0].clone()
}

/// The row without its optional members.
fn least(row: &Value, is_read: impl Fn(&Value) -> bool) -> Value {
    let mut least = row.clone();
    for name in row.as_object().unwrap().keys() {
        let mut without = least.clone();
        without.as_object_mut().unwrap().remove(name);
        if is_read(&without) {
            least = without;
        }
    }
    least
}

#[test]
fn a_row_takes_little_more_memory_than_its_content() {
    let mut all = All(Vec::new());
    idcode::endpoints(&mut all);
    ihuyi::endpoints(&mut all);
    let mut count = 0;
    let mut wrong = Vec::new();
    for (vendor, operation, taken) in all.0 {
        let answer: Value =
            serde_json::from_slice(&fixture(vendor, operation, "success")).unwrap_or_default();
        for at in lists(&answer, "") {
            let row = first_row(answer.pointer(&at).unwrap());
            let Some(full) = of_row(&answer, &at, &row, taken) else {
                continue;
            };
            let least = least(&row, |row| of_row(&answer, &at, row, taken).is_some());
            let empty = of_row(&answer, &at, &least, taken).unwrap();
            let json = row.to_string().len();
            let line =
                format!("{operation}{at}: {empty} bytes for {least}, {full} for {json} bytes");
            println!("{line}");
            count += 1;
            // One member more: a sample may lack some.
            let members = row.as_object().unwrap().len() + 1;
            if empty > ABSENT * members || full > TIMES * json {
                wrong.push(line);
            }
        }
    }
    assert!(count > 15, "{count} lists");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
