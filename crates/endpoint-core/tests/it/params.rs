//! A typed request and its parameters are two forms of one thing.

use bytes::Bytes;
use endpoint_core::wire::Received;
use endpoint_core::{AuthError, Endpoint, File, Invalid, Method, Params, Secret, Value, Vendor};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use crate::depot::{Depot, FindUnits, Matching, RegisterUnit, Token, UnitStatus, UploadLicence};

/// Every kind of field that a request may have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Everything {
    text: String,
    letter: char,
    maybe: Option<String>,
    small: i8,
    large: u64,
    wide: u128,
    deep: i128,
    number: Option<i32>,
    #[serde(rename = "searchType")]
    matching: Matching,
    word: Word,
    wrapped: Wrapped,
    secret: Secret,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
enum Word {
    #[serde(rename = "desc")]
    Descending,
    #[serde(rename = "asc")]
    Ascending,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Wrapped(String);

fn file() -> impl Strategy<Value = File> {
    ("[^/\\\\]{0,12}", any::<Vec<u8>>()).prop_map(|(name, content)| File::new(name, content))
}

fn everything() -> impl Strategy<Value = Everything> {
    (
        (any::<String>(), any::<char>(), any::<Option<String>>()),
        (any::<i8>(), any::<u64>(), any::<u128>(), any::<i128>()),
        any::<Option<i32>>(),
        any::<i64>().prop_map(Matching::from),
        prop::sample::select(vec![Word::Descending, Word::Ascending]),
        (any::<String>(), any::<String>()),
    )
        .prop_map(
            |((text, letter, maybe), numbers, number, matching, word, texts)| Everything {
                text,
                letter,
                maybe,
                small: numbers.0,
                large: numbers.1,
                wide: numbers.2,
                deep: numbers.3,
                number,
                matching,
                word,
                wrapped: Wrapped(texts.0),
                secret: Secret::from(texts.1),
            },
        )
}

proptest! {
    #[test]
    fn a_request_that_became_parameters_becomes_the_same_request(request in everything()) {
        let params = Params::from_fields(&request).unwrap();
        prop_assert_eq!(params.into_fields::<Everything>().unwrap(), request);
    }

    #[test]
    fn a_request_with_a_file_becomes_the_same_request(
        code: String,
        picture in file(),
        remark: Option<String>,
    ) {
        let request = UploadLicence { code, picture, remark };
        let params = Params::from_request(&request).unwrap();
        prop_assert_eq!(params.into_typed::<UploadLicence>().unwrap(), request);
    }

    #[test]
    fn signatures_of_one_half_verify_in_the_other(
        code: String,
        amount: u64,
        now_ms: u64,
    ) {
        let request = UnitStatus { code, amount };
        let params = Params::from_request(&request).unwrap();
        let spec = UnitStatus::SPEC;
        let signed = Depot::sign(&Token("t"), &spec, &params, now_ms).unwrap();
        let (path, query) = signed.target.split_once('?').unwrap();
        let decode = |text: &str| {
            percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
        };
        let received = Received {
            method: signed.method,
            path: path.to_owned(),
            query: query
                .split('&')
                .map(|pair| pair.split_once('=').unwrap())
                .map(|(name, value)| (decode(name), Value::from(decode(value))))
                .collect(),
            body: Vec::new(),
        };
        let verified = Depot::verify(&Token("t"), &spec, received.clone(), now_ms).unwrap();
        let typed: UnitStatus = endpoint_core::admit(&spec, verified).unwrap().into_typed().unwrap();
        prop_assert_eq!(typed, request);
        let other = Depot::verify(&Token("u"), &spec, received, now_ms);
        prop_assert_eq!(other.unwrap_err(), AuthError::Account);
    }
}

fn licence() -> UploadLicence {
    UploadLicence {
        code: "i.86.110108.52".to_owned(),
        picture: File::new("执照.png", Bytes::from_static(b"\x89PNG\r\n")),
        remark: Some(String::new()),
    }
}

#[test]
fn parameters_stand_in_the_order_of_the_declaration_under_the_vendors_names() {
    let params = Params::from_request(&licence()).unwrap();
    let names: Vec<&str> = params.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["companyIDcode", "file1", "remark"]);
    let texts: Vec<_> = params.texts().collect();
    assert_eq!(texts, [("companyIDcode", "i.86.110108.52"), ("remark", "")]);
    let (name, file) = params.files().next().unwrap();
    assert_eq!((name, file.name()), ("file1", "执照.png"));
    assert_eq!(file.content().as_ref(), b"\x89PNG\r\n");
    assert_eq!(params.text("companyIDcode"), Some("i.86.110108.52"));
    assert_eq!(params.text("file1"), None);
    assert_eq!(params.text("companyidcode"), None);
}

#[test]
fn unset_members_are_left_out_and_empty_text_is_a_parameter() {
    let mut find = FindUnits {
        name: String::new(),
        matching: None,
        level: None,
    };
    let params = Params::from_request(&find).unwrap();
    assert_eq!(params.texts().collect::<Vec<_>>(), [("companyName", "")]);
    find.matching = Some(Matching::Exact);
    find.level = Some(3);
    let params = Params::from_request(&find).unwrap();
    assert_eq!(
        params.texts().collect::<Vec<_>>(),
        [("companyName", ""), ("searchType", "1"), ("level", "3")]
    );
}

