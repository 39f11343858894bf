//! Is every fixture read as what it says, with nothing lost on the way?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use bytes::Bytes;
use endpoint_core::{Endpoint, Refusal, Rejected, Vendor, Visit, open_reporting};
use ihuyi_api::{Ihuyi, endpoints};

/// The fixtures of an operation: case and body.
fn fixtures(operation: &str) -> BTreeMap<String, Bytes> {
    let folder: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "../../fixtures",
        Ihuyi::NAME,
        operation,
    ]
    .iter()
    .collect();
    let files = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{operation}: {why}"));
    files
        .map(|file| file.unwrap().path())
        // The form in XML has tests of its own.
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let case = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (case, fs::read(&path).unwrap().into())
        })
        .collect()
}

/// The value as JSON text. Not as a `serde_json::Value`, which would round ids of 20 digits.
fn text<E: Endpoint>(output: &E::Output) -> String {
    serde_json::to_string_pretty(output).unwrap()
}

fn refused<E: Endpoint<Vendor = Ihuyi>>(case: &str, body: &Bytes) -> Refusal {
    match Ihuyi::open::<E>(body) {
        Err(Rejected::Refused(refusal)) => *refusal,
        Err(malformed) => panic!("{} {case}: {malformed}", E::SPEC.name),
        Ok(_) => panic!("{} {case}: is no refusal", E::SPEC.name),
    }
}

fn is_refusal(case: &str) -> bool {
    case.starts_with("refusal-")
}

fn snapshot(name: String, content: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, content));
}

struct Read;

impl Visit<Ihuyi> for Read {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let operation = E::SPEC.name;
        let mut refusals = String::new();
        for (case, body) in fixtures(operation) {
            if is_refusal(&case) {
                let refusal = refused::<E>(&case, &body);
                let charged = refusal.charged().as_str();
                writeln!(refusals, "{case}: {refusal}; charged: {charged}").unwrap();
                continue;
            }
            let (output, untaken) = open_reporting::<E>(&body)
                .unwrap_or_else(|rejected| panic!("{operation} {case}: {rejected}"));
            let opened = Ihuyi::open::<E>(&body).unwrap();
            assert_eq!(text::<E>(&opened), text::<E>(&output), "{operation} {case}");
            let untaken = format!("{}\n\nnot taken: {untaken:?}", text::<E>(&output));
            snapshot(format!("{operation}.{case}"), &untaken);
        }
        snapshot(format!("{operation}.refusals"), &refusals);
    }
}

#[test]
fn every_answer_is_read_as_its_snapshot_says() {
    endpoints(&mut Read);
}

struct Complete;

impl Visit<Ihuyi> for Complete {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let operation = E::SPEC.name;
        let fixtures = fixtures(operation);
        for case in ["success", "irregular"] {
            assert!(fixtures.contains_key(case), "{operation} has no {case}");
        }
        let documented: Vec<i64> = E::SPEC
            .codes
            .iter()
            .filter(|row| row.kind.is_some())
            .map(|row| row.code)
            .collect();
        for code in documented {
            let case = format!("refusal-{code}");
            assert!(fixtures.contains_key(&case), "{operation} has no {case}");
        }
        for (case, body) in fixtures.iter().filter(|(case, _)| is_refusal(case)) {
            let refusal = refused::<E>(case, body);
            let code = format!("refusal-{}", refusal.code);
            assert!(case.starts_with(&code), "{operation} {case} has {code}");
        }
    }
}

#[test]
fn every_operation_has_success_an_irregular_answer_and_each_documented_refusal() {
    endpoints(&mut Complete);
}

struct AllTaken;

impl Visit<Ihuyi> for AllTaken {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let body = &fixtures(E::SPEC.name)["success"];
        let (output, untaken) = open_reporting::<E>(body).unwrap();
        assert_eq!(untaken, [""; 0], "{}", E::SPEC.name);
        let mut answered = keys(std::str::from_utf8(body).unwrap());
        let outer = [Ihuyi::ENVELOPE.code, Ihuyi::ENVELOPE.message];
        answered.retain(|key| !outer.contains(&key.as_str()));
        // Every key of the answer is a key of what was read, and the other way round.
        assert_eq!(keys(&text::<E>(&output)), answered, "{}", E::SPEC.name);
    }
}

/// The keys of objects: texts that a colon follows.
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

#[test]
fn the_field_tables_are_taken_whole_and_under_the_documents_names() {
    endpoints(&mut AllTaken);
}

struct Sealed;

impl Visit<Ihuyi> for Sealed {
    fn endpoint<E: Endpoint<Vendor = Ihuyi>>(&mut self) {
        let operation = E::SPEC.name;
        for (case, body) in fixtures(operation) {
            if is_refusal(&case) {
                let refusal = refused::<E>(&case, &body);
                let again = refused::<E>(&case, &Ihuyi::seal::<E>(Err(&refusal)).into());
                assert_eq!(
                    (again.code, &again.message, again.kind),
                    (refusal.code, &refusal.message, refusal.kind),
                    "{operation} {case}"
                );
                continue;
            }
            let opened = Ihuyi::open::<E>(&body).unwrap();
            let sealed = Bytes::from(Ihuyi::seal::<E>(Ok(&opened)));
            let again = Ihuyi::open::<E>(&sealed)
                .unwrap_or_else(|rejected| panic!("{operation} {case}: {rejected}"));
            assert_eq!(text::<E>(&again), text::<E>(&opened), "{operation} {case}");
        }
    }
}

#[test]
fn what_is_sealed_is_opened_as_the_same() {
    endpoints(&mut Sealed);
}
