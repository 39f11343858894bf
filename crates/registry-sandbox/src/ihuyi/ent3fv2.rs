//! ent3fv2: like ent3f, with the result of each comparison. Unverified: the vendor's pages show
//! only a part.

use endpoint_core::Invalid;
use ihuyi_api::MatchStatus;
use ihuyi_api::products::{
    CompanyInfo, DetailedMatch, DetailedMatchCompany, DetailedMatchInfo, DetailedMatchResult,
    Ent3fv2Submit, NameResult, StatusResult,
};

use super::companies::CompanyLookup;
use super::query_checks::{check_code, check_name};
use super::{NO_SERIAL, State, nothing_found};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for Ent3fv2Submit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        use endpoint_core::Endpoint as _;

        self.validate()?;
        check_name(&self.company)?;
        check_code(self.code.as_str())
    }

    /// The name must be that of the code's company, and the person must run it.
    fn serve(self, state: &mut State, now_ms: u64) -> Result<DetailedMatch, Rejection> {
        let wanted = CompanyLookup {
            credit_code: Some(self.code.as_str()),
            ..CompanyLookup::default()
        };
        let company = state.companies.find(wanted).ok_or_else(nothing_found)?;
        let basic = company.info.basic.clone().unwrap_or_default();
        let is_name = basic.name.as_deref() == Some(self.company.trim());
        let status = if is_name && runs(self.person.trim(), &company.info) {
            MatchStatus::Match
        } else {
            MatchStatus::Mismatch
        };
        let is_operating = basic
            .status
            .as_ref()
            .is_some_and(|status| status.to_string() == "存续");
        let company = DetailedMatchCompany {
            established: basic.established,
            name: Some(if is_name {
                NameResult::Same
            } else {
                NameResult::Different
            }),
            status: Some(if is_operating {
                StatusResult::Operating
            } else {
                StatusResult::NotOperating
            }),
        };
        Ok(DetailedMatch {
            serial: Some(state.next_serial(now_ms)),
            result: DetailedMatchResult {
                status,
                info: Some(DetailedMatchInfo {
                    company: Some(company),
                }),
            },
        })
    }
}

/// Whether this name is that of the company's representative or of an officer.
fn runs(person: &str, info: &CompanyInfo) -> bool {
    let representative = info
        .basic
        .as_ref()
        .and_then(|basic| basic.representative.as_ref());
    let officers = info
        .officers
        .iter()
        .filter_map(|officer| officer.name.as_ref());
    representative
        .into_iter()
        .chain(officers)
        .any(|name| name.expose() == person)
}
