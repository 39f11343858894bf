//! Which companies does the register know, and by which of the four identifiers?

use ihuyi_api::products::CompanyInfo;

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
