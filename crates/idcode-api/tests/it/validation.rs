//! Tests that invalid requests are refused by parameter before anything is signed.

use bytes::Bytes;
use endpoint_core::{Endpoint, File, Invalid, Params};
use idcode_api::operations::{
    Certificate, CertificateKind, GetCompanyInfo, Login, Matching, ModifyCompanyInfo,
    RegCompanyInfo, SendVerifyInfo, VerifyCompanyInfo,
};
use idcode_api::{Idcode, Locality};

use crate::requests::{full, licence, smallest};

/// Asserts that a request is refused for this parameter, and returns the reason.
fn refused(result: Result<(), Invalid>, parameter: &str) -> String {
    let invalid = result.unwrap_err();
    assert_eq!(invalid.names(), [parameter]);
    invalid.to_string()
}

fn check<E: Endpoint<Vendor = Idcode>>(request: &E, parameter: &str) -> String {
    refused(request.validate(), parameter)
}

fn registration() -> RegCompanyInfo {
    let login = Login {
        name: "sample-user".to_owned(),
        password: "sample-password".into(),
    };
    let locality = Locality::from_division("120103".parse().unwrap());
    RegCompanyInfo::new(
        login,
        "样例二维码科技有限公司",
        1003_u64,
        locality,
        "13800000000",
    )
}

#[test]
fn a_registration_needs_user_password_name_and_phone() {
    assert_eq!(registration().validate(), Ok(()));
    for blank in ["", " ", "\u{3000}\t"] {
        let mut request = registration();
        request.login_name = blank.to_owned();
        assert_eq!(
            check(&request, "loginName"),
            "parameter `loginName`: must not be empty"
        );
        let mut request = registration();
        request.login_password = blank.into();
        assert_eq!(
            check(&request, "loginPassword"),
            "parameter `loginPassword`: must not be empty"
        );
        let mut request = registration();
        request.name = blank.to_owned();
        assert_eq!(
            check(&request, "organunitName"),
            "parameter `organunitName`: must not be empty"
        );
        let mut request = registration();
        request.contact_phone = blank.to_owned();
        assert_eq!(
            check(&request, "linkPhone"),
            "parameter `linkPhone`: must not be empty"
        );
    }
}

#[test]
fn a_name_has_at_most_500_characters() {
    let mut request = registration();
    request.name = "单".repeat(500);
    assert_eq!(request.validate(), Ok(()));
    request.name.push('位');
    assert_eq!(
        check(&request, "organunitName"),
        "parameter `organunitName`: has 501 characters, at most 500 are allowed"
    );
}

#[test]
fn a_registration_checks_its_three_areas_against_each_other() {
    let mut request = registration();
    request.city = "120100".parse().unwrap();
    assert_eq!(
        check(&request, "city_ID"),
        "parameter `city_ID`: 120103 requires 120000 here, not 120100"
    );
}

#[test]
fn a_phone_has_11_digits_that_begin_with_1() {
    for good in ["13800000000", "19912345678", "+8613800000000"] {
        assert_eq!(SendVerifyInfo::new(good).validate(), Ok(()), "{good}");
    }
    for wrong in [
        "",
        "1380000000",
        "138000000000",
        "23800000000",
        "+861380000000",
        "+1 3800000000",
        "138-0000-0000",
        "１３８００００００００",
        "1380000000x",
        "+86+8613800000000",
    ] {
        assert_eq!(
            check(&SendVerifyInfo::new(wrong), "phoneCode"),
            "parameter `phoneCode`: must be a mobile phone number: 11 digits that begin with 1",
            "{wrong}"
        );
    }
}

fn verification(certificate: Certificate, licence: File) -> VerifyCompanyInfo {
    VerifyCompanyInfo::new("i.86.120103.1021".parse().unwrap(), certificate, licence)
}

fn other() -> Certificate {
    Certificate::Other("样例-1".to_owned())
}

