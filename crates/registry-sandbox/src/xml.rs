//! Converts responses to XML, the other form in entcopy's document.
//!
//! As in its sample: the root is `SubmitResult`, code and message come first, every value is text,
//! and the rows are `list` in `lists`.

use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

const HEAD: &str = r#"<?xml version="1.0" encoding="utf-8"?>"#;

/// Converts a response from JSON to XML.
pub(crate) fn of_json(json: &[u8]) -> Vec<u8> {
    let mut out = HEAD.to_owned();
    let response: Element = serde_json::from_slice(json).unwrap_or(Element::Text(String::new()));
    element(&mut out, "SubmitResult", &in_order(response));
    out.into_bytes()
}

/// A JSON value whose members keep their order.
#[derive(Debug)]
enum Element {
    Text(String),
    List(Vec<Self>),
    Members(Vec<(String, Self)>),
}

/// Moves code and message to the front.
fn in_order(response: Element) -> Element {
    match response {
        Element::Members(mut members) => {
            members.sort_by_key(|(name, _)| match name.as_str() {
                "code" => 0,
                "msg" => 1,
                _ => 2,
            });
            Element::Members(members)
        }
        other => other,
    }
}

fn element(out: &mut String, name: &str, value: &Element) {
    *out += &format!("<{name}>");
    match value {
        Element::Text(text) => escape(out, text),
        Element::List(elements) => {
            for one in elements {
                element(out, "list", one);
            }
        }
        Element::Members(members) => {
            for (name, member) in members {
                element(out, name, member);
            }
        }
    }
    *out += &format!("</{name}>");
}

/// Quotation marks stay, as in the sample.
fn escape(out: &mut String, text: &str) {
    for next in text.chars() {
        match next {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML 1.0 has no way to write these.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(next),
        }
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Element;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Element, E> {
        Ok(Element::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Element, E> {
        Ok(Element::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Element, E> {
        Ok(Element::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Element, E> {
        Ok(Element::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Element, E> {
        Ok(Element::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Element, E> {
        Ok(Element::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Element, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Element::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Element, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Element::Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::of_json;

    #[test]
    fn rows_are_list_in_lists_and_everything_is_text() {
        let json = r#"{"idcardid":"1","result":{"total":2,"lists":[{"a":"x"},{"a":null}]},"code":2,"msg":"<&\"\u0001"}"#;
        assert_eq!(
            String::from_utf8(of_json(json.as_bytes())).unwrap(),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><SubmitResult><code>2</code>\
             <msg>&lt;&amp;\"</msg><idcardid>1</idcardid><result><total>2</total><lists>\
             <list><a>x</a></list><list><a></a></list></lists></result></SubmitResult>"
        );
    }
}
