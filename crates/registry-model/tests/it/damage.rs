//! What spreadsheets and copying leave of an identifier.

use registry_model::{
    IdentifierErrorKind, IdentifierKind as Kind, OrganizationCode, RegistrationNumber,
    UnifiedSocialCreditCode, cleaned, corrections, identify, may_hold_resident_id,
};

#[test]
fn what_a_spreadsheet_has_cut_off_is_told_as_such() {
    for (text, kind, fault) in [
        (
            "916201055811843000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "914403001922038000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "9.1310E+17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9.16201055811843E+17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9.1440300192204E17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9,1310E+17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        ("9E+17", Kind::CreditCode, IdentifierErrorKind::Scientific),
        (
            "'9.1310e+17 ",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "９．１３１０Ｅ＋１７",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "3.10116E+14",
            Kind::RegistrationNumber,
            IdentifierErrorKind::Scientific,
        ),
        (
            "7.6161E+08",
            Kind::OrganizationCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9.1310116761614E+0017",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9.1310116761614e+17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9.13101E 17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "913.101E+15",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "9.13×10^17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "代码：9.1310E+17",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "=\"9.1310E+17\"",
            Kind::CreditCode,
            IdentifierErrorKind::Scientific,
        ),
        (
            "916201055811843000.00",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "916201055811843000.",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "916,201,055,811,843,000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "913,101,167,616,143,000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "￥916,201,055,811,843,000.00",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "$916,201,055,811,843,000.00",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "916,201,055,811,843,000.00元",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "(916,201,055,811,843,000.00)",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "916.201.055.811.843.000,00",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "916.201.055.811.843.000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "916 201 055 811 843 000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "９１６２０１０５５８１１８４３０００",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "统一社会信用代码：916201055811843000",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        // As JSON numbers in programs that keep 64 bits of them.
        (
            "914403001922038300",
            Kind::CreditCode,
            IdentifierErrorKind::Rounded,
        ),
        (
            "310116002008000",
            Kind::RegistrationNumber,
            IdentifierErrorKind::Rounded,
        ),
        (
            "310116000000000",
            Kind::RegistrationNumber,
            IdentifierErrorKind::Rounded,
        ),
        (
            "310,116,002,008,000.00",
            Kind::RegistrationNumber,
            IdentifierErrorKind::Rounded,
        ),
        (
            "761614000",
            Kind::OrganizationCode,
            IdentifierErrorKind::Rounded,
        ),
    ] {
        let found = identify(text);
        assert_eq!(found.kind(), kind, "{text}");
        assert_eq!(
            found.error().map(|error| error.reason()),
            Some(fault),
            "{text}"
        );
        assert!(
            corrections(text).is_empty() && cleaned(text).is_none(),
            "{text}"
        );
        let error = match kind {
            Kind::CreditCode => text.parse::<UnifiedSocialCreditCode>().unwrap_err(),
            Kind::RegistrationNumber => text.parse::<RegistrationNumber>().unwrap_err(),
            _ => text.parse::<OrganizationCode>().unwrap_err(),
        };
        assert_eq!(error.reason(), fault, "{text}");
        assert!(error.to_string().contains("spreadsheet"), "{error}");
    }
    for text in [
        "1.5",
        "7.6E+5",
        "A.5E+17",
        "1e",
        "E+17",
        "76161432E",
        "1.2.3E+17",
    ] {
        let fault = identify(text).error().map(|error| error.reason());
        assert_ne!(fault, Some(IdentifierErrorKind::Scientific), "{text}");
    }
}

#[test]
fn what_a_spreadsheet_shows_in_place_of_a_value_is_no_code() {
    for text in ["########", "#REF!", "#N/A", "#VALUE!", " #NAME? "] {
        let found = identify(text);
        let fault = found.error().map(|error| error.reason());
        assert_eq!(
            (found.kind(), fault),
            (Kind::Unknown, Some(IdentifierErrorKind::NoValue)),
            "{text}"
        );
    }
}

#[test]
fn a_number_with_no_in_front_is_no_id_code() {
    for text in ["No.5", "NO.12", "no.3"] {
        assert_eq!(identify(text).kind(), Kind::Unknown, "{text}");
    }
    assert_eq!(identify("i.86").kind(), Kind::IdCode);
}

#[test]
fn the_position_of_a_loss_is_that_of_the_first_zero_in_the_text() {
    for (text, position) in [
        ("916201055811843000", 16),
        ("916,201,055,811,843,000", 21),
        ("代码：916201055811843000", 19),
        ("310116002008000", 13),
        ("9.1310E+17", 1),
    ] {
        let found = identify(text);
        assert_eq!(
            found.error().and_then(|error| error.position()),
            Some(position),
            "{text}"
        );
    }
}

#[test]
fn what_cleaning_makes_valid_is_proposed() {
    for (text, clean) in [
        ("'91310116761614322N", "91310116761614322N"),
        ("\u{a0}91310116761614322N\u{a0}", "91310116761614322N"),
        (
            "9131\u{200b}0116761614\u{feff}322N\u{200d}",
            "91310116761614322N",
        ),
        ("913101-16761614322-N", "91310116761614322N"),
        ("91 310116 761614322 N", "91310116761614322N"),
        ("9131 0116 7616 1432 2N\t", "91310116761614322N"),
        ("“91310116761614322N”", "91310116761614322N"),
        ("\"91310116761614322N\"", "91310116761614322N"),
        ("９１３１０１１６７６１６１４３２２Ｎ", "91310116761614322N"),
        ("91310116761614322n", "91310116761614322N"),
        ("统一社会信用代码：91310116761614322N", "91310116761614322N"),
        ("91310116761614322N。", "91310116761614322N"),
        ("9131011676I6I4322N", "91310116761614322N"),
        ("9I3lOll6761614322N", "91310116761614322N"),
        ("914403001922038216.0", "914403001922038216"),
        ("91350203M0O01QKTI9", "91350203M0001QKT19"),
        ("91310116761614322N.pdf", "91310116761614322N"),
        ("91310116761614322N.JPG", "91310116761614322N"),
        ("91310116761614322N/1", "91310116761614322N"),
        ("91310116761614322N_1.png", "91310116761614322N"),
        ("310116002008277.docx", "310116002008277"),
        ("法定代表人：张三 91310116761614322N", "91310116761614322N"),
        ("样例有限公司（91310116761614322N）", "91310116761614322N"),
        ("样例有限公司,91310116761614322n", "91310116761614322N"),
        ("样例有限公司 91310116761614322N", "91310116761614322N"),
        ("样例有限公司91310116761614322N", "91310116761614322N"),
        ("91310116761614322N样例有限公司", "91310116761614322N"),
        ("样例有限公司：91310116761614322N", "91310116761614322N"),
        (
            "我司的统一社会信用代码是91310116761614322N，请开票。",
            "91310116761614322N",
        ),
        ("张三[91310116761614322N]样例", "91310116761614322N"),
        ("营业执照 9131011676I6I4322N 扫描件", "91310116761614322N"),
        ("310116 002 008 277", "310116002008277"),
        ("310116002008277.00", "310116002008277"),
        ("'310116002008277", "310116002008277"),
        ("７６１６１４３２—２", "761614322"),
        ("'MA2PBM9HX", "MA2PBM9HX"),
        ("ma2pbm9h-x", "MA2PBM9HX"),
        ("9131_0116_7616_1432_2N", "91310116761614322N"),
        ("91310116/761614322/N", "91310116761614322N"),
        ("91310116|761614322|N", "91310116761614322N"),
        ("9131.0116.7616.1432.2N", "91310116761614322N"),
        ("9131·0116·7616·1432·2N", "91310116761614322N"),
        ("9131\u{ad}0116761614322N", "91310116761614322N"),
        ("91310116761614322N*", "91310116761614322N"),
        ("**91310116761614322N**", "91310116761614322N"),
        ("91310116761614322N（1-1）", "91310116761614322N"),
        ("91310116761614322N(1/1)", "91310116761614322N"),
        ("91310116761614322N 1-1", "91310116761614322N"),
        ("91310116761614322N（副本）", "91310116761614322N"),
        ("91310116761614322N（副本）（1-1）", "91310116761614322N"),
        ("91310116761614322N（副本1-1）", "91310116761614322N"),
        ("91310116761614322N(2)", "91310116761614322N"),
        ("91310116761614322N-1", "91310116761614322N"),
        ("91310116761614322N\\n", "91310116761614322N"),
        ("\\u200b91310116761614322N", "91310116761614322N"),
        ("914403001922038216（1-1）", "914403001922038216"),
        (
            "统一社会信用代码 91310116761614322N（1-1）",
            "91310116761614322N",
        ),
        (
            "【统一社会信用代码】91310116761614322N",
            "91310116761614322N",
        ),
        (
            "统一社会信用代码/纳税人识别号：91310116761614322N",
            "91310116761614322N",
        ),
        (
            "统一社会信用代码为91310116761614322N。",
            "91310116761614322N",
        ),
        ("信用代码91310116761614322N", "91310116761614322N"),
        ("税号 91310116761614322N", "91310116761614322N"),
        ("乙方税号：91310116761614322N", "91310116761614322N"),
        ("USCC: 91310116761614322N", "91310116761614322N"),
        ("uscc91310116761614322N", "91310116761614322N"),
        (
            "Unified Social Credit Code 91310116761614322N",
            "91310116761614322N",
        ),
        ("No.91310116761614322N", "91310116761614322N"),
        ("NO：91310116761614322N", "91310116761614322N"),
        ("№91310116761614322N", "91310116761614322N"),
        ("ent_code=91310116761614322N", "91310116761614322N"),
        ("=\"91310116761614322N\"", "91310116761614322N"),
        ("=“91310116761614322N”", "91310116761614322N"),
        ("=T(\"91310116761614322N\")", "91310116761614322N"),
        ("（91310116761614322N）", "91310116761614322N"),
        ("91310116761614322N&nbsp;", "91310116761614322N"),
        ("ï»¿91310116761614322N", "91310116761614322N"),
        ("Â\u{a0}91310116761614322N", "91310116761614322N"),
        ("9131Ø116761614322N", "91310116761614322N"),
        ("91310\u{338}116761614322N", "91310116761614322N"),
        // Cyrillic and Greek.
        ("91310116761614322\u{39d}", "91310116761614322N"),
        ("9144030071526726\u{425}G", "9144030071526726XG"),
        ("914,403,001,922,038,216", "914403001922038216"),
        ("914,403,001,922,038,216.00", "914403001922038216"),
        ("￥914,403,001,922,038,216.00", "914403001922038216"),
        ("注册号：310116002008277（1-1）", "310116002008277"),
        ("310,116,002,008,277", "310116002008277"),
        ("3101160O2O08277", "310116002008277"),
        ("31O11600200B277", "310116002008277"),
        ("3l011600200827７", "310116002008277"),
        ("注册号：3101160O2O08277", "310116002008277"),
        ("组织机构代码：76161432-2", "761614322"),
        ("76161432_2", "761614322"),
        ("76161432/2", "761614322"),
        ("'310116", "310116"),
        ("310116.0", "310116"),
        ("３１０１１６", "310116"),
        (" i.86.110108.52", "i.86.110108.52"),
        ("i.86.110108.52。", "i.86.110108.52"),
        ("ｉ．８６．１１０１０８．５２", "i.86.110108.52"),
        ("i.86.110108\u{200b}.52", "i.86.110108.52"),
        ("主码：i.86.110108.52", "i.86.110108.52"),
    ] {
        assert!(!identify(text).is_valid(), "{text}");
        assert_eq!(cleaned(text).as_deref(), Some(clean), "{text:?}");
    }
    for text in [
        "91310116761614322N",
        "91310116761614322A",
        "91310116761614322N 91110108MA0000015T",
        "91310116761614322N/91110108MA0000015T",
        "样例有限公司（91310116761614322N、91110108MA0000015T）",
        "1,234,567.89",
        "1234567.89",
        // Numbers of registers that have letters.
        "411481NA000138X",
        "14010700A001338",
        "3101160N2O08277",
        // As digits it would be invalid.
        "3101160O2O08278",
        "2026-11-22 10:30:15",
        "样例有限公司",
        "",
        "'",
        "13800138000",
        "2026-11-22",
        "'11010519491231002X",
    ] {
        assert_eq!(cleaned(text), None, "{text:?}");
    }
}

#[test]
fn what_is_damaged_keeps_its_kind_and_is_counted_as_seen() {
    for (text, kind) in [
        ("9131 0116 7616 1432 2N", Kind::CreditCode),
        ("9-1-3-1-0-1-1-6-7-6-1-6-1-4-3-2-2-N", Kind::CreditCode),
        (
            "\u{200b}\u{200b}\u{200b}\u{200b}91310116761614322N",
            Kind::CreditCode,
        ),
        ("９１３１０１１６７６１６１４３２２Ｎ", Kind::CreditCode),
        ("'''310116002008277'''", Kind::RegistrationNumber),
        ("76161432–2", Kind::OrganizationCode),
    ] {
        assert_eq!(identify(text).kind(), kind, "{text:?}");
    }
    // 18 are visible, and the invisible one is named.
    let error = "91310116761614322N\u{200b}"
        .parse::<UnifiedSocialCreditCode>()
        .unwrap_err();
    assert!(
        matches!(
            error.reason(),
            IdentifierErrorKind::Unexpected {
                found: '\u{200b}',
                ..
            }
        ),
        "{error}"
    );
    let error = "91310116761614322NN\u{200b}"
        .parse::<UnifiedSocialCreditCode>()
        .unwrap_err();
    assert_eq!(
        error.reason(),
        IdentifierErrorKind::TooLong {
            length: 19,
            expected: 18
        }
    );
}

#[test]
fn every_kind_is_tried_before_one_is_guessed() {
    for text in ["MA2PBM9HX", "MA2REGCG2", "MA2PBM9H-X", "MA01ABCD3"] {
        let found = identify(text);
        assert_eq!(found.kind(), Kind::OrganizationCode, "{text}");
    }
    for text in ["MA2PBM9HX", "MA2REGCG2", "MA2PBM9H-X"] {
        assert!(identify(text).is_valid(), "{text}");
    }
    assert_eq!(identify("MA2PBM9HY").kind(), Kind::OrganizationCode);
    assert!(!corrections("MA2PBM9H1").is_empty());
}

/// Of the standard's sample number, and of numbers made for this test.
#[test]
fn numbers_of_identity_cards_are_found_whatever_stands_beside_or_inside_them() {
    for text in [
        "11010519491231002X",
        "'11010519491231002X",
        "11010519491231002×",
        "11010519491231002✕",
        "11010519491231002",
        "11010519491231002*",
        "11010519491231002Х",
        "１１０１０５１９４９１２３１００２Ｘ",
        "1101 0519 4912 3100 2X",
        "110105-19491231-002X",
        "110105\u{200b}19491231\u{a0}002X",
        "身份证：11010519491231002X",
        "ID11010519491231002X",
        "张三11010519491231002X。",
        "110105194912310021",
        "110105194902300021",
        "110105194913450021",
        "1101051949123100210",
        "11O1O5194912310O2X",
        "l1010519491231002X",
        "110105491231002",
        "110105 491231 002",
        "'110105491231002",
        "身份证110105491231002",
        "11O105491231002",
        "110105491231002.0",
        "110105491231002-1",
        "110105491231002,1",
        "1,110105491231002",
        "110105491231002,13800138000",
        "13800138000 110105491231002",
        "13800138000，110105 491231 002",
        "110105491231002,110105491231002",
        "110105491231002 110105491231002",
        "2026-01-01,110105491231002",
        "2026-01-01,11O105491231002",
        "1.1010519491231E+17",
        "1.10105194912E17",
        "1.1010519491231E+0017",
        "1.10105491231002E+14",
        "1,10105491231E+14",
    ] {
        assert!(may_hold_resident_id(text), "{text}");
        let found = identify(text);
        assert!(found.is_personal(), "{text}: {found:?}");
        assert!(
            corrections(text).is_empty() && cleaned(text).is_none(),
            "{text}"
        );
    }
    let in_a_code = "i.86.110108.52/91.12000000.1/11010519491231002X";
    assert!(identify(in_a_code).is_valid() && identify(in_a_code).is_personal());
    for text in [
        "91310116761614322N",
        "91310116-761614322-A",
        "914403001922038216",
        "914403001922038217",
        "110108000000016",
        "110101903307803",
        "i.86.110108.52",
        "i.86.110108.52/91.12000000.1/20261130000000000001",
        "110101 900307 80",
        "样例有限公司",
        "13800138000",
        "6222021234567890123",
        "91310116761614322N,91310116761614322N",
        "9131 0116 7616 1432 21",
        "9.1310116761614E+17",
        "3.10116002008E+14",
        "13800138000 13800138000",
    ] {
        assert!(!identify(text).is_personal(), "{text}");
    }
}

/// Made for this test, with its check digit.
#[test]
fn a_registration_number_that_may_be_of_an_identity_card_is_valid_and_personal() {
    let number = RegistrationNumber::from_body("11010549123100").unwrap();
    let found = identify(number.as_str());
    assert_eq!(
        (found.kind(), found.is_valid()),
        (Kind::RegistrationNumber, true)
    );
    assert!(found.is_personal());
    let names: Vec<_> = found.warnings().iter().map(|one| one.as_str()).collect();
    assert_eq!(names, ["may_be_resident_id"]);
}
