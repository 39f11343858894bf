//! Does every request go onto the wire as the documents have it?
//!
//! The documents print no digest; the passwords were made apart from this workspace, from the
//! formulas of the documents.

use endpoint_core::wire::{Body, FORM, Request};
use endpoint_core::{Endpoint, File, Method, Params, Spec, Vendor};
use ihuyi_api::products::{
    Ent3fGetNum, Ent3fSubmit, EntcopySubmit, Entinfov2GetNum, Entinfov2Submit, EntmarkGetNum,
    EntmarkSubmit,
};
use ihuyi_api::{Auth, Ihuyi, Keys, SendBy};

use crate::requests::{TIME_MS, all, keys};

/// Path and form of each sample, with the dynamic password.
const FORMS: [(&str, &str); 17] = [
    (
        "/idcard/ent3f/Submit.json",
        "account=test&password=34b4c71501a9f0a4e78858fd7a9ab55e&time=1651544941\
         &ent_name=%E6%A0%B7%E4%BE%8B%E4%BF%A1%E6%81%AF%E6%8A%80%E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8\
         &ent_code=91110108MA0000015T&name=%E6%A0%B7%E4%BE%8B%E4%BA%BA",
    ),
    (
        "/idcard/ent3f/GetNum.json",
        "account=test&password=0dc5b0a3c42b3971c6baf4d322b2820e&time=1651544941",
    ),
    (
        "/idcard/entinfov2/Submit.json",
        "account=test&password=e513bd15bc396b10af22d8710a598bd0&time=1651544941\
         &ent_name=%E6%A0%B7%E4%BE%8B%E4%BF%A1%E6%81%AF%E6%8A%80%E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8",
    ),
    (
        "/idcard/entinfov2/Submit.json",
        "account=test&password=0b221b7faad97ffbca21015bd47fd8b5&time=1651544941\
         &ent_code=91110108MA0000015T",
    ),
    (
        "/idcard/entinfov2/Submit.json",
        "account=test&password=1053107c6cb17408584678963ee42288&time=1651544941\
         &reg_no=110108000000016",
    ),
    (
        "/idcard/entinfov2/Submit.json",
        "account=test&password=1053107c6cb17408584678963ee42288&time=1651544941\
         &organization_code=MA0000015",
    ),
    (
        "/idcard/entinfov2/GetNum.json",
        "account=test&password=1053107c6cb17408584678963ee42288&time=1651544941",
    ),
    (
        "/idcard/entmark/Submit.json",
        "account=test&password=9713637fb0c5f5dbe78dabe655aefb39&time=1651544941\
         &ent_name=%E6%A0%B7%E4%BE%8B%E4%BF%A1%E6%81%AF%E6%8A%80%E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8\
         &begin_date=2020-01-31\
         &end_date=2025-12-01\
         &int_category=9\
         &application_number=81477709\
         &page_index=2\
         &page_size=20",
    ),
    (
        "/idcard/entmark/Submit.json",
        "account=test&password=c2d17af50904bfad37041e7c515480b9&time=1651544941\
         &ent_code=91110108MA0000015T",
    ),
    (
        "/idcard/entmark/Submit.json",
        "account=test&password=b34c524a95e9037984ce00bb9e482000&time=1651544941\
         &organization_code=MA0000015",
    ),
    (
        "/idcard/entmark/Submit.json",
        "account=test&password=b34c524a95e9037984ce00bb9e482000&time=1651544941\
         &reg_no=110108000000016",
    ),
    (
        "/idcard/entmark/GetNum.json",
        "account=test&password=b34c524a95e9037984ce00bb9e482000&time=1651544941",
    ),
    (
        "/idcard/entcopy/Submit.json",
        "account=test&password=eb4ac99ab0df64a57533c00c2b7870d4&time=1651544941\
         &ent_name=%E6%A0%B7%E4%BE%8B%E4%BF%A1%E6%81%AF%E6%8A%80%E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8\
         &year=2024\
         &copyright_type=S\
         &reg_num=2017SR000001\
         &copyright_name=%E6%A0%B7%E4%BE%8B%E8%BD%AF%E4%BB%B6\
         &owner=%E6%A0%B7%E4%BE%8B%E4%BA%BA\
         &page_index=3\
         &page_size=50",
    ),
    (
        "/idcard/entcopy/Submit.json",
        "account=test&password=e00ef6db7c616f994d93c34b000fc4bd&time=1651544941\
         &ent_code=91110108MA0000015T",
    ),
    (
        "/idcard/entcopy/Submit.json",
        "account=test&password=043f12c6c19edc26485c5fd2ae61b3b6&time=1651544941\
         &organization_code=MA0000015",
    ),
    (
        "/idcard/entcopy/Submit.json",
        "account=test&password=043f12c6c19edc26485c5fd2ae61b3b6&time=1651544941\
         &reg_no=110108000000016",
    ),
    (
        "/idcard/entcopy/GetNum.json",
        "account=test&password=043f12c6c19edc26485c5fd2ae61b3b6&time=1651544941",
    ),
];

