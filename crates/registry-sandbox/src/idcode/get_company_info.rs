//! 307 GetCompanyInfo: lists units by name, without main code and contact.

use endpoint_core::Invalid;
use idcode_api::Unit;
use idcode_api::operations::{GetCompanyInfo, Matching};

use super::{FAILURE, State};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetCompanyInfo {
    fn check(&self) -> Result<(), Invalid> {
        match self.matching {
            Some(Matching::Other(_)) => Err(Invalid::value("searchType", "must be 0 or 1")),
            _ => Ok(()),
        }
    }

    /// Nothing found is code 0 without a list, as clients have seen. The default is a fuzzy match
    /// of the name (OQ40).
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Vec<Unit>, Rejection> {
        let name = self.name.trim();
        let lag = state.lag;
        let units: Vec<_> = match self.matching {
            Some(Matching::Exact) => state.units.named(name).into_iter().collect(),
            _ => state.units.like(name).collect(),
        };
        let rows: Vec<Unit> = units
            .into_iter()
            .filter(|unit| unit.is_listed(lag, now_ms))
            .map(|unit| row(unit.visible(lag, now_ms).unit))
            .collect();
        if rows.is_empty() {
            return Err(Rejection::with_message(
                FAILURE,
                "未查询到单位！",
                "no unit has this name",
            ));
        }
        Ok(rows)
    }
}

/// This list does not disclose main code and contact.
fn row(unit: Unit) -> Unit {
    let hidden = || Some(String::new());
    Unit {
        main_code: hidden(),
        contact: hidden(),
        contact_phone: hidden(),
        office_phone: hidden(),
        email: hidden(),
        ..unit
    }
}
