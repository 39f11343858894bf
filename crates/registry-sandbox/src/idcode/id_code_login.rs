//! 607 IDcodeLogin: the page where a user logs in.

use idcode_api::operations::IDcodeLogin;

use super::Registry;
use super::pages::login;
use crate::denial::Denial;
use crate::office::Show;

impl Show for IDcodeLogin {
    fn show(self, registry: &mut Registry, now_ms: u64) -> Result<String, Denial> {
        Ok(login::form(registry, self.call_back_url, "", None, now_ms))
    }
}
