//! Converts a response in XML into JSON (`xml-reply`).
//!
//! One web page of the vendor shows this format, with the same names: every value is a text, an
//! empty element is empty text, and `lists` contains one `list` per row. After the conversion, one
//! reader handles irregularities. Elements, text, CDATA, the five entities of XML and character
//! references are read; attributes, comments and processing instructions are ignored.
//!
//! Input that could expand a small response is refused: document types, and with them all declared
//! entities, and elements more than [`DEEPEST`] levels deep. The memory of elements and texts is
//! charged to the response's [budget](lenient::MEMORY), which allows about 40,000 elements.

use std::collections::HashMap;

use bytes::Bytes;
use endpoint_core::lenient::{self, DecodeError, is_html, to_utf8, without_notices};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};
use serde::de::Error as _;
use serde_json::Value;

/// The maximum depth of elements; the format has five levels.
const DEEPEST: usize = 32;

/// The memory of an element during the conversion: its names, its entry among its siblings, and a
/// map of one member.
const ELEMENT: usize = 700;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The XML of a response, without notices of the server around it; `None` if it is JSON or an HTML
/// page.
pub(crate) fn find(body: &Bytes) -> Option<Bytes> {
    let is_marked_up = |body: &[u8]| {
        let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
        body.trim_ascii_start().starts_with(b"<")
    };
    if !is_marked_up(body) {
        return None;
    }
    let response =
        without_notices(body).map_or_else(|| body.clone(), |response| body.slice_ref(response));
    (is_marked_up(&response) && !is_html(&response)).then_some(response)
}

/// Converts the response.
///
/// # Errors
///
/// The response is not XML, or exceeds a limit. The error does not repeat any of it.
pub(crate) fn to_json(body: &Bytes) -> Result<Vec<u8>, DecodeError> {
    // A transport has already done this if a header of the response names the encoding.
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
                        "XML elements are more than {DEEPEST} levels deep"
                    )));
                }
                let name = start.local_name();
                lenient::charge(ELEMENT + 4 * name.as_ref().len())?;
                open.push(Element::new(name.as_ref()));
            }
            Event::End(_) => {
                let Some(element) = open.pop() else {
                    return Err(DecodeError::custom(
                        "an XML element ends without a beginning",
                    ));
                };
                match open.last_mut() {
                    Some(parent) => parent.take(element),
                    None => root = Some(element.into_json()),
                }
            }
            Event::Text(text) => add_text(&mut open, &text.xml10_content())?,
            Event::CData(text) => add_text(&mut open, &text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                add_text(&mut open, resolved(&reference, &mut buffer)?)?;
            }
            Event::DocType(_) => {
                return Err(DecodeError::custom(
                    "XML with a document type is not accepted",
                ));
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
fn add_text(open: &mut [Element], text: &str) -> Result<(), DecodeError> {
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

/// Whether JSON escapes this byte.
fn is_escaped(byte: u8) -> bool {
    byte.is_ascii_control() || matches!(byte, b'"' | b'\\')
}

/// The text of a character reference, or of one of the five entities of XML.
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
    /// The values of each name, in the order of first occurrence.
    members: Vec<(String, Vec<Value>)>,
    /// The position of each name in `members`.
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

    /// Converts the element: without children into a text, `lists` into a list, and any other into
    /// an object, in which a name with several different values is a list.
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

/// Whether these repeat one text. No operation has a list of texts.
fn is_one_text(values: &[Value]) -> bool {
    let text = |value: &Value| value.as_str().map(|text| text.trim().to_owned());
    let first = values.first().and_then(text);
    first.as_ref().is_some_and(|first| !first.is_empty())
        && values.iter().all(|value| text(value) == first)
}

/// A JSON list. Among objects, an empty element is an empty object.
fn list(mut values: Vec<Value>) -> Value {
    if values.iter().any(Value::is_object) {
        for value in values.iter_mut().filter(|value| *value == "") {
            *value = Value::Object(serde_json::Map::new());
        }
    }
    Value::Array(values)
}
