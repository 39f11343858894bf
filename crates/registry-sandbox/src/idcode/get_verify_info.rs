//! 302 GetVerifyInfo: returns a code that the caller sends by SMS.

use idcode_api::operations::{GetVerifyInfo, VerifyCode};

use super::State;
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for GetVerifyInfo {
    fn serve(self, state: &mut State, now_ms: u64) -> Result<VerifyCode, Rejection> {
        let code = state.sms.send(&self.phone, now_ms);
        Ok(VerifyCode { code: code.into() })
    }
}
