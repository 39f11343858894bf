//! 306 GetCompanyBaseInfo: returns one unit by its main code.

use idcode_api::Unit;
use idcode_api::operations::GetCompanyBaseInfo;

use super::{State, no_such_unit};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetCompanyBaseInfo {
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Unit, Rejection> {
        state
            .units
            .find(&self.company)
            .map(|registered| registered.visible(state.lag, now_ms).unit)
            .ok_or_else(no_such_unit)
    }
}
