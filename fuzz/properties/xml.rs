//! Checks that any response in XML is read or refused, and that a read response is the same after
//! being written and read again, and after being written in our own XML.

use bytes::Bytes;
use endpoint_core::{Endpoint, Vendor, Visit};
use ihuyi_api::Ihuyi;
use serde_json::Value;

use super::lenient;

pub fn holds(data: &[u8]) {
    let body = Bytes::copy_from_slice(data);
    ihuyi_api::endpoints(&mut Check(body));
}

/// Checks the response for every operation, since all of them read XML.
struct Check(Bytes);

impl Visit<Ihuyi> for Check {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        lenient::check::<E>(&self.0);
        let Ok(output) = Ihuyi::open::<E>(&self.0) else {
            return;
        };
        let sealed = Ihuyi::seal::<E>(Ok(&output));
        let json: Value = serde_json::from_slice(&sealed).unwrap();
        if !can_be_xml(&json) {
            return;
        }
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        write("SubmitResult", &json, &mut xml);
        let name = E::SPEC.name;
        match Ihuyi::open::<E>(&Bytes::from(xml.clone())) {
            Ok(again) => assert_eq!(
                serde_json::to_value(&again).unwrap(),
                serde_json::to_value(&output).unwrap(),
                "{name}: {xml}"
            ),
            Err(why) => panic!("{name}: {why}: {xml}"),
        }
    }
}

/// Whether the response survives in XML, where every value is a text, blank text is empty, and a
/// list in a list cannot be written.
fn can_be_xml(json: &Value) -> bool {
    match json {
        // XML has no reference to U+0000.
        Value::String(text) => !text.contains('\0') && (text.is_empty() || !text.trim().is_empty()),
        Value::Array(rows) => rows.iter().all(|row| !row.is_array() && can_be_xml(row)),
        Value::Object(members) => members.values().all(can_be_xml),
        // A float has rounded digits.
        Value::Number(number) => !number.is_f64(),
        Value::Null | Value::Bool(_) => true,
    }
}

/// Writes XML as a web page of the vendor shows it: a text for every value, `lists` of `list`.
fn write(name: &str, value: &Value, xml: &mut String) {
    if let Value::Array(rows) = value {
        let row_name = name.strip_suffix("lists").map(|_| "list");
        let begin = xml.len();
        for row in rows {
            write(row_name.unwrap_or(name), row, xml);
        }
        if row_name.is_some() || rows.is_empty() {
            xml.insert_str(begin, &format!("<{name}>"));
            xml.push_str(&format!("</{name}>"));
        }
        return;
    }
    xml.push_str(&format!("<{name}>"));
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                write(name, value, xml);
            }
        }
        Value::Null => {}
        Value::String(text) => escape(text, xml),
        other => escape(&other.to_string(), xml),
    }
    xml.push_str(&format!("</{name}>"));
}

/// Replaces all but letters and digits by references, alternately decimal and hexadecimal.
fn escape(text: &str, xml: &mut String) {
    for (at, character) in text.chars().enumerate() {
        let number = u32::from(character);
        if character.is_alphanumeric() {
            xml.push(character);
        } else if at % 2 == 0 {
            xml.push_str(&format!("&#{number};"));
        } else {
            xml.push_str(&format!("&#x{number:X};"));
        }
    }
}
