//! 401 Interface_Apply: shows the page where a user chooses a category and applies for it.

use idcode_api::operations::InterfaceApply;

use super::browser_pages::application::{self, Filled, PendingApplication};
use super::{State, no_such_unit};
use crate::backend::ServePage;
use crate::rejection::Rejection;

impl ServePage for InterfaceApply {
    fn serve_page(self, state: &mut State, now_ms: u64) -> Result<String, Rejection> {
        state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let opened = PendingApplication {
            company: self.company,
            fixed: None,
            goto_url: self.goto_url,
            sample_url: self.sample_url,
            call_back_url: self.call_back_url,
        };
        let filled = Filled::default();
        Ok(application::form(state, opened, &filled, None, now_ms))
    }
}
