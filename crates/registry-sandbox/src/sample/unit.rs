//! The one unit of a new IDcode sandbox: `i.86.110108.52`, the main code of the document's
//! examples.

use registry_model::DivisionCode;

/// Its main code.
pub const MAIN_CODE: &str = "i.86.110108.52";

/// The last segment of its main code.
pub(crate) const NUMBER: u64 = 52;

/// Its name.
pub const NAME: &str = "样例（北京）编码服务有限公司";

/// Its user name.
pub const LOGIN_NAME: &str = "sample-user";

/// Its user's password.
pub const PASSWORD: &str = "sample-password";

/// Its address.
pub const ADDRESS: &str = "北京市海淀区样例路52号";

/// Its district: Haidian in Beijing.
///
/// # Panics
///
/// Never: a test reads it.
#[must_use]
pub fn division() -> DivisionCode {
    "110108".parse().expect("six digits")
}
