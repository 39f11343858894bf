//! Which companies does the register know, and by which of the four identifiers?

use endpoint_core::Invalid;
use ihuyi_api::products::CompanyInfo;
use ihuyi_api::{Identifiers, Listed};

use super::ent3f::check_name;
use crate::sample;

#[derive(Debug)]
pub(super) struct Companies(Vec<CompanyInfo>);

/// What a query says of the company that it means. At least one is given.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) credit_code: Option<&'a str>,
    pub(super) registration_number: Option<&'a str>,
    pub(super) organization_code: Option<&'a str>,
}

impl Companies {
    /// The vendor's own sample record, and the made-up companies.
    pub(super) fn samples() -> Self {
        let made_up = sample::COMPANIES.iter().map(sample::Company::record);
        Self(
            core::iter::once(sample::vendor::record())
                .chain(made_up)
                .collect(),
        )
    }

    /// The company that a request identifies.
    pub(super) fn identified(&self, by: &Identifiers) -> Option<&CompanyInfo> {
        self.find(Wanted {
            name: by.name.as_deref().map(str::trim),
            credit_code: by.credit_code.as_ref().map(|code| code.as_str()),
            registration_number: by.registration_number.as_ref().map(|no| no.as_str()),
            organization_code: by.organization_code.as_ref().map(|code| code.as_str()),
        })
    }

    /// The company to which everything given belongs.
    pub(super) fn find(&self, wanted: Wanted<'_>) -> Option<&CompanyInfo> {
        self.0.iter().find(|company| {
            let Some(basic) = &company.basic else {
                return false;
            };
            let fits = |wanted: Option<&str>, has: &Option<String>| {
                wanted.is_none_or(|wanted| has.as_deref() == Some(wanted))
            };
            fits(wanted.name, &basic.name)
                && fits(wanted.credit_code, &basic.credit_code)
                && fits(wanted.registration_number, &basic.registration_number)
                && fits(wanted.organization_code, &basic.organization_code)
        })
    }
}

/// One identifier at least. The text asks for one of four, but every worked example sends two
/// (open question `one-of`), so more are taken if they mean one company.
pub(super) fn check_identifiers(given: &Identifiers) -> Result<(), Invalid> {
    if given.count() == 0 {
        let names = ["ent_name", "ent_code", "reg_no", "organization_code"];
        return Err(Invalid::Combination {
            names: names.map(Into::into).to_vec(),
            reason: format!("one of {} is required", names.join(", ")),
        });
    }
    given.name.as_deref().map_or(Ok(()), check_name)
}

/// The rows of a page, and how many there are in all.
pub(super) fn page<R>(rows: Vec<R>, page: u32, size: u32) -> Listed<R> {
    let total = u64::try_from(rows.len()).ok();
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let before = usize::try_from(page.saturating_sub(1)).unwrap_or(usize::MAX);
    let rows = rows.into_iter();
    Listed {
        total,
        rows: rows.skip(before.saturating_mul(size)).take(size).collect(),
    }
}
