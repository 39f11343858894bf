//! What is doubted, and sent all the same?

use endpoint_core::{Endpoint, Invalid};
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, Certificate,
    CreateAuthenCodePic, InterfaceApply, ProductIDcodeApply, UpdateGoToUrl, VerifyCompanyInfo,
};
use idcode_api::{Application, CodeSize, Rgb, Symbology};

use crate::requests::{licence, unit};

fn names_of(doubts: &[Invalid]) -> Vec<&str> {
    doubts.iter().flat_map(|doubt| doubt.names()).collect()
}

#[test]
fn kinds_of_certificate_that_only_clients_send_are_doubted_and_others_refused() {
    let certificate = Certificate::Other("1".to_owned());
    let mut request = VerifyCompanyInfo::new(unit(), certificate, licence());
    for listed in [0, 2] {
        request.certificate_kind = listed.into();
        assert_eq!(names_of(&request.doubts()), [""; 0]);
    }
    for sent in [1, 3] {
        request.certificate_kind = sent.into();
        assert_eq!(names_of(&request.doubts()), ["codePayType"]);
    }
    for unknown in [4, 5, 99, -1] {
        request.certificate_kind = unknown.into();
        let refused = request.validate().unwrap_err();
        assert_eq!(refused.names(), ["codePayType"]);
    }
}

#[test]
fn what_602_has_nothing_to_review_without_is_doubted() {
    let mut request = UpdateGoToUrl::new(unit(), 7_u64, "http://a");
    assert_eq!(names_of(&request.doubts()), [""; 0]);
    request.goto_url = None;
    request.registration_id = None;
    assert_eq!(names_of(&request.doubts()), ["goToUrl", "RegID"]);
}

#[test]
fn rows_of_402_without_what_another_generation_requires_are_doubted_by_their_position() {
    let bare = CategoryApplication::new(1_u64, 10_u64, Application::Filed, "http://a");
    let whole = bare
        .clone()
        .with_category_code("1")
        .with_model("A", "1")
        .with_sample_url("http://a");
    let doubts = BatchRegistIDcode::new(unit(), vec![whole, bare]).doubts();
    let doubts: Vec<_> = doubts.iter().map(ToString::to_string).collect();
    assert_eq!(
        doubts,
        [
            "parameter `CategoryRegList`: row 2 is without CategoryCode, ModelNumber, \
             ModelNumberCode, SampleUrl, which may be required"
        ]
    );
}

#[test]
fn an_application_that_the_document_does_not_list_is_refused_in_a_row_and_on_a_page() {
    for code in [0, 1, 9, 99, -1] {
        let application = Application::from(code);
        let row = CategoryApplication::new(1_u64, 10_u64, application, "http://a");
        let refused = BatchRegistIDcode::new(unit(), vec![row]).validate();
        let refused = refused.unwrap_err().to_string();
        assert!(
            refused.contains("row 1: parameter `CodePayType`"),
            "{refused}"
        );
        let page = ProductIDcodeApply::new(
            unit(),
            7_u64,
            application,
            "http://a",
            "http://a",
            "http://a",
        );
        assert_eq!(page.validate().unwrap_err().names(), ["codePayType"]);
    }
}

#[test]
fn colours_of_605_that_have_no_effect_or_cannot_be_scanned_are_doubted() {
    let of = |symbology, color| {
        CreateAuthenCodePic::new(unit(), "x", symbology, CodeSize::Cm3).with_color(color)
    };
    let red = Rgb::new(200, 0, 0);
    assert_eq!(names_of(&of(Symbology::Qr, red).doubts()), [""; 0]);
    for symbology in [
        Symbology::LongBei,
        Symbology::DataMatrix,
        Symbology::HanXin,
        Symbology::GridMatrix,
    ] {
        let request = of(symbology, red);
        assert_eq!(request.validate(), Ok(()));
        assert_eq!(names_of(&request.doubts()), ["codeColor", "codeType"]);
    }
    let yellow = of(Symbology::Qr, Rgb::new(255, 255, 0));
    assert_eq!(names_of(&yellow.doubts()), ["codeColor"]);
}

#[test]
fn addresses_with_a_fragment_or_an_address_inside_are_doubted_with_the_encoded_form() {
    let whole = |goto: &str| {
        let row = CategoryApplication::new(1_u64, 10_u64, Application::Filed, goto);
        row.with_category_code("1")
            .with_model("A", "1")
            .with_sample_url("http://a")
    };
    let all = |goto: &str| -> Vec<Vec<Invalid>> {
        vec![
            BatchRegistIDcode::new(unit(), vec![whole("http://a"), whole(goto)]).doubts(),
            ProductIDcodeApply::new(
                unit(),
                7_u64,
                Application::Filed,
                goto,
                "http://a",
                "http://a",
            )
            .doubts(),
            InterfaceApply::new(unit(), goto, "http://a", "http://a").doubts(),
            UpdateGoToUrl::new(unit(), 7_u64, goto).doubts(),
            ApplyGoToUrlWhiteList::new(goto, "http://a").doubts(),
        ]
    };
    for (goto, form) in [
        ("http://a.cn/#/item?id=", "http://a.cn/%23/item?id="),
        (
            "http://a.cn/m?to=https://b.cn/x?id=1&from=2",
            "http://a.cn/m?to=https%3A%2F%2Fb.cn%2Fx%3Fid%3D1%26from%3D2",
        ),
        (
            "http://a.cn/m?u=HTTPS://b.cn/a&b=1",
            "http://a.cn/m?u=HTTPS%3A%2F%2Fb.cn%2Fa%26b%3D1",
        ),
        ("http://a.cn/m?u=//b.cn/x", "http://a.cn/m?u=%2F%2Fb.cn%2Fx"),
        (
            "http://a.cn/m?u=weixin://dl/x?y=1",
            "http://a.cn/m?u=weixin%3A%2F%2Fdl%2Fx%3Fy%3D1",
        ),
        (
            "https://a.cn/http://b.cn/",
            "https://a.cn/http%3A%2F%2Fb.cn%2F",
        ),
    ] {
        for doubts in all(goto) {
            let [doubt] = &doubts[..] else {
                panic!("{doubts:?}");
            };
            assert!(doubt.to_string().ends_with(form), "{doubt}");
        }
    }
    for plain in [
        "http://a.cn/m?id=",
        "http://a.cn/m?to=https%3A%2F%2Fb.cn%2Fx",
        "http://a.cn//m?id=样例",
    ] {
        assert_eq!(all(plain).concat(), [], "{plain}");
    }
}
