//! 607 IDcodeLogin: shows the page where a user logs in.

use idcode_api::operations::IDcodeLogin;

use super::State;
use super::browser_pages::login;
use crate::backend::ServePage;
use crate::rejection::Rejection;

impl ServePage for IDcodeLogin {
    fn serve_page(self, state: &mut State, now_ms: u64) -> Result<String, Rejection> {
        Ok(login::form(state, self.call_back_url, "", None, now_ms))
    }
}
