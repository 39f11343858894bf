//! 202 GetAllIndustryCategoryList: the categories of all uses and levels.

use idcode_api::Category;
use idcode_api::operations::GetAllIndustryCategoryList;

use super::{Registry, categories};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetAllIndustryCategoryList {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut Registry, _: u64) -> Result<Vec<Category>, Denial> {
        Ok(categories::all().to_vec())
    }
}
