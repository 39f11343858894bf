//! 602 UpdateGoToUrl: submits another address behind a registration's codes for review.

use idcode_api::operations::{Done, UpdateGoToUrl};

use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for UpdateGoToUrl {
    /// Without an address or a registration it changes nothing and succeeds (OQ37).
    fn serve(self, state: &mut State, _: u64) -> Result<Done, Rejection> {
        let unit = state.units.find(&self.company).ok_or_else(no_such_unit)?;
        if let Some(id) = self.registration_id {
            let registration = state.registrations.find_mut(unit.unit.id, id)?;
            if let Some(address) = self.goto_url {
                registration.goto_url.submit(address, &state.white_list);
            }
        }
        Ok(Done {})
    }
}
