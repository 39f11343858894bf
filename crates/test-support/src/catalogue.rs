//! Checks that the declarations of a vendor and the fixtures of its operations agree.
//!
//! The tests of each vendor's crate call these functions with their [`Catalogue`].

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use endpoint_core::{
    Endpoint, Kind, Knowledge, OpenError, Refusal, RefusalKind, Shape, Vendor, Visit,
    open_reporting,
};
use serde_json::Value;

mod document;
mod fields;

pub use self::document::Document;

/// All operations of a vendor, and the crate that declares them.
pub trait Catalogue {
    /// The vendor.
    type Vendor: Vendor;
    /// The folder of the crate: `env!("CARGO_MANIFEST_DIR")`. Its snapshots lie in
    /// `tests/it/snapshots`.
    const CRATE: &'static str;
    /// Whether operations that no document describes are among them.
    const UNVERIFIED: bool = false;

    /// Shows every operation that has fixtures.
    fn each(visitor: &mut impl Visit<Self::Vendor>);
}

/// Every fixture decodes as in its snapshot, which also names the fields that were not taken.
///
/// A reply whose value equals its text needs no snapshot. Nor does an irregular reply with the
/// value of the successful one.
pub fn answers_are_read_as_their_snapshots_say<C: Catalogue>() {
    struct Read(PathBuf);

    impl<V: Vendor> Visit<V> for Read {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let operation = E::SPEC.name;
            let fixtures = fixtures::<E>(&self.0);
            let read = |case: &str, body: &Bytes| {
                let (output, untaken) = open_reporting::<E>(body)
                    .unwrap_or_else(|rejected| panic!("{operation} {case}: {rejected}"));
                let opened = V::open::<E>(body).unwrap();
                assert_eq!(text::<E>(&opened), text::<E>(&output), "{operation} {case}");
                format!("{}\n\nnot taken: {untaken:?}", text::<E>(&output))
            };
            let success = read("success", &fixtures["success"]);
            let mut snapshot = String::new();
            for (case, body) in &fixtures {
                if is_refusal(case) {
                    let refusal = refused::<E>(case, body);
                    let charged = refusal.charged().as_str();
                    writeln!(snapshot, "== {case}\n{refusal}; charged: {charged}\n").unwrap();
                    continue;
                }
                let read = read(case, body);
                let is_plain = read.ends_with("\nnot taken: []") && is_read_as_written::<E>(body);
                if !is_plain && (case == "success" || read != success) {
                    writeln!(snapshot, "== {case}\n{read}\n").unwrap();
                }
            }
            let folder = self.0.join("tests/it/snapshots");
            if snapshot.is_empty() {
                let stale = folder.join(format!("{operation}.snap"));
                assert!(!stale.exists(), "nothing needs {}", stale.display());
                return;
            }
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(folder);
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(operation, snapshot));
        }
    }

    C::each(&mut Read(C::CRATE.into()));
}

/// Each operation has a fixture of success and an irregular one; a fixture of a refusal has the
/// code in its name.
pub fn no_case_is_missing<C: Catalogue>() {
    struct Complete(PathBuf);

    impl<V: Vendor> Visit<V> for Complete {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let operation = E::SPEC.name;
            let fixtures = fixtures::<E>(&self.0);
            for case in ["success", "irregular"] {
                assert!(fixtures.contains_key(case), "{operation} has no {case}");
            }
            for (case, body) in fixtures.iter().filter(|(case, _)| is_refusal(case)) {
                let code = format!("refusal-{}", refused::<E>(case, body).code);
                assert!(case.starts_with(&code), "{operation} {case} has {code}");
            }
        }
    }

    C::each(&mut Complete(C::CRATE.into()));
}

