//! entfuz: finds companies by a part of their name. Unverified: the vendor's pages show only a
//! part.

use endpoint_core::Invalid;
use endpoint_core::pages::Paged as _;
use ihuyi_api::products::{BasicInfo, EntfuzSubmit, FoundBy, NamedCompanies, NamedCompany};
use registry_model::UnifiedSocialCreditCode;

use super::{NO_SERIAL, State, rows};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for EntfuzSubmit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        Invalid::if_empty("ent_name", self.name())?;
        rows::check_page(self.page(), self.page_size(), Self::MOST_ROWS)
    }

    /// Nothing found is an empty list.
    fn serve(self, state: &mut State, now_ms: u64) -> Result<NamedCompanies, Rejection> {
        let part = self.name().trim();
        let basics = state.companies.all().iter();
        let found: Vec<NamedCompany> = basics
            .filter_map(|company| named(company.info.basic.as_ref()?, part))
            .collect();
        let result = rows::page(&found, |_| true, None, self.page(), self.page_size());
        Ok(NamedCompanies {
            serial: Some(state.next_serial(now_ms)),
            result,
        })
    }
}

/// The company, if its name or its short name has this part.
fn named(basic: &BasicInfo, part: &str) -> Option<NamedCompany> {
    let name = basic.name.as_deref()?;
    let short = short(name);
    let (found_by, matched) = if name.contains(part) {
        (FoundBy::Name, name)
    } else if short.contains(part) {
        (FoundBy::ShortName, short.as_str())
    } else {
        return None;
    };
    // The vendor explains none of the fourteen numbers.
    let status = match basic.status.as_ref().map(ToString::to_string).as_deref() {
        Some("存续") => "1",
        Some("吊销") => "2",
        _ => "3",
    };
    let code = basic.credit_code.as_deref();
    let code: Option<UnifiedSocialCreditCode> = code.and_then(|code| code.parse().ok());
    Some(NamedCompany {
        found_by: Some(found_by),
        credit_code: code.map(Into::into),
        status: Some(status.to_owned()),
        name: Some(name.to_owned()),
        short_name: Some(short.clone()),
        matched: Some(matched.to_owned()),
    })
}

/// A name without place and legal form.
fn short(name: &str) -> String {
    let name = name
        .strip_suffix("股份有限公司")
        .or_else(|| name.strip_suffix("有限公司"))
        .unwrap_or(name);
    match (name.split_once('（'), name.split_once('）')) {
        (Some((before, _)), Some((_, behind))) => format!("{before}{behind}"),
        _ => name.to_owned(),
    }
}
