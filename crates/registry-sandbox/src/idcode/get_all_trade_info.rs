//! 103 GetAllTradeInfo: every industry.

use idcode_api::Trade;
use idcode_api::operations::GetAllTradeInfo;

use super::{Registry, industries};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetAllTradeInfo {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut Registry, _: u64) -> Result<Vec<Trade>, Denial> {
        Ok(industries::all().to_vec())
    }
}
