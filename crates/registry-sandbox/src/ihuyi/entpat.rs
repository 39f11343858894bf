//! entpat: lists the patents of a company in pages. Unverified: no page of the vendor shows a
//! response, so the name of a row's only member says that it is the sandbox's.

use endpoint_core::Invalid;
use ihuyi_api::products::{EntpatSubmit, Patent, Patents};

use super::companies::check_identifiers;
use super::{NO_SERIAL, State, nothing_found, rows};
use crate::backend::Serve;
use crate::rejection::Rejection;

/// The number of patents of every company.
const PATENTS: u32 = 3;

impl Serve for EntpatSubmit {
    const ON_REFUSAL: &'static str = NO_SERIAL;

    fn check(&self) -> Result<(), Invalid> {
        check_identifiers(&self.identifiers())?;
        rows::check_page(self.page(), self.page_size(), Self::MOST_ROWS)
    }

    /// The filters change nothing: rows have no members to compare.
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Patents, Rejection> {
        state
            .companies
            .identified(&self.identifiers())
            .ok_or_else(nothing_found)?;
        let patents: Vec<Patent> = (1..=PATENTS)
            .map(|count| {
                Patent(serde_json::json!({"sandboxSample": format!("样例专利{count:03}")}))
            })
            .collect();
        let result = rows::page(&patents, |_| true, None, self.page(), self.page_size());
        Ok(Patents {
            serial: Some(state.next_serial(now_ms)),
            result,
        })
    }
}
