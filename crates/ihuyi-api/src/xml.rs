//! What does an answer in XML say, in the form of one in JSON (`xml-reply`)?
//!
//! One page of the vendor shows such a form, with the same names: every value is a text, an empty
//! element is empty text, and `lists` holds one `list` a row. It is turned into JSON, so that one
//! reader decides what is forgiven. Taken are elements, text, CDATA, the five entities of XML and
//! references to characters. Attributes, comments and processing instructions are passed over.
//!
//! What could make a small answer grow is refused: a document type, and with it every entity of
//! its making, and elements more than [`DEEPEST`] levels deep. What elements and texts take is
//! charged to the answer's [budget](lenient::MEMORY), which pays for some 40,000 elements.

use std::collections::HashMap;

use bytes::Bytes;
use endpoint_core::lenient::{self, DecodeError, is_html, to_utf8, without_notices};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};
use serde::de::Error as _;
use serde_json::Value;

/// How deep elements may lie; the form has five levels.
const DEEPEST: usize = 32;

/// How much memory an element takes while it is turned into JSON: names, place among its
/// siblings, and the map that it is the only member of.
const ELEMENT: usize = 700;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The answer where it is in XML, and not in JSON; without what a server says of its own faults
/// around it. An HTML page is none.
pub(crate) fn of(body: &Bytes) -> Option<Bytes> {
    let is_marked_up = |body: &[u8]| {
        let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        body.trim_ascii_start().starts_with(b"<")
    };
    if !is_marked_up(body) {
        return None;
    }
    let answer =
        without_notices(body).map_or_else(|| body.clone(), |answer| body.slice_ref(answer));
    (is_marked_up(&answer) && !is_html(&answer)).then_some(answer)
}

/// The answer as JSON.
///
/// # Errors
///
/// It is not XML, or more than is taken of it. The error repeats nothing of the answer.
pub(crate) fn to_json(body: &Bytes) -> Result<Vec<u8>, DecodeError> {
    // A transport has done this already where the head of the answer said what it is in.
    let body = to_utf8(body, None)?;
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&body);
    let text = core::str::from_utf8(body).map_err(|why| {
        DecodeError::custom(format!(
            "expected XML in UTF-8, found another encoding at byte {}",
            why.valid_up_to()
        ))
    })?;
    let mut reader = Reader::from_str(text.trim());
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|_| {
            DecodeError::custom(format!(
                "expected XML, found something else before byte {}",
                reader.error_position()
            ))
        })?;
        match event {
            Event::Start(start) => {
                if root.is_some() {
                    return Err(DecodeError::custom(
                        "expected one XML element, found a second",
                    ));
                }
                if open.len() == DEEPEST {
                    return Err(DecodeError::custom(format!(
                        "XML elements lie more than {DEEPEST} levels deep"
                    )));
                }
                let name = start.local_name();
                lenient::charge(ELEMENT + 4 * name.as_ref().len())?;
                open.push(Element::new(name.as_ref()));
            }
            Event::End(_) => {
                let Some(element) = open.pop() else {
                    return Err(DecodeError::custom(
                        "an XML element ends that did not begin",
                    ));
                };
                match open.last_mut() {
                    Some(parent) => parent.take(element),
                    None => root = Some(element.into_json()),
                }
            }
            Event::Text(text) => say(&mut open, &text.xml10_content())?,
            Event::CData(text) => say(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                say(&mut open, resolved(&reference, &mut buffer)?)?;
            }
            Event::DocType(_) => {
                return Err(DecodeError::custom("XML with a document type is not taken"));
            }
            Event::Eof => break,
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root.to_string().into_bytes()),
        _ => Err(DecodeError::custom("the XML ends too early")),
    }
}

/// Adds to the text of the innermost element.
fn say(open: &mut [Element], text: &str) -> Result<(), DecodeError> {
    match open.last_mut() {
        Some(element) => {
            // Once here and once in JSON, where a control character takes six bytes.
            let escaped = text.bytes().filter(|byte| is_escaped(*byte)).count();
            lenient::charge(2 * text.len() + 5 * escaped)?;
            element.text.push_str(text);
            Ok(())
        }
        None if text.trim().is_empty() => Ok(()),
        None => Err(DecodeError::custom(
            "expected XML, found text outside of it",
        )),
    }
}

/// Whether JSON writes this byte as an escape.
fn is_escaped(byte: u8) -> bool {
    byte.is_ascii_control() || matches!(byte, b'"' | b'\\')
}

/// The character, or the one of the five entities of XML, that a reference means.
fn resolved<'a>(reference: &BytesRef<'_>, buffer: &'a mut [u8; 4]) -> Result<&'a str, DecodeError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => return Ok(character.encode_utf8(buffer)),
        Ok(None) => {}
        Err(_) => return Err(DecodeError::custom("the XML refers to no character")),
    }
    resolve_xml_entity(&reference.xml10_content())
        .ok_or_else(|| DecodeError::custom("the XML refers to an unknown entity"))
}

/// An element that has begun.
struct Element {
    name: String,
    text: String,
    /// What was met of each name, in the order of their first.
    members: Vec<(String, Vec<Value>)>,
    /// Where in `members` a name is.
    known: HashMap<String, usize>,
}

impl Element {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: String::new(),
            members: Vec::new(),
            known: HashMap::new(),
        }
    }

    fn take(&mut self, inner: Self) {
        let name = inner.name.clone();
        let value = inner.into_json();
        let place = self.known.get(&name).copied();
        match place.and_then(|place| self.members.get_mut(place)) {
            Some((_, values)) => values.push(value),
            None => {
                self.known.insert(name.clone(), self.members.len());
                self.members.push((name, vec![value]));
            }
        }
    }

    /// A text without elements; a list of what is inside of `lists`; else an object, in which
    /// what has one name is a list where it comes more than once and says more than one thing.
    fn into_json(mut self) -> Value {
        if self.members.is_empty() {
            let is_blank = self.text.trim().is_empty();
            return Value::String(if is_blank { String::new() } else { self.text });
        }
        let is_list = |name: &str| self.name.strip_suffix('s') == Some(name) || name == "item";
        if let [(name, values)] = self.members.as_mut_slice()
            && is_list(name)
        {
            return list(core::mem::take(values));
        }
        let members = self.members.into_iter().map(|(name, mut values)| {
            if is_one_text(&values) {
                values.truncate(1);
            }
            let value = match (values.pop(), values.is_empty()) {
                (Some(only), true) => only,
                (last, _) => list(values.into_iter().chain(last).collect()),
            };
            (name, value)
        });
        Value::Object(members.collect())
    }
}

/// Whether these are one text, said several times. No operation has a list of texts.
fn is_one_text(values: &[Value]) -> bool {
    let text = |value: &Value| value.as_str().map(|text| text.trim().to_owned());
    let first = values.first().and_then(text);
    first.as_ref().is_some_and(|first| !first.is_empty())
        && values.iter().all(|value| text(value) == first)
}

/// A list. Among objects an empty element is an empty object.
fn list(mut values: Vec<Value>) -> Value {
    if values.iter().any(Value::is_object) {
        for value in values.iter_mut().filter(|value| *value == "") {
            *value = Value::Object(serde_json::Map::new());
        }
    }
    Value::Array(values)
}
