//! Properties of every request.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use sign_core::idcode::{Hashed, SignatureDialect, sign, verify};
use sign_core::ihuyi;

/// Names as operations have them; `time` and `hash` belong to the scheme.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9_]{0,11}".prop_filter("not a name of the scheme", |name| {
        name != "time" && name != "hash"
    })
}

/// Any text, rich in what has a meaning in a URL.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ +%&=#?/\\\\;,a-c0-9单位😀\n]{0,12}",
        "(%[0-9A-F]{2}){0,4}",
    ]
}

/// Any text that cannot imitate a further parameter.
fn value_without_ampersand() -> impl Strategy<Value = String> {
    value().prop_map(|text| text.replace('&', ""))
}

fn dialect() -> impl Strategy<Value = SignatureDialect> {
    any::<Index>().prop_map(|index| *index.get(&SignatureDialect::ALL))
}

/// A request with parameters of different names.
#[derive(Debug, Clone)]
struct Request {
    path: String,
    params: BTreeMap<String, String>,
    code: String,
    time_ms: u64,
}

impl Request {
    fn with(values: impl Strategy<Value = String>) -> impl Strategy<Value = Self> {
        let path = "(/[A-Za-z_.]{1,8}){1,3}";
        let params = btree_map(name(), values, 0..8);
        (path, params, "[A-Z0-9]{0,32}", any::<u64>()).prop_map(|(path, params, code, time_ms)| {
            Self {
                path,
                params,
                code,
                time_ms,
            }
        })
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        let pairs = self.params.iter();
        pairs.map(|(name, value)| (&**name, &**value)).collect()
    }

    /// The pairs that a server gets: those of `self`, with the signature of `signed`.
    fn verifies_with_hash_of(&self, signed: &Self, dialect: SignatureDialect) -> bool {
        let hash = sign(
            &signed.path,
            &signed.pairs(),
            &signed.code,
            signed.time_ms,
            dialect,
        );
        let time = self.time_ms.to_string();
        let mut received = self.pairs();
        received.extend([("time", &*time), ("hash", hash.hash())]);
        verify(&self.path, &received, &self.code, dialect).is_ok()
    }
}

/// One change to a request on the way.
#[derive(Debug, Clone)]
enum Change {
    Name(Index, String),
    Value(Index, String),
    Remove(Index),
    Add(String, String),
    Swap(Index, Index),
    Path(String),
    Time(u64),
    Code(String),
}

impl Change {
    fn with(values: impl Strategy<Value = String> + Clone) -> impl Strategy<Value = Self> {
        prop_oneof![
            (any::<Index>(), name()).prop_map(|(at, name)| Self::Name(at, name)),
            (any::<Index>(), values.clone()).prop_map(|(at, value)| Self::Value(at, value)),
            any::<Index>().prop_map(Self::Remove),
            (name(), values).prop_map(|(name, value)| Self::Add(name, value)),
            (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Self::Swap(a, b)),
            "(/[A-Za-z_.]{1,8}){1,3}".prop_map(Self::Path),
            any::<u64>().prop_map(Self::Time),
            "[A-Z0-9]{0,32}".prop_map(Self::Code),
        ]
    }

    /// The changed request, if it differs.
    fn apply(&self, request: &Request) -> Option<Request> {
        let mut changed = request.clone();
        let names: Vec<&String> = request.params.keys().collect();
        let name_at = |index: &Index| (!names.is_empty()).then(|| *index.get(&names));
        match self {
            Self::Name(at, new) => {
                let value = changed.params.remove(name_at(at)?)?;
                changed.params.insert(new.clone(), value);
            }
            Self::Value(at, new) => {
                changed.params.insert(name_at(at)?.clone(), new.clone());
            }
            Self::Remove(at) => {
                changed.params.remove(name_at(at)?);
            }
            Self::Add(name, value) => {
                changed.params.insert(name.clone(), value.clone());
            }
            Self::Swap(a, b) => {
                let (a, b) = (name_at(a)?, name_at(b)?);
                changed.params.insert(a.clone(), request.params[b].clone());
                changed.params.insert(b.clone(), request.params[a].clone());
            }
            Self::Path(new) => changed.path.clone_from(new),
            Self::Time(new) => changed.time_ms = *new,
            Self::Code(new) => changed.code.clone_from(new),
        }
        let same = changed.path == request.path
            && changed.params == request.params
            && changed.code == request.code
            && changed.time_ms == request.time_ms;
        (!same).then_some(changed)
    }
}

/// How another client's encoder writes one byte on the wire.
fn written(byte: u8, flavour: u8) -> String {
    match (byte, flavour) {
        (b' ', 0) => "+".to_owned(),
        (byte, 1) if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        (byte, 0 | 1) => format!("%{byte:02X}"),
        (byte, _) => format!("%{byte:02x}"),
    }
}