/// Each code of an operation's tables is a refusal of the kind in the table, in the vendor's words,
/// as a number or as text; the vendor seals the same.
pub fn every_refusal_of_the_tables_is_read<C: Catalogue>() {
    struct Refused;

    impl<V: Vendor> Visit<V> for Refused {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let spec = E::SPEC;
            let rows = spec.codes.iter().chain(spec.observed_codes);
            for row in rows.filter(|row| row.kind.is_some()) {
                let context = format!("{} {}", spec.name, row.code);
                let kind = V::classify(&spec, row.code, row.message);
                let charged = match kind {
                    RefusalKind::NotFound | RefusalKind::Unknown if spec.billed => {
                        Knowledge::Unknown
                    }
                    _ => Knowledge::No,
                };
                let code = row.code.to_string();
                for code in [code.clone(), format!("\"{code}\"")] {
                    let body = format!(
                        r#"{{"{}":{code},"{}":"{}"}}"#,
                        V::ENVELOPE.code,
                        V::ENVELOPE.message,
                        row.message
                    );
                    let refusal = refused::<E>(&context, &body.into());
                    let again = refused::<E>(&context, &V::seal::<E>(Err(&refusal)).into());
                    for refusal in [refusal, again] {
                        assert_eq!(
                            (refusal.code, refusal.message.as_str(), refusal.kind),
                            (row.code, row.message, kind),
                            "{context}"
                        );
                        assert_eq!(Some(refusal.kind), row.kind, "{context}");
                        assert_eq!(refusal.charged(), charged, "{context}");
                        let words = format!(
                            "{} refused {} with code {} ({kind})",
                            V::NAME,
                            spec.name,
                            row.code
                        );
                        assert!(refusal.to_string().starts_with(&words), "{refusal}");
                        assert!(refusal.to_string().ends_with(row.message), "{refusal}");
                    }
                }
            }
        }
    }

    C::each(&mut Refused);
}

/// Each declaration agrees with the vendor's document, and each document has a declaration.
pub fn declarations_say_what_the_documents_say<C: Catalogue>() {
    struct Compared(PathBuf, Vec<String>);

    impl<V: Vendor> Visit<V> for Compared {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            Document::read::<V>(&self.0, E::SPEC.name).compare::<E>();
            self.1.push(E::SPEC.name.to_owned());
        }
    }

    let mut compared = Compared(C::CRATE.into(), Vec::new());
    C::each(&mut compared);
    let Compared(folder, mut declared) = compared;
    let documents = fs::read_dir(folder.join("../../fixtures").join(C::Vendor::NAME)).unwrap();
    let documents = documents.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut documents: Vec<String> = documents.collect();
    documents.retain(|name| C::UNVERIFIED || !is_observed::<C>(&folder, name));
    documents.sort();
    declared.sort();
    assert_eq!(declared, documents);
}

fn is_observed<C: Catalogue>(folder: &Path, operation: &str) -> bool {
    Document::read::<C::Vendor>(folder, operation).is_observed()
}

/// Every member of a successful reply is taken, under its name in the document.
pub fn field_tables_are_taken_whole<C: Catalogue>() {
    struct Taken(PathBuf);

    impl<V: Vendor> Visit<V> for Taken {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let body = &fixtures::<E>(&self.0)["success"];
            let (output, untaken) = open_reporting::<E>(body).unwrap();
            assert_eq!(untaken, [""; 0], "{}", E::SPEC.name);
            let list = match E::SPEC.reply {
                Shape::List(key) | Shape::Entity(key) => key,
                Shape::Object => "",
            };
            let envelope = [V::ENVELOPE.code, V::ENVELOPE.message, list];
            let mut answered = keys(std::str::from_utf8(body).unwrap());
            answered.retain(|key| !envelope.contains(&key.as_str()));
            assert_eq!(keys(&text::<E>(&output)), answered, "{}", E::SPEC.name);
        }
    }

    C::each(&mut Taken(C::CRATE.into()));
}

/// The client's half of a vendor opens the same value that the sandbox's half sealed.
pub fn a_sealed_reply_is_opened_unchanged<C: Catalogue>() {
    struct Sealed(PathBuf);

    impl<V: Vendor> Visit<V> for Sealed {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let operation = E::SPEC.name;
            for (case, body) in fixtures::<E>(&self.0) {
                if is_refusal(&case) {
                    let refusal = refused::<E>(&case, &body);
                    let again = refused::<E>(&case, &V::seal::<E>(Err(&refusal)).into());
                    assert_eq!(
                        (again.code, &again.message, again.kind),
                        (refusal.code, &refusal.message, refusal.kind),
                        "{operation} {case}"
                    );
                    continue;
                }
                let opened = V::open::<E>(&body).unwrap();
                let sealed = Bytes::from(V::seal::<E>(Ok(&opened)));
                let again = V::open::<E>(&sealed)
                    .unwrap_or_else(|rejected| panic!("{operation} {case}: {rejected}"));
                assert_eq!(text::<E>(&again), text::<E>(&opened), "{operation} {case}");
            }
        }
    }

    C::each(&mut Sealed(C::CRATE.into()));
}

