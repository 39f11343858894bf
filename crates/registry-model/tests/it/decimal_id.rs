use std::io::Cursor;

use proptest::prelude::*;
use registry_model::{DecimalId, Expected, IdentifierErrorKind};
use serde::de::value::{F64Deserializer, I64Deserializer, StrDeserializer, U64Deserializer};
use serde::{Deserialize, Serialize};

/// Twenty nines: more than a 64-bit integer holds.
const LARGE: &str = "99999999999999999999";

type ValueError = serde::de::value::Error;

fn read(json: &str) -> Result<DecimalId, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

fn id(text: &str) -> DecimalId {
    text.parse().unwrap()
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Row {
    #[serde(rename = "Address_ID")]
    id: DecimalId,
    #[serde(rename = "Address_ID_Parent")]
    parent: Option<DecimalId>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    #[serde(flatten)]
    row: Row,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Id(DecimalId),
}

#[test]
fn twenty_digits_are_exact_as_number_and_as_text_from_every_reader() {
    let quoted = format!("\"{LARGE}\"");
    for json in [LARGE, &quoted] {
        assert_eq!(read(json), Ok(id(LARGE)));
        assert_eq!(
            serde_json::from_slice::<DecimalId>(json.as_bytes()).unwrap(),
            id(LARGE)
        );
        assert_eq!(
            serde_json::from_reader::<_, DecimalId>(Cursor::new(json)).unwrap(),
            id(LARGE)
        );
        let row = format!(r#"{{"Address_ID" : {json} , "Address_ID_Parent": {json}}}"#);
        let expected = Row {
            id: id(LARGE),
            parent: Some(id(LARGE)),
        };
        assert_eq!(serde_json::from_str::<Row>(&row).unwrap(), expected);
        assert_eq!(
            serde_json::from_reader::<_, Row>(Cursor::new(row)).unwrap(),
            expected
        );
        let list = format!("[{json},\n {json}]");
        assert_eq!(
            serde_json::from_str::<Vec<DecimalId>>(&list).unwrap(),
            [id(LARGE); 2]
        );
    }
}

#[test]
fn it_is_written_as_an_integer_with_all_digits() {
    let row = Row {
        id: id(LARGE),
        parent: None,
    };
    assert_eq!(
        serde_json::to_string(&row).unwrap(),
        r#"{"Address_ID":99999999999999999999,"Address_ID_Parent":null}"#
    );
    assert_eq!(serde_json::to_string(&DecimalId::from(7_u64)).unwrap(), "7");
}

#[test]
fn an_absent_or_null_id_is_no_value() {
    let expected = Row {
        id: id("1"),
        parent: None,
    };
    assert_eq!(
        serde_json::from_str::<Row>(r#"{"Address_ID":1}"#).unwrap(),
        expected
    );
    let null = r#"{"Address_ID":"1","Address_ID_Parent":null}"#;
    assert_eq!(serde_json::from_str::<Row>(null).unwrap(), expected);
}

#[test]
fn blanks_around_text_escapes_and_a_fraction_of_zeros_are_read() {
    for json in [
        r#"" 42 ""#,
        r#""\u0034\u0032""#,
        "  42 ",
        "42.0",
        "42.000",
        "4.2e1",
    ] {
        assert_eq!(read(json), Ok(id("42")), "{json}");
    }
    assert_eq!(read("99999999999999999999.0"), Ok(id(LARGE)));
}

#[test]
fn out_of_a_value_text_is_exact_and_a_number_is_exact_or_refused() {
    let text = serde_json::Value::from(LARGE);
    assert_eq!(
        serde_json::from_value::<DecimalId>(text).unwrap(),
        id(LARGE)
    );
    let largest = serde_json::Value::from(u64::MAX);
    assert_eq!(
        serde_json::from_value::<DecimalId>(largest).unwrap(),
        DecimalId::from(u64::MAX)
    );
    let float: serde_json::Value = serde_json::from_str(LARGE).unwrap();
    match serde_json::from_value::<DecimalId>(float) {
        // serde_json keeps all digits where its feature `arbitrary_precision` is on.
        Ok(exact) => assert_eq!(exact, id(LARGE)),
        Err(error) => assert!(error.to_string().contains("lost digits"), "{error}"),
    }
}

#[test]
fn under_flatten_and_untagged_numbers_up_to_u64_and_text_are_exact() {
    let flat = |json: &str| serde_json::from_str::<Flat>(json).map(|flat| flat.row.id);
    assert_eq!(flat(r#"{"Address_ID":310116}"#).unwrap(), id("310116"));
    assert_eq!(
        flat(r#"{"Address_ID":18446744073709551615}"#).unwrap(),
        DecimalId::from(u64::MAX)
    );
    assert_eq!(
        flat(r#"{"Address_ID":"99999999999999999999"}"#).unwrap(),
        id(LARGE)
    );
    let error = flat(r#"{"Address_ID":99999999999999999999}"#).unwrap_err();
    assert!(error.to_string().contains("lost digits"), "{error}");
    assert_eq!(
        serde_json::from_str::<Either>("5").unwrap(),
        Either::Id(id("5"))
    );

    let written = Flat {
        row: Row {
            id: id(LARGE),
            parent: None,
        },
    };
    assert!(serde_json::to_string(&written).unwrap().contains(LARGE));
}

#[test]
fn other_formats_are_read_and_floats_beyond_2_to_the_53_are_refused() {
    let float = |number| DecimalId::deserialize(F64Deserializer::<ValueError>::new(number));
    assert_eq!(float(9_007_199_254_740_991.0), Ok(id("9007199254740991")));
    assert!(
        float(9_007_199_254_740_992.0)
            .unwrap_err()
            .to_string()
            .contains("lost digits")
    );
    for number in [0.5, -1.0, f64::NAN, f64::INFINITY] {
        assert!(float(number).is_err(), "{number}");
    }
    let signed = |number| DecimalId::deserialize(I64Deserializer::<ValueError>::new(number));
    assert_eq!(signed(5), Ok(id("5")));
    assert!(signed(-5).is_err());
    let unsigned = U64Deserializer::<ValueError>::new(u64::MAX);
    assert_eq!(
        DecimalId::deserialize(unsigned),
        Ok(DecimalId::from(u64::MAX))
    );
    let text = StrDeserializer::<ValueError>::new(LARGE);
    assert_eq!(DecimalId::deserialize(text), Ok(id(LARGE)));
}

#[test]
fn other_text_than_whole_numbers_is_refused_without_repeating_it() {
    for (json, what) in [
        ("-1", "a negative number"),
        ("1.5", "1.5"),
        ("true", "boolean"),
        ("null", "null"),
        ("[1]", "sequence"),
        (r#"{"access_token":"secret"}"#, "map"),
        (r#""""#, "numeric id: position 1: expected a digit"),
        (r#""12a""#, "numeric id: position 3: found 'a'"),
        (r#""-1""#, "numeric id: position 1: found '-'"),
        ("1e30", "lost digits"),
        ("1e999", ""),
    ] {
        let error = read(json).unwrap_err();
        assert!(error.contains(what), "{json}: {error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn text_is_digits_up_to_the_largest_number() {
    let max = u128::MAX.to_string();
    assert_eq!(id(&max).get(), u128::MAX);
    let error = format!("{max}0").parse::<DecimalId>().unwrap_err();
    assert_eq!(
        (error.position(), error.reason()),
        (Some(40), IdentifierErrorKind::TooLarge)
    );
    let error = "12１".parse::<DecimalId>().unwrap_err();
    let fault = IdentifierErrorKind::Unexpected {
        found: '１',
        expected: Expected::Digit,
    };
    assert_eq!((error.position(), error.reason()), (Some(3), fault));
    assert_eq!(id("007").to_string(), "7");
    assert!(id("9") < id("10"));
}

proptest! {
    #[test]
    fn every_number_survives_text_json_number_and_json_text(number: u128) {
        let expected = DecimalId::new(number);
        prop_assert_eq!(expected.to_string().parse(), Ok(expected));
        prop_assert_eq!(read(&serde_json::to_string(&expected).unwrap()), Ok(expected));
        prop_assert_eq!(read(&format!("\"{number}\"")), Ok(expected));
    }
}
