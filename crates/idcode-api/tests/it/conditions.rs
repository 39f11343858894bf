//! Tests that the rules of 309, 310, 402 and 603 to 605 are checked before anything is signed.

use endpoint_core::Endpoint;
use idcode_api::operations::{
    ApplyGoToUrlWhiteList, BatchRegistIDcode, CategoryApplication, CreateAuthenCodePic,
    CreateCodePic, CreateCodePicWithMargin, GetAuthenPicUrl, GetUploadCodeRecord, GetVerifyInfo,
    Login, LoginVerify, UnitRegist, UpdateGoToUrl, UpdateUnitQRCodeGoToUrl,
};
use idcode_api::{
    Application, Background, CodeColor, CodeSize, FramedSize, Idcode, Locality, Margin, NameMark,
    PasswordDigest, PlainSymbology, Purpose, Rgb, Symbology,
};

use crate::requests::{logo, unit};

/// Asserts that a request is refused for these parameters, and returns the reason.
fn refused<E: Endpoint<Vendor = Idcode>>(request: &E, parameters: &[&str]) -> String {
    let invalid = request.validate().unwrap_err();
    assert_eq!(invalid.names(), parameters);
    invalid.to_string()
}

fn change() -> UpdateUnitQRCodeGoToUrl {
    UpdateUnitQRCodeGoToUrl::new(
        "91110108MA0000015T",
        PasswordDigest::from_password("123456"),
    )
}

#[test]
fn operation_310_changes_a_logo_or_an_address() {
    for nothing in [
        change(),
        change().with_goto_url(""),
        change().with_goto_url(" "),
    ] {
        assert_eq!(
            refused(&nothing, &["unitIcon", "gotoUrl"]),
            "`unitIcon` and `gotoUrl` must not both be missing"
        );
    }
    assert_eq!(change().with_logo(logo()).validate(), Ok(()));
    assert_eq!(change().with_goto_url("http://a").validate(), Ok(()));
    let both = change().with_logo(logo()).with_goto_url("");
    assert_eq!(both.validate(), Ok(()));
}

#[test]
fn a_password_digest_is_32_hexadecimal_digits() {
    let digest = PasswordDigest::from_password("123456");
    for digits in [
        "E10ADC3949BA59ABBE56E057F20F883E",
        "e10adc3949ba59abbe56e057f20f883e",
    ] {
        assert_eq!(PasswordDigest::from_digest(digits).unwrap(), digest);
    }
    for wrong in [
        "",
        "123456",
        "E10ADC3949BA59ABBE56E057F20F883",
        "密".repeat(32).as_str(),
    ] {
        let refused = PasswordDigest::from_digest(wrong).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "parameter `loginPwd`: must be the MD5 of the password, 32 hexadecimal digits"
        );
    }
    assert!(digest.matches_password("123456") && !digest.matches_password("123457"));
    assert_eq!(format!("{digest:?}"), "[redacted]");
}

#[test]
fn the_first_password_after_309_is_the_end_of_the_licence_number() {
    let locality = Locality::from_division("110108".parse().unwrap());
    for (number, password) in [
        ("91110108MA0000015T", "00015T"),
        ("123456", "123456"),
        ("15T", "15T"),
        ("样例一二三四五六", "一二三四五六"),
    ] {
        let request = UnitRegist::new(number, "样例", 1003_u64, locality);
        assert_eq!(request.initial_password().expose(), password);
    }
}

#[test]
fn operation_309_checks_name_areas_and_address() {
    let locality = Locality::from_division("110108".parse().unwrap());
    let good = UnitRegist::new("1", "样例", 1003_u64, locality);
    assert_eq!(good.validate(), Ok(()));
    let mut request = good.clone();
    request.login_name = " ".to_owned();
    refused(&request, &["loginName"]);
    let mut request = good.clone();
    request.name = "单".repeat(501);
    refused(&request, &["organunitName"]);
    let mut request = good.clone();
    request.city = "110100".parse().unwrap();
    refused(&request, &["city_ID"]);
    let request = good.with_goto_url("www.xxxx.com");
    assert_eq!(
        refused(&request, &["gotoUrl"]),
        "parameter `gotoUrl`: must begin with http:// or https://"
    );
}

#[test]
fn a_framed_picture_is_400_600_or_800_pixels_wide() {
    for size in FramedSize::ALL {
        let request = CreateCodePicWithMargin::framed("1", size, CodeColor::Black);
        assert_eq!(request.validate(), Ok(()));
    }
    let mut request = CreateCodePicWithMargin::framed("1", FramedSize::Px800, CodeColor::Black);
    request.pixels = 500;
    assert_eq!(
        refused(&request, &["isMargin", "qrCodeSize"]),
        "with a frame `qrCodeSize` must be 400, 600 or 800, not 500"
    );
    let plain = |pixels| CreateCodePicWithMargin::plain("1", pixels, CodeColor::Black);
    assert_eq!(plain(500).validate(), Ok(()));
    refused(&plain(0), &["qrCodeSize"]);
    refused(
        &CreateCodePicWithMargin::plain("", 1, CodeColor::Black),
        &["code"],
    );
}

fn certified(symbology: Symbology) -> CreateAuthenCodePic {
    CreateAuthenCodePic::new(unit(), "1", symbology, CodeSize::Cm3)
}

#[test]
fn only_a_round_frame_requires_a_purpose() {
    let round = certified(Symbology::Qr).with_margin(Margin::Round);
    assert_eq!(
        refused(&round, &["categoryID", "marginType"]),
        "`categoryID` is missing: a round frame requires it"
    );
    assert_eq!(round.with_purpose(Purpose::Tickets).validate(), Ok(()));
    for margin in [Margin::None, Margin::Square] {
        assert_eq!(
            certified(Symbology::Qr).with_margin(margin).validate(),
            Ok(())
        );
    }
}

