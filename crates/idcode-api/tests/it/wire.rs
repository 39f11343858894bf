//! Tests that uploads are sent as the document shows them, and all requests as the dialect says.
//!
//! The expected texts were computed outside this workspace, by the rules of section 4; those of 304
//! and 307 were also computed by others.

use endpoint_core::wire::{Body, FORM, Request};
use endpoint_core::{Endpoint, Method, Params, Placement, Spec, Vendor};
use idcode_api::operations::{GetCompanyInfo, Matching, VerifyCompanyInfo};
use idcode_api::{Dialect, FormPlacement, Idcode, IdcodeKeys, MultipartPlacement, Order, Unset};
use sign_core::idcode::{Encoding, Hashed, Sort};

use crate::requests::{TIME_MS, full, keys};
use crate::targets::signed_elsewhere;

pub(crate) fn sign(keys: &IdcodeKeys, spec: &Spec, params: &Params) -> Request {
    Idcode::sign(keys, spec, params, TIME_MS).unwrap()
}

pub(crate) fn in_dialect(change: impl FnOnce(&mut Dialect)) -> IdcodeKeys {
    let mut dialect = Dialect::default();
    change(&mut dialect);
    keys().with_dialect(dialect)
}

/// The full sample of an operation, signed with these keys.
pub(crate) fn signed(keys: &IdcodeKeys, operation: &str) -> Request {
    let samples = full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == operation)
        .unwrap();
    sign(keys, &sample.spec, &sample.params)
}

/// The full sample of 307, as the request line shows it.
fn search_target() -> String {
    signed_elsewhere("GetCompanyInfo")
}

const UPLOAD: &[u8] = b"--registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"Organizationcode\"\r\n\r\n\
    91110108MA0000015T\r\n\
    --registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"access_token\"\r\n\r\n\
    J7X4LuOOfURXeAAEAAAAAABSK\r\n\
    --registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"codePayType\"\r\n\r\n\
    2\r\n\
    --registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"companyIDcode\"\r\n\r\n\
    i.86.120103.1021\r\n\
    --registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"time\"\r\n\r\n\
    1497587696789\r\n\
    --registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"hash\"\r\n\r\n\
    1AA04F550F56FE0918020589B500248F\r\n\
    --registry-1497587696789\r\n\
    Content-Disposition: form-data; name=\"file1\"; filename=\"licence.jpg\"\r\n\
    Content-Type: application/octet-stream\r\n\r\n\
    \xff\xd8\xff\xe0 not quite a picture \r\n\xff\xd9\r\n\
    --registry-1497587696789--\r\n";

#[test]
fn the_licence_is_uploaded_with_every_text_as_a_part_beside_it() {
    let request = signed(&keys(), "VerifyCompanyInfo");
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.target, "/AllInterFace/VerifyCompanyInfo");
    assert_eq!(
        request.body.content_type().unwrap(),
        "multipart/form-data; boundary=registry-1497587696789"
    );
    assert_eq!(
        request.body.to_bytes().escape_ascii().to_string(),
        UPLOAD.escape_ascii().to_string()
    );
}

fn part_names(request: &Request) -> Vec<&str> {
    match &request.body {
        Body::Multipart(multipart) => multipart
            .parts()
            .iter()
            .map(|part| part.name.as_str())
            .collect(),
        other => panic!("{other:?} is no upload"),
    }
}

#[test]
fn the_texts_of_an_upload_may_travel_in_the_query() {
    let keys = in_dialect(|dialect| dialect.multipart = MultipartPlacement::Query);
    let request = signed(&keys, "VerifyCompanyInfo");
    assert_eq!(
        request.target,
        "/AllInterFace/VerifyCompanyInfo?Organizationcode=91110108MA0000015T\
         &access_token=J7X4LuOOfURXeAAEAAAAAABSK&codePayType=2&companyIDcode=i.86.120103.1021\
         &time=1497587696789&hash=1AA04F550F56FE0918020589B500248F"
    );
    assert_eq!(part_names(&request), ["file1"]);
}

#[test]
fn the_signature_of_an_upload_may_sort_without_case() {
    let keys = in_dialect(|dialect| dialect.signature.sort = Sort::IgnoreCase);
    let request = signed(&keys, "VerifyCompanyInfo");
    assert_eq!(
        part_names(&request),
        [
            "access_token",
            "codePayType",
            "companyIDcode",
            "Organizationcode",
            "time",
            "hash",
            "file1"
        ]
    );
    let bytes = request.body.to_bytes();
    let hash = b"\r\n19DDCBA7EE2CFEABF768DD64CB314F1B\r\n";
    assert!(bytes.windows(hash.len()).any(|window| window == hash));
}

#[test]
fn parameters_may_travel_in_the_order_of_the_declaration() {
    let keys = in_dialect(|dialect| dialect.order = Order::Declared);
    assert_eq!(
        part_names(&signed(&keys, "VerifyCompanyInfo")),
        [
            "companyIDcode",
            "Organizationcode",
            "codePayType",
            "access_token",
            "time",
            "hash",
            "file1"
        ]
    );
    assert_eq!(
        signed(&keys, "GetCompanyInfo").target,
        "/AllInterFace/GetCompanyInfo?companyName=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0\
         &searchType=1&access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789\
         &hash=994C8643FDB5A9A3A88B5759AE238523"
    );
    let body = signed(&keys, "GetCompanyInfo").body;
    assert!(matches!(body, Body::Empty), "{body:?}");
}

