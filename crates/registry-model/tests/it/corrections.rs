use proptest::prelude::*;
use registry_model::{
    Correction, IdentifierErrorKind, IdentifierKind, OrganisationKind, OrganizationCode,
    RegistrationNumber, UnifiedSocialCreditCode, corrections, identify,
};

use crate::slips::substitutions;

/// The first two characters of the codes that GB 32100 assigns.
const ASSIGNED: &str = "11 12 13 19 21 29 31 32 33 34 35 39 41 49 51 52 53 59 61 62 69 71 72 79 81 \
                        89 91 92 93 99 A1 A9 N1 N2 N3 N9 Y1";

fn any_credit_code() -> impl Strategy<Value = String> {
    let kinds: Vec<&str> = ASSIGNED.split(' ').collect();
    let body = "[0-9]{6}[0-9A-HJ-NPQRTUW-Y]{8}";
    (prop::sample::select(kinds), body).prop_map(|(kind, body)| {
        let body = format!("{kind}{body}");
        UnifiedSocialCreditCode::from_body(&body)
            .unwrap()
            .to_string()
    })
}

fn any_organization_code() -> impl Strategy<Value = String> {
    "[0-9A-Z]{8}".prop_map(|body| OrganizationCode::from_body(&body).unwrap().to_string())
}

fn any_registration_number() -> impl Strategy<Value = String> {
    "[0-9]{14}".prop_map(|body| RegistrationNumber::from_body(&body).unwrap().to_string())
}

/// The corrections that trying every character in every place finds.
fn by_trying(text: &str, parses: fn(&str) -> bool) -> Vec<(usize, char)> {
    let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for at in 0..characters.len() {
        for proposed in alphabet.chars().filter(|next| *next != characters[at]) {
            let mut other = characters.clone();
            other[at] = proposed;
            // A code of an unassigned kind is never proposed.
            let kind: String = other.iter().take(2).collect();
            let is_assigned = other.len() != 18
                || ASSIGNED.contains(&kind)
                || at > 1 && ASSIGNED.contains(&other[0].to_string());
            if is_assigned && parses(&other.into_iter().collect::<String>()) {
                found.push((at + 1, proposed));
            }
        }
    }
    found
}

fn parses(text: &str) -> bool {
    match text.chars().count() {
        18 => text.parse::<UnifiedSocialCreditCode>().is_ok(),
        15 => text.parse::<RegistrationNumber>().is_ok(),
        _ => text.parse::<OrganizationCode>().is_ok(),
    }
}

fn found(text: &str) -> Vec<(usize, char)> {
    corrections(text)
        .iter()
        .map(|one| (one.position(), one.proposed()))
        .collect()
}

#[test]
fn a_slip_in_the_vendors_sample_has_few_candidates_and_the_right_one() {
    // Position 18: the check character, or one of the others that it covers.
    assert_eq!(
        found("91310116761614322A"),
        by_trying("91310116761614322A", parses)
    );
    assert_eq!(found("91310116761614322A"), [(11, 'Y'), (18, 'N')]);
    // An O for a zero can only be wrong in its own place.
    assert_eq!(found("9131O116761614322N"), [(5, '0')]);
    assert_eq!(found("91310116761614322n"), [(18, 'N')]);
    assert_eq!(found("９1310116761614322N"), [(1, '9')]);
}

#[test]
fn codes_with_two_wrong_characters_have_no_candidates() {
    for text in [
        "",
        "91310116761614322N",
        "9131011676161432N",
        "91310116761614322NN",
        "9131O1I6761614322N",
        "样例有限公司",
        "310116",
        "i.86.110108.52",
        // The number of an identity card, with a slip and without.
        "11010519491231002X",
        "110105194912310021",
    ] {
        assert_eq!(corrections(text), [], "{text}");
    }
}

#[test]
fn a_hyphen_is_passed_over_and_positions_are_those_of_the_text() {
    assert!(found("76161432-3").contains(&(10, '2')));
    assert!(found("76161433-2").contains(&(8, '2')));
    for one in corrections("76161432-3") {
        assert!(
            one.applied_to("76161432-3")
                .parse::<OrganizationCode>()
                .is_ok()
        );
    }
}

#[test]
fn lookalikes_are_told_from_other_slips() {
    let of = |text: &str, position: usize| -> Correction {
        let corrections = corrections(text);
        *corrections
            .iter()
            .find(|one| one.position() == position)
            .unwrap()
    };
    assert!(of("9131O116761614322N", 5).is_lookalike());
    assert!(of("91310116761614322n", 18).is_lookalike());
    assert!(of("９1310116761614322N", 1).is_lookalike());
    assert!(!of("91310116761614322A", 18).is_lookalike());
    assert_eq!(of("9131O116761614322N", 5).found(), 'O');
}

