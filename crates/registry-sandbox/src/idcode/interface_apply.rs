//! 401 Interface_Apply: the page where a category is chosen and applied for.

use idcode_api::operations::InterfaceApply;

use super::pages::application::{self, Filled, Opened};
use super::{Registry, no_such_unit};
use crate::denial::Denial;
use crate::office::Show;

impl Show for InterfaceApply {
    fn show(self, registry: &mut Registry, now_ms: u64) -> Result<String, Denial> {
        registry
            .units
            .find(&self.company)
            .ok_or_else(no_such_unit)?;
        let opened = Opened {
            company: self.company,
            fixed: None,
            goto_url: self.goto_url,
            sample_url: self.sample_url,
            call_back_url: self.call_back_url,
        };
        let filled = Filled::default();
        Ok(application::form(registry, opened, &filled, None, now_ms))
    }
}
