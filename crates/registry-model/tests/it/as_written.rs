//! Values that are held as written.

use std::collections::HashSet;

use registry_model::{
    CheckRule, IdentifierErrorKind, OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode,
    Warning,
};

#[test]
fn a_text_as_written_is_kept_and_says_what_it_is() {
    let number = RegistrationNumber::as_written("411481NA000138X").unwrap();
    assert_eq!(number.to_string(), "411481NA000138X");
    assert_eq!(
        format!("{number:?}"),
        "RegistrationNumber::as_written(\"411481NA000138X\")"
    );
    assert_eq!(
        number.broken_rule().unwrap().to_string(),
        "registration number: position 7: found 'N', expected a digit"
    );
    assert!(number.warnings().contains(Warning::AsWritten));
    assert_eq!(number.division().unwrap().as_str(), "411481");
    let old = RegistrationNumber::as_written("企独粤深总字第304567号").unwrap();
    assert_eq!(
        (old.as_str(), old.division()),
        ("企独粤深总字第304567号", None)
    );

    let code = UnifiedSocialCreditCode::as_written("91310116761614323N").unwrap();
    assert_eq!(code.rule(), CheckRule::None);
    assert_eq!(code.division().unwrap().as_str(), "310116");
    // Its own check character is wrong.
    assert_eq!(code.organization_code(), None);
    assert_eq!(
        UnifiedSocialCreditCode::as_written("x").unwrap().category(),
        '\u{fffd}'
    );
    let code = OrganizationCode::as_written("761614323").unwrap();
    assert!(code.is_as_written() && code.warnings().contains(Warning::AsWritten));
}

#[test]
fn valid_text_as_written_equals_the_parsed_identifier() {
    let parsed: UnifiedSocialCreditCode = "91310116761614322N".parse().unwrap();
    let written = UnifiedSocialCreditCode::as_written("91310116761614322N").unwrap();
    assert_eq!(parsed, written);
    assert!(!written.is_as_written() && written.broken_rule().is_none());
    assert_eq!(
        format!("{written:?}"),
        "UnifiedSocialCreditCode(\"91310116761614322N\")"
    );
    assert_eq!(
        OrganizationCode::as_written("76161432-2").unwrap().as_str(),
        "761614322"
    );
}

#[test]
fn text_that_no_request_can_carry_is_refused() {
    for text in [
        "",
        " ",
        "91310116\n761614323N",
        "91310116\u{0}",
        "\u{7f}1",
        "a\u{85}",
    ] {
        assert!(
            UnifiedSocialCreditCode::as_written(text).is_err(),
            "{text:?}"
        );
        assert!(OrganizationCode::as_written(text).is_err(), "{text:?}");
        assert!(RegistrationNumber::as_written(text).is_err(), "{text:?}");
    }
    assert!(RegistrationNumber::as_written(&"1".repeat(60)).is_ok());
    let error = RegistrationNumber::as_written(&"1".repeat(61)).unwrap_err();
    assert_eq!(
        error.reason(),
        IdentifierErrorKind::TooLongToSend {
            bytes: 61,
            most: 60
        }
    );
}

#[test]
fn order_and_hash_are_those_of_the_text() {
    let written = |text| RegistrationNumber::as_written(text).unwrap();
    let mut numbers = ["411481NA000138X", "310116002008277", "14010700A001338"].map(written);
    numbers.sort();
    let texts: Vec<_> = numbers.iter().map(|number| number.as_str()).collect();
    assert_eq!(
        texts,
        ["14010700A001338", "310116002008277", "411481NA000138X"]
    );
    assert_eq!(HashSet::from(numbers).len(), 3);
}

#[test]
fn serde_reads_text_as_written_only_for_deserializers_that_request_it() {
    let json = serde_json::to_string(&RegistrationNumber::as_written("411481NA000138X").unwrap());
    assert_eq!(json.unwrap(), "\"411481NA000138X\"");
    assert!(serde_json::from_str::<RegistrationNumber>("\"411481NA000138X\"").is_err());
    assert!(serde_json::from_str::<RegistrationNumber>("\"310116002008277\"").is_ok());
}
