//! entmark: lists the trademarks of a company in pages.

use endpoint_core::Invalid;
use ihuyi_api::products::{EntmarkSubmit, Trademark, TrademarkFilter, Trademarks};

use super::companies::check_identifiers;
use super::rows;
use super::{NO_SERIAL, State, nothing_found};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for EntmarkSubmit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())?;
        rows::check_page(self.page(), self.page_size(), Self::MOST_ROWS)?;
        if let (Some(from), Some(to)) = (self.filter().applied_from, self.filter().applied_to)
            && from > to
        {
            return Err(Invalid::Combination {
                names: vec!["begin_date".into(), "end_date".into()],
                reason: "begin_date is after end_date".to_owned(),
            });
        }
        if self
            .filter()
            .class
            .is_some_and(|class| !(1..=45).contains(&class))
        {
            return Err(Invalid::value("int_category", "is not between 1 and 45"));
        }
        Ok(())
    }

    /// An unknown company, or one without a matching trademark, is "found nothing".
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Trademarks, Rejection> {
        let company = state
            .companies
            .identified(&self.identifiers())
            .ok_or_else(nothing_found)?;
        let result = rows::page(
            &company.trademarks,
            |mark| fits(self.filter(), mark),
            company.trademarks_total,
            self.page(),
            self.page_size(),
        );
        if result.total == Some(0) {
            return Err(Rejection::listed(408, "the company has no such trademark"));
        }
        Ok(Trademarks {
            serial: Some(state.next_serial(now_ms)),
            result,
        })
    }
}

/// Both days of the filter are included (open question `date-bounds`).
fn fits(asked: &TrademarkFilter, mark: &Trademark) -> bool {
    let applied = mark.applied.as_ref().and_then(|day| day.day());
    asked
        .applied_from
        .is_none_or(|from| applied.is_some_and(|day| day >= from))
        && asked
            .applied_to
            .is_none_or(|to| applied.is_some_and(|day| day <= to))
        && asked
            .class
            .is_none_or(|class| mark.class.as_ref().and_then(|class| class.value()) == Some(&class))
        && asked
            .application_number
            .as_deref()
            .is_none_or(|number| mark.application_number.as_deref() == Some(number.trim()))
}
