//! 302 GetVerifyInfo: a code that the caller sends by SMS.

use idcode_api::operations::{GetVerifyInfo, VerifyCode};

use super::Registry;
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for GetVerifyInfo {
    fn serve(self, registry: &mut Registry, now_ms: u64) -> Result<VerifyCode, Denial> {
        let code = registry.sms.send(&self.phone, now_ms);
        Ok(VerifyCode { code: code.into() })
    }
}