#[test]
fn the_kind_of_holder_follows_from_two_characters() {
    let holder = |begin: &str| {
        UnifiedSocialCreditCode::from_body(&format!("{begin}110108MA000001"))
            .unwrap()
            .organisation_kind()
    };
    assert_eq!(holder("91"), OrganisationKind::Enterprise);
    assert_eq!(holder("92"), OrganisationKind::IndividualBusiness);
    assert_eq!(holder("93"), OrganisationKind::FarmersCooperative);
    assert_eq!(holder("12"), OrganisationKind::PublicInstitution);
    assert_eq!(holder("51"), OrganisationKind::Association);
    assert_eq!(holder("31"), OrganisationKind::LawFirm);
    assert_eq!(holder("N2"), OrganisationKind::VillageCollective);
    assert_eq!(holder("59"), OrganisationKind::OtherOfDepartment);
    assert_eq!(holder("Y1"), OrganisationKind::OtherOfDepartment);
    assert_eq!(holder("98"), OrganisationKind::Unknown);
    assert_eq!(holder("G1"), OrganisationKind::Unknown);
}

proptest! {
    #[test]
    fn corrections_are_what_trying_every_character_finds(
        code in prop_oneof![any_credit_code(), any_organization_code(), any_registration_number()],
        at in any::<prop::sample::Index>(),
        slip in "[0-9A-Za-zＯ]",
    ) {
        let mut characters: Vec<char> = code.chars().collect();
        *at.get_mut(&mut characters) = slip.chars().next().unwrap();
        let text: String = characters.into_iter().collect();
        let same_length = text.chars().count() == code.len();
        prop_assert!(same_length);
        let identified = identify(&text);
        let is_taken_for_one = identified.kind() != IdentifierKind::Unknown;
        // Of a number that ends in zeros digits are lost, and nothing is proposed.
        let is_lost = identified.error().is_some_and(|error| error.reason() == IdentifierErrorKind::Rounded);
        if is_taken_for_one && !identified.is_valid() && !identified.is_personal() && !is_lost {
            let mut expected = by_trying(&text, parses);
            let meant = match slip.as_str() {
                "I" | "i" | "l" => Some("1"),
                "O" | "o" | "Ｏ" => Some("0"),
                "S" | "s" => Some("5"),
                "Z" | "z" => Some("2"),
                "V" | "v" => Some("UY"),
                _ => None,
            };
            if identified.kind() != IdentifierKind::OrganizationCode {
                expected.retain(|(_, proposed)| meant.is_none_or(|meant| meant.contains(*proposed)));
            }
            prop_assert_eq!(found(&text), expected, "{}", text);
        } else {
            prop_assert_eq!(found(&text), []);
        }
    }

    #[test]
    fn every_slip_of_one_character_can_be_undone(code in any_credit_code()) {
        for (slip, position, before, _) in substitutions(&code, "0123456789ABCDEFGHJKLMNPQRTUWXYZ") {
            // Few digits, or those of an identity card, and it is taken for something else.
            let found = identify(&slip);
            let is_read_as_another = b"IOSZV".contains(&slip.as_bytes()[position - 1]);
            if found.kind() != IdentifierKind::CreditCode || found.is_personal() || is_read_as_another {
                continue;
            }
            let corrections = corrections(&slip);
            prop_assert!(corrections.len() <= 18);
            prop_assert!(
                corrections.iter().any(|one| one.position() == position
                    && one.proposed() == before
                    && one.applied_to(&slip) == code),
                "{} for {}: {:?}", slip, code, corrections
            );
        }
    }

    #[test]
    fn no_text_makes_corrections_panic_and_all_of_them_are_valid(
        text in prop_oneof![any::<String>(), "[0-9A-Za-z公司－ ]{5,20}", "[0-9]{15}", "[0-9A-Z]{8}-?[0-9X]"],
    ) {
        for one in corrections(&text) {
            let corrected = one.applied_to(&text);
            prop_assert!(parses(&corrected), "{} for {}", corrected, text);
        }
    }
}

#[test]
fn a_letter_that_the_alphabet_lacks_is_proposed_as_its_digit_or_not_at_all() {
    for text in [
        "9I340600MA2PBMA748",
        "9l340600MA2PBP212Q",
        "9I340602MA2UJYD906",
    ] {
        assert!(found(text).is_empty(), "{text}");
    }
    assert_eq!(found("9I310116761614322N"), [(2, '1')]);
    assert_eq!(found("9l310116761614322N"), [(2, '1')]);
    assert_eq!(found("9131O116761614322N"), [(5, '0')]);
}

#[test]
fn a_letter_that_the_alphabet_lacks_is_read_as_what_it_looks_like_alone() {
    let is_any_of = |found: char, meant: &[char]| {
        for body in ["9131011676161432", "9144030071526726", "9133010079965505"] {
            let code = UnifiedSocialCreditCode::from_body(body)
                .unwrap()
                .to_string();
            for (at, right) in code.char_indices() {
                let mut slip = code.clone();
                slip.replace_range(at..=at, &found.to_string());
                for (_, proposed) in self::found(&slip) {
                    assert!(meant.contains(&proposed), "{slip}: {proposed} for {right}");
                }
            }
        }
    };
    is_any_of('I', &['1']);
    is_any_of('O', &['0']);
    is_any_of('S', &['5']);
    is_any_of('Z', &['2']);
    is_any_of('V', &['U', 'Y']);
    assert_eq!(found("9131011676161432ZN"), [(17, '2')]);
    assert_eq!(found("913101167616I4322N"), [(13, '1')]);
}
