//! Tests addresses that contain other addresses (section 14), and the callback of 401 and 405.

use endpoint_core::{Endpoint, Params, Vendor};
use idcode_api::operations::ApplyGoToUrlWhiteList;
use idcode_api::scan::ScanError;
use idcode_api::{Idcode, address, callback};
use proptest::prelude::*;

use crate::requests::{TIME_MS, keys};

#[test]
fn the_example_of_section_14_is_encoded_inside_first_and_then_whole() {
    let goto_url = address::with_parameters(
        "http://www.idcode.org.cn/m",
        [("organunitname", "单位名称")],
    );
    assert_eq!(
        goto_url,
        "http://www.idcode.org.cn/m?organunitname=%E5%8D%95%E4%BD%8D%E5%90%8D%E7%A7%B0"
    );
    let request = ApplyGoToUrlWhiteList::new(goto_url, "http://www.idcode.org.cn");
    let params = Params::from_request(&request).unwrap();
    let signed = Idcode::sign(&keys(), &ApplyGoToUrlWhiteList::SPEC, &params, TIME_MS).unwrap();
    let body = String::from_utf8(signed.body.to_bytes().to_vec()).unwrap();
    assert!(
        body.starts_with(
            "GoToUrl=http%3A%2F%2Fwww.idcode.org.cn%2Fm%3Forganunitname%3D%25E5%258D%2595%25E4\
             %25BD%258D%25E5%2590%258D%25E7%25A7%25B0&SampleUrl=http%3A%2F%2Fwww.idcode.org.cn&"
        ),
        "{body}"
    );
}

