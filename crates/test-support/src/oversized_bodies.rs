//! Fills a response with one repeated part, up to the largest size.

use serde_json::Value;

/// The place of the repeated part in a template.
const HERE: &str = "@@here@@";

/// The number of units that are written at once.
const MANY: usize = 256;

/// The repeated parts: name, opening, repeated unit and closing.
const LISTS: [(&str, &str, &str, &str); 9] = [
    ("empty objects", "[", "{},", "{}]"),
    ("null", "[", "null,", "null]"),
    ("empty lists", "[", "[],", "[]]"),
    ("lists in lists", "[", "[{},[{}]],", "{}]"),
    ("texts", "[", "\"a\",", "\"a\"]"),
    ("numbers", "[", "7,", "7]"),
    ("small objects", "[", "{\"a\":1},", "{}]"),
    (
        "unexpected nested values",
        "[",
        "{\"a\":[[],{\"b\":{}}]},",
        "{}]",
    ),
    ("open brackets", "", "[", ""),
];

/// A response body of any size.
#[derive(Debug, Clone)]
pub struct OversizedBody {
    /// The repeated part and its place.
    pub name: String,
    before: String,
    unit: String,
    after: String,
}

impl OversizedBody {
    fn new(name: String, template: &str, [open, unit, close]: [&str; 3]) -> Option<Self> {
        let (before, after) = template.split_once(HERE)?;
        Some(Self {
            name,
            before: format!("{before}{open}"),
            unit: unit.to_owned(),
            after: format!("{close}{after}"),
        })
    }

    /// The body, at most this long.
    #[must_use]
    pub fn body(&self, size: usize) -> Vec<u8> {
        let room = size.saturating_sub(self.before.len() + self.after.len());
        let mut body = Vec::with_capacity(size);
        body.extend_from_slice(self.before.as_bytes());
        // Many at a time: one by one takes longer than to read the answer.
        let many = self.unit.repeat(MANY);
        let count = room / self.unit.len();
        for _ in 0..count / MANY {
            body.extend_from_slice(many.as_bytes());
        }
        for _ in 0..count % MANY {
            body.extend_from_slice(self.unit.as_bytes());
        }
        body.extend_from_slice(self.after.as_bytes());
        body
    }
}

/// Oversized variants of a JSON body: each list, and each text that is a JSON list, is replaced by
/// a repeated part or row, which is also added as an unknown member. Empty for a body without
/// lists.
///
/// # Panics
///
/// The body is not a JSON object.
#[must_use]
pub fn oversized_bodies(answer: &[u8]) -> Vec<OversizedBody> {
    let answer: Value = serde_json::from_slice(answer).expect("a valid body is JSON");
    let mut bodies = Vec::new();
    for pointer in pointers(&answer, "") {
        let mut template = answer.clone();
        let Some(place) = template.pointer_mut(&pointer) else {
            continue;
        };
        let before = std::mem::replace(place, HERE.into());
        let template = template.to_string();
        match before {
            Value::Array(rows) => {
                let template = template.replace(&format!("\"{HERE}\""), HERE);
                for (name, open, unit, close) in LISTS {
                    let name = format!("{name} at {pointer}");
                    bodies.extend(OversizedBody::new(name, &template, [open, unit, close]));
                }
                if let Some(row @ Value::Object(members)) = rows.first() {
                    let name = format!("rows at {pointer}");
                    let unit = format!("{row},");
                    bodies.extend(OversizedBody::new(name, &template, ["[", &unit, "{}]"]));
                    let first = members.iter().next();
                    let small = first.map(|(key, value)| {
                        let key = Value::from(key.as_str());
                        format!("{{{key}:{value}}},")
                    });
                    let name = format!("rows of one member at {pointer}");
                    let unit = small.unwrap_or_default();
                    bodies.extend(OversizedBody::new(name, &template, ["[", &unit, "{}]"]));
                }
            }
            _ => {
                for (name, open, unit, close) in LISTS {
                    let escaped = |text: &str| text.replace('"', "\\\"");
                    let name = format!("{name} in the text at {pointer}");
                    let parts = [escaped(open), escaped(unit), escaped(close)];
                    let parts = parts.each_ref().map(String::as_str);
                    bodies.extend(OversizedBody::new(name, &template, parts));
                }
                let name = format!("control characters at {pointer}");
                bodies.extend(OversizedBody::new(name, &template, ["", "\u{1}", ""]));
            }
        }
    }
    if !bodies.is_empty() {
        let template = answer.to_string();
        let template = template.replacen('{', &format!("{{\"Unknown_Member\":{HERE},"), 1);
        for (name, open, unit, close) in LISTS {
            let name = format!("{name} under an unknown key");
            bodies.extend(OversizedBody::new(name, &template, [open, unit, close]));
        }
    }
    bodies
}

/// The places of lists and of texts that are JSON lists; only the first element of a list is
/// searched.
fn pointers(value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Array(rows) => {
            found.push(at.to_owned());
            if let Some(row) = rows.first() {
                found.extend(pointers(row, &format!("{at}/0")));
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                found.extend(pointers(member, &format!("{at}/{key}")));
            }
        }
        Value::String(text) if text.starts_with('[') => found.push(at.to_owned()),
        _ => {}
    }
    found
}

/// Oversized variants of an XML body with its rows in `lists`.
#[must_use]
pub fn oversized_xml_bodies() -> Vec<OversizedBody> {
    let template =
        format!("<?xml version=\"1.0\"?><r><code>2</code><msg>m</msg><result>{HERE}</result></r>");
    let units = [
        ("elements without content", "<lists>", "<list/>", "</lists>"),
        ("elements of one letter", "<lists>", "<a/>", "</lists>"),
        (
            "elements in elements",
            "<lists>",
            "<list><a><b/></a></list>",
            "</lists>",
        ),
        (
            "elements side by side",
            "<lists>",
            "<list/><item/>",
            "</lists>",
        ),
        ("control characters", "<total>", "\u{1}", "</total>"),
        ("quotes", "<total>", "\"", "</total>"),
        ("references", "<total>", "&#1;", "</total>"),
        ("comments", "<lists>", "<!---->", "</lists>"),
        ("attributes", "<lists ", "a=\"\" ", "></lists>"),
    ];
    units
        .into_iter()
        .filter_map(|(name, open, unit, close)| {
            OversizedBody::new(format!("XML: {name}"), &template, [open, unit, close])
        })
        .collect()
}

/// Selects the bodies to try, by their names: one of every shape in every kind of place, each from
/// another part of the list, and every body of small rows that are accepted. With `all`, all.
pub fn chosen<'a>(names: impl Iterator<Item = &'a str>, all: bool) -> Vec<usize> {
    let mut of_kind: Vec<(&str, Vec<usize>)> = Vec::new();
    for (case, name) in names.enumerate() {
        let kind = name.split_once('/').map_or(name, |(kind, _)| kind);
        match of_kind.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, cases)) => cases.push(case),
            None => of_kind.push((kind, vec![case])),
        }
    }
    let mut chosen = Vec::new();
    for (nth, (kind, cases)) in of_kind.into_iter().enumerate() {
        if all || kind.starts_with("rows of one member") {
            chosen.extend(cases);
        } else if let Some(one) = cases.get(nth * 7 % cases.len().max(1)) {
            chosen.push(*one);
        }
    }
    chosen.sort_unstable();
    chosen
}
