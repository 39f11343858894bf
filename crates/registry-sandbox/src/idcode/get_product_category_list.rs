//! 204 GetProductCategoryList: the categories of the use "product".

use idcode_api::Category;
use idcode_api::operations::GetProductCategoryList;

use super::Registry;
use super::categories::{self, PRODUCT};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetProductCategoryList {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut Registry, _: u64) -> Result<Vec<Category>, Denial> {
        let of_products = categories::all()
            .iter()
            .filter(|category| category.code_use_id == Some(PRODUCT));
        Ok(of_products.cloned().collect())
    }
}
