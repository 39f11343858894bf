//! Does every request go onto the wire as the document has it?
//!
//! The expected texts were made apart from this workspace, from the rules of section 4; those of
//! 101, 304 and 307 are vectors that others have computed as well.

use endpoint_core::wire::{Body, FORM, Request};
use endpoint_core::{Endpoint, Method, Params, Placement, Spec, Vendor};
use idcode_api::operations::{GetCompanyInfo, Matching, VerifyCompanyInfo};
use idcode_api::{Dialect, FormPlacement, Idcode, Keys, MultipartPlacement, Order, Unset};
use sign_core::idcode::{Encoding, Hashed, Sort};

use crate::requests::{TIME_MS, full, keys};

fn sign(keys: &Keys, spec: &Spec, params: &Params) -> Request {
    Idcode::sign(keys, spec, params, TIME_MS).unwrap()
}

fn in_dialect(change: impl FnOnce(&mut Dialect)) -> Keys {
    let mut dialect = Dialect::default();
    change(&mut dialect);
    keys().with_dialect(dialect)
}

/// The full sample of an operation, signed with these keys.
fn signed(keys: &Keys, operation: &str) -> Request {
    let samples = full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == operation)
        .unwrap();
    sign(keys, &sample.spec, &sample.params)
}

/// Every operation but 304: what stands in the request line.
const TARGETS: [(&str, &str); 9] = [
    (
        "GetAllAreaInfo",
        "/AllInterFace/GetAllAreaInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=6A18530F61B974C47D2B44221D0C1AEB",
    ),
    (
        "GetAreaInfoByParentID",
        "/AllInterFace/GetAreaInfoByParentID?access_token=J7X4LuOOfURXeAAEAAAAAABSK&addressidparent=440000&level=2&time=1497587696789&hash=274D59E02C7541F34CFE459C21D8A5C0",
    ),
    (
        "GetUnitType",
        "/AllInterFace/GetUnitType?access_token=J7X4LuOOfURXeAAEAAAAAABSK&time=1497587696789&hash=578D4412B64504C28F6EF0D8EBA30228",
    ),
    (
        "RegCompanyInfo",
        "/AllInterFace/RegCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&area_ID=120103&city_ID=120000&code=1003&email=sample%40example.com&linkMan=%E6%A0%B7%E4%BE%8B%E8%81%94%E7%B3%BB%E4%BA%BA&linkManEn=Sample%20Contact&linkPhone=13800000000&loginName=sample-user&loginPassword=p%26w%3D1%20%25%2B%E5%AF%86&organunitName=%E6%A0%B7%E4%BE%8B%E4%BA%8C%E7%BB%B4%E7%A0%81%E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8&organunitNameEn=Sample%20QR%20Code%20Technology%20Co.%2C%20Ltd.&province_ID=120000&smsVerifyCode=246813&time=1497587696789&hash=531C4EF9F0851D587E3E0336F0587F1D",
    ),
    (
        "SendVerifyInfo",
        "/AllInterFace/SendVerifyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&phoneCode=13800000000&time=1497587696789&hash=6B344D238DF1BAC3A11FFDED6030C40B",
    ),
    (
        "ModifyCompanyInfo",
        "/AllInterFace/ModifyCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&email=sample%40example.com&fax=022-80000000&linkMan=%E6%A0%B7%E4%BE%8B%E8%81%94%E7%B3%BB%E4%BA%BA&linkManEn=Sample%20Contact&organunitAddress=%E5%A4%A9%E6%B4%A5%E5%B8%82%E6%B2%B3%E8%A5%BF%E5%8C%BA%E6%A0%B7%E4%BE%8B%E8%B7%AF1%E5%8F%B7&organunitAddressEn=1%20Sample%20Road%2C%20Hexi%20District%2C%20Tianjin&organunitNameEn=Sample%20QR%20Code%20Technology%20Co.%2C%20Ltd.&registeredCapital=1000&time=1497587696789&trade_ID=5000&unitSizeType=4&unitworkAddress=%E5%A4%A9%E6%B4%A5%E5%B8%82%E6%B2%B3%E8%A5%BF%E5%8C%BA%E6%A0%B7%E4%BE%8B%E8%B7%AF2%E5%8F%B7&unitworkAddressEn=2%20Sample%20Road&hash=4F15425794EA59E1553CBE0E906ACB0F",
    ),
    (
        "GetCompanyBaseInfo",
        "/AllInterFace/GetCompanyBaseInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.110108.52&time=1497587696789&hash=B7B21D7546C1E2BC9883A1747D4F7545",
    ),
    (
        "GetCompanyInfo",
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyName=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0&searchType=1&time=1497587696789&hash=994C8643FDB5A9A3A88B5759AE238523",
    ),
    (
        "GetOrganUnitStatus",
        "/AllInterFace/GetOrganUnitStatus?access_token=J7X4LuOOfURXeAAEAAAAAABSK&companyIDcode=i.86.120103.1021&time=1497587696789&hash=9BF8E98BDD43E7F4CAC69B31C0C68DC7",
    ),
];

