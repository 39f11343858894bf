//! 308 GetOrganUnitStatus: how far verification and review of a unit are.

use idcode_api::operations::{GetOrganUnitStatus, OrganUnitStatus};

use super::{State, no_such_unit};
use crate::rejection::Rejection;
use crate::backend::Serve;

/// Days of resolution service that every unit of the sandbox has left.
const REMAINING_DAYS: &str = "365";

impl Serve for GetOrganUnitStatus {
    fn serve(self, state: &mut State, now_ms: u64) -> Result<OrganUnitStatus, Rejection> {
        let registered = state
            .units
            .find(&self.company)
            .ok_or_else(no_such_unit)?;
        let shown = registered.visible(state.lag, now_ms);
        Ok(OrganUnitStatus {
            authentication: shown.authentication,
            audit: shown.audit,
            remaining_days: Some(REMAINING_DAYS.to_owned()),
        })
    }
}
