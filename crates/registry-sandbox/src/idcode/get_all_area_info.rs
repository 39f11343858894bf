//! 101 GetAllAreaInfo: every division.

use idcode_api::Area;
use idcode_api::operations::GetAllAreaInfo;

use super::Registry;
use super::divisions::{all, to_area};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetAllAreaInfo {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut Registry, _: u64) -> Result<Vec<Area>, Denial> {
        Ok(all().map(to_area).collect())
    }
}
