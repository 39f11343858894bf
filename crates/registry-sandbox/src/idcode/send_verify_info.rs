//! 303 SendVerifyInfo: sends an SMS that only the admin interface can read.

use idcode_api::operations::{Done, SendVerifyInfo};

use super::State;
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for SendVerifyInfo {
    fn serve(self, state: &mut State, now_ms: u64) -> Result<Done, Rejection> {
        state.sms.send(&self.phone, now_ms);
        Ok(Done {})
    }
}
