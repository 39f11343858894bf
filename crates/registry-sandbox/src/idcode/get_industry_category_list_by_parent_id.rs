//! 203 GetIndustryCategoryListByParentID: lists the categories directly below one.

use endpoint_core::Invalid;
use idcode_api::Category;
use idcode_api::operations::GetIndustryCategoryListByParentID;

use super::{State, categories};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetIndustryCategoryListByParentID {
    fn check(&self) -> Result<(), Invalid> {
        if self.parent_id.get() != 0 && categories::find(self.parent_id).is_none() {
            return Err(Invalid::value(
                "industryCategory_ID_Parent",
                "there is no such category",
            ));
        }
        Ok(())
    }

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<Category>, Rejection> {
        let below = categories::all()
            .iter()
            .filter(|category| category.parent_id == Some(self.parent_id));
        Ok(below.cloned().collect())
    }
}
