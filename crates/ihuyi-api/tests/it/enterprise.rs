//! Tests the conversion of a record into an enterprise.

use endpoint_core::lenient;
use ihuyi_api::products::CompanyRecord;
use registry_model::jiff::Timestamp;
use registry_model::jiff::civil::date;
use registry_model::{Amount, Enterprise, EntityKind, RegistrationState};

fn enterprise(case: &str) -> Enterprise {
    let path = format!(
        "{}/../../fixtures/ihuyi/entinfov2.Submit/{case}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let body = std::fs::read(path).unwrap();
    let record: CompanyRecord = lenient::decode(&body).unwrap();
    record.to_enterprise(Timestamp::UNIX_EPOCH)
}

#[test]
fn the_vendors_sample_becomes_an_enterprise() {
    let enterprise = enterprise("success");
    let name = enterprise.name.as_ref().unwrap();
    assert_eq!(name.as_str(), "上海思锐信息技术有限公司");
    assert_eq!(
        name.provenance.to_string(),
        "ihuyi entinfov2.Submit, 1970-01-01T00:00:00Z"
    );
    let code = enterprise.credit_code.as_ref().unwrap();
    assert_eq!(code.get().unwrap().as_str(), "91310116761614322N");
    let established = enterprise.established.as_ref().unwrap();
    assert_eq!(established.day(), Some(date(2004, 4, 20)));
    let capital = enterprise.capital.as_ref().unwrap();
    assert_eq!(capital.amount(), Some(Amount::new(10_000_000)));
    assert_eq!(capital.currency().and_then(|one| one.code()), Some("CNY"));
    let status = enterprise.status.as_ref().unwrap();
    assert_eq!(status.registration_state(), RegistrationState::InBusiness);
    assert_eq!(*enterprise.entity.unwrap(), EntityKind::Enterprise);
    // An open term has no end.
    assert_eq!(enterprise.term_to, None);
    assert_eq!(enterprise.former_names, []);
    let officers: Vec<_> = enterprise
        .officers
        .iter()
        .map(|officer| (officer.name.expose(), officer.position.as_deref()))
        .collect();
    assert_eq!(
        officers,
        [("程**", Some("监事")), ("谢**", Some("执行董事"))]
    );
    let kinds: Vec<_> = enterprise
        .certificates
        .iter()
        .map(|one| (one.kind.as_deref(), one.is_past))
        .collect();
    assert_eq!(kinds.first(), Some(&(Some("高新企业"), Some(false))));
    assert_eq!(kinds.get(1), Some(&(Some("科技型中小企业"), Some(true))));
}

#[test]
fn the_irregular_form_becomes_the_same_enterprise() {
    let enterprise = enterprise("irregular");
    assert_eq!(enterprise.postal_code.unwrap().value, "201500");
    assert_eq!(enterprise.officers.len(), 1);
    let capital = enterprise.capital.unwrap();
    assert_eq!(capital.ten_thousands(), Some(Amount::new(1000)));
    assert_eq!(*enterprise.entity.unwrap(), EntityKind::IndividualBusiness);
    let district = enterprise.certificates[0].division.as_ref().unwrap();
    assert_eq!(district.get().unwrap().as_str(), "310116");
}

#[test]
fn former_names_in_one_text_are_split() {
    let body = r#"{"result":{"info":{"basic":{"entname_old":"甲有限公司；乙、丙有限公司; 丁有限公司;"}}}}"#;
    let record: CompanyRecord = lenient::decode(body.as_bytes()).unwrap();
    let enterprise = record.to_enterprise(Timestamp::UNIX_EPOCH);
    let names: Vec<_> = enterprise
        .former_names
        .iter()
        .map(|name| name.as_str())
        .collect();
    assert_eq!(names, ["甲有限公司", "乙、丙有限公司", "丁有限公司"]);
    assert_eq!(enterprise.name, None);
}
