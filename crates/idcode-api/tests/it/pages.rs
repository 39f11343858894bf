//! Tests the signed addresses of browser pages.

use endpoint_core::{Endpoint, Params, Vendor};
use idcode_api::operations::{IDcodeLogin, InterfaceApply, ProductIDcodeApply};
use idcode_api::{Application, Idcode, Page, UnitAccount, UnitStatus};

use crate::requests::{TIME_MS, keys, unit};

fn login() -> IDcodeLogin {
    IDcodeLogin::new("http://www.xxxx.com/back?session=1")
}

fn url<P: Page>(page: &P) -> String {
    let base = "https://api.idcode.org.cn";
    let url = Idcode::page_url(&keys(), base, page, TIME_MS).unwrap();
    url.into_exposed()
}

#[test]
fn the_address_of_a_page_is_base_and_signed_request() {
    let goto = "http://a";
    let apply = InterfaceApply::new(unit(), goto, goto, goto);
    let product = ProductIDcodeApply::new(unit(), 10_222_u64, Application::Filed, goto, goto, goto);
    for (url, spec, params) in [
        (
            url(&login()),
            IDcodeLogin::SPEC,
            Params::from_request(&login()).unwrap(),
        ),
        (
            url(&apply),
            InterfaceApply::SPEC,
            Params::from_request(&apply).unwrap(),
        ),
        (
            url(&product),
            ProductIDcodeApply::SPEC,
            Params::from_request(&product).unwrap(),
        ),
    ] {
        let signed = Idcode::sign(&keys(), &spec, &params, TIME_MS).unwrap();
        assert_eq!(url, format!("https://api.idcode.org.cn{}", signed.target));
    }
}

#[test]
fn a_slash_at_the_end_of_the_base_is_not_doubled() {
    let page = Idcode::page_url(&keys(), "http://127.0.0.1:8080/", &login(), TIME_MS).unwrap();
    let expected = "http://127.0.0.1:8080/AllInterFace/IDcodeLogin?access_token=";
    assert!(page.expose().starts_with(expected));
}

#[test]
fn a_base_is_an_address_without_query_and_fragment() {
    for base in [
        "",
        "api.idcode.org.cn",
        "ftp://a",
        "https://",
        "https://a?x=1",
        "https://a#x",
    ] {
        let refused = Idcode::page_url(&keys(), base, &login(), TIME_MS).unwrap_err();
        assert_eq!(refused.names(), ["base"], "{base}");
    }
}

#[test]
fn an_invalid_request_has_no_address() {
    let refused = Idcode::page_url(&keys(), "https://a", &IDcodeLogin::new("back"), TIME_MS);
    assert_eq!(refused.unwrap_err().names(), ["callBackUrl"]);
}

#[test]
fn the_address_of_a_page_is_not_shown() {
    let page = Idcode::page_url(&keys(), "https://a", &login(), TIME_MS).unwrap();
    assert_eq!(
        format!("{page:?} {page:#?}"),
        "PageUrl([redacted]) PageUrl([redacted])"
    );
}

#[test]
fn a_login_is_read_from_json_and_from_fields() {
    let json = br#"{"OrganUnit_ID":"99999999999999999999","Status_ID":100}"#;
    let from_json = UnitAccount::from_json(json).unwrap();
    let fields = [
        ("organunit_id", "99999999999999999999"),
        ("Status_ID", "100"),
        ("OrganUnitName", ""),
        ("session", "\"1\""),
    ];
    let from_fields = UnitAccount::from_fields(fields).unwrap();
    assert_eq!(from_json, from_fields);
    assert_eq!(from_json.id.unwrap().to_string(), "99999999999999999999");
    assert_eq!(from_json.status, Some(UnitStatus::Regular));
    let error = UnitAccount::from_fields([("Province_ID", "Tianjin")]).unwrap_err();
    assert_eq!(error.path(), "Province_ID");
    assert!(!error.to_string().contains("Tianjin"));
}
