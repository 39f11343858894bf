//! 201 GetCodeUseList: what codes can be for.

use idcode_api::CodeUse;
use idcode_api::operations::GetCodeUseList;

use super::{Registry, categories};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetCodeUseList {
    const IS_CONSTANT: bool = true;

    fn serve(self, _: &mut Registry, _: u64) -> Result<Vec<CodeUse>, Denial> {
        Ok(categories::uses().collect())
    }
}
