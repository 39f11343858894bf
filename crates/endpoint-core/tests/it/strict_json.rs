//! Leniency takes nothing away: valid JSON is read as any strict reader reads it.

use core::fmt::Write as _;

use endpoint_core::lenient::decode;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-10_i64..10).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\\x00-\\x7f]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Writes JSON in its many forms: `noise` chooses among blanks and escapes.
struct Writer<'n> {
    out: String,
    noise: core::iter::Cycle<core::slice::Iter<'n, u8>>,
}

impl Writer<'_> {
    fn choice(&mut self, among: u8) -> u8 {
        self.noise.next().unwrap() % among
    }

    fn word(&mut self, word: &str) {
        let blank = ["", "", "", " ", "\n", "\t", "\r\n  "][usize::from(self.choice(7))];
        self.out.push_str(blank);
        self.out.push_str(word);
    }

    fn text(&mut self, text: &str) {
        self.word("\"");
        for letter in text.chars() {
            let escape = self.choice(5) == 0 || letter < ' ' || matches!(letter, '"' | '\\');
            match letter {
                '"' | '\\' | '/' if escape => self.out.extend(['\\', letter]),
                '\n' if self.choice(2) == 0 => self.out.push_str("\\n"),
                '\t' if self.choice(2) == 0 => self.out.push_str("\\t"),
                '\u{8}' if self.choice(2) == 0 => self.out.push_str("\\b"),
                '\u{c}' if self.choice(2) == 0 => self.out.push_str("\\f"),
                '\r' if self.choice(2) == 0 => self.out.push_str("\\r"),
                _ if escape => {
                    for unit in letter.encode_utf16(&mut [0; 2]) {
                        write!(self.out, "\\u{unit:04x}").unwrap();
                    }
                }
                _ => self.out.push(letter),
            }
        }
        self.out.push('"');
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(elements) => {
                self.word("[");
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        self.word(",");
                    }
                    self.value(element);
                }
                self.word("]");
            }
            Value::Object(members) => {
                self.word("{");
                for (index, (key, member)) in members.iter().enumerate() {
                    if index > 0 {
                        self.word(",");
                    }
                    self.text(key);
                    self.word(":");
                    self.value(member);
                }
                self.word("}");
            }
            scalar => self.word(&scalar.to_string()),
        }
    }
}

fn written(value: &Value, noise: &[u8]) -> String {
    let mut writer = Writer {
        out: String::new(),
        noise: noise.iter().cycle(),
    };
    writer.value(value);
    writer.word("");
    writer.out
}

/// A row without anything that leniency could change: no empty optional texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    id: u64,
    wide: u128,
    below: i32,
    name: String,
    nickname: Option<String>,
    open: bool,
    tags: Vec<String>,
    inner: Option<Box<Row>>,
}

fn row() -> impl Strategy<Value = Row> {
    let text = || "[^\\s]\\PC{0,10}";
    let flat = (
        any::<u64>(),
        any::<u128>(),
        any::<i32>(),
        any::<String>(),
        prop::option::of(text()),
        any::<bool>(),
        prop::collection::vec(any::<String>(), 0..4),
    )
        .prop_map(|(id, wide, below, name, nickname, open, tags)| Row {
            id,
            wide,
            below,
            name,
            nickname,
            open,
            tags,
            inner: None,
        });
    (flat.clone(), prop::option::of(flat)).prop_map(|(row, inner)| Row {
        inner: inner.map(Box::new),
        ..row
    })
}

proptest! {
    #[test]
    fn any_json_is_read_as_the_value_it_was_written_from(
        value in json(),
        noise in prop::collection::vec(any::<u8>(), 1..50),
    ) {
        let text = written(&value, &noise);
        prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "not valid: {text}");
        let read: Value = decode(text.as_bytes()).unwrap();
        prop_assert_eq!(read, value);
    }

    #[test]
    fn typed_rows_are_read_as_strict_derive_reads_them(
        rows in prop::collection::vec(row(), 0..5),
        pretty: bool,
    ) {
        let text = if pretty {
            serde_json::to_string_pretty(&rows).unwrap()
        } else {
            serde_json::to_string(&rows).unwrap()
        };
        let strict: Vec<Row> = serde_json::from_str(&text).unwrap();
        let lenient: Vec<Row> = decode(text.as_bytes()).unwrap();
        prop_assert_eq!(&lenient, &strict);
        prop_assert_eq!(&lenient, &rows);
    }

    #[test]
    fn floats_are_read_to_the_last_bit(number in any::<f64>()) {
        let text = number.to_string();
        let read: f64 = decode(text.as_bytes()).unwrap();
        prop_assert_eq!(read.to_bits(), number.to_bits());
        let read: f64 = decode(format!("\"{number:e}\"").as_bytes()).unwrap();
        prop_assert_eq!(read.to_bits(), number.to_bits());
    }
}
