//! 104 GetTradeInfoByParentID: lists the industries directly below one.

use endpoint_core::Invalid;
use idcode_api::Trade;
use idcode_api::operations::GetTradeInfoByParentID;

use super::{State, industries};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetTradeInfoByParentID {
    fn check(&self) -> Result<(), Invalid> {
        if self.parent_id.get() != 0 && !industries::is_one(self.parent_id) {
            return Err(Invalid::value("tradeidparent", "there is no such industry"));
        }
        Ok(())
    }

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Trade>, Rejection> {
        let below = industries::all()
            .iter()
            .filter(|industry| industry.parent_id == Some(self.parent_id));
        Ok(below.cloned().collect())
    }
}