#[test]
fn secrets_reach_the_wire_as_they_are() {
    let register = RegisterUnit {
        name: "x".to_owned(),
        phone: "1".to_owned(),
        password: Secret::from("pass word&=%"),
    };
    let params = Params::from_request(&register).unwrap();
    assert_eq!(params.text("loginPassword"), Some("pass word&=%"));
    assert_eq!(register.password.expose(), "pass word&=%");
}

#[test]
fn files_keep_the_last_segment_of_their_path() {
    for (given, name) in [
        ("C:\\Users\\某人\\执照.png", "执照.png"),
        ("/home/someone/licence.png", "licence.png"),
        ("a/b\\c.png", "c.png"),
        ("plain.png", "plain.png"),
        ("folder/", ""),
        ("", ""),
    ] {
        assert_eq!(File::new(given, Bytes::new()).name(), name, "{given}");
    }
}

fn invalid<E: Endpoint>(pairs: &[(&'static str, Value)]) -> Invalid {
    let mut params = Params::default();
    for (name, value) in pairs {
        params.push(*name, value.clone());
    }
    match params.into_typed::<E>() {
        Ok(_) => panic!("a request"),
        Err(invalid) => invalid,
    }
}

#[test]
fn a_missing_parameter_is_named() {
    let error = invalid::<FindUnits>(&[]);
    assert_eq!(
        error,
        Invalid::Missing {
            name: "companyName".into()
        }
    );
}

#[test]
fn a_parameter_given_twice_is_named() {
    let error = invalid::<FindUnits>(&[("companyName", "a".into()), ("companyName", "b".into())]);
    assert_eq!(
        error,
        Invalid::Repeated {
            name: "companyName".to_owned()
        }
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_named_with_what_would_be_right() {
    let name = ("companyName", Value::from("x"));
    for (pairs, shown) in [
        (
            vec![name.clone(), ("level", "three".into())],
            "parameter `level`: expected a whole number",
        ),
        (
            vec![name.clone(), ("level", "256".into())],
            "parameter `level`: expected u8",
        ),
        (
            vec![("companyName", licence().picture.into())],
            "parameter `companyName`: expected a string, found a file",
        ),
    ] {
        assert_eq!(invalid::<FindUnits>(&pairs).to_string(), shown);
    }
    let code = ("companyIDcode", Value::from("x"));
    let picture = || ("file1", Value::from(licence().picture));
    for (pairs, shown) in [
        (vec![code.clone()], "parameter `file1` is missing"),
        (
            vec![code.clone(), picture(), picture()],
            "parameter `file1` is given more than once",
        ),
    ] {
        assert_eq!(invalid::<UploadLicence>(&pairs).to_string(), shown);
    }
    let no_file = invalid::<UploadLicence>(&[("companyIDcode", "x".into()), ("file1", "x".into())]);
    assert_eq!(no_file.to_string(), "parameter `file1`: expected a file");
}

#[test]
fn a_declaration_with_fields_that_cannot_travel_is_refused_with_the_field() {
    #[derive(Serialize)]
    struct Wrong<T> {
        field: T,
    }
    fn reason(field: impl Serialize) -> String {
        Params::from_fields(&Wrong { field })
            .unwrap_err()
            .to_string()
    }
    assert_eq!(
        reason(true),
        "parameter `field`: a flag cannot be a parameter"
    );
    assert_eq!(
        reason(1.5),
        "parameter `field`: a float cannot be a parameter"
    );
    assert_eq!(
        reason([1]),
        "parameter `field`: a list cannot be a parameter"
    );
    assert_eq!(
        reason(Wrong { field: 1 }),
        "parameter `field`: a nested struct cannot be a parameter"
    );
    assert!(Params::from_fields(&"text").is_err());
    assert!(Params::from_fields(&[1]).is_err());
}

#[test]
fn a_request_without_parameters_has_none() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Unit;
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Braces {}
    assert_eq!(Params::from_fields(&Unit).unwrap(), Params::default());
    assert_eq!(Params::from_fields(&Braces {}).unwrap(), Params::default());
    assert_eq!(Params::default().into_fields::<Unit>().unwrap(), Unit);
    assert_eq!(
        Params::default().into_fields::<Braces>().unwrap(),
        Braces {}
    );
}

fn received(query: &[(&str, &str)], body: &[(&str, Value)]) -> Received {
    Received {
        method: Method::Post,
        path: "/units".to_owned(),
        query: query
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Value::from(*text)))
            .collect(),
        body: body
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    }
}

#[test]
fn the_only_text_of_a_name_is_taken_from_query_or_body() {
    let mut request = received(&[("a", "1"), ("b", "2")], &[("c", "3".into())]);
    assert_eq!(request.take("c").unwrap(), "3");
    assert_eq!(request.take("a").unwrap(), "1");
    assert_eq!(request.into_params(), [("b".to_owned(), Value::from("2"))]);
}

#[test]
fn missing_empty_repeated_and_file_parameters_are_not_taken() {
    let picture = Value::from(licence().picture);
    let mut request = received(
        &[
            ("empty", ""),
            ("twice", "1"),
            ("thrice", "1"),
            ("thrice", "1"),
        ],
        &[
            ("twice", "1".into()),
            ("thrice", "".into()),
            ("file", picture),
        ],
    );
    assert_eq!(request.take("none"), Err(AuthError::Missing("none")));
    assert_eq!(request.take("empty"), Err(AuthError::Missing("empty")));
    assert_eq!(request.take("file"), Err(AuthError::Missing("file")));
    assert_eq!(request.take("twice"), Err(AuthError::Repeated("twice")));
    assert_eq!(request.take("thrice"), Err(AuthError::Repeated("thrice")));
}
