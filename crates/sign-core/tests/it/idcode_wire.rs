//! A signed request survives the wire, however it is written.

use sign_core::idcode::{Encoding, Hashed, SignatureDialect, Sort, sign, verify};

use crate::vectors::{ACCESS_TOKEN, AUTHORISATION_CODE, TIME_MS};

const PATH: &str = "/AllInterFace/GetCompanyInfo";

/// Values that break careless code.
const NASTY: [&str; 16] = [
    "",
    " ",
    "  a  b  ",
    "+",
    "1+1 = 2",
    "%",
    "%41",
    "%E5%8D%95",
    "&",
    "a&b=c&&=",
    "=",
    "#?/\\\"'<>",
    "单位名称",
    "𠮷野家 😀\n二",
    "http://www.idcode.org.cn/m?organunitname=%E5%8D%95%E4%BD%8D&id=1#top",
    "{\"a\":[1, \"中\"]}",
];

fn decoded(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

fn borrowed(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[test]
fn nasty_values_arrive_as_they_were_and_verify_in_every_dialect() {
    for dialect in SignatureDialect::ALL {
        for value in NASTY {
            let params = [
                ("access_token", ACCESS_TOKEN),
                ("companyName", value),
                ("searchType", "1"),
            ];
            let signed = sign(PATH, &params, AUTHORISATION_CODE, TIME_MS, dialect);
            let arrived = decoded(signed.query());
            let sent_value = arrived.iter().find(|(name, _)| name == "companyName");
            assert_eq!(sent_value.unwrap().1, value, "{dialect:?}");
            assert_eq!(arrived.len(), 5, "{value:?} {dialect:?}");

            let verdict = verify(PATH, &borrowed(&arrived), AUTHORISATION_CODE, dialect);
            assert_eq!(verdict, Ok(TIME_MS), "{value:?} {dialect:?}");
        }
    }
}

#[test]
fn a_target_is_nothing_but_characters_that_every_url_parser_leaves_alone() {
    for dialect in SignatureDialect::ALL {
        for value in NASTY {
            let params = [("a b&c=d", value), ("名", value)];
            let signed = sign(PATH, &params, AUTHORISATION_CODE, TIME_MS, dialect);
            let harmless = |c: char| c.is_ascii_alphanumeric() || "-._~%+!*()=&".contains(c);
            assert!(signed.query().chars().all(harmless), "{value:?}");
        }
    }
}

#[test]
fn names_are_sorted_by_code_point_or_as_if_all_letters_were_small() {
    let params = [
        ("name", "a"),
        ("Name", "b"),
        ("name_en", "c"),
        ("nameEn", "d"),
        ("NAME", "e"),
        ("zeit", "f"),
        ("Zeit", "g"),
    ];
    let order = |sort| {
        let dialect = SignatureDialect {
            sort,
            ..SignatureDialect::default()
        };
        let signed = sign("/p", &params, "code", 7, dialect);
        let names = decoded(signed.query()).into_iter().map(|(name, _)| name);
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        order(Sort::CodePoint),
        "NAME Name Zeit name nameEn name_en time zeit hash",
    );
    assert_eq!(
        order(Sort::IgnoreCase),
        "NAME Name name name_en nameEn time Zeit zeit hash",
    );
}

#[test]
fn parameters_of_one_name_keep_the_order_in_which_they_were_given() {
    let sign_it = |params: &[(&str, &str)]| {
        sign("/p", params, "code", 7, SignatureDialect::default()).into_target()
    };
    let given = sign_it(&[("b", "2"), ("a", "x"), ("b", "1"), ("b", "3")]);
    assert!(given.starts_with("/p?a=x&b=2&b=1&b=3&time=7&hash="));

    let params = decoded(given.strip_prefix("/p?").unwrap());
    let mut params = borrowed(&params);
    assert_eq!(
        verify("/p", &params, "code", SignatureDialect::default()),
        Ok(7)
    );
    params.swap(1, 2);
    assert!(verify("/p", &params, "code", SignatureDialect::default()).is_err());
}

#[test]
fn many_parameters_of_one_name_keep_their_order_too() {
    for count in [23, 200] {
        let values: Vec<String> = (0..count).map(|n| n.to_string()).collect();
        let names = ["b", "a", "c"].iter().cycle();
        let params: Vec<(&str, &str)> = names
            .zip(&values)
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let signed = sign("/p", &params, "code", 7, SignatureDialect::default());
        let arrived = decoded(signed.query());
        for one in ["a", "b", "c"] {
            let of_one = |pairs: &[(&str, &str)]| -> Vec<String> {
                let pairs = pairs.iter().filter(|(name, _)| *name == one);
                pairs.map(|(_, value)| (*value).to_owned()).collect()
            };
            assert_eq!(of_one(&borrowed(&arrived)), of_one(&params));
        }
    }
}

#[test]
fn time_and_hash_among_the_parameters_give_way_to_the_ones_of_the_scheme() {
    let dialect = SignatureDialect::default();
    let first = sign("/p", &[("a", "1"), ("z", "2")], "code", 7, dialect);
    let params = decoded(first.query());
    let again = sign("/p", &borrowed(&params), "code", 8, dialect);
    let anew = sign("/p", &[("a", "1"), ("z", "2")], "code", 8, dialect);
    assert_eq!(again.target(), anew.target());
}

#[test]
fn a_request_without_parameters_is_signed_by_its_time() {
    let signed = sign("/p", &[], "code", 0, SignatureDialect::default());
    assert!(signed.target().starts_with("/p?time=0&hash="));
    let hash = signed.hash();
    let params = [("hash", hash), ("time", "0")];
    assert_eq!(
        verify("/p", &params, "code", SignatureDialect::default()),
        Ok(0)
    );
}

#[test]
fn more_parameters_than_any_operation_has_are_sorted_like_few() {
    for count in [22, 23, 24, 25, 200] {
        for sort in [Sort::CodePoint, Sort::IgnoreCase] {
            let names: Vec<String> = (0..count).map(|n| format!("p{:03}", n * 7 % 211)).collect();
            let params: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "v")).collect();
            let dialect = SignatureDialect {
                sort,
                ..SignatureDialect::default()
            };
            let signed = sign("/p", &params, "code", 7, dialect);

            let mut sorted = names.clone();
            sorted.sort();
            sorted.extend(["time".to_owned(), "hash".to_owned()]);
            let arrived = decoded(signed.query());
            let sent: Vec<&String> = arrived.iter().map(|(name, _)| name).collect();
            assert_eq!(sent, sorted.iter().collect::<Vec<_>>());
            assert_eq!(verify("/p", &borrowed(&arrived), "code", dialect), Ok(7));
        }
    }
}

#[test]
fn both_encodings_of_one_request_verify_against_each_other_where_values_are_hashed_raw() {
    for value in NASTY {
        for encoding in [Encoding::Rfc3986, Encoding::DotNet] {
            let dialect = SignatureDialect {
                encoding,
                hashed: Hashed::Raw,
                ..SignatureDialect::default()
            };
            let signed = sign(PATH, &[("v", value)], AUTHORISATION_CODE, TIME_MS, dialect);
            let arrived = decoded(signed.query());
            let pairs = borrowed(&arrived);
            let verdict = verify(
                PATH,
                &pairs,
                AUTHORISATION_CODE,
                SignatureDialect::default(),
            );
            assert_eq!(verdict, Ok(TIME_MS), "{value:?} {encoding:?}");
        }
    }
}
