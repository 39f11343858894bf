//! ent3f: verifies that name, credit code and legal representative belong together.

use endpoint_core::Invalid;
use ihuyi_api::products::{Ent3fSubmit, MatchResult, MatchStatus, Matched};

use super::companies::CompanyLookup;
use super::{NO_SERIAL, State, nothing_found};
use crate::backend::Serve;
use crate::rejection::Rejection;

/// The longest name of a company, in characters: a choice of the sandbox; the document is silent.
const NAME_LENGTH: core::ops::RangeInclusive<usize> = 2..=200;

/// Rejects a name without letters, with control characters, or of an impossible length.
pub(super) fn check_name(name: &str) -> Result<(), Invalid> {
    let name = name.trim();
    let well_formed = NAME_LENGTH.contains(&name.chars().count())
        && name.chars().any(char::is_alphabetic)
        && !name.chars().any(char::is_control);
    if well_formed {
        Ok(())
    } else {
        Err(Invalid::value("ent_name", "is not the name of a company"))
    }
}

/// Rejects a code that is not 18 digits and capital letters. It ignores check characters: no
/// document says that the vendor reads them.
pub(super) fn check_code(code: &str) -> Result<(), Invalid> {
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    if code.len() == 18 && code.bytes().all(is_plain) {
        Ok(())
    } else {
        Err(Invalid::value(
            "ent_code",
            "is not 18 digits and capital letters",
        ))
    }
}

impl Serve for Ent3fSubmit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_name(&self.company)?;
        check_code(self.code.as_str())?;
        Invalid::if_empty("name", &self.person)
    }

    /// A code of no company is "found nothing"; name and person are compared with the company of
    /// the code.
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Matched, Rejection> {
        let wanted = CompanyLookup {
            credit_code: Some(self.code.as_str()),
            ..CompanyLookup::default()
        };
        let company = state.companies.find(wanted).ok_or_else(nothing_found)?;
        let matches = company.info.basic.as_ref().is_some_and(|basic| {
            basic.name.as_deref() == Some(self.company.trim())
                && basic.representative.as_ref().map(|name| name.expose())
                    == Some(self.person.trim())
        });
        let status = if matches {
            MatchStatus::Match
        } else {
            MatchStatus::Mismatch
        };
        Ok(Matched {
            serial: Some(state.next_serial(now_ms)),
            result: MatchResult::new(status),
        })
    }
}
