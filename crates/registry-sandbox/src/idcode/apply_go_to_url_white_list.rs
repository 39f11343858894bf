//! 606 ApplyGoToUrlWhiteList: an address that needs no review any more.

use idcode_api::operations::{ApplyGoToUrlWhiteList, Done};

use super::Registry;
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for ApplyGoToUrlWhiteList {
    /// Granted at once, and to what waits for its review already.
    fn serve(self, registry: &mut Registry, _: u64) -> Result<Done, Denial> {
        registry.white_list.add(&self.goto_url);
        registry.registrations.review(&registry.white_list);
        Ok(Done {})
    }
}