#[test]
fn every_read_and_registration_is_one_get_with_everything_in_the_query() {
    for (operation, target) in TARGETS {
        let request = signed(&keys(), operation);
        assert_eq!(request.method, Method::Get, "{operation}");
        assert_eq!(request.target, target);
        assert_eq!(request.body, Body::Empty, "{operation}");
    }
}

#[test]
fn the_targets_are_all_operations_but_the_upload() {
    let named: Vec<_> = TARGETS.iter().map(|(operation, _)| *operation).collect();
    let queries: Vec<_> = full()
        .iter()
        .filter(|sample| sample.spec.placement == Placement::Query)
        .map(|sample| sample.spec.name)
        .collect();
    assert_eq!(named, queries);
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
fn the_texts_of_an_upload_may_travel_in_the_query_as_the_documents_form_has_it() {
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
    let params = Params::of(&GetCompanyInfo::new("A&B=C 100%+#?/中", Matching::Fuzzy)).unwrap();
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
    Params::of(&search).unwrap()
}

#[test]
fn what_is_not_set_is_left_out() {
    assert_eq!(
        sign(&keys(), &GetCompanyInfo::SPEC, &search_without_matching()).target,
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &companyName=A%26B%3DC%20100%25%2B%23%3F%2F%E4%B8%AD&time=1497587696789\
         &hash=17565A1EB61E7546F073750ED033E07B"
    );
}

#[test]
fn what_is_not_set_may_be_sent_and_signed_empty() {
    let keys = in_dialect(|dialect| dialect.unset = Unset::SendEmpty);
    assert_eq!(
        sign(&keys, &GetCompanyInfo::SPEC, &search_without_matching()).target,
        "/AllInterFace/GetCompanyInfo?access_token=J7X4LuOOfURXeAAEAAAAAABSK\
         &companyName=A%26B%3DC%20100%25%2B%23%3F%2F%E4%B8%AD&searchType=&time=1497587696789\
         &hash=684F1E5435CD2AF41319984534807C05"
    );
}

/// No operation of this catalogue is a form; those to come are.
const SEARCH_AS_FORM: Spec = Spec {
    method: Method::Post,
    placement: Placement::Form,
    ..GetCompanyInfo::SPEC
};

fn search() -> Params {
    Params::of(&GetCompanyInfo::new("单位名称", Matching::Exact)).unwrap()
}

#[test]
fn a_form_has_in_its_body_what_a_query_would_have() {
    let request = sign(&keys(), &SEARCH_AS_FORM, &search());
    assert_eq!(request.target, "/AllInterFace/GetCompanyInfo");
    assert_eq!(request.body.content_type().unwrap(), FORM);
    let query = TARGETS[7].1.split_once('?').unwrap().1;
    assert_eq!(request.body, Body::Form(query.to_owned()));
}

#[test]
fn a_form_may_travel_in_the_query_of_its_post() {
    let keys = in_dialect(|dialect| dialect.form = FormPlacement::Query);
    let request = sign(&keys, &SEARCH_AS_FORM, &search());
    assert_eq!(request.method, Method::Post);
    assert_eq!(request.target, TARGETS[7].1);
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
