//! Tests that a refused registration returns the existing unit.

use endpoint_core::{OpenError, Refusal, Vendor};
use idcode_api::Idcode;
use idcode_api::operations::RegCompanyInfo;

fn refusal(body: &'static str) -> Refusal {
    match Idcode::open::<RegCompanyInfo>(&body.into()) {
        Err(OpenError::Refused(refusal)) => *refusal,
        other => panic!("{other:?}"),
    }
}

macro_rules! fixture {
    ($case:literal) => {
        include_str!(concat!(
            "../../../../fixtures/idcode/RegCompanyInfo/",
            $case,
            ".json"
        ))
    };
}

#[test]
fn code_2_comes_with_the_unit_of_the_documents_sample() {
    let refusal = refusal(fixture!("refusal-2"));
    let unit = RegCompanyInfo::existing(&refusal).unwrap().unwrap();
    assert_eq!(unit.name.as_deref(), Some("这是单位名称"));
    assert_eq!(unit.contact.as_deref(), Some("这是联系人"));
    assert_eq!(unit.office_phone.as_deref(), Some("031188888888"));
    assert_eq!(unit.contact_phone.as_deref(), Some("15000000000"));
}

#[test]
fn code_3_comes_with_the_unit_also_where_its_keys_are_spelt_otherwise() {
    let refusal = refusal(fixture!("refusal-3"));
    let unit = RegCompanyInfo::existing(&refusal).unwrap().unwrap();
    assert_eq!(unit.name.as_deref(), Some("样例二维码科技有限公司"));
    assert_eq!(unit.contact.as_deref(), Some("样例联系人"));
    assert_eq!(unit.office_phone, None);
    assert_eq!(unit.contact_phone.as_deref(), Some("13800000000"));
}

#[test]
fn refusals_with_other_codes_have_no_unit() {
    let refusal =
        refusal(r#"{"OrganUnitResultInfo":null,"ResultCode":-3,"ResultMsg":"验证码错误！"}"#);
    assert_eq!(RegCompanyInfo::existing(&refusal).unwrap(), None);
}

#[test]
fn the_unit_survives_sealing() {
    let first = refusal(fixture!("refusal-2"));
    let sealed = Idcode::seal::<RegCompanyInfo>(Err(&first));
    let Err(OpenError::Refused(again)) = Idcode::open::<RegCompanyInfo>(&sealed.into()) else {
        panic!("a refusal was sealed");
    };
    assert_eq!(
        RegCompanyInfo::existing(&again).unwrap(),
        RegCompanyInfo::existing(&first).unwrap()
    );
}
