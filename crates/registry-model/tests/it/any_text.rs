//! Nothing panics, whatever the text.

use proptest::prelude::*;
use registry_model::{
    DecimalId, DivisionCode, IdCode, OrganizationCode, RegistrationNumber, ResidentId,
    UnifiedSocialCreditCode, identify,
};

/// Texts of any characters, and texts close to an identifier.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,24}",
        "[0-9A-Za-z公司－ ]{5,20}",
        "[0-9]{17}[0-9xX]",
        "[iMA]{1,2}\\.[0-9.]{0,12}(/\\PC{0,9}){0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_anything_panic(text in any_text()) {
        let length = text.chars().count();
        let errors = [
            text.parse::<UnifiedSocialCreditCode>().err(),
            text.parse::<OrganizationCode>().err(),
            text.parse::<RegistrationNumber>().err(),
            text.parse::<DivisionCode>().err(),
            text.parse::<IdCode>().err(),
            text.parse::<ResidentId>().err(),
            text.parse::<DecimalId>().err(),
        ];
        for error in errors.into_iter().flatten() {
            let position = error.position().unwrap();
            prop_assert!((1..=length + 1).contains(&position), "{error} in {text:?}");
            prop_assert!(!error.to_string().ends_with('.'));
        }
        let found = identify(&text);
        prop_assert_eq!(found.is_valid(), found.error().is_none());
    }

    #[test]
    fn bodies_of_any_text_are_read_or_refused(text in any_text()) {
        let _ = UnifiedSocialCreditCode::from_body(&text).map(|code| {
            assert_eq!(code.as_str().parse(), Ok(code));
        });
        let _ = OrganizationCode::from_body(&text).map(|code| {
            assert_eq!(code.as_str().parse(), Ok(code));
        });
        let _ = RegistrationNumber::from_body(&text).map(|number| {
            assert_eq!(number.as_str().parse(), Ok(number));
        });
    }

    #[test]
    fn text_that_identify_calls_valid_parses_as_that_kind(text in any_text()) {
        use registry_model::IdentifierKind as Kind;
        let found = identify(&text);
        let parses = match found.kind() {
            Kind::CreditCode => text.parse::<UnifiedSocialCreditCode>().is_ok(),
            Kind::OrganizationCode => text.parse::<OrganizationCode>().is_ok(),
            Kind::RegistrationNumber => text.parse::<RegistrationNumber>().is_ok(),
            Kind::DivisionCode => text.parse::<DivisionCode>().is_ok(),
            Kind::IdCode => text.parse::<IdCode>().is_ok(),
            Kind::ResidentId => text.parse::<ResidentId>().is_ok(),
            _ => false,
        };
        prop_assert_eq!(found.is_valid(), parses);
    }
}
