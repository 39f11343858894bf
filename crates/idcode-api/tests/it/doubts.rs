//! Tests warnings about requests that are sent nevertheless.

use endpoint_core::{Endpoint, Invalid, Kind, Params, Visit};
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, Certificate,
    CreateAuthenCodePic, CreateCodePic, CreateCodePicWithMargin, InterfaceApply,
    ProductIDcodeApply, UpdateGoToUrl, VerifyCompanyInfo,
};
use idcode_api::{
    Application, CodeColor, CodeSize, Idcode, PlainSymbology, Rgb, Symbology, address, endpoints,
};

use crate::requests::{full, licence, unit};

fn names_of(doubts: &[Invalid]) -> Vec<&str> {
    doubts.iter().flat_map(|doubt| doubt.names()).collect()
}

#[test]
fn undocumented_kinds_of_certificate_raise_a_warning_and_unknown_ones_are_refused() {
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
            "parameter `CategoryRegList`: row 2 lacks CategoryCode, ModelNumber, \
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
fn a_picture_of_fewer_pixels_than_a_code_has_modules_is_doubted() {
    for (pixels, doubted) in [(1, true), (5, true), (20, true), (21, false), (400, false)] {
        let names = |name| if doubted { vec![name] } else { vec![] };
        let framed = CreateCodePicWithMargin::plain("1", pixels, CodeColor::Black);
        assert_eq!(names_of(&framed.doubts()), names("qrCodeSize"), "{pixels}");
        let plain = CreateCodePic::new("1", pixels, PlainSymbology::Qr);
        assert_eq!(names_of(&plain.doubts()), names("picSize"), "{pixels}");
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
fn a_fragment_or_an_inner_address_raises_a_warning_with_the_encoded_form() {
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
        (
            "http://a.cn/m?u=https%3A%2F%2Fb.cn/x?y=1&z=2",
            "http://a.cn/m?u=https%3A%2F%2Fb.cn%2Fx%3Fy%3D1%26z%3D2",
        ),
        (
            "http://a.cn/m?u=https%3a%2f%2fb.cn/x&z=2",
            "http://a.cn/m?u=https%3a%2f%2fb.cn%2Fx&z=2",
        ),
        (
            "http://a.cn/m?u=https%3A//b.cn/x",
            "http://a.cn/m?u=https%3A%2F%2Fb.cn%2Fx",
        ),
        (
            "http://a.cn/m?u=https:%2F%2Fb.cn%2Fx",
            "http://a.cn/m?u=https%3A%2F%2Fb.cn%2Fx",
        ),
        ("http://a.cn/m？id=1", "http://a.cn/m?id=1"),
        ("http://a.cn/m?a=1＆b=2", "http://a.cn/m?a=1&b=2"),
        ("http://a.cn/m?a＝1", "http://a.cn/m?a=1"),
        ("http://a.cn：8080/m", "http://a.cn:8080/m"),
        ("http://a。cn/m", "http://a.cn/m"),
        ("http://ａ.cn/m", "http://a.cn/m"),
        ("http://a.cn/\u{200b}m", "http://a.cn/m"),
        ("http://a.cn/m\u{feff}", "http://a.cn/m"),
        ("http://a.cn/\u{202e}m", "http://a.cn/m"),
        ("http://a.cn/m\u{a0}x", "http://a.cn/m%20x"),
        ("http://a.cn/m x", "http://a.cn/m%20x"),
        ("http://a.cn/m”", "http://a.cn/m"),
        ("http://a.cn/m?a=1&amp;b=2", "http://a.cn/m?a=1&b=2"),
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
        "HTTP://a.cn/m",
        "Https://a.cn/m",
        "http://a.cn/m?u=https%3A%2F%2Fb.cn%2Fx%3Fy%3D1&z=2",
        "http://a.cn/样例（北京）?n=样例，二",
    ] {
        assert_eq!(all(plain).concat(), [], "{plain}");
    }
}

#[test]
fn a_certificate_number_that_was_damaged_or_is_personal_or_odd_is_doubted() {
    for (kind, number, words) in [
        (2, "91350203M0001QKT19", "(observed)"),
        (0, "916201055811843000", "spreadsheet"),
        (0, "'91350203M0001QKT19", "91350203M0001QKT19 may be meant"),
        (0, "11010519491231002X", "identity card"),
        (3, "9.1310E+17", "spreadsheet"),
        (0, "#N/A", "placeholder"),
    ] {
        let certificate = Certificate::Other(number.to_owned());
        let mut request = VerifyCompanyInfo::new(unit(), certificate, licence());
        request.certificate_kind = kind.into();
        assert!(request.validate().is_ok(), "{number}");
        let doubts = request.doubts();
        let doubt = doubts
            .iter()
            .find(|doubt| doubt.names() == ["Organizationcode"]);
        let doubt = doubt.map(ToString::to_string).unwrap_or_default();
        assert!(doubt.contains(words), "{number}: {doubts:?}");
        assert!(!doubt.contains("19491231"), "{doubt}");
    }
}

/// Text parameters that contain neither names nor postal addresses: codes, numbers, web addresses,
/// secrets.
const NO_NAMES: &[&str] = &[
    "companyIDcode",
    "Organizationcode",
    "loginName",
    "loginPassword",
    "loginPwd",
    "loginPswd",
    "smsVerifyCode",
    "phoneCode",
    "GoToUrl",
    "goToUrl",
    "gotoUrl",
    "SampleUrl",
    "sampleUrl",
    "CallBackUrl",
    "callBackUrl",
    "RegID",
    "CategoryReg_ID",
    "CodeListStr",
    "generateType",
    "code",
    "codeColor",
    "IDcodeofCategory",
    "ModelNumberCode",
    "UploadCodeID",
    "searchType",
    "codePayType",
    "codeUse_ID",
    "industryCategory_ID",
    "categoryCode",
    "modelNumberCode",
];

/// The number of text parameters with a name or address, each tried with damaged characters.
#[derive(Default)]
struct Names(usize);

impl Visit<Idcode> for Names {
    fn endpoint<E: Endpoint<Vendor = Idcode>>(&mut self) {
        let texts = E::SPEC
            .params
            .iter()
            .filter(|param| param.kind == Kind::Text && !NO_NAMES.contains(&param.name));
        for param in texts {
            for damaged in [
                "样例\u{fffd}",
                "样例\u{200b}",
                "样例⼭",
                "#N/A",
                "NULL",
                "undefined",
                "-",
                "{{text}}",
            ] {
                let samples = full().into_iter();
                let mut found = samples.filter(|one| one.spec.name == E::SPEC.name);
                let sample = found.next().unwrap();
                let mut params = Params::default();
                for (name, value) in sample.params.texts() {
                    let value = if name == param.name { damaged } else { value };
                    params.push(E::SPEC.param(name).unwrap().name, value.to_owned().into());
                }
                let doubts = params.into_typed::<E>().unwrap().doubts();
                assert!(
                    names_of(&doubts).contains(&param.name),
                    "{} {} {damaged:?}: {doubts:?}",
                    E::SPEC.name,
                    param.name
                );
            }
            self.0 += 1;
        }
    }
}

#[test]
fn damaged_characters_in_every_name_and_address_of_the_catalogue_are_doubted() {
    let mut names = Names::default();
    endpoints(&mut names);
    assert!(names.0 >= 18, "{}", names.0);
    let row = CategoryApplication::new(1_u64, 10_u64, Application::Filed, "http://a")
        .with_model("样例\u{fffd}", "1")
        .with_memo("样例\u{200b}");
    assert_eq!(names_of(&row.doubts()), ["ModelNumber", "CategoryMemo"]);
}

#[test]
fn a_doubt_about_an_address_has_its_place_and_one_without_a_scheme_its_repair() {
    for (address, place) in [
        ("http://a.cn/m？id=1", "at character 14"),
        (
            "http://a.cn/\u{200b}m",
            "U+200B, which is invisible, at character 13",
        ),
        ("http://a.cn/#/x", "`#` at character 13"),
        ("http://a.cn/m?u=https%3A//b.cn/x", "at character 17"),
    ] {
        let doubts = address::doubts(address);
        assert!(doubts[0].contains(place), "{doubts:?}");
    }
    let refused = UpdateGoToUrl::new(unit(), 7_u64, "ｈttp：//a.cn/m").validate();
    let words = refused.unwrap_err().to_string();
    assert!(words.ends_with("write http://a.cn/m"), "{words}");
    for address in ["HTTP://a.cn/m", "httpS://a.cn"] {
        let request = UpdateGoToUrl::new(unit(), 7_u64, address);
        assert_eq!(request.validate(), Ok(()));
    }
}