#[test]
fn the_signature_may_cover_encoded_values() {
    let keys = in_dialect(|dialect| dialect.signature.hashed = Hashed::Encoded);
    let target = signed(&keys, "GetCompanyInfo").target;
    assert!(
        target.ends_with("&hash=C6272857BF921B176001841248BA9474"),
        "{target}"
    );
}

#[test]
fn values_may_be_encoded_as_dot_net_does() {
    let keys = in_dialect(|dialect| dialect.signature.encoding = Encoding::DotNet);
    let params =
        Params::from_request(&GetCompanyInfo::new("A&B=C 100%+#?/中", Matching::Fuzzy)).unwrap();
    assert_eq!(
        sign(&keys, &GetCompanyInfo::SPEC, &params).target,
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &companyName=A%26B%3dC+100%25%2b%23%3f%2f%e4%b8%ad&searchType=0&time=1497587696789\
         &hash=58A7A5EE3F138A8E48A29BE92BF49B9F"
    );
}

fn search_without_matching() -> Params {
    let mut search = GetCompanyInfo::new("A&B=C 100%+#?/中", Matching::Fuzzy);
    search.matching = None;
    Params::from_request(&search).unwrap()
}

#[test]
fn unset_parameters_are_left_out() {
    assert_eq!(
        sign(&keys(), &GetCompanyInfo::SPEC, &search_without_matching()).target,
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &companyName=A%26B%3DC%20100%25%2B%23%3F%2F%E4%B8%AD&time=1497587696789\
         &hash=17565A1EB61E7546F073750ED033E07B"
    );
}

#[test]
fn unset_parameters_may_be_sent_and_signed_empty() {
    let keys = in_dialect(|dialect| dialect.unset = Unset::SendEmpty);
    assert_eq!(
        sign(&keys, &GetCompanyInfo::SPEC, &search_without_matching()).target,
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &companyName=A%26B%3DC%20100%25%2B%23%3F%2F%E4%B8%AD&searchType=&time=1497587696789\
         &hash=684F1E5435CD2AF41319984534807C05"
    );
}

/// 307 as a form, so that it can be compared with its query.
const SEARCH_AS_FORM: Spec = Spec {
    method: Method::Post,
    placement: Placement::Form,
    ..GetCompanyInfo::SPEC
};

fn search() -> Params {
    Params::from_request(&GetCompanyInfo::new("单位名称", Matching::Exact)).unwrap()
}

#[test]
fn the_body_of_a_form_is_what_its_query_would_be() {
    let request = sign(&keys(), &SEARCH_AS_FORM, &search());
    assert_eq!(request.target, "/AllInterFace/GetCompanyInfo");
    assert_eq!(request.body.content_type().unwrap(), FORM);
    let target = search_target();
    let (_, query) = target.split_once('?').unwrap();
    assert_eq!(request.body, Body::Form(query.to_owned()));
}

#[test]
fn a_form_may_travel_in_the_query_of_its_post() {
    let keys = in_dialect(|dialect| dialect.form = FormPlacement::Query);
    let request = sign(&keys, &SEARCH_AS_FORM, &search());
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.target, search_target());
    assert_eq!(request.body, Body::Empty);
}

#[test]
fn a_form_may_leave_the_credentials_in_the_query() {
    let keys = in_dialect(|dialect| dialect.form = FormPlacement::CredentialsInQuery);
    let request = sign(&keys, &SEARCH_AS_FORM, &search());
    assert_eq!(
        request.target,
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &time=1497587696789&hash=994C8643FDB5A9A3A88B5759AE238523"
    );
    assert_eq!(
        request.body,
        Body::Form("companyName=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0&searchType=1".to_owned())
    );
}

#[test]
fn the_signature_may_cover_the_query_only() {
    let keys = in_dialect(|dialect| {
        dialect.form = FormPlacement::CredentialsInQuery;
        dialect.coverage = idcode_api::Coverage::QueryOnly;
    });
    let request = sign(&keys, &SEARCH_AS_FORM, &search());
    assert!(
        request
            .target
            .ends_with("&hash=AD6F7D4DA85A46D778584FA69D236A04"),
        "{}",
        request.target
    );
    let upload = signed(
        &in_dialect(|dialect| dialect.coverage = idcode_api::Coverage::QueryOnly),
        VerifyCompanyInfo::SPEC.name,
    );
    // Nothing of an upload is in the query, so the signature is that of the time alone.
    let bytes = upload.body.to_bytes();
    let hash = b"\r\nA03DF30D906471F941B9DD3C6DF66688\r\n";
    assert!(bytes.windows(hash.len()).any(|window| window == hash));
    assert_eq!(
        part_names(&upload),
        [
            "time",
            "companyIDcode",
            "Organizationcode",
            "codePayType",
            "access_token",
            "hash",
            "file1"
        ]
    );
}
