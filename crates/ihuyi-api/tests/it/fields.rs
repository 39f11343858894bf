//! Tests that the typed replies contain every field of the documents.

use std::fs;
use std::path::Path;

use bytes::Bytes;
use endpoint_core::{Endpoint, Vendor, Visit};
use ihuyi_api::products::{
    Announcement, Copyright, Ent3fGetNum, Ent3fSubmit, EntcopySubmit, EntmarkSubmit, Goods,
    RelatedEntity, Trademark, TrademarkStep,
};
use ihuyi_api::{Embedded, Ihuyi, endpoints};
use serde::Serialize;
use serde_json::Value;
use test_support::catalogue::Document;

/// The value at a path, in the first element of each list and inside JSON texts.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.')
        .try_fold(value, |value, key| match key.strip_suffix("[]") {
            Some(key) => value.get(key)?.get(0),
            None => value.get(key),
        })
}

/// A body in which lists that are JSON texts have been decoded.
fn parsed(body: &[u8]) -> Value {
    let mut value: Value = serde_json::from_slice(body).unwrap();
    open_texts(&mut value);
    value
}

fn open_texts(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with("[{") => {
            *value = serde_json::from_str(text).unwrap();
        }
        Value::Array(items) => items.iter_mut().for_each(open_texts),
        Value::Object(members) => members.values_mut().for_each(open_texts),
        _ => {}
    }
}

/// A value as the vendor writes it as text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn body_of(operation: &str) -> Bytes {
    let path = format!(
        "{}/../../fixtures/ihuyi/{operation}/success.json",
        env!("CARGO_MANIFEST_DIR")
    );
    fs::read(path).unwrap().into()
}

/// The fields of the tables and samples of the document, beside code and message: lists with
/// `[]`, and members of a JSON text as if it were decoded.
fn fields(operation: &str) -> Vec<String> {
    Document::read::<Ihuyi>(Path::new(env!("CARGO_MANIFEST_DIR")), operation).fields
}

struct EveryField;

impl Visit<Ihuyi> for EveryField {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let operation = E::SPEC.name;
        let body = body_of(operation);
        let sent = parsed(&body);
        let typed = Ihuyi::open::<E>(&body).unwrap();
        let typed = serde_json::to_value(&typed).unwrap();
        // The fields inside a text are compared below.
        let fields = fields(operation);
        assert!(!fields.is_empty(), "{operation}");
        for field in fields.iter().filter(|field| !is_embedded(field)) {
            let context = format!("{operation} {field}");
            // Reserved; no sample shows it.
            if *field == "result.info" {
                continue;
            }
            let wanted =
                at(&sent, field).unwrap_or_else(|| panic!("{context} is not in the sample"));
            let found = at(&typed, field).unwrap_or_else(|| panic!("{context} is not typed"));
            if wanted.is_array() {
                assert_eq!(&parsed(text(found).as_bytes()), wanted, "{context}");
            } else {
                assert_eq!(text(found), text(wanted), "{context}");
            }
        }
    }
}

/// Whether a path such as `result.list[].flow[].stepName` is inside the text `flow`.
fn is_embedded(field: &str) -> bool {
    field.matches("[]").count() == 2
}

#[test]
fn every_field_of_the_documents_is_in_the_typed_reply_under_its_name() {
    endpoints(&mut EveryField);
}

/// The first typed element of a list that is a text, with the list's name.
fn first<T: Serialize>(name: &'static str, list: &Embedded<T>) -> (&'static str, Value) {
    let items = list.items().unwrap();
    (name, serde_json::to_value(&items[0]).unwrap())
}

fn check_embedded(operation: &str, row: &str, elements: &[(&str, Value)]) {
    let sent = parsed(&body_of(operation));
    let mut embedded = fields(operation);
    embedded.retain(|field| is_embedded(field));
    for field in &embedded {
        let inner = field.strip_prefix(row).unwrap();
        let (list, member) = inner.split_once("[].").unwrap();
        let (_, element) = elements.iter().find(|(name, _)| *name == list).unwrap();
        let wanted = text(at(&sent, field).unwrap());
        let found = element
            .get(member)
            .unwrap_or_else(|| panic!("{field} is not typed"));
        assert_eq!(text(found), wanted, "{operation} {field}");
    }
    // No typed field is missing in the documents.
    let members: usize = elements
        .iter()
        .map(|(_, one)| one.as_object().unwrap().len())
        .sum();
    assert_eq!(members, embedded.len(), "{operation}");
}

#[test]
fn every_field_inside_json_texts_is_typed_too() {
    let marks = Ihuyi::open::<EntmarkSubmit>(&body_of("entmark.Submit")).unwrap();
    let mark: &Trademark = &marks.result.rows[0];
    let elements = [
        first::<Goods>("product", &mark.goods),
        first::<TrademarkStep>("flow", &mark.steps),
        first::<Announcement>("announce", &mark.announcements),
    ];
    check_embedded("entmark.Submit", "result.list[].", &elements);
    let works = Ihuyi::open::<EntcopySubmit>(&body_of("entcopy.Submit")).unwrap();
    let work: &Copyright = &works.result.rows[0];
    let elements = [first::<RelatedEntity>("relatedEntity", &work.related)];
    check_embedded("entcopy.Submit", "result.lists[].", &elements);
}

#[test]
fn only_the_number_of_get_num_is_a_balance() {
    let told = r#"{"code":2,"msg":"","num":"50"}"#;
    let balance = Ihuyi::open::<Ent3fGetNum>(&told.into()).unwrap();
    assert_eq!(Ent3fGetNum::balance(&balance), Some(50));
    assert_eq!(format!("{:?}", Ent3fGetNum::new()), "ent3f.GetNum");
    let matched = r#"{"code":2,"msg":"","num":"50","result":{"status":1}}"#;
    let matched = Ihuyi::open::<Ent3fSubmit>(&matched.into()).unwrap();
    assert_eq!(Ent3fSubmit::balance(&matched), None);
}
