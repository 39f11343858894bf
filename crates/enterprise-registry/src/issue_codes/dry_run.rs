//! Checks and previews a plan without sending anything.

use endpoint_core::Invalid;

use super::plan::IssueCodesPlan;
use super::state::{FLOW, IssueCodesState};
use super::{check, preview};
use crate::flow::{Engine, FlowError, Header, Journal, Preview};

impl IssueCodesPlan {
    /// Checks every request of the plan. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`FlowError::Plan`] for the first invalid field of the plan.
    pub fn check(&self) -> Result<(), FlowError> {
        check::check(self)
    }

    /// Lists values that are valid but unlikely to be meant, by field: a main code sent as written,
    /// models with damaged characters, and addresses that a scan may not reach.
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        check::doubts(self)
    }

    /// Lists the steps ahead for this plan and this journal. Sends nothing, and needs no
    /// credentials.
    ///
    /// # Errors
    ///
    /// The journal cannot be read, or belongs to another flow or unit.
    pub async fn preview(&self, journal: impl Journal + 'static) -> Result<Preview, FlowError> {
        let fresh = IssueCodesState::new(Header::new(FLOW, &self.company));
        let engine = Engine::open(Box::new(journal), fresh).await?;
        check::check_unchanged(self, &engine.state)?;
        Ok(preview::preview(self, &engine.state))
    }
}
