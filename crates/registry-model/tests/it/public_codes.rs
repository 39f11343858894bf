//! Public codes of real organisations: all of them are known for what they are, and slips in them
//! are found.

use registry_model::{
    CheckRule, IdentifierKind, OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode,
    Warning, cleaned, corrections, identify,
};

const CODES: &str = include_str!("../data/public_codes.txt");

/// Lines of the corpus: the kind and the code.
fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.rsplit_once(' ').unwrap())
}

fn credit_codes(rule: CheckRule) -> Vec<UnifiedSocialCreditCode> {
    let codes = codes().filter_map(|(_, code)| code.parse::<UnifiedSocialCreditCode>().ok());
    codes.filter(|code| code.rule() == rule).collect()
}

#[test]
fn every_public_code_is_known_for_what_it_is() {
    let mut count = 0;
    for (kind, code) in codes() {
        count += 1;
        let found = identify(code);
        if kind == "as_written registration_number" {
            assert_eq!(found.kind(), IdentifierKind::RegistrationNumber, "{code}");
            assert!(!found.is_valid());
            let written = RegistrationNumber::as_written(code).unwrap();
            assert_eq!(written.as_str(), code);
            assert!(written.is_as_written() && written.broken_rule().is_some());
            continue;
        }
        let expected = if kind == "pilot" { "credit_code" } else { kind };
        assert_eq!(
            (found.kind().as_str(), found.error()),
            (expected, None),
            "{code}"
        );
        assert!(
            corrections(code).is_empty() && cleaned(code).is_none(),
            "{code}"
        );
        let rule = code
            .parse()
            .ok()
            .map(|code: UnifiedSocialCreditCode| code.rule());
        match kind {
            "credit_code" => assert_eq!(rule, Some(CheckRule::Standard), "{code}"),
            "pilot" => {
                assert_eq!(rule, Some(CheckRule::FujianPilot), "{code}");
                assert!(
                    found.warnings().contains(Warning::PilotCheckCharacter),
                    "{code}"
                );
            }
            _ => assert_eq!(rule, None),
        }
    }
    assert!(count >= 400, "{count}");
}

/// Small, seeded, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    /// Another character in one place, or two neighbours exchanged that differ.
    fn slip(&mut self, code: &str) -> String {
        let mut bytes = code.as_bytes().to_vec();
        loop {
            let at = self.below(17 + usize::from(self.0 & 1 == 0));
            if self.below(2) == 0 && at < 17 && bytes[at] != bytes[at + 1] {
                bytes.swap(at, at + 1);
                break;
            }
            let other = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[self.below(36)];
            if bytes[at] != other {
                bytes[at] = other;
                break;
            }
        }
        String::from_utf8(bytes).unwrap()
    }
}

fn rule_of(code: &str) -> Option<CheckRule> {
    code.parse()
        .ok()
        .map(|code: UnifiedSocialCreditCode| code.rule())
}

/// A mutation is one character replaced by another of 36, or two differing neighbours exchanged.
/// The standard's rule finds them all. Of 100,000 the pilot's accepts 1: in the one code of the
/// pilot's form that obeys the standard, with its last character replaced by the pilot's.
#[test]
fn no_typing_error_in_a_public_credit_code_is_accepted_by_the_standard() {
    let codes = credit_codes(CheckRule::Standard);
    let mut random = Random(20_261_130);
    let mut by_pilot = Vec::new();
    for turn in 0..100_000 {
        let code = codes[turn % codes.len()];
        let slip = random.slip(code.as_str());
        match rule_of(&slip) {
            None => {}
            Some(CheckRule::FujianPilot) => by_pilot.push((code.to_string(), slip)),
            Some(rule) => panic!("{slip} for {code} is accepted: {rule:?}"),
        }
    }
    println!(
        "of 100,000 slips the pilot's rule accepts {}",
        by_pilot.len()
    );
    assert_eq!(by_pilot.len(), 1, "{by_pilot:?}");
    let of_its_form = |code: &str| &code[..4] == "9135" && &code[8..12] == "M000";
    assert!(by_pilot.iter().all(|(_, slip)| of_its_form(slip)));
}

/// The standard never covered these codes: to it their slips are any texts, and one or two in a
/// hundred pass, those whose organisation code has stayed right.
#[test]
fn no_typing_error_in_a_pilot_code_is_accepted_by_its_rule() {
    let codes = credit_codes(CheckRule::FujianPilot);
    let mut random = Random(2015);
    let mut by_standard = 0;
    for turn in 0..10_000 {
        let slip = random.slip(codes[turn % codes.len()].as_str());
        match rule_of(&slip) {
            Some(CheckRule::FujianPilot) => panic!("{slip} is accepted"),
            Some(_) => by_standard += 1,
            None => {}
        }
    }
    println!("of 10,000 slips in codes of the pilot the standard accepts {by_standard}");
    assert!(by_standard < 300, "{by_standard}");
}

#[test]
fn a_typing_error_in_a_pilot_code_can_be_corrected() {
    for code in credit_codes(CheckRule::FujianPilot) {
        let mut random = Random(7);
        for _ in 0..200 {
            let slip = random.slip(code.as_str());
            let differing = slip
                .bytes()
                .zip(code.as_str().bytes())
                .filter(|(a, b)| a != b);
            let found = identify(&slip);
            // These are read as the characters that they look like.
            let is_read = |slip: u8| b"IOSZV".contains(&slip);
            let mut differing = differing.filter(|(slip, _)| !is_read(*slip));
            if differing.next().is_some()
                && differing.next().is_none()
                && !found.is_valid()
                && !found.is_personal()
            {
                let proposed: Vec<_> = corrections(&slip)
                    .iter()
                    .map(|one| one.applied_to(&slip))
                    .collect();
                assert!(
                    proposed.contains(&code.to_string())
                        || found.kind() != IdentifierKind::CreditCode,
                    "{slip} for {code}: {proposed:?}"
                );
            }
        }
    }
}

#[test]
fn organisation_codes_are_positions_9_to_17_of_their_credit_codes() {
    for code in credit_codes(CheckRule::Standard)
        .into_iter()
        .chain(credit_codes(CheckRule::FujianPilot))
    {
        let part = &code.as_str()[8..17];
        let hyphened = format!("{}-{}", &part[..8], &part[8..]);
        for text in [part, &hyphened] {
            let found = identify(text);
            assert_eq!(
                (found.kind(), found.error()),
                (IdentifierKind::OrganizationCode, None),
                "{text}"
            );
        }
        assert_eq!(
            part.parse::<OrganizationCode>().ok(),
            code.organization_code()
        );
    }
}

#[test]
fn the_rule_of_the_pilot_holds_for_enterprises_in_fujian_alone() {
    for (at, other) in [(0, "L"), (1, "7"), (1, "2"), (2, "4")] {
        let mut checked = 0;
        for last in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars() {
            let mut code = "91350100M000100Y43".to_owned();
            code.replace_range(at..=at, other);
            code.replace_range(17.., &last.to_string());
            checked += usize::from(rule_of(&code) == Some(CheckRule::FujianPilot));
        }
        assert_eq!(checked, 0, "{other} at {at}");
    }
    for code in ["L1350100M000100Y43", "97350100M000100Y43"] {
        assert_eq!(rule_of(code), None, "{code}");
    }
}
