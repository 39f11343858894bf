//! 202 GetAllIndustryCategoryList: lists the categories of all uses and levels.

use idcode_api::Category;
use idcode_api::operations::GetAllIndustryCategoryList;

use super::{State, categories};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetAllIndustryCategoryList {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Category>, Rejection> {
        Ok(categories::all().to_vec())
    }
}
