//! 601 LoginVerify: the unit of a user, for the plain password.

use idcode_api::UnitAccount;
use idcode_api::operations::LoginVerify;

use super::{FAILURE, Registry};
use crate::denial::Denial;
use crate::office::Serve;

impl Serve for LoginVerify {
    fn serve(self, registry: &mut Registry, _: u64) -> Result<UnitAccount, Denial> {
        registry
            .units
            .login(&self.login_name, self.login_password.expose())
            .map(|registered| registered.to_account())
            .ok_or_else(no_such_login)
    }
}

/// The words are those of 310; the table has no code for it.
pub(super) fn no_such_login() -> Denial {
    Denial::worded(
        FAILURE,
        "用户名或密码错误！",
        "user name or password is wrong",
    )
}
