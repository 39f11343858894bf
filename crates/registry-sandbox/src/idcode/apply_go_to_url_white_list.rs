//! 606 ApplyGoToUrlWhiteList: an address that needs no review any more.

use idcode_api::operations::{ApplyGoToUrlWhiteList, Done};

use super::State;
use crate::rejection::Rejection;
use crate::backend::Serve;

impl Serve for ApplyGoToUrlWhiteList {
    /// Granted at once, and to what waits for its review already.
    fn serve(self, state: &mut State, _: u64) -> Result<Done, Rejection> {
        state.white_list.add(&self.goto_url);
        state.registrations.review(&state.white_list);
        Ok(Done {})
    }
}
