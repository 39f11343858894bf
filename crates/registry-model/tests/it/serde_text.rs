use std::collections::BTreeMap;
use std::fmt::Debug;

use registry_model::{
    DivisionCode, IdCode, OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn survives_as_text<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) {
    let json = format!("\"{text}\"");
    let value: T = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(
        serde_json::from_reader::<_, T>(json.as_bytes()).unwrap(),
        value
    );
    assert_eq!(
        serde_json::from_value::<T>(serde_json::Value::from(text)).unwrap(),
        value
    );
}

#[test]
fn identifiers_survive_json_as_text() {
    survives_as_text::<UnifiedSocialCreditCode>("91310116761614322N");
    survives_as_text::<OrganizationCode>("761614322");
    survives_as_text::<RegistrationNumber>("310116002008277");
    survives_as_text::<DivisionCode>("310116");
    survives_as_text::<IdCode>("i.86.110108.52/91.12000000.1/件");
}

#[test]
fn identifiers_serve_as_keys_of_a_map() {
    let json = r#"{"310116":"91310116761614322N"}"#;
    let map: BTreeMap<DivisionCode, UnifiedSocialCreditCode> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&map).unwrap(), json);
}

#[test]
fn a_wrong_identifier_is_refused_with_its_position() {
    let error = serde_json::from_str::<UnifiedSocialCreditCode>(r#""91310116761614322A""#);
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("position 18: check character is 'A', expected 'N'"),
        "{error}"
    );
    let error = serde_json::from_str::<RegistrationNumber>("310116002008277").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected a registration number as text"),
        "{error}"
    );
}