/// The fields of every request are the parameters of its declaration, in that order. A request
/// names its files itself, which every sample checks.
pub fn fields_of_requests_are_their_declared_parameters<C: Catalogue>() {
    struct SameNames;

    impl<V: Vendor> Visit<V> for SameNames {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let params = E::SPEC.params.iter();
            let declared = params.filter(|param| param.kind != Kind::File);
            let declared: Vec<_> = declared.map(|param| param.name).collect();
            if let Some(fields) = fields::names::<E>() {
                assert_eq!(fields, declared, "{}", E::SPEC.name);
            }
        }
    }

    C::each(&mut SameNames);
}

/// The fixtures of an operation in JSON: case and body.
fn fixtures<E: Endpoint>(of_crate: &Path) -> BTreeMap<String, Bytes> {
    let folder: PathBuf = [
        Path::new("../../fixtures"),
        E::Vendor::NAME.as_ref(),
        E::SPEC.name.as_ref(),
    ]
    .iter()
    .collect();
    let folder = of_crate.join(folder);
    let files = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter(|path| path.file_name().is_some_and(|name| name != "document.json"))
        .map(|path| {
            let case = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (case, fs::read(&path).unwrap().into())
        })
        .collect()
}

/// Whether the value of a reply equals its text, without the envelope and with empty text for
/// nothing.
fn is_read_as_written<E: Endpoint>(body: &Bytes) -> bool {
    let body_text = std::str::from_utf8(body).unwrap();
    // A `Value` rounds longer numbers.
    let mut runs = body_text.split(|letter: char| !letter.is_ascii_digit());
    if !runs.all(|digits| digits.is_empty() || digits.parse::<u64>().is_ok()) {
        return false;
    }
    let Ok(mut written) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    let envelope = E::Vendor::ENVELOPE;
    if let Some(members) = written.as_object_mut() {
        members.retain(|name, _| name != envelope.code && name != envelope.message);
    }
    let written = match E::SPEC.reply {
        Shape::List(key) | Shape::Entity(key) => written[key].take(),
        Shape::Object => written,
    };
    let read = E::Vendor::open::<E>(body).unwrap();
    let read: Value = serde_json::from_str(&text::<E>(&read)).unwrap();
    without_empty(written) == without_empty(read)
}

fn without_empty(value: Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Array(items) => items.into_iter().map(without_empty).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            Value::Object(
                members
                    .map(|(name, value)| (name, without_empty(value)))
                    .collect(),
            )
        }
        other => other,
    }
}

fn is_refusal(case: &str) -> bool {
    case.starts_with("refusal-")
}

fn refused<E: Endpoint>(case: &str, body: &Bytes) -> Refusal {
    match E::Vendor::open::<E>(body) {
        Err(OpenError::Refused(refusal)) => *refusal,
        Err(malformed) => panic!("{} {case}: {malformed}", E::SPEC.name),
        Ok(_) => panic!("{} {case}: not a refusal", E::SPEC.name),
    }
}

/// The value as JSON text. Not as a `serde_json::Value`, which would round ids of 20 digits.
fn text<E: Endpoint>(output: &E::Output) -> String {
    serde_json::to_string_pretty(output).unwrap()
}

/// The keys of objects: texts followed by a colon. Not the keys within texts that are JSON
/// themselves.
fn keys(json: &str) -> Vec<String> {
    let json = json.replace("\\\"", "'");
    let pieces: Vec<&str> = json.split('"').collect();
    let mut keys: Vec<String> = pieces[1..]
        .chunks_exact(2)
        .filter(|piece| piece[1].trim_start().starts_with(':'))
        .map(|piece| piece[0].to_owned())
        .collect();
    keys.sort();
    keys.dedup();
    keys
}
