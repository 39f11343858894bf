//! 308 GetOrganUnitStatus: returns the verification and review state of a unit.

use idcode_api::operations::{GetOrganUnitStatus, OrganUnitStatus};

use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

/// Days of resolution service left to every unit of the sandbox.
const REMAINING_DAYS: &str = "365";

impl Serve for GetOrganUnitStatus {
    fn serve(self, state: &mut State, now_ms: u64) -> Result<OrganUnitStatus, Rejection> {
        let registered = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let shown = registered.visible(state.lag, now_ms);
        Ok(OrganUnitStatus {
            authentication: shown.authentication,
            audit: shown.audit,
            remaining_days: Some(REMAINING_DAYS.to_owned()),
        })
    }
}
