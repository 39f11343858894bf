//! 201 GetCodeUseList: lists the code uses.

use idcode_api::CodeUse;
use idcode_api::operations::GetCodeUseList;

use super::{State, categories};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetCodeUseList {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut State, _: u64) -> Result<Vec<CodeUse>, Rejection> {
        Ok(categories::uses().collect())
    }
}
