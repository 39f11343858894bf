//! 606 ApplyGoToUrlWhiteList: exempts an address from review.

use idcode_api::operations::{ApplyGoToUrlWhiteList, Done};

use super::State;
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for ApplyGoToUrlWhiteList {
    /// Grants it at once, also to addresses that wait for their review.
    fn serve(self, state: &mut State, _: u64) -> Result<Done, Rejection> {
        state.white_list.add(&self.goto_url);
        state.registrations.review(&state.white_list);
        Ok(Done {})
    }
}