proptest! {
    #[test]
    fn signed_requests_verify(request in Request::with(value()), dialect in dialect()) {
        prop_assert!(request.verifies_with_hash_of(&request, dialect));
    }

    #[test]
    fn signed_requests_verify_after_the_wire_in_any_order(
        request in Request::with(value()),
        dialect in dialect(),
        places in vec(any::<Index>(), 10),
    ) {
        let (path, code) = (&request.path, &request.code);
        let signed = sign(path, &request.pairs(), code, request.time_ms, dialect);
        let mut arrived: Vec<_> = form_urlencoded::parse(signed.query().as_bytes()).collect();
        for (at, place) in places.iter().enumerate().take(arrived.len()) {
            let other = place.index(arrived.len());
            arrived.swap(at, other);
        }
        let pairs: Vec<(&str, &str)> = arrived.iter().map(|(n, v)| (&**n, &**v)).collect();
        prop_assert_eq!(verify(path, &pairs, code, dialect), Ok(request.time_ms));
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(
        request in Request::with(value()),
        dialect in dialect(),
        places in vec(any::<Index>(), 8),
    ) {
        let (path, code) = (&request.path, &request.code);
        let mut pairs = request.pairs();
        let signed = sign(path, &pairs, code, request.time_ms, dialect);
        for (at, place) in places.iter().enumerate().take(pairs.len()) {
            let other = place.index(pairs.len());
            pairs.swap(at, other);
        }
        let shuffled = sign(path, &pairs, code, request.time_ms, dialect);
        prop_assert_eq!(signed.target(), shuffled.target());
    }

    #[test]
    fn the_percent_encoding_style_of_the_sender_does_not_matter(
        request in Request::with(value()),
        flavours in vec(0..3u8, 1..50),
    ) {
        let dialect = SignatureDialect::default();
        let (path, code) = (&request.path, &request.code);
        let signed = sign(path, &request.pairs(), code, request.time_ms, dialect);
        let mut flavour = flavours.iter().cycle();
        let mut encoded = |text: &str| -> String {
            text.bytes().map(|byte| written(byte, *flavour.next().unwrap())).collect()
        };
        let mut body = format!("hash={}&time={}", signed.hash(), request.time_ms);
        for (name, value) in &request.params {
            body = format!("{body}&{}={}", encoded(name), encoded(value));
        }
        let arrived: Vec<_> = form_urlencoded::parse(body.as_bytes()).collect();
        let pairs: Vec<(&str, &str)> = arrived.iter().map(|(n, v)| (&**n, &**v)).collect();
        prop_assert_eq!(verify(path, &pairs, code, dialect), Ok(request.time_ms));
    }

    /// Hashed raw, values that contain `&` are the exception: see the literal test of it.
    #[test]
    fn changed_requests_are_refused_unless_a_value_holds_an_ampersand(
        request in Request::with(value_without_ampersand()),
        change in Change::with(value_without_ampersand().boxed()),
        dialect in dialect(),
    ) {
        if let Some(changed) = change.apply(&request) {
            prop_assert!(!changed.verifies_with_hash_of(&request, dialect));
        }
    }

    #[test]
    fn changed_requests_are_refused_where_the_encoded_form_is_hashed(
        request in Request::with(value()),
        change in Change::with(value().boxed()),
        dialect in dialect(),
    ) {
        let dialect = SignatureDialect { hashed: Hashed::Encoded, ..dialect };
        if let Some(changed) = change.apply(&request) {
            prop_assert!(!changed.verifies_with_hash_of(&request, dialect));
        }
    }

    #[test]
    fn verifying_takes_any_input_without_a_panic(
        path in any::<String>(),
        params in vec((value(), value()), 0..8),
        time in value(),
        hash in value(),
        dialect in dialect(),
    ) {
        let mut pairs: Vec<(&str, &str)> = params.iter().map(|(n, v)| (&**n, &**v)).collect();
        pairs.extend([("time", &*time), ("hash", &*hash)]);
        prop_assert!(verify(&path, &pairs, "code", dialect).is_err());
        let fields: Vec<&str> = params.iter().map(|(_, v)| &**v).collect();
        prop_assert!(!ihuyi::verify(&hash, &fields, &time));
    }

    #[test]
    fn a_dynamic_password_verifies_and_not_for_another_concatenation(
        fields in vec(value(), 0..8),
        at in any::<Index>(),
        new in value(),
        time_s in any::<u64>(),
    ) {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let time = time_s.to_string();
        let password = ihuyi::dynamic_password(&fields, time_s);
        prop_assert!(ihuyi::verify(password.as_str(), &fields, &time));

        let mut changed = fields.clone();
        if let Some(field) = changed.get_mut(at.index(fields.len().max(1))) {
            *field = &new;
        }
        let same = changed == fields;
        prop_assert_eq!(ihuyi::verify(password.as_str(), &changed, &time), same);
    }
}
