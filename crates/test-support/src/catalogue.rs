//! Do the declarations of a vendor and the fixtures of its operations say the same?
//!
//! The tests of each vendor's crate call these with their [`Catalogue`]; all operations are walked
//! by the same eyes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use endpoint_core::{
    Endpoint, Refusal, Rejected, ResultCode, Shape, Vendor, Visit, open_reporting,
};

mod fields;

/// All operations of a vendor, and the crate that declares them.
pub trait Catalogue {
    /// The vendor.
    type Vendor: Vendor;
    /// The folder of the crate: `env!("CARGO_MANIFEST_DIR")`. Its snapshots lie in
    /// `tests/it/snapshots`.
    const CRATE: &'static str;

    /// Shows every operation that has fixtures.
    fn each(visitor: &mut impl Visit<Self::Vendor>);
}

/// Every fixture is read as its snapshot says, which also names what of it was not taken.
pub fn answers_are_read_as_their_snapshots_say<C: Catalogue>() {
    struct Read(PathBuf);

    impl<V: Vendor> Visit<V> for Read {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let operation = E::SPEC.name;
            let mut refusals = String::new();
            for (case, body) in fixtures::<E>(&self.0) {
                if is_refusal(&case) {
                    let refusal = refused::<E>(&case, &body);
                    let charged = refusal.charged().as_str();
                    writeln!(refusals, "{case}: {refusal}; charged: {charged}").unwrap();
                    continue;
                }
                let (output, untaken) = open_reporting::<E>(&body)
                    .unwrap_or_else(|rejected| panic!("{operation} {case}: {rejected}"));
                let opened = V::open::<E>(&body).unwrap();
                assert_eq!(text::<E>(&opened), text::<E>(&output), "{operation} {case}");
                let read = format!("{}\n\nnot taken: {untaken:?}", text::<E>(&output));
                self.snapshot(format!("{operation}.{case}"), &read);
            }
            self.snapshot(format!("{operation}.refusals"), &refusals);
        }
    }

    impl Read {
        fn snapshot(&self, name: String, content: &str) {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(self.0.join("tests/it/snapshots"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name, content));
        }
    }

    C::each(&mut Read(C::CRATE.into()));
}

/// Each operation has a fixture of success, one in an irregular form, and one for every refusal
/// that its table has: that of section 2 where the table has none, and what clients have seen
/// where there is no table.
pub fn no_case_is_missing<C: Catalogue>() {
    struct Complete(PathBuf);

    impl<V: Vendor> Visit<V> for Complete {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let operation = E::SPEC.name;
            let fixtures = fixtures::<E>(&self.0);
            let table = if E::SPEC.codes.is_empty() {
                E::SPEC.observed_codes
            } else {
                E::SPEC.codes
            };
            let refusals = |row: &&ResultCode| row.kind.is_some();
            let mut expected: Vec<i64> =
                table.iter().filter(refusals).map(|row| row.code).collect();
            if expected.is_empty() {
                expected.push(0);
            }
            let refusals = expected.iter().map(|code| format!("refusal-{code}"));
            for case in ["success", "irregular"]
                .map(str::to_owned)
                .into_iter()
                .chain(refusals)
            {
                assert!(fixtures.contains_key(&case), "{operation} has no {case}");
            }
            for (case, body) in fixtures.iter().filter(|(case, _)| is_refusal(case)) {
                let code = format!("refusal-{}", refused::<E>(case, body).code);
                assert!(case.starts_with(&code), "{operation} {case} has {code}");
            }
        }
    }

    C::each(&mut Complete(C::CRATE.into()));
}

/// Every member of a successful answer is taken, under the name that it has in the document.
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

/// What the sandbox's half of a vendor seals, the client's half opens as the same.
pub fn what_is_sealed_is_opened_as_the_same<C: Catalogue>() {
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

/// The fields of every request are the parameters that its declaration lists, in that order.
pub fn fields_of_requests_are_their_declared_parameters<C: Catalogue>() {
    struct SameNames;

    impl<V: Vendor> Visit<V> for SameNames {
        fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
            let declared: Vec<_> = E::SPEC.params.iter().map(|param| param.name).collect();
            assert_eq!(fields::of::<E>(), declared, "{}", E::SPEC.name);
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
        .map(|path| {
            let case = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (case, fs::read(&path).unwrap().into())
        })
        .collect()
}

fn is_refusal(case: &str) -> bool {
    case.starts_with("refusal-")
}

fn refused<E: Endpoint>(case: &str, body: &Bytes) -> Refusal {
    match E::Vendor::open::<E>(body) {
        Err(Rejected::Refused(refusal)) => *refusal,
        Err(malformed) => panic!("{} {case}: {malformed}", E::SPEC.name),
        Ok(_) => panic!("{} {case}: is no refusal", E::SPEC.name),
    }
}

/// The value as JSON text. Not as a `serde_json::Value`, which would round ids of 20 digits.
fn text<E: Endpoint>(output: &E::Output) -> String {
    serde_json::to_string_pretty(output).unwrap()
}

/// The keys of objects: texts that a colon follows. Not those within texts that are JSON
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
