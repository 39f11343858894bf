//! Explains one code: its kind, its parts and its likely corrections.

use std::borrow::Cow;

use enterprise_registry::model::divisions::{self, Division};
use enterprise_registry::model::{
    Correction, DivisionCode, Identified, IdentifierErrorKind, IdentifierKind, OrganisationKind,
    OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode, Warning, cleaned_with,
    corrections_with, identify,
};

/// A code with everything that an output format may show.
pub(super) struct Explanation<'a> {
    /// The code as shown: masked if it is personal.
    pub(super) shown: Cow<'a, str>,
    pub(super) found: Identified,
    /// The parsed code if it is a valid credit code.
    pub(super) credit_code: Option<UnifiedSocialCreditCode>,
    /// The division that a valid code names.
    pub(super) division: Option<DivisionCode>,
    /// That division in the table of GB/T 2260.
    pub(super) place: Option<Division>,
    /// Its line in the list, counted from 1.
    pub(super) line: Option<u64>,
    code: &'a str,
    /// Whether it may be the number of an identity card.
    is_personal: bool,
}

/// A valid code that may have been meant.
pub(super) struct Proposal {
    /// The one character that differs; `None` if the code was cleaned.
    pub(super) correction: Option<Correction>,
    pub(super) code: String,
}

impl<'a> Explanation<'a> {
    pub(super) fn new(code: &'a str, found: Identified, line: Option<u64>) -> Self {
        let is_personal = found.is_personal();
        let mut explanation = Self {
            shown: if is_personal {
                Cow::Owned(masked(code))
            } else {
                Cow::Borrowed(code)
            },
            found,
            credit_code: None,
            division: None,
            place: None,
            line,
            code,
            is_personal,
        };
        // A personal code contains a date of birth.
        if explanation.found.is_valid() && !is_personal {
            explanation.add_parts();
        }
        explanation
    }

    fn add_parts(&mut self) {
        match self.found.kind() {
            IdentifierKind::CreditCode => {
                self.credit_code = self.code.parse().ok();
                self.division = self.credit_code.and_then(|code| code.division());
            }
            IdentifierKind::RegistrationNumber => {
                let number = self.code.parse().ok();
                self.division = number.and_then(|number: RegistrationNumber| number.division());
            }
            IdentifierKind::DivisionCode => self.division = self.code.parse().ok(),
            _ => {}
        }
        self.place = self.division.and_then(divisions::find);
    }

    /// The organisation code within a credit code.
    pub(super) fn organization_code(&self) -> Option<OrganizationCode> {
        self.credit_code.as_ref()?.organization_code()
    }

    /// The first wrong position.
    pub(super) fn position(&self) -> Option<usize> {
        self.found.error().and_then(|error| error.position())
    }

    /// The check character that the other characters require.
    pub(super) fn expected(&self) -> Option<char> {
        match self.found.error()?.reason() {
            IdentifierErrorKind::CheckCharacter { expected, .. } => Some(expected),
            _ => None,
        }
    }

    /// The valid codes after cleaning or after a change of one character: lookalikes first, then
    /// codes without oddities, each by position.
    pub(super) fn proposals(&self) -> Vec<Proposal> {
        // A proposal would reveal a masked number.
        if self.found.is_valid() || self.is_personal {
            return Vec::new();
        }
        let mut proposals: Vec<Proposal> = corrections_with(self.code, &self.found)
            .into_iter()
            .map(|correction| Proposal {
                code: correction.applied_to(self.code),
                correction: Some(correction),
            })
            .collect();
        proposals.sort_by_cached_key(|one| {
            let is_lookalike = one.correction.is_some_and(|one| one.is_lookalike());
            (!is_lookalike, oddities(&one.code))
        });
        // Some registers use numbers with letters, so a letter is no typing error unless it looks
        // like a digit.
        let has_letter = matches!(
            self.found.error().map(|error| error.reason()),
            Some(IdentifierErrorKind::Unexpected { found, .. }) if found.is_ascii_alphabetic()
        );
        if self.found.kind() == IdentifierKind::RegistrationNumber && has_letter {
            proposals.retain(|one| one.correction.is_some_and(|one| one.is_lookalike()));
        }
        // If cleaning makes the code valid, other proposals are other organisations' codes.
        if let Some(code) = cleaned_with(self.code, &self.found) {
            proposals.retain(|one| one.code == code);
            if proposals.is_empty() {
                let correction = None;
                proposals.push(Proposal { correction, code });
            }
        }
        proposals
    }
}

/// How many parts of a valid code make it unlikely: a department, organisation kind or division
/// that does not exist.
fn oddities(code: &str) -> usize {
    let is_nowhere = |division| divisions::find(division).is_none();
    let (warnings, is_odd) = if let Ok(code) = code.parse::<UnifiedSocialCreditCode>() {
        let holder = code.organisation_kind();
        let is_odd = [
            holder == OrganisationKind::Unknown,
            code.division().is_some_and(is_nowhere),
        ];
        (code.warnings(), is_odd)
    } else {
        let number: Option<RegistrationNumber> = code.parse().ok();
        let is_odd = number
            .and_then(|number| number.division())
            .is_some_and(is_nowhere);
        (identify(code).warnings(), [false, is_odd])
    };
    let odd = warnings
        .iter()
        // Not odd if the other codes are of that kind too.
        .filter(|warning| *warning != Warning::PilotCheckCharacter);
    odd.count() + is_odd.into_iter().filter(|odd| *odd).count()
}

/// Keeps the two digits of the province and the length.
fn masked(code: &str) -> String {
    code.chars()
        .enumerate()
        .map(|(index, next)| if index < 2 { next } else { '*' })
        .collect()
}
