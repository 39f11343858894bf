//! Is every fixture read as what it says, with nothing lost on the way?

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use bytes::Bytes;
use endpoint_core::{Endpoint, Refusal, Rejected, Vendor, Visit, open_reporting};
use idcode_api::{Idcode, endpoints};

/// Every operation, with those that no document has where they are declared.
fn each(visitor: &mut impl Visit<Idcode>) {
    endpoints(visitor);
    #[cfg(feature = "unverified")]
    idcode_api::unverified_endpoints(visitor);
}

/// The fixtures of an operation: case and body.
fn fixtures(operation: &str) -> BTreeMap<String, Bytes> {
    let folder: PathBuf = [
        env!("CARGO_MANIFEST_DIR"),
        "../../fixtures",
        Idcode::NAME,
        operation,
    ]
    .iter()
    .collect();
    let files = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{operation}: {why}"));
    files
        .map(|file| {
            let path = file.unwrap().path();
            let case = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (case, fs::read(&path).unwrap().into())
        })
        .collect()
}

/// The value as JSON text. Not as a `serde_json::Value`, which would round ids of 20 digits.
fn text<E: Endpoint>(output: &E::Output) -> String {
    serde_json::to_string_pretty(output).unwrap()
}

fn refused<E: Endpoint<Vendor = Idcode>>(case: &str, body: &Bytes) -> Refusal {
    match Idcode::open::<E>(body) {
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

impl Visit<Idcode> for Read {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
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
            let opened = Idcode::open::<E>(&body).unwrap();
            assert_eq!(text::<E>(&opened), text::<E>(&output), "{operation} {case}");
            let untaken = format!("{}\n\nnot taken: {untaken:?}", text::<E>(&output));
            snapshot(format!("{operation}.{case}"), &untaken);
        }
        snapshot(format!("{operation}.refusals"), &refusals);
    }
}

#[test]
fn every_answer_is_read_as_its_snapshot_says() {
    each(&mut Read);
}

struct Complete;

impl Visit<Idcode> for Complete {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
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
        // What no document has is known by what clients know of it.
        let observed: Vec<i64> = E::SPEC
            .observed_codes
            .iter()
            .filter(|row| row.kind.is_some() && E::SPEC.codes.is_empty())
            .map(|row| row.code)
            .collect();
        let documented = [documented, observed].concat();
        // Most tables have success only; then the general failure of section 2 stands in.
        let expected = if documented.is_empty() {
            &[0][..]
        } else {
            &documented
        };
        for code in expected {
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
    each(&mut Complete);
}

struct AllTaken;

impl Visit<Idcode> for AllTaken {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        let body = &fixtures(E::SPEC.name)["success"];
        let (output, untaken) = open_reporting::<E>(body).unwrap();
        assert_eq!(untaken, [""; 0], "{}", E::SPEC.name);
        // Every key of the answer is a key of what was read, and the other way round.
        assert_eq!(keys(&text::<E>(&output)), keys_of_content::<E>(body));
    }
}

/// The keys of objects: texts that a colon follows.
fn keys(json: &str) -> Vec<String> {
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

fn keys_of_content<E: Endpoint<Vendor = Idcode>>(body: &Bytes) -> Vec<String> {
    let list = match E::SPEC.reply {
        endpoint_core::Shape::List(key) | endpoint_core::Shape::Entity(key) => key,
        endpoint_core::Shape::Object => "",
    };
    let outer = [Idcode::ENVELOPE.code, Idcode::ENVELOPE.message, list];
    let mut keys = keys(std::str::from_utf8(body).unwrap());
    keys.retain(|key| !outer.contains(&key.as_str()));
    keys
}

#[test]
fn the_field_tables_are_taken_whole_and_under_the_documents_names() {
    each(&mut AllTaken);
}

struct Sealed;

impl Visit<Idcode> for Sealed {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        let operation = E::SPEC.name;
        for (case, body) in fixtures(operation) {
            if is_refusal(&case) {
                let refusal = refused::<E>(&case, &body);
                let again = refused::<E>(&case, &Idcode::seal::<E>(Err(&refusal)).into());
                assert_eq!(
                    (again.code, &again.message, again.kind),
                    (refusal.code, &refusal.message, refusal.kind),
                    "{operation} {case}"
                );
                continue;
            }
            let opened = Idcode::open::<E>(&body).unwrap();
            let sealed = Bytes::from(Idcode::seal::<E>(Ok(&opened)));
            let again = Idcode::open::<E>(&sealed)
                .unwrap_or_else(|rejected| panic!("{operation} {case}: {rejected}"));
            assert_eq!(text::<E>(&again), text::<E>(&opened), "{operation} {case}");
        }
    }
}

#[test]
fn what_is_sealed_is_opened_as_the_same() {
    each(&mut Sealed);
}
