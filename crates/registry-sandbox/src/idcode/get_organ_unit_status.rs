//! 308 GetOrganUnitStatus: how far verification and review of a unit are.

use idcode_api::operations::{GetOrganUnitStatus, OrganUnitStatus};

use super::{Registry, no_such_unit};
use crate::denial::Denial;
use crate::office::Serve;

/// Days of resolution service that every unit of the sandbox has left.
const REMAINING_DAYS: &str = "365";

impl Serve for GetOrganUnitStatus {
    fn serve(self, registry: &mut Registry, now_ms: u64) -> Result<OrganUnitStatus, Denial> {
        let registered = registry
            .units
            .find(&self.company)
            .ok_or_else(no_such_unit)?;
        let shown = registered.shown(registry.lag, now_ms);
        Ok(OrganUnitStatus {
            authentication: shown.authentication,
            audit: shown.audit,
            remaining_days: Some(REMAINING_DAYS.to_owned()),
        })
    }
}
