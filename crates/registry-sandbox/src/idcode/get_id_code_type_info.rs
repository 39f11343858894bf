//! 404 GetIDcodeTypeInfo: lists the registrations of a unit.

use endpoint_core::Invalid;
use idcode_api::operations::{GetIDcodeTypeInfo, Selection};
use idcode_api::{Application, CategoryRegistration};

use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetIDcodeTypeInfo {
    fn check(&self) -> Result<(), Invalid> {
        match self.selection {
            Some(Selection::Other(_)) => Err(Invalid::value("SearchType", "must be 0, 1 or 2")),
            _ => Ok(()),
        }
    }

    /// Lists all by default (OQ40).
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Vec<CategoryRegistration>, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let wanted = match self.selection {
            Some(Selection::Registered) => Some(Application::Registered),
            Some(Selection::Filed) => Some(Application::Filed),
            _ => None,
        };
        let rows = state
            .registrations
            .listed(unit.unit.id, state.lag, now_ms)
            .filter(|registration| wanted.is_none_or(|kind| registration.application == kind))
            .map(|registration| registration.row.clone());
        Ok(rows.collect())
    }
}
