//! ent3f: verifies that name, credit code and legal representative belong together.

use endpoint_core::Invalid;
use ihuyi_api::products::{Ent3fSubmit, MatchResult, MatchStatus, Matched};

use super::companies::CompanyLookup;
use super::query_checks::{check_code, check_name};
use super::{NO_SERIAL, State, nothing_found};
use crate::backend::Serve;
use crate::rejection::Rejection;

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
