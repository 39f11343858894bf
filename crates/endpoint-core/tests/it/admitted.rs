//! Given names and values are compared with the declaration before they become a request.

use bytes::Bytes;
use endpoint_core::{Endpoint, File, Invalid, Param, Params, Spec, Value, admit, nearest};

use crate::depot::{FindUnits, UnitStatus, UploadLicence};

fn given<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, Value)> {
    pairs
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .to_vec()
}

fn texts(params: &Params) -> Vec<(&str, &str)> {
    params.texts().collect()
}

#[test]
fn parameters_are_put_into_the_order_of_the_declaration() {
    let params = admit(
        &FindUnits::SPEC,
        given([("level", "3"), ("searchType", "0"), ("companyName", "某某")]),
    )
    .unwrap();
    assert_eq!(
        texts(&params),
        [("companyName", "某某"), ("searchType", "0"), ("level", "3")]
    );
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_one() {
    let error = admit(&FindUnits::SPEC, given([("companyname", "x")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown parameter `companyname`, did you mean `companyName`?"
    );
    let error = admit(&FindUnits::SPEC, given([("SearchTyp", "1")])).unwrap_err();
    assert_eq!(
        error,
        Invalid::Unknown {
            name: "SearchTyp".to_owned(),
            nearest: Some("searchType".to_owned()),
        }
    );
    let error = admit(&FindUnits::SPEC, given([("zzz", "1")])).unwrap_err();
    assert_eq!(error.to_string(), "unknown parameter `zzz`");
}

#[test]
fn a_repeated_parameter_is_refused_also_where_the_first_was_empty() {
    for pairs in [
        [("companyName", "x"), ("companyName", "x")],
        [("level", ""), ("level", "3")],
    ] {
        let error = admit(&FindUnits::SPEC, given(pairs)).unwrap_err();
        assert_eq!(
            error,
            Invalid::Repeated {
                name: pairs[0].0.to_owned()
            }
        );
    }
}

#[test]
fn a_missing_parameter_is_refused_unless_it_has_a_default() {
    let error = admit(&FindUnits::SPEC, given([("level", "3")])).unwrap_err();
    assert_eq!(error.to_string(), "parameter `companyName` is missing");
    let params = admit(&UnitStatus::SPEC, given([("companyIDcode", "i.86")])).unwrap();
    assert_eq!(texts(&params), [("companyIDcode", "i.86")]);
}

#[test]
fn empty_text_counts_as_given_for_texts_and_as_absent_for_numbers() {
    let params = admit(
        &FindUnits::SPEC,
        given([("companyName", ""), ("searchType", ""), ("level", " ")]),
    )
    .unwrap();
    assert_eq!(texts(&params), [("companyName", "")]);
}

/// One parameter of each kind that is neither free text nor a number nor a file.
const CHOSEN: Spec = Spec {
    params: &[
        Param::text("mode").values(&[("0", "none"), ("1", "all")]),
        Param::picture("logo"),
        Param::json("list"),
    ],
    ..FindUnits::SPEC
};

#[test]
fn empty_text_counts_as_absent_for_listed_values_pictures_and_json() {
    let params = admit(
        &CHOSEN,
        given([("mode", ""), ("logo", " "), ("list", "\n")]),
    )
    .unwrap();
    assert_eq!(texts(&params), []);
    let pairs = [
        ("mode", "7"),
        ("logo", "not base64"),
        ("list", "[1, {\"a\":null}]"),
    ];
    assert_eq!(texts(&admit(&CHOSEN, given(pairs)).unwrap()), pairs);
}

#[test]
fn a_json_text_has_to_be_one_and_is_not_shown() {
    for wrong in ["canary", "[1,]", "{}{}", "[1\u{0}]"] {
        let error = admit(&CHOSEN, given([("list", wrong)])).unwrap_err();
        assert_eq!(error.names(), ["list"]);
        assert!(!error.to_string().contains("canary"), "{error}");
    }
    let error = admit(&CHOSEN, given([("list", "[\n1,]")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `list`: is not JSON (line 2, column 3)"
    );
}

#[test]
fn files_and_texts_do_not_stand_in_for_each_other() {
    let file = || Value::from(File::new("a.png", Bytes::from_static(b"x")));
    let error = admit(
        &UploadLicence::SPEC,
        given([("companyIDcode", "i.86"), ("file1", "x")]),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "parameter `file1`: must be a file, not a text"
    );
    for (spec, name) in [
        (UploadLicence::SPEC, "companyIDcode"),
        (FindUnits::SPEC, "level"),
    ] {
        let error = admit(&spec, vec![(name.to_owned(), file())]).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("parameter `{name}`: must be a text, not a file")
        );
    }
    let params = admit(
        &UploadLicence::SPEC,
        vec![
            ("file1".to_owned(), file()),
            ("companyIDcode".to_owned(), "i.86".into()),
        ],
    )
    .unwrap();
    assert_eq!(params.files().count(), 1);
}

#[test]
fn the_nearest_name_ignores_case_and_is_absent_if_no_name_is_near() {
    let names = ["GetCompanyInfo", "GetCompanyBaseInfo", "SendVerifyInfo"];
    for (given, expected) in [
        ("getcompanyinfo", Some("GetCompanyInfo")),
        ("GetCompanyBaseInf", Some("GetCompanyBaseInfo")),
        ("SendVerify", Some("SendVerifyInfo")),
        ("balance", None),
        ("", None),
        ("查询", None),
    ] {
        assert_eq!(nearest(given, names), expected, "{given}");
    }
    assert_eq!(nearest("anything", []), None);
}
