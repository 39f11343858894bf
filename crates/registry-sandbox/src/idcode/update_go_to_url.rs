//! 602 UpdateGoToUrl: another address behind the codes of a registration, to be reviewed.

use idcode_api::operations::{Done, UpdateGoToUrl};

use super::{Registry, no_such_unit};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for UpdateGoToUrl {
    /// Without an address or a registration there is nothing to do, and that succeeds (OQ37).
    fn serve(self, registry: &mut Registry, _: u64) -> Result<Done, Denial> {
        let unit = registry
            .units
            .find(&self.company)
            .ok_or_else(no_such_unit)?;
        if let Some(id) = self.registration_id {
            let registration = registry.registrations.find_mut(unit.unit.id, id)?;
            if let Some(address) = self.goto_url {
                registration.goto_url.submit(address, &registry.white_list);
            }
        }
        Ok(Done {})
    }
}
