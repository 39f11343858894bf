//! Tests the conversion of a unit into an enterprise.

use endpoint_core::lenient;
use idcode_api::operations::{GetCompanyBaseInfo, GetCompanyInfo};
use idcode_api::{Unit, UnitAccount};
use registry_model::jiff::Timestamp;
use registry_model::{Amount, Enterprise, EntityKind, Field, Verdict};

fn fixture(operation: &str, case: &str) -> Vec<u8> {
    let path = format!(
        "{}/../../fixtures/idcode/{operation}/{case}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

fn unit(json: &[u8]) -> Enterprise {
    let unit: Unit = lenient::decode(json).unwrap();
    unit.to_enterprise::<GetCompanyBaseInfo>(Timestamp::UNIX_EPOCH)
}

fn account(json: &[u8]) -> Enterprise {
    let account = UnitAccount::from_json(json).unwrap();
    account.to_enterprise(Timestamp::UNIX_EPOCH)
}

#[test]
fn a_unit_of_306_becomes_an_enterprise() {
    let enterprise = unit(&fixture("GetCompanyBaseInfo", "success"));
    let name = enterprise.name.unwrap();
    assert_eq!(name.as_str(), "样例二维码科技有限公司");
    assert_eq!(
        name.provenance.to_string(),
        "idcode GetCompanyBaseInfo, 1970-01-01T00:00:00Z"
    );
    let code = enterprise.main_code.unwrap();
    assert_eq!(code.get().unwrap().as_str(), "i.86.120103.1021");
    assert_eq!(enterprise.division.unwrap().as_str(), "120103");
    assert_eq!(enterprise.contact_phone.unwrap().expose(), "13800000000");
    assert_eq!(enterprise.office_phone.unwrap().to_string(), "0**********");
    assert_eq!(enterprise.industry.unwrap().get(), 5000);
    // The status is that of the account.
    assert_eq!(enterprise.status, None);
    assert_eq!(enterprise.credit_code, None);
}

#[test]
fn what_307_leaves_empty_is_not_there() {
    #[derive(serde::Deserialize)]
    struct Units {
        #[serde(rename = "OrganUnitList")]
        units: Vec<Unit>,
    }
    let units: Units = lenient::decode(&fixture("GetCompanyInfo", "success")).unwrap();
    let enterprise = units.units[0].to_enterprise::<GetCompanyInfo>(Timestamp::UNIX_EPOCH);
    assert_eq!(enterprise.main_code, None);
    assert_eq!(enterprise.contact, None);
    let name = enterprise.name.as_ref().unwrap();
    assert_eq!(name.provenance.operation, "GetCompanyInfo");

    // Both describe one unit: 306 completes 307, and they agree on the rest.
    let base = unit(&fixture("GetCompanyBaseInfo", "success"));
    let comparison = enterprise.compare(&base);
    assert!(comparison.agrees());
    assert_eq!(
        comparison.finding(Field::MainCode).unwrap().verdict(),
        Verdict::OnlyRight
    );
    assert_eq!(
        enterprise.clone().completed_by(base.clone()).main_code,
        base.main_code
    );
}

#[test]
fn a_login_adds_certificate_office_and_capital() {
    let enterprise = account(&fixture("LoginVerify", "success"));
    let code = enterprise.credit_code.as_ref().unwrap();
    assert_eq!(code.get().unwrap().as_str(), "91110108MA0000015T");
    assert_eq!(code.provenance.operation, "LoginVerify");
    assert_eq!(enterprise.organization_code, None);
    let capital = enterprise.capital.as_ref().unwrap();
    assert_eq!(capital.amount(), Some(Amount::new(10_000_000)));
    assert_eq!(
        enterprise.office_address.as_ref().unwrap().value,
        "天津市河西区样例路2号"
    );
    let base = unit(&fixture("GetCompanyBaseInfo", "success"));
    assert!(enterprise.compare(&base).agrees());
}

#[test]
fn the_kind_of_the_certificate_decides_the_field_of_its_number() {
    let with = |kind: i64, number: &str| {
        let json = format!(r#"{{"CodePayType":{kind},"OrganizationCode":"{number}"}}"#);
        account(json.as_bytes())
    };
    let enterprise = with(1, "76161432-2");
    let code = enterprise.organization_code.unwrap();
    assert_eq!(code.get().unwrap().as_str(), "761614322");
    let enterprise = with(3, "310116002008277");
    assert!(enterprise.registration_number.unwrap().get().is_some());
    assert_eq!(*enterprise.entity.unwrap(), EntityKind::IndividualBusiness);
    assert_eq!(with(0, "91110108MA0000015T"), Enterprise::default());
    assert_eq!(with(7, "91110108MA0000015T"), Enterprise::default());
}

#[test]
fn an_id_of_zero_is_left_out() {
    let enterprise = unit(br#"{"Trade_ID":0,"UnitType_ID":"0","Province_ID":0,"Area_ID":0}"#);
    assert_eq!(enterprise, Enterprise::default());
}

#[test]
fn ids_that_are_not_codes_give_no_division() {
    let division = |province: &str, city: &str, area: &str| {
        let json = format!(r#"{{"Province_ID":{province},"City_ID":{city},"Area_ID":{area}}}"#);
        unit(json.as_bytes()).division.map(|code| code.to_string())
    };
    let some = |code: &str| Some(code.to_owned());
    assert_eq!(division("120000", "120000", "120103"), some("120103"));
    assert_eq!(division("440000", "441900", "441900"), some("441900"));
    assert_eq!(division("440000", "441900", "0"), some("441900"));
    assert_eq!(division("440000", "null", "null"), some("440000"));
    assert_eq!(division("null", "null", "440106"), some("440106"));
    assert_eq!(division("null", "null", "null"), None);
    // Numbers of the platform's own.
    assert_eq!(division("12", "345", "6789"), None);
    assert_eq!(division("12", "345", "110105"), None);
    assert_eq!(division("310000", "310000", "120103"), None);
    assert_eq!(division("null", "null", "990101"), None);
    assert_eq!(division("null", "null", "10000000000000120103"), None);
}