#[test]
fn every_call_is_a_posted_form_with_account_password_and_time_before_its_own_parameters() {
    let samples = all();
    assert_eq!(samples.len(), FORMS.len());
    for (sample, (path, form)) in samples.iter().zip(FORMS) {
        let request = Ihuyi::sign(&keys(), &sample.spec, &sample.params, TIME_MS).unwrap();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.target, path);
        assert_eq!(request.body.content_type().unwrap(), FORM);
        assert_eq!(request.body, Body::Form(form.to_owned()));
    }
}

#[test]
fn every_call_may_travel_as_a_get() {
    let keys = keys().with_send_by(SendBy::Get);
    for (sample, (path, form)) in all().iter().zip(FORMS) {
        let request = Ihuyi::sign(&keys, &sample.spec, &sample.params, TIME_MS).unwrap();
        assert_eq!(request.method, Method::Get);
        assert_eq!(request.target, format!("{path}?{form}"));
        assert_eq!(request.body, Body::Empty);
    }
}

#[test]
fn the_static_password_is_the_key_itself_and_no_time_goes_with_it() {
    let keys = keys().with_auth(Auth::Static);
    let samples = all();
    let request = Ihuyi::sign(&keys, &samples[0].spec, &samples[0].params, TIME_MS).unwrap();
    assert_eq!(
        request.body,
        Body::Form(
            "account=test&password=1q784322b%2A%2A%2A%2A%2A%2A\
             &ent_name=%E6%A0%B7%E4%BE%8B%E4%BF%A1%E6%81%AF%E6%8A%80%E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8\
             &ent_code=91110108MA0000015T&name=%E6%A0%B7%E4%BE%8B%E4%BA%BA"
                .to_owned()
        )
    );
    let get = keys.with_send_by(SendBy::Get);
    assert_eq!(
        Ihuyi::sign(&get, &samples[1].spec, &samples[1].params, TIME_MS)
            .unwrap()
            .target,
        "/idcard/ent3f/GetNum.json?account=test&password=1q784322b%2A%2A%2A%2A%2A%2A"
    );
}

