//! 103 GetAllTradeInfo: lists every industry.

use idcode_api::Trade;
use idcode_api::operations::GetAllTradeInfo;

use super::{State, industries};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetAllTradeInfo {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Trade>, Rejection> {
        Ok(industries::all().to_vec())
    }
}
