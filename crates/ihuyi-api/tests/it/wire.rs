//! Tests that every request is sent as the documents show it.
//!
//! The documents print no digest; the passwords were computed outside this workspace, by the
//! formulas of the documents.

use std::path::Path;

use endpoint_core::wire::{Body, FORM, Request};
use endpoint_core::{Endpoint, File, Method, Params, Spec, Vendor};
use ihuyi_api::products::{
    Ent3fGetNum, Ent3fSubmit, EntcopySubmit, Entinfov2GetNum, Entinfov2Submit, EntmarkGetNum,
    EntmarkSubmit,
};
use ihuyi_api::{Auth, Ihuyi, IhuyiKeys, SendBy};
use test_support::catalogue::Document;

use crate::requests::{TIME_MS, all, keys};

/// The form of each sample, in the order of [`all`]: `signed` in each `document.json`.
fn forms() -> Vec<String> {
    let mut operations: Vec<_> = all().iter().map(|sample| sample.spec.name).collect();
    operations.dedup();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = operations.into_iter();
    documents
        .flat_map(|operation| Document::read::<Ihuyi>(folder, operation).signed())
        .collect()
}

#[test]
fn every_call_is_a_posted_form_with_account_password_and_time_before_its_own_parameters() {
    let samples = all();
    let forms = forms();
    assert_eq!(samples.len(), forms.len());
    for (sample, form) in samples.iter().zip(forms) {
        let request = Ihuyi::sign(&keys(), &sample.spec, &sample.params, TIME_MS).unwrap();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.target, sample.spec.path);
        assert_eq!(request.body.content_type().unwrap(), FORM);
        assert_eq!(request.body, Body::Form(form));
    }
}

#[test]
fn every_request_may_be_sent_as_a_get() {
    let keys = keys().with_send_by(SendBy::Get);
    for (sample, form) in all().iter().zip(forms()) {
        let request = Ihuyi::sign(&keys, &sample.spec, &sample.params, TIME_MS).unwrap();
        assert_eq!(request.method, Method::Get);
        assert_eq!(request.target, format!("{}?{form}", sample.spec.path));
        assert_eq!(request.body, Body::Empty);
    }
}

#[test]
fn the_static_password_is_the_key_and_is_sent_without_time() {
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
    let keys = IhuyiKeys::new("test", key);
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

/// Its document has its own account, key and time.
#[test]
fn the_worked_example_of_entcopy_gives_its_digest_whatever_else_is_sent() {
    let keys = IhuyiKeys::new("xxxxxxxx", "xxxxxxxxx");
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