fn signed(key: &str, spec: &Spec, params: &[(&'static str, &str)]) -> Request {
    let keys = Keys::new("test", key);
    let mut given = Params::default();
    for (name, value) in params {
        given.push(*name, (*value).into());
    }
    Ihuyi::sign(&keys, spec, &given, TIME_MS).unwrap()
}

fn password(request: &Request) -> String {
    let Body::Form(form) = &request.body else {
        panic!("a form is posted")
    };
    let mut pairs = form_urlencoded::parse(form.as_bytes());
    pairs
        .find(|(name, _)| name == "password")
        .unwrap()
        .1
        .into_owned()
}

/// The worked examples mask the credit code, so no typed request can hold it.
const EXAMPLE: [(&str, &str); 2] = [
    ("ent_name", "上海xx信息技术有限公司"),
    ("ent_code", "91xxxxxxxxxxN"),
];

#[test]
fn the_worked_examples_of_submit_give_their_digests() {
    let key = "1q784322b******";
    let request = signed(
        key,
        &Ent3fSubmit::SPEC,
        &[EXAMPLE[0], EXAMPLE[1], ("name", "张三")],
    );
    assert_eq!(password(&request), "05b84dd02106a301e61ba1c5261be0a3");
    assert_eq!(
        request.body,
        Body::Form(
            "account=test&password=05b84dd02106a301e61ba1c5261be0a3&time=1651544941\
             &ent_name=%E4%B8%8A%E6%B5%B7xx%E4%BF%A1%E6%81%AF%E6%8A%80%E6%9C%AF%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8\
             &ent_code=91xxxxxxxxxxN&name=%E5%BC%A0%E4%B8%89"
                .to_owned()
        )
    );
    let both = signed(key, &Entinfov2Submit::SPEC, &EXAMPLE);
    assert_eq!(password(&both), "a4519582a4d84a6a791a6d8e275171f6");
    let name = signed(key, &Entinfov2Submit::SPEC, &EXAMPLE[..1]);
    assert_eq!(password(&name), "322656d0c9b898ee600fc483f64de962");
    let code = signed(key, &Entinfov2Submit::SPEC, &EXAMPLE[1..]);
    assert_eq!(password(&code), "deef2fb0cd155540b41fcc2e92243405");
    let neither = signed(key, &Entinfov2Submit::SPEC, &[("reg_no", "123")]);
    assert_eq!(password(&neither), "1053107c6cb17408584678963ee42288");
    let mark = signed(
        key,
        &EntmarkSubmit::SPEC,
        &[("ent_name", "上海**"), ("ent_code", "123**")],
    );
    assert_eq!(password(&mark), "8b95b74bf5995c487166772b8e8f3b0e");
}

#[test]
fn the_worked_examples_of_get_num_give_their_digests() {
    let key = "1q784322ba1******";
    let ent3f = signed(key, &Ent3fGetNum::SPEC, &[]);
    assert_eq!(password(&ent3f), "f807887a36de765ba0b912e4d580225e");
    let entinfov2 = signed(key, &Entinfov2GetNum::SPEC, &[]);
    assert_eq!(password(&entinfov2), "517771c7e175dc78cb6b2adb01fdd979");
    let entmark = signed(key, &EntmarkGetNum::SPEC, &[]);
    assert_eq!(password(&entmark), "f83ba42658e3ad0ae25fa4e535ec2022");
}

/// Its document has an account, a key and a time of its own.
#[test]
fn the_worked_example_of_entcopy_gives_its_digest_whatever_else_is_sent() {
    let keys = Keys::new("xxxxxxxx", "xxxxxxxxx");
    let mut params = Params::default();
    for (name, value) in [
        ("ent_name", "上海************有限公司"),
        ("ent_code", "913******"),
        ("organization_code", "403925******"),
        ("year", "2024"),
        ("copyright_type", "P"),
        ("owner", "张"),
        ("page_index", "1"),
    ] {
        params.push(name, value.into());
    }
    let request = Ihuyi::sign(&keys, &EntcopySubmit::SPEC, &params, 1_623_643_787_000).unwrap();
    assert_eq!(password(&request), "aed926d0b2177be41d1d73f2f6818d05");
}

#[test]
fn values_are_signed_plain_and_sent_encoded() {
    let request = signed(
        "1q784322b******",
        &Entinfov2Submit::SPEC,
        &[("ent_name", "A&B=C 100%+#?/中")],
    );
    assert_eq!(
        request.body,
        Body::Form(
            "account=test&password=806c2df22ef834eb880acc69af59f45d&time=1651544941\
             &ent_name=A%26B%3DC%20100%25%2B%23%3F%2F%E4%B8%AD"
                .to_owned()
        )
    );
}

#[test]
fn the_time_is_in_whole_seconds() {
    let samples = all();
    let sign = |now_ms| Ihuyi::sign(&keys(), &samples[1].spec, &samples[1].params, now_ms).unwrap();
    assert_eq!(sign(TIME_MS + 999), sign(TIME_MS));
    assert_ne!(sign(TIME_MS + 1000), sign(TIME_MS));
}

#[test]
fn a_file_has_no_place() {
    let mut params = Params::default();
    params.push("ent_name", File::new("a.txt", &b"a"[..]).into());
    let invalid = Ihuyi::sign(&keys(), &Entinfov2Submit::SPEC, &params, TIME_MS).unwrap_err();
    assert_eq!(
        invalid.to_string(),
        "parameter `ent_name`: ihuyi takes no files"
    );
}