#[test]
fn parameters_follow_existing_ones_and_precede_the_fragment() {
    for (before, after) in [
        ("http://a", "http://a?n=v"),
        ("http://a?", "http://a?n=v"),
        ("http://a?x=1", "http://a?x=1&n=v"),
        ("http://a?x=1&", "http://a?x=1&n=v"),
        ("http://a#part?", "http://a?n=v#part?"),
    ] {
        assert_eq!(address::with_parameters(before, [("n", "v")]), after);
    }
    assert_eq!(address::with_parameters("http://a#p", []), "http://a#p");
    assert_eq!(address::parameters("http://a"), []);
    let pairs = [("a", ""), ("b", ""), ("", "1")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    assert_eq!(address::parameters("http://a?a&b=&=1&#c=2"), pairs);
}

#[test]
fn the_callback_carries_the_new_code_encoded_or_not() {
    let code = "i.86.120103.1021/10.46100000.001".parse().unwrap();
    for (call_back_url, expected) in [
        ("http://a/cb", "http://a/cb?CategoryIDcode=*"),
        (
            "http://a/cb?a=1&b=2",
            "http://a/cb?a=1&b=2&CategoryIDcode=*",
        ),
        ("http://a/cb#part", "http://a/cb?CategoryIDcode=*#part"),
    ] {
        let expected = expected.replace('*', "i.86.120103.1021/10.46100000.001");
        let arrived = callback::address(call_back_url, &code);
        assert_eq!(arrived, expected);
        assert_eq!(callback::category_code(&arrived).unwrap(), code);
    }
    for request in [
        "/cb?CategoryIDcode=i.86.120103.1021%2F10.46100000.001%2F",
        "CategoryIDcode=i.86.120103.1021/10.46100000.001/",
        "?categoryidcode=i.86.120103.1021/10.46100000.001",
        "?CategoryIDcode=1&CategoryIDcode=i.86.120103.1021/10.46100000.001",
    ] {
        assert_eq!(callback::category_code(request).unwrap(), code, "{request}");
    }
    assert_eq!(
        callback::category_code("?CategoryIDcode=i.86.1.2/10.1.A+B").unwrap(),
        "i.86.1.2/10.1.A B".parse().unwrap()
    );
}

#[test]
fn a_callback_without_a_code_is_refused() {
    for request in ["", "/cb", "/cb?a=1", "/cb?CategoryIDcode="] {
        let missing = ScanError::Missing("CategoryIDcode".to_owned());
        assert_eq!(callback::category_code(request), Err(missing), "{request}");
    }
    assert!(matches!(
        callback::category_code("/cb?CategoryIDcode=1"),
        Err(ScanError::Code(_))
    ));
}

#[test]
fn the_offer_for_a_damaged_address_keeps_every_character_of_its_text() {
    for (address, offer) in [
        ("http://a.cn/m?n=100％", "http://a.cn/m?n=100%EF%BC%85"),
        ("http://a.cn/m?n=100%", "http://a.cn/m?n=100%25"),
        ("http://a.cn/m?n=5%折", "http://a.cn/m?n=5%25折"),
        ("http://a.cn/100％/m", "http://a.cn/100%EF%BC%85/m"),
        ("http://a.cn/m?n=O’Brien", "http://a.cn/m?n=O%E2%80%99Brien"),
        (
            "http://a.cn/m?n=“样例”",
            "http://a.cn/m?n=%E2%80%9C样例%E2%80%9D",
        ),
        (
            "http://a.cn/m?n=价格：100",
            "http://a.cn/m?n=价格%EF%BC%9A100",
        ),
        ("http://a.cn/价格：100", "http://a.cn/价格%EF%BC%9A100"),
        ("http://a.cn/m?n=甲＆乙", "http://a.cn/m?n=甲%EF%BC%86乙"),
        (
            "http://a.cn/m?n=1＋1＝2",
            "http://a.cn/m?n=1%EF%BC%8B1%EF%BC%9D2",
        ),
        ("http://a.cn/m?n=是吗？", "http://a.cn/m?n=是吗%EF%BC%9F"),
        ("http://a.cn/m?n=样例。", "http://a.cn/m?n=样例%E3%80%82"),
        ("http://a.cn/m?n=a@b。cn", "http://a.cn/m?n=a@b.cn"),
        ("http://a.cn/m?n=①", "http://a.cn/m?n=①"),
        (
            "http：／／a。cn：8080／m？n＝1＆x＝２",
            "http://a.cn:8080/m?n=1&x=2",
        ),
        ("“http://a.cn/m?id=”", "http://a.cn/m?id="),
        ("http://a.cn/m?id=”", "http://a.cn/m?id="),
        ("http://a.cn/“m”", "http://a.cn/%E2%80%9Cm%E2%80%9D"),
        ("http://a.cn/m?d=2026－11－30", "http://a.cn/m?d=2026-11-30"),
        ("http://a.cn/m?n=a b", "http://a.cn/m?n=a%20b"),
        ("http://a.cn/m?n=a\u{200b}b", "http://a.cn/m?n=ab"),
        ("http://a.cn/m?a=1&amp;b=2", "http://a.cn/m?a=1&b=2"),
        ("http://a.cn/index。html", "http://a.cn/index.html"),
    ] {
        assert_eq!(address::repaired(address), offer, "{address}");
        assert_eq!(address::doubts(offer), [""; 0], "{offer}");
        if offer != address {
            let doubts = address::doubts(address);
            assert!(
                doubts.iter().any(|doubt| doubt.contains(offer)),
                "{doubts:?}"
            );
        }
    }
    let nested = address::doubts("http://a.cn/m？to=http：／／b.cn／x？n=100％");
    let whole = "http://a.cn/m?to=http%3A%2F%2Fb.cn%2Fx%3Fn%3D100%25EF%25BC%2585";
    assert!(
        nested.iter().any(|doubt| doubt.contains(whole)),
        "{nested:?}"
    );
}

proptest! {
    #[test]
    fn the_offer_for_any_address_has_no_damage_left_and_is_stable(
        text in "http://a\\.cn/[a-z0-9样：％’“”？＝＆&=%。/ ]{0,12}(\\?[a-z样：％’“”？＝＆&=%。 ]{0,12})?",
    ) {
        let offer = address::repaired(&text);
        prop_assert_eq!(address::repaired(&offer), offer.clone(), "{}", text);
        let sound = address::doubts(&offer);
        prop_assert!(!sound.iter().any(|doubt| doubt.contains("no address is made of")), "{:?}", sound);
        let texts = |text: &str| text.chars().filter(|next| *next == '样').count();
        prop_assert_eq!(texts(&offer), texts(&text));
    }

    #[test]
    fn parameters_are_read_as_they_were_written(
        pairs in prop::collection::vec((any::<String>(), any::<String>()), 0..4),
        front in "https?://[a-z.]{1,8}(/[a-z]{0,3})?",
        fragment in prop::option::of("#[a-z]{0,5}"),
    ) {
        // A pair of nothing is nothing.
        let pairs: Vec<(String, String)> =
            pairs.into_iter().filter(|(n, v)| !(n.is_empty() && v.is_empty())).collect();
        let plain = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let base = format!("{front}{}", fragment.unwrap_or_default());
        let written = address::with_parameters(&base, plain);
        prop_assert_eq!(address::parameters(&written), pairs);
    }

    #[test]
    fn no_address_makes_the_readers_panic(text in any::<String>()) {
        let _any_answer = address::parameters(&text);
        let _any_answer = callback::category_code(&text);
        let _any_answer = address::with_parameters(&text, [("n", "v")]);
    }
}
