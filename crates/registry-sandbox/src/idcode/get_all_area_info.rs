//! 101 GetAllAreaInfo: lists every division.

use idcode_api::Area;
use idcode_api::operations::GetAllAreaInfo;

use super::State;
use super::divisions::{all, to_area};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetAllAreaInfo {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Area>, Rejection> {
        Ok(all().map(to_area).collect())
    }
}
