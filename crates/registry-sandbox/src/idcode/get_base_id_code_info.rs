//! 403 GetBaseIDcodeInfo: lists the registrations of a unit in one category and model.

use idcode_api::CategoryRegistration;
use idcode_api::operations::GetBaseIDcodeInfo;

use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetBaseIDcodeInfo {
    /// Both are matched exactly; an absent value matches all (OQ40).
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Vec<CategoryRegistration>, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let fits = |wanted: &Option<String>, text: &Option<String>| {
            let wanted = wanted.as_deref().map(str::trim);
            wanted.is_none_or(|wanted| text.as_deref() == Some(wanted))
        };
        let rows = state
            .registrations
            .listed(unit.unit.id, state.lag, now_ms)
            .map(|registration| &registration.row)
            .filter(|row| fits(&self.category_code, &row.category_code))
            .filter(|row| fits(&self.model_code, &row.model_code))
            .map(|row| CategoryRegistration {
                details: Some(String::new()),
                picture_name: Some(String::new()),
                ..row.clone()
            });
        Ok(rows.collect())
    }
}