#[test]
fn a_certificate_number_must_match_its_kind() {
    let mut request = verification(
        Certificate::CreditCode("91110108MA0000015T".parse().unwrap()),
        licence(),
    );
    assert_eq!(request.validate(), Ok(()));
    request.certificate_number = "91110108MA00000150".into();
    assert_eq!(
        check(&request, "Organizationcode"),
        "parameter `Organizationcode`: unified social credit code: position 18: check character \
         is '0', expected 'T'"
    );
    request.certificate_kind = CertificateKind::OrganizationCode;
    request.certificate_number = "761614323".into();
    assert_eq!(
        check(&request, "Organizationcode"),
        "parameter `Organizationcode`: organisation code: position 9: check character is '3', \
         expected '2'"
    );
    request.certificate_number = "761614322".into();
    assert_eq!(request.validate(), Ok(()));
    for kind in [
        CertificateKind::IndividualBusiness,
        CertificateKind::OtherCertificate,
    ] {
        request.certificate_kind = kind;
        request.certificate_number = "样例-1".into();
        assert_eq!(request.validate(), Ok(()), "{kind:?}");
        request.certificate_number = " ".into();
        assert_eq!(
            check(&request, "Organizationcode"),
            "parameter `Organizationcode`: must not be empty"
        );
    }
}

#[test]
fn a_certificate_sets_its_kind() {
    let kinds = [
        (
            Certificate::CreditCode("91110108MA0000015T".parse().unwrap()),
            2,
        ),
        (
            Certificate::OrganizationCode("761614322".parse().unwrap()),
            1,
        ),
        (Certificate::IndividualBusiness("1".to_owned()), 3),
        (Certificate::Other("1".to_owned()), 0),
    ];
    for (certificate, code) in kinds {
        let request = verification(certificate, licence());
        assert_eq!(request.certificate_kind.code(), code);
        let params = Params::from_request(&request).unwrap();
        assert_eq!(params.text("codePayType"), Some(code.to_string().as_str()));
    }
}

#[test]
fn a_licence_must_be_named_like_a_picture() {
    for good in [
        "a.bmp",
        "a.png",
        "a.jpg",
        "a.jpeg",
        "a.gif",
        "营业执照.JPG",
        "a.b.Png",
    ] {
        let request = verification(other(), File::new(good, &b"x"[..]));
        assert_eq!(request.validate(), Ok(()), "{good}");
    }
    for wrong in ["", "jpg", "a.pdf", "a.jpg.exe", "a.", "a.jpg "] {
        let request = verification(other(), File::new(wrong, &b"x"[..]));
        assert_eq!(
            check(&request, "file1"),
            "parameter `file1`: must be a picture whose name ends in bmp, png, jpg, jpeg, gif",
            "{wrong}"
        );
    }
}

#[test]
fn a_licence_has_1_byte_to_5_megabytes() {
    const MOST: usize = 5 * 1024 * 1024;
    let of = |size| verification(other(), File::new("a.png", Bytes::from(vec![0; size])));
    assert_eq!(of(1).validate(), Ok(()));
    assert_eq!(of(MOST).validate(), Ok(()));
    assert_eq!(
        check(&of(0), "file1"),
        "parameter `file1`: has 0 bytes, must have 1 to 5242880"
    );
    assert_eq!(
        check(&of(MOST + 1), "file1"),
        "parameter `file1`: has 5242881 bytes, must have 1 to 5242880"
    );
}

#[test]
fn completed_data_has_an_address_of_at_most_500_characters() {
    let of = |address: &str| {
        ModifyCompanyInfo::new("i.86.120103.1021".parse().unwrap(), 5000_u64, address)
    };
    assert_eq!(of(&"路".repeat(500)).validate(), Ok(()));
    assert_eq!(
        check(&of("  "), "organunitAddress"),
        "parameter `organunitAddress`: must not be empty"
    );
    assert_eq!(
        check(&of(&"路".repeat(501)), "organunitAddress"),
        "parameter `organunitAddress`: has 501 characters, at most 500 are allowed"
    );
}

#[test]
fn a_search_needs_a_name() {
    assert_eq!(
        check(
            &GetCompanyInfo::new("\u{3000}", Matching::Exact),
            "companyName"
        ),
        "parameter `companyName`: must not be empty"
    );
}