#[test]
fn a_certification_picture_is_3_5_or_10_centimetres_wide() {
    for (centimetres, size) in [(3, CodeSize::Cm3), (5, CodeSize::Cm5), (10, CodeSize::Cm10)] {
        assert_eq!(CodeSize::from(centimetres), size);
    }
    for centimetres in [0, 4, -3, 300] {
        let mut request = certified(Symbology::Qr);
        request.size = CodeSize::from(centimetres);
        assert_eq!(
            refused(&request, &["codeSize"]),
            "parameter `codeSize`: must be one of 3 (3 cm), 5 (5 cm), 10 (10 cm)"
        );
    }
}

#[test]
fn a_colour_is_six_hexadecimal_digits() {
    for (text, shares) in [
        ("000000", [0, 0, 0]),
        ("C00001", [0xC0, 0, 1]),
        ("#c0ffee", [0xC0, 0xFF, 0xEE]),
    ] {
        let color: Rgb = text.parse().unwrap();
        assert_eq!(color.shares(), shares);
        assert_eq!(color.to_string().parse(), Ok(color));
    }
    for wrong in [
        "",
        "#",
        "00000",
        "0000000",
        "##00000",
        "+00000",
        "00000g",
        "０００",
    ] {
        let refused = wrong.parse::<Rgb>().unwrap_err();
        assert_eq!(
            refused.to_string(),
            "must be six hexadecimal digits, such as 000000"
        );
    }
}

#[test]
fn the_certification_picture_has_backgrounds_0_to_9() {
    for number in 0..=9 {
        let request = GetAuthenPicUrl::new(Background::from(number), NameMark::With);
        assert_eq!(request.validate(), Ok(()), "{number}");
    }
    for number in [-1, 10] {
        let request = GetAuthenPicUrl::new(Background::from(number), NameMark::With);
        let refusal = refused(&request, &["bgimage"]);
        assert!(
            refusal.contains("must be one of 0 (light blue), 1 (red)"),
            "{refusal}"
        );
    }
    let request = GetAuthenPicUrl::new(Background::Red, NameMark::from(2));
    refused(&request, &["isMarkName"]);
}

#[test]
fn a_batch_has_rows_and_each_an_address() {
    let row =
        |goto_url: &str| CategoryApplication::new(1_u64, 10_u64, Application::Filed, goto_url);
    let empty = BatchRegistIDcode::new(unit(), Vec::new());
    refused(&empty, &["CategoryRegList"]);
    let batch = BatchRegistIDcode::new(unit(), vec![row("http://a"), row("a")]);
    assert_eq!(
        refused(&batch, &["CategoryRegList"]),
        "parameter `CategoryRegList`: row 2: parameter `GotoUrl`: must begin with http:// or \
         https://"
    );
    let batch = BatchRegistIDcode::new(unit(), vec![row("http://a").with_sample_url("a")]);
    refused(&batch, &["CategoryRegList"]);
}

#[test]
fn addresses_have_a_scheme_and_a_host_and_no_line_break() {
    let with = |address: &str| ApplyGoToUrlWhiteList::new(address, "http://a");
    for good in [
        "http://a",
        "https://a/b?c=d#e",
        "http://www.xxxx.com/样例.aspx",
        "http://a/b c",
    ] {
        assert_eq!(with(good).validate(), Ok(()), "{good}");
    }
    for wrong in [
        "",
        "a",
        "//a",
        "ftp://a",
        "HTTP:a",
        "http://",
        "http:///a",
        "https://?a",
        "http://#a",
        "http://:80",
        "http://a\n",
        "http://a/\u{0}b",
        "http://a ",
    ] {
        refused(&with(wrong), &["GoToUrl"]);
    }
    refused(&ApplyGoToUrlWhiteList::new("http://a", ""), &["SampleUrl"]);
}

#[test]
fn operation_602_wants_the_unit_only_and_warns_of_the_rest() {
    let mut request = UpdateGoToUrl::new(unit(), 7_u64, "http://a");
    assert_eq!(request.doubtful(), [""; 0]);
    request.goto_url = None;
    request.registration_id = None;
    assert_eq!(request.validate(), Ok(()));
    assert_eq!(request.doubtful(), ["goToUrl", "RegID"]);
    refused(&UpdateGoToUrl::new(unit(), 7_u64, "a"), &["goToUrl"]);
    let sample = UpdateGoToUrl::new(unit(), 7_u64, "http://a").with_sample_url("a");
    refused(&sample, &["sampleUrl"]);
}

#[test]
fn texts_that_must_not_be_empty_are_refused_if_they_are() {
    let login = |name: &str, password: &str| {
        LoginVerify::new(Login {
            name: name.to_owned(),
            password: password.into(),
        })
    };
    refused(&login(" ", "1"), &["loginName"]);
    refused(&login("1", ""), &["loginPswd"]);
    refused(&GetVerifyInfo::new("1"), &["phoneCode"]);
    refused(
        &GetUploadCodeRecord::new(unit(), "", "1"),
        &["IDcodeofCategory"],
    );
    refused(
        &GetUploadCodeRecord::new(unit(), "1", " "),
        &["ModelNumberCode"],
    );
    refused(&CreateCodePic::new("", 1, PlainSymbology::Qr), &["code"]);
    refused(
        &CreateCodePic::new("1", 0, PlainSymbology::Qr),
        &["picSize"],
    );
    refused(
        &CreateAuthenCodePic::new(unit(), " ", Symbology::Qr, CodeSize::Cm3),
        &["code"],
    );
}
