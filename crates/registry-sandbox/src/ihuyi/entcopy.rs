//! entcopy: lists the copyrights of a company in pages.

use endpoint_core::Invalid;
use ihuyi_api::ListResult;
use ihuyi_api::products::{Copyright, CopyrightFilter, CopyrightKind, Copyrights, EntcopySubmit};

use super::companies::check_identifiers;
use super::{State, masking, rows};
use crate::backend::Serve;
use crate::config::Config;
use crate::rejection::Rejection;

impl Serve for EntcopySubmit {
    fn in_xml(config: &Config) -> bool {
        config.copyrights_in_xml
    }

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())?;
        rows::check_page(self.page(), self.page_size(), Self::MOST_ROWS)?;
        if let Some(kind) = &self.filter().kind
            && ![CopyrightKind::Work, CopyrightKind::Software].contains(kind)
        {
            return Err(Invalid::value("copyright_type", "is neither P nor S"));
        }
        if self
            .filter()
            .year
            .is_some_and(|year| !(1000..=9999).contains(&year))
        {
            return Err(Invalid::value("year", "is not a year of four digits"));
        }
        Ok(())
    }

    /// The table has no code for "found nothing" (`entcopy-nothing-found`): the list is empty, also
    /// for an unknown company.
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Copyrights, Rejection> {
        let mut result = match state.companies.identified(&self.identifiers()) {
            Some(company) => rows::page(
                &company.copyrights,
                |one| fits(self.filter(), one),
                company.copyrights_total,
                self.page(),
                self.page_size(),
            ),
            None => ListResult {
                total: Some(0),
                rows: Vec::new(),
            },
        };
        if state.masks_names {
            result.rows.iter_mut().for_each(masking::copyright);
        }
        Ok(Copyrights {
            serial: Some(state.next_serial(now_ms)),
            result,
        })
    }
}

/// Name and owner match any part of the text; the others must be equal.
fn fits(asked: &CopyrightFilter, one: &Copyright) -> bool {
    let within = |part: Option<&str>, text: Option<&str>| {
        part.is_none_or(|part| text.is_some_and(|text| text.contains(part.trim())))
    };
    asked.year.is_none_or(|year| {
        one.publication_year
            .as_ref()
            .and_then(|published| published.value())
            == Some(&year)
    }) && asked
        .kind
        .as_ref()
        .is_none_or(|kind| one.kind.as_ref() == Some(kind))
        && asked
            .work_number
            .as_deref()
            .is_none_or(|number| one.work_number.as_deref() == Some(number.trim()))
        && within(asked.work_name.as_deref(), one.name.as_deref())
        && within(
            asked.owner.as_deref(),
            one.owner.as_ref().map(|owner| owner.expose()),
        )
}