fn again<E: Endpoint<Vendor = Idcode>>(operation: &str, change: (&str, Option<&str>)) -> String {
    let (changed, text) = change;
    let samples = full();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == operation)
        .unwrap();
    let mut params = Params::default();
    for (name, value) in sample.params.iter() {
        match text {
            _ if name != changed => params.push(name.to_owned(), value.clone()),
            Some(text) => params.push(name.to_owned(), text.into()),
            None => {}
        }
    }
    match params.into_typed::<E>() {
        Ok(_) => panic!("{operation}: {changed} passes"),
        Err(invalid) => {
            assert_eq!(invalid.names(), [changed]);
            invalid.to_string()
        }
    }
}

#[test]
fn invalid_ids_and_numbers_are_refused_by_name() {
    assert_eq!(
        again::<RegCompanyInfo>("RegCompanyInfo", ("area_ID", Some("12010x"))),
        "parameter `area_ID`: division code: position 6: found 'x', expected a digit"
    );
    assert_eq!(
        again::<RegCompanyInfo>("RegCompanyInfo", ("code", Some("1003a"))),
        "parameter `code`: numeric id: position 5: found 'a', expected a digit"
    );
    assert_eq!(
        again::<ModifyCompanyInfo>("ModifyCompanyInfo", ("registeredCapital", Some("1000.5"))),
        "parameter `registeredCapital`: expected a whole number"
    );
    assert_eq!(
        again::<VerifyCompanyInfo>("VerifyCompanyInfo", ("companyIDcode", Some("i.86"))),
        "parameter `companyIDcode`: IDcode: position 5: expected `.` and another segment"
    );
}

#[test]
fn a_missing_parameter_is_named() {
    assert_eq!(
        again::<RegCompanyInfo>("RegCompanyInfo", ("linkPhone", None)),
        "parameter `linkPhone` is missing"
    );
    assert_eq!(
        again::<VerifyCompanyInfo>("VerifyCompanyInfo", ("file1", None)),
        "parameter `file1` is missing"
    );
}

#[test]
fn the_size_of_a_unit_defaults_to_the_smallest() {
    let samples = smallest();
    let sample = samples
        .iter()
        .find(|sample| sample.spec.name == "ModifyCompanyInfo")
        .unwrap();
    let mut params = Params::default();
    for (name, value) in sample
        .params
        .iter()
        .filter(|(name, _)| *name != "unitSizeType")
    {
        params.push(name.to_owned(), value.clone());
    }
    let request: ModifyCompanyInfo = params.into_typed().unwrap();
    assert_eq!(request.size.code(), 1);
}

#[test]
fn values_outside_a_closed_list_are_refused_in_every_operation() {
    let mut lists = Vec::new();
    for sample in full() {
        for param in sample
            .spec
            .params
            .iter()
            .filter(|one| !one.values.is_empty())
        {
            assert!(
                sample.params.text(param.name).is_some(),
                "{}",
                sample.spec.name
            );
            let mut params = Params::default();
            for (name, value) in sample.params.iter() {
                if name == param.name {
                    params.push(param.name, endpoint_core::Value::from("77".to_owned()));
                } else {
                    params.push(name.to_owned(), value.clone());
                }
            }
            let refused = sample.is_same(params).unwrap_err();
            assert_eq!(refused.names(), [param.name], "{}", sample.spec.name);
            let listed = param
                .values
                .iter()
                .all(|(code, _)| refused.to_string().contains(code));
            assert!(listed, "{refused}");
            lists.push(param.name);
        }
    }
    assert!(lists.len() >= 18, "{lists:?}");
}

#[test]
fn a_text_that_is_no_name_registers_no_unit_unless_it_is_sent_as_written() {
    let mut request = registration();
    for name in [
        "#N/A",
        "null",
        "&nbsp;",
        "{{name}}",
        "=A1&B1",
        "entName=样例有限公司",
        "样例有限公司 张三",
        "13800138000",
        "https://example.com",
    ] {
        name.clone_into(&mut request.name);
        check(&request, "organunitName");
        assert_eq!(request.clone().with_names_as_written().validate(), Ok(()));
        let doubts = request.clone().with_names_as_written().doubts();
        assert!(
            doubts[0].to_string().contains("sent as written"),
            "{doubts:?}"
        );
    }
}
