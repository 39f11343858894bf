//! Each row of the table of leniency.

use std::collections::BTreeMap;

use endpoint_core::lenient::decode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, PartialEq, Deserialize)]
struct Area {
    #[serde(rename = "Address_ID")]
    id: u64,
    #[serde(rename = "AddressName")]
    name: Option<String>,
}

fn area(id: u64, name: &str) -> Area {
    Area {
        id,
        name: Some(name.to_owned()),
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Nothing {}

fn read<T: DeserializeOwned>(json: &str) -> T {
    decode(json.as_bytes()).unwrap()
}

#[test]
fn keys_with_blanks_around_them_are_the_expected_keys() {
    let body = "{\" Address_ID\":1,\"AddressName\\t \":\"北京\"}";
    assert_eq!(read::<Area>(body), area(1, "北京"));
    let wide = "{\"\u{3000}Address_ID\":1,\"AddressName\u{a0}\":\"北京\"}";
    assert_eq!(read::<Area>(wide), area(1, "北京"));
}

#[test]
fn keys_in_another_case_are_the_expected_keys() {
    let body = r#"{"ADDRESS_id":1,"addressNAME":"北京"}"#;
    assert_eq!(read::<Area>(body), area(1, "北京"));
}

#[test]
fn keys_written_with_escapes_are_the_expected_keys() {
    let body = r#"{"Address\u005fID":1,"\u0041ddressName":"北京"}"#;
    assert_eq!(read::<Area>(body), area(1, "北京"));
}

#[test]
fn members_come_in_any_order() {
    let body = r#"{"AddressName":"北京","Other":0,"Address_ID":1}"#;
    assert_eq!(read::<Area>(body), area(1, "北京"));
}

#[test]
fn an_exact_key_goes_before_one_in_another_case() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Confusable {
        code: u64,
        #[serde(rename = "Code")]
        capital: u64,
    }
    let expected = Confusable {
        code: 1,
        capital: 2,
    };
    assert_eq!(read::<Confusable>(r#"{"code":1,"Code":2}"#), expected);
    assert_eq!(read::<Confusable>(r#"{"Code":2,"code":1}"#), expected);
}

#[test]
fn a_key_that_is_the_beginning_of_another_is_not_that_one() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Prefixes {
        #[serde(rename = "Address_ID")]
        id: u64,
        #[serde(rename = "Address_ID_Parent")]
        parent: u64,
    }
    let expected = Prefixes { id: 1, parent: 2 };
    assert_eq!(
        read::<Prefixes>(r#"{"Address_ID_Parent":2,"Address_ID":1}"#),
        expected
    );
    assert_eq!(
        read::<Prefixes>(r#"{"Address_I":9,"Address_ID":1,"Address_ID_Parent":2}"#),
        expected
    );
}

#[test]
fn aliases_of_a_member_are_expected_keys_too() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Marks {
        #[serde(alias = "lists")]
        list: Vec<u64>,
    }
    for body in [r#"{"list":[1]}"#, r#"{"lists":[1]}"#, r#"{" LISTS":[1]}"#] {
        assert_eq!(read::<Marks>(body).list, [1], "{body}");
    }
}

#[test]
fn numbers_may_come_as_text_and_texts_as_number() {
    assert_eq!(read::<u64>(r#""110000""#), 110_000);
    assert_eq!(read::<u64>(r#"" 110000 ""#), 110_000);
    assert_eq!(read::<i64>(r#""-2""#), -2);
    assert_eq!(read::<u8>(r#""255""#), 255);
    assert_eq!(read::<f64>(r#"" 12.50 ""#), 12.5);
    assert_eq!(read::<String>("110000"), "110000");
    assert_eq!(read::<String>("-2.50"), "-2.50");
    assert_eq!(read::<String>("1e3"), "1e3");
    assert_eq!(read::<String>("true"), "true");
}

#[test]
fn empty_text_and_null_are_nothing_where_the_member_is_optional() {
    for body in ["null", r#""""#, r#""  ""#, "\" \t\""] {
        assert_eq!(read::<Option<String>>(body), None, "{body}");
        assert_eq!(read::<Option<u64>>(body), None, "{body}");
        assert_eq!(read::<Option<Vec<u64>>>(body), None, "{body}");
        assert_eq!(read::<Option<Area>>(body), None, "{body}");
    }
    assert_eq!(read::<Option<String>>(r#"" x""#).as_deref(), Some(" x"));
}

#[test]
fn an_absent_member_is_nothing_where_it_is_optional() {
    let read: Area = read(r#"{"Address_ID":1}"#);
    assert_eq!(read.name, None);
}

#[test]
fn null_is_empty_text_where_a_text_is_needed() {
    assert_eq!(read::<String>("null"), "");
}

#[test]
fn null_and_empty_text_are_the_empty_list() {
    for body in ["null", r#""""#, r#""  ""#, "[]", "[ ]"] {
        assert_eq!(read::<Vec<Area>>(body), [], "{body}");
    }
}

#[test]
fn one_object_or_value_is_a_list_of_one() {
    assert_eq!(
        read::<Vec<Area>>(r#"{"Address_ID":1,"AddressName":"北京"}"#),
        [area(1, "北京")]
    );
    assert_eq!(read::<Vec<u64>>("5"), [5]);
    assert_eq!(read::<Vec<String>>(r#""五""#), ["五"]);
}

#[test]
fn a_list_of_one_is_that_object() {
    let body = r#"[{"Address_ID":1,"AddressName":"北京"}]"#;
    assert_eq!(read::<Area>(body), area(1, "北京"));
    assert_eq!(read::<Area>(&format!("[{body},]")), area(1, "北京"));
}

#[test]
fn the_empty_list_is_the_empty_object() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Info {
        status: Option<u64>,
    }
    assert_eq!(read::<Info>("[]"), Info { status: None });
    assert_eq!(read::<Nothing>("[]"), Nothing {});
}

#[test]
fn unknown_members_are_ignored_whatever_they_hold() {
    for value in [
        "null",
        "true",
        "-1.5e-7",
        r#""a \" b \\""#,
        r#"{"Address_ID":2,"a":[{},[]]}"#,
        "[1,[2,{}],]",
    ] {
        let body = format!(r#"{{"New":{value},"Address_ID":1,"Newer":{value}}}"#);
        assert_eq!(read::<Area>(&body), Area { id: 1, name: None }, "{value}");
    }
}

fn contradicted<T: DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    decode::<T>(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn a_declared_member_that_comes_twice_and_says_the_same_is_that_member() {
    for body in [
        r#"{"Address_ID":1,"AddressName":"甲","Address_ID":"1","AddressName":"甲"}"#,
        r#"{"Address_ID":1,"AddressName":"甲","Address_ID":1.0,"AddressName":"\u7532"}"#,
        r#"{"Address_ID": 1 ,"AddressName":"甲","Address_ID":1,"AddressName":" 甲 "}"#,
        r#"{"address_id":1,"AddressName":"甲","ADDRESS_ID":"01"}"#,
    ] {
        assert_eq!(read::<Area>(body), area(1, "甲"), "{body}");
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Lists {
        list: Vec<String>,
    }
    let body = r#"{"list":["a b","\" ,"],"list": [ "a b" , "\" ," ] }"#;
    assert_eq!(read::<Lists>(body).list, ["a b", "\" ,"]);
    let body = r#"{"list":["a b"],"list":["ab"]}"#;
    assert_eq!(
        contradicted::<Lists>(body),
        "expected one value, found two that differ at list"
    );
}

#[test]
fn a_declared_member_that_comes_twice_and_contradicts_itself_is_not_taken() {
    for body in [
        r#"{"Address_ID":1,"AddressName":"甲","Address_ID":2}"#,
        r#"{"Address_ID":1,"AddressName":"甲","Address_ID":1,"Address_ID":"2"}"#,
        r#"{"address_id":1,"AddressName":"甲","ADDRESS_ID":2}"#,
        r#"{"Address_ID":1,"AddressName":"甲","Address_ID":null}"#,
        r#"{"Address_ID":1,"x":{"Address_ID":3},"Address_ID":[1]}"#,
    ] {
        assert_eq!(
            contradicted::<Area>(body),
            "expected one value, found two that differ at Address_ID",
            "{body}"
        );
    }
    assert_eq!(
        contradicted::<Vec<Area>>(r#"[{"Address_ID":1},{"Address_ID":1,"Address_ID":2}]"#),
        "expected one value, found two that differ at [1].Address_ID"
    );
    // Ignored members.
    let unknown = r#"{"Address_ID":1,"AddressName":"甲","x":1,"x":2}"#;
    assert_eq!(read::<Area>(unknown), area(1, "甲"));
}

#[test]
fn a_name_that_is_written_exactly_counts_before_another_spelling_of_it() {
    for body in [
        r#"{"Address_ID":1,"address_id":2,"AddressName":"甲"}"#,
        r#"{"address_id":2,"Address_ID":1,"AddressName":"甲"}"#,
        r#"{" Address_ID":2,"addressname":{"AddressName":[]},"AddressName":"甲","Address_ID":1}"#,
        r#"{"address_id":"x","ADDRESS_ID":{},"AddressName":"甲","Address\u005fID":1,"address_id":3}"#,
    ] {
        assert_eq!(read::<Area>(body), area(1, "甲"), "{body}");
    }
}

#[test]
fn many_repetitions_far_behind_the_first_are_read_once() {
    let filler = r#""x":[{}],"#.repeat(50_000);
    let repeated = r#""Address_ID":"1","address_id":7,"#.repeat(20_000);
    let body = format!(r#"{{{filler}"Address_ID":1,"AddressName":"甲",{repeated}}}"#);
    assert_eq!(read::<Area>(&body), area(1, "甲"));
}

#[test]
fn beyond_128_members_too_two_of_one_name_are_compared() {
    macro_rules! wide {
        ($($name:ident)*) => {
            #[derive(Debug, Deserialize)]
            struct Wide { $(#[serde(default)] $name: u8,)* last: u8 }
            const NAMES: &[&str] = &[$(stringify!($name)),*];
            fn sum(wide: &Wide) -> u32 { 0 $(+ u32::from(wide.$name))* }
        };
    }
    macro_rules! tenfold {
        ($then:ident! $($name:ident)*) => { $then! { $($name)* } };
    }
    tenfold! { wide!
        a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9
        d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9
        g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9 i0 i1 i2 i3 i4 i5 i6 i7 i8 i9
        j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 l0 l1 l2 l3 l4 l5 l6 l7 l8 l9
        m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 n0 n1 n2 n3 n4 n5 n6 n7 n8 n9
    }
    let once: Vec<String> = NAMES.iter().map(|name| format!(r#""{name}":1"#)).collect();
    let once = once.join(",");
    let twice: Wide = read(&format!(r#"{{{once},"last":3,{once},"last":3}}"#));
    assert_eq!((sum(&twice), twice.last), (140, 3));
    let capitals = once.to_uppercase().replace(":1", ":2");
    let exact: Wide = read(&format!(r#"{{{capitals},"LAST":4,{once},"last":3}}"#));
    assert_eq!((sum(&exact), exact.last), (140, 3));
    assert_eq!(
        contradicted::<Wide>(&format!(r#"{{{once},"last":3,{once},"last":4}}"#)),
        "expected one value, found two that differ at last"
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(read::<Area>("\u{feff}{\"Address_ID\":1}").id, 1);
}

#[test]
fn a_comma_before_a_closing_bracket_is_skipped() {
    assert_eq!(read::<Area>(r#"{"Address_ID":1,}"#).id, 1);
    assert_eq!(read::<Vec<u64>>("[1,2, ]"), [1, 2]);
    assert_eq!(read::<Area>(r#"{"x":{"y":[1,],},"Address_ID":1 , }"#).id, 1);
}

#[test]
fn raw_control_characters_in_text_are_kept() {
    assert_eq!(read::<String>("\"a\nb\u{0}c\td\""), "a\nb\u{0}c\td");
}

#[test]
fn half_a_surrogate_pair_is_the_replacement_character() {
    for (body, text) in [
        (r#""\ud800""#, "\u{fffd}"),
        (r#""\udc00x""#, "\u{fffd}x"),
        (r#""\ud800\u0041""#, "\u{fffd}A"),
        (r#""\ud800\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud800\n""#, "\u{fffd}\n"),
        (r#""\ud83d\ude00""#, "😀"),
    ] {
        assert_eq!(read::<String>(body), text, "{body}");
    }
}

#[test]
fn flags_may_come_as_number_or_text() {
    for body in ["true", "1", r#""1""#, r#""true""#, r#"" True ""#] {
        assert!(read::<bool>(body), "{body}");
    }
    for body in ["false", "0", r#""0""#, r#""FALSE""#] {
        assert!(!read::<bool>(body), "{body}");
    }
}

#[test]
fn maps_keep_their_keys_as_they_stand() {
    let read: BTreeMap<String, u64> = read(r#"{" A":1,"a":"2","A":3}"#);
    let expected = [(" A", 1), ("A", 3), ("a", 2)].map(|(key, value)| (key.to_owned(), value));
    assert_eq!(read, BTreeMap::from(expected));
}

#[test]
fn enumerations_of_words_are_read_from_texts_and_numbers() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum State {
        #[serde(rename = "0")]
        Closed,
        #[serde(rename = "1")]
        Open,
    }
    assert_eq!(
        read::<Vec<State>>(r#"[1,"0"]"#),
        [State::Open, State::Closed]
    );
}

#[test]
fn a_list_of_equal_objects_is_that_object() {
    let read = read::<Area>(r#"[{"Address_ID":1},{ "Address_ID":1 }]"#);
    assert_eq!(read.id, 1);
}

#[test]
fn tuples_leave_what_they_do_not_need() {
    assert_eq!(read::<Vec<(u8, u8)>>("[[1,2,3],[4,5]]"), [(1, 2), (4, 5)]);
    assert_eq!(read::<(Vec<[u8; 0]>, u8)>("[[7],8]"), (vec![[]], 8));
}
