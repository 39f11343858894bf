//! 405 ProductIDcodeApply: shows the page where a user applies for a given category.

use endpoint_core::{Endpoint as _, Invalid};
use idcode_api::Application;
use idcode_api::operations::ProductIDcodeApply;

use super::browser_pages::application::{self, Filled, PendingApplication};
use super::{State, categories, no_such_unit};
use crate::backend::ServePage;
use crate::rejection::Rejection;

impl ServePage for ProductIDcodeApply {
    fn check(&self) -> Result<(), Invalid> {
        self.validate()?;
        if categories::find(self.category_id).is_none() {
            let why = "must be an id of 202, 203 or 204";
            return Err(Invalid::value("industryCategory_ID", why));
        }
        match self.application {
            Application::Registered | Application::Filed => Ok(()),
            _ => Err(Invalid::value("codePayType", "must be 2 or 5")),
        }
    }

    fn serve_page(self, state: &mut State, now_ms: u64) -> Result<String, Rejection> {
        state.units.find(&self.company).ok_or_else(no_such_unit)?;
        let opened = PendingApplication {
            company: self.company,
            fixed: Some((self.category_id, self.application)),
            goto_url: self.goto_url,
            sample_url: self.sample_url,
            call_back_url: self.call_back_url,
        };
        let filled = Filled::default();
        Ok(application::form(state, opened, &filled, None, now_ms))
    }
}
