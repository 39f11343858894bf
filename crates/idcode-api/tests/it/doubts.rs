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
fn a_kind_of_certificate_that_nobody_knows_is_doubted_and_not_refused() {
    let certificate = Certificate::Other("1".to_owned());
    let mut request = VerifyCompanyInfo::new(unit(), certificate, licence());
    for known in 0..=3 {
        request.certificate_kind = known.into();
        assert_eq!(names_of(&request.doubts()), [""; 0]);
    }
    request.certificate_kind = 4.into();
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(names_of(&request.doubts()), ["codePayType"]);
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
    ] {
        assert_eq!(all(plain).concat(), [], "{plain}");
    }
}
