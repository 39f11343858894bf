//! Signs and verifies requests to IDcode (document section 4).
//!
//! Path and query without scheme and host are signed, in three steps, each a file here:
//!
//! 1. the parameter `time`, in milliseconds, is added (`sort.rs`);
//! 2. all parameters are sorted by name (`sort.rs`) and written as one string (`canonical.rs`,
//!    `encode.rs`);
//! 3. the authorisation code is appended, the MD5 of the whole taken as 32 upper-case
//!    hexadecimal digits, and these added as the last parameter, `hash` (`sign.rs`).
//!
//! The string is the same for query, form and multipart requests: all text parameters enter it
//! wherever they travel, files never do.

mod canonical;
mod dialect;
mod encode;
mod explain;
mod password;
mod sign;
mod sort;
mod verify;

pub use dialect::{Encoding, Hashed, SignatureDialect, Sort};
pub use explain::{SignatureSteps, explain};
pub use password::password_md5;
pub use sign::{Signed, sign};
pub use verify::{VerifyError, verify};
