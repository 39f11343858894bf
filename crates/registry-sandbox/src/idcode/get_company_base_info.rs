//! 306 GetCompanyBaseInfo: one unit by its main code.

use idcode_api::Unit;
use idcode_api::operations::GetCompanyBaseInfo;

use super::{Registry, no_such_unit};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetCompanyBaseInfo {
    fn serve(self, registry: &mut Registry, now_ms: u64) -> Result<Unit, Denial> {
        registry
            .units
            .find(&self.company)
            .map(|registered| registered.shown(registry.lag, now_ms).unit)
            .ok_or_else(no_such_unit)
    }
}
