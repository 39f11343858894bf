//! 301 registers units; 306, 307 and 308 find them; 304 and 305 change them.

use endpoint_core::RefusalKind;
use idcode_api::operations::{
    GetCompanyBaseInfo, GetCompanyInfo, GetOrganUnitStatus, Matching, RegCompanyInfo,
};
use idcode_api::{Audit, Authentication, Locality, UnitStatus};
use registry_sandbox::sample;

use crate::client::Client;
use crate::samples::{code, completion, registration, verification};

const CODE: &str = "i.86.110108.1";

#[tokio::test]
async fn a_unit_goes_from_registration_to_review() {
    let client = Client::new();
    let name = sample::DEMO.name;
    let exact = GetCompanyInfo::new(name, Matching::Exact);
    assert_eq!(client.call(&exact).await.unwrap_err().code, 0);

    let registered = client.call(&registration(name, "demo")).await.unwrap();
    assert_eq!(registered.main_code.as_deref(), Some("i.86.110108.1/"));
    assert_eq!(registered.existing, None);

    let unit = client
        .call(&GetCompanyBaseInfo::new(code(CODE)))
        .await
        .unwrap();
    assert_eq!(unit.name.as_deref(), Some(name));
    assert_eq!(unit.main_code.as_deref(), Some(CODE));
    assert_eq!(unit.status, Some(UnitStatus::Incomplete));
    assert_eq!(unit.area_id.unwrap().to_string(), "110108");
    assert_eq!(unit.city_id.unwrap().to_string(), "110000");
    assert_eq!(unit.id.unwrap().to_string().len(), 20);

    client.call(&completion(CODE)).await.unwrap();
    let unit = client
        .call(&GetCompanyBaseInfo::new(code(CODE)))
        .await
        .unwrap();
    assert_eq!(unit.status, Some(UnitStatus::ToBeReviewed));
    assert_eq!(unit.address.as_deref(), Some(sample::DEMO.address));
    assert_eq!(unit.trade_id.unwrap().to_string(), "65");

    let status = client
        .call(&GetOrganUnitStatus::new(code(CODE)))
        .await
        .unwrap();
    assert_eq!(status.authentication, Authentication::NotVerified);
    assert_eq!(status.audit, Audit::UnderReview);

    client.call(&verification(CODE)).await.unwrap();
    let status = client
        .call(&GetOrganUnitStatus::new(code(CODE)))
        .await
        .unwrap();
    assert_eq!(status.authentication, Authentication::Verified);
    assert_eq!(status.remaining_days.as_deref(), Some("365"));

    assert_eq!(client.call(&exact).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_unit_can_be_verified_before_its_data_are_completed() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    client.call(&verification(CODE)).await.unwrap();
    let status = client
        .call(&GetOrganUnitStatus::new(code(CODE)))
        .await
        .unwrap();
    assert_eq!(status.authentication, Authentication::Verified);
    assert_eq!(status.audit, Audit::NotReviewed);
    client.call(&completion(CODE)).await.unwrap();
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_with_the_unit_that_has_it() {
    let client = Client::new();
    let first = registration("甲公司", "one").with_contact("张三");
    client.call(&first).await.unwrap();

    let refusal = client
        .call(&registration("甲公司", "two"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, 2);
    assert_eq!(refusal.message, "已存在该组织单位，不可再添加！");
    assert_eq!(refusal.kind, RefusalKind::Exists);
    let existing = RegCompanyInfo::existing(&refusal).unwrap().unwrap();
    assert_eq!(existing.name.as_deref(), Some("甲公司"));
    assert_eq!(existing.contact.as_deref(), Some("张三"));
    assert_eq!(existing.contact_phone.as_deref(), Some(sample::PHONE));
}

#[tokio::test]
async fn a_user_that_is_taken_is_refused_with_the_unit_of_that_user() {
    let client = Client::new();
    client.call(&registration("甲公司", "one")).await.unwrap();
    let refusal = client
        .call(&registration("乙公司", "one"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, 3);
    assert_eq!(refusal.message, "已存在该用户，不可再添加！");
    let existing = RegCompanyInfo::existing(&refusal).unwrap().unwrap();
    assert_eq!(existing.name.as_deref(), Some("甲公司"));

    // The refused unit was not registered.
    let search = GetCompanyInfo::new("乙公司", Matching::Exact);
    assert_eq!(client.call(&search).await.unwrap_err().code, 0);
}

#[tokio::test]
async fn main_codes_are_numbered_in_each_district() {
    let client = Client::new();
    let mut codes = Vec::new();
    for (name, division) in [
        ("甲公司", "110108"),
        ("乙公司", "110108"),
        ("丙公司", "441900"),
        ("丁公司", "810000"),
    ] {
        let place = Locality::from_division(division.parse().unwrap());
        let mut request = registration(name, name);
        (request.province, request.city, request.area) =
            (place.province(), place.city(), place.district());
        let registered = client.call(&request).await.unwrap();
        codes.push(registered.main_code.unwrap());
    }
    assert_eq!(
        codes,
        [
            "i.86.110108.1/",
            "i.86.110108.2/",
            "i.86.441900.1/",
            "i.86.810000.1/"
        ]
    );
}

#[tokio::test]
async fn the_number_of_the_sample_unit_is_not_given_out_again() {
    let client = Client::new();
    let mut last = String::new();
    for count in 1..=52 {
        let name = format!("第{count}公司");
        let registered = client.call(&registration(&name, &name)).await.unwrap();
        last = registered.main_code.unwrap();
    }
    assert_eq!(last, "i.86.110108.53/");
}

#[tokio::test]
async fn a_main_code_is_found_with_and_without_the_slash_of_its_registration() {
    let client = Client::new();
    for written in ["i.86.110108.52", "i.86.110108.52/"] {
        let (code, _) = client
            .idcode(
                "/AllInterFace/GetCompanyBaseInfo",
                &[("companyIDcode", written)],
            )
            .await;
        assert_eq!(code, 1, "{written}");
    }
}

#[tokio::test]
async fn an_unknown_main_code_is_refused_by_every_operation_that_takes_one() {
    let client = Client::new();
    let nobody = "i.86.110108.999";
    let refusals = [
        client.call(&verification(nobody)).await.unwrap_err(),
        client.call(&completion(nobody)).await.unwrap_err(),
        client
            .call(&GetCompanyBaseInfo::new(code(nobody)))
            .await
            .unwrap_err(),
        client
            .call(&GetOrganUnitStatus::new(code(nobody)))
            .await
            .unwrap_err(),
    ];
    for refusal in refusals {
        assert_eq!(
            (refusal.code, refusal.message.as_str()),
            (0, "单位不存在！")
        );
    }
    // The code of a category of a unit is not the code of the unit.
    let category = GetCompanyBaseInfo::new(code("i.86.110108.52/91.12000000.1/"));
    let refusal = client.call(&category).await.unwrap_err();
    assert_eq!(refusal.code, 0);
    assert!(
        refusal
            .message
            .starts_with("参数错误！parameter `companyIDcode`: "),
        "{refusal}"
    );
}

#[tokio::test]
async fn names_are_matched_fuzzily_unless_asked_otherwise() {
    let client = Client::new();
    for name in ["甲乙公司", "甲丙公司", "丁公司"] {
        client.call(&registration(name, name)).await.unwrap();
    }
    let names = async |pairs: &[(&str, &str)]| {
        let mut pairs = pairs.to_vec();
        pairs.push(("access_token", crate::client::TOKEN));
        let target = client.target("/AllInterFace/GetCompanyInfo", &pairs);
        let answer = client.json(crate::client::get(&target)).await;
        let rows = answer["OrganUnitList"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        rows.iter()
            .map(|row| row["OrganUnitName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&[("companyName", "甲")]).await,
        ["甲乙公司", "甲丙公司"]
    );
    assert_eq!(
        names(&[("companyName", "甲"), ("searchType", "0")]).await,
        ["甲乙公司", "甲丙公司"]
    );
    assert_eq!(
        names(&[("companyName", "甲"), ("searchType", "")]).await,
        ["甲乙公司", "甲丙公司"]
    );
    assert!(
        names(&[("companyName", "甲"), ("searchType", "1")])
            .await
            .is_empty()
    );
    assert_eq!(
        names(&[("companyName", "丁公司"), ("searchType", "1")]).await,
        ["丁公司"]
    );
}

#[tokio::test]
async fn lists_hide_main_code_and_contact_as_the_document_has_them() {
    let client = Client::new();
    let rows = client
        .call(&GetCompanyInfo::new(sample::unit::NAME, Matching::Exact))
        .await
        .unwrap();
    let [row] = rows.as_slice() else {
        panic!("{} rows", rows.len())
    };
    // Empty texts arrive as absent.
    assert_eq!(row.main_code, None);
    assert_eq!(row.contact, None);
    assert_eq!(row.contact_phone, None);
    assert_eq!(row.address.as_deref(), Some(sample::unit::ADDRESS));

    let whole = client
        .call(&GetCompanyBaseInfo::new(code(sample::unit::MAIN_CODE)))
        .await
        .unwrap();
    assert_eq!(whole.main_code.as_deref(), Some(sample::unit::MAIN_CODE));
    assert_eq!(whole.contact.as_deref(), Some(sample::PERSON));
}

#[tokio::test]
async fn what_305_does_not_send_stays_as_it_was() {
    let client = Client::new();
    let first = registration("甲公司", "one")
        .with_contact("张三")
        .with_email("one@example.com");
    client.call(&first).await.unwrap();
    let change = completion(CODE).with_email("two@example.com");
    client.call(&change).await.unwrap();
    client
        .call(&completion(CODE).with_office_phone("010-00000000"))
        .await
        .unwrap();

    let unit = client
        .call(&GetCompanyBaseInfo::new(code(CODE)))
        .await
        .unwrap();
    assert_eq!(unit.contact.as_deref(), Some("张三"));
    assert_eq!(unit.email.as_deref(), Some("two@example.com"));
    assert_eq!(unit.office_phone.as_deref(), Some("010-00000000"));
}

#[tokio::test]
async fn completing_a_regular_unit_leaves_its_status_alone() {
    let client = Client::new();
    client
        .call(&completion(sample::unit::MAIN_CODE))
        .await
        .unwrap();
    let unit = client
        .call(&GetCompanyBaseInfo::new(code(sample::unit::MAIN_CODE)))
        .await
        .unwrap();
    assert_eq!(unit.status, Some(UnitStatus::Regular));
}
