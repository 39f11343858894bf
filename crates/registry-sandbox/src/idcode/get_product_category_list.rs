//! 204 GetProductCategoryList: lists the categories of the use "product".

use idcode_api::Category;
use idcode_api::operations::GetProductCategoryList;

use super::State;
use super::categories::{self, PRODUCT};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetProductCategoryList {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Category>, Rejection> {
        let of_products = categories::all()
            .iter()
            .filter(|category| category.code_use_id == Some(PRODUCT));
        Ok(of_products.cloned().collect())
    }
}
