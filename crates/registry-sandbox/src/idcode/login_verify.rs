//! 601 LoginVerify: returns the unit of a user, for the plain password.

use idcode_api::UnitAccount;
use idcode_api::operations::LoginVerify;

use super::{FAILURE, State};
use crate::backend::Serve;
use crate::rejection::Rejection;

impl Serve for LoginVerify {
    fn serve(self, state: &mut State, _: u64) -> Result<UnitAccount, Rejection> {
        state
            .units
            .login(&self.login_name, self.login_password.expose())
            .map(|registered| registered.to_account())
            .ok_or_else(no_such_login)
    }
}

/// The message of 310; the table has no code for it.
pub(super) fn no_such_login() -> Rejection {
    Rejection::with_message(
        FAILURE,
        "用户名或密码错误！",
        "user name or password is wrong",
    )
}
