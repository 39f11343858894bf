//! 303 SendVerifyInfo: an SMS that only the sandbox's own interface can read.

use idcode_api::operations::{Done, SendVerifyInfo};

use super::Registry;
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for SendVerifyInfo {
    fn serve(self, registry: &mut Registry, now_ms: u64) -> Result<Done, Denial> {
        registry.sms.send(&self.phone, now_ms);
        Ok(Done {})
    }
}
