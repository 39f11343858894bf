//! The companies in the register, found by any of four identifiers.

use std::sync::LazyLock;

use endpoint_core::Invalid;
use ihuyi_api::Identifiers;
use ihuyi_api::products::{CompanyInfo, Copyright, Trademark};

use super::query_checks::check_name;
use crate::sample::{self, copyright, trademark, vendor, vendor_rights};

/// A company in the register.
#[derive(Debug)]
pub(super) struct CompanyRecord {
    pub(super) info: CompanyInfo,
    pub(super) trademarks: Vec<Trademark>,
    pub(super) copyrights: Vec<Copyright>,
    /// The totals in responses, where they differ from the number of rows.
    pub(super) trademarks_total: Option<u64>,
    pub(super) copyrights_total: Option<u64>,
}

/// The vendor's own samples, and the made-up companies. They never change.
static SAMPLES: LazyLock<Vec<CompanyRecord>> = LazyLock::new(|| {
    let printed = CompanyRecord {
        info: vendor::record(),
        trademarks: vendor_rights::trademarks(),
        copyrights: vendor_rights::copyrights(),
        trademarks_total: Some(vendor_rights::TRADEMARKS_TOTAL),
        copyrights_total: Some(vendor_rights::COPYRIGHTS_TOTAL),
    };
    let made_up = sample::COMPANIES.iter().map(|company| CompanyRecord {
        info: company.record(),
        trademarks: trademark::for_company(company),
        copyrights: copyright::for_company(company),
        trademarks_total: None,
        copyrights_total: None,
    });
    core::iter::once(printed).chain(made_up).collect()
});

#[derive(Debug)]
pub(super) struct Companies(&'static [CompanyRecord]);

/// The identifiers in a query, at least one.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct CompanyLookup<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) credit_code: Option<&'a str>,
    pub(super) registration_number: Option<&'a str>,
    pub(super) organization_code: Option<&'a str>,
}

impl Companies {
    pub(super) fn samples() -> Self {
        Self(&SAMPLES)
    }

    #[cfg(feature = "unverified")]
    pub(super) fn all(&self) -> &'static [CompanyRecord] {
        self.0
    }

    /// The company of a request's identifiers.
    pub(super) fn identified(&self, by: &Identifiers) -> Option<&'static CompanyRecord> {
        self.find(CompanyLookup {
            name: by.name.as_deref().map(str::trim),
            credit_code: by.credit_code.as_ref().map(|code| code.as_str()),
            registration_number: by.registration_number.as_ref().map(|no| no.as_str()),
            organization_code: by.organization_code.as_ref().map(|code| code.as_str()),
        })
    }

    /// The company that has all given identifiers.
    pub(super) fn find(&self, wanted: CompanyLookup<'_>) -> Option<&'static CompanyRecord> {
        self.0.iter().find(|company| {
            let Some(basic) = &company.info.basic else {
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

/// Requires one identifier. The texts want one of four, but every worked example sends two or three
/// (open question `one-of`), so more are accepted if they belong to one company.
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
