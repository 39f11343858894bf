//! The two MD5 request signatures: IDcode's signed URL and ihuyi's dynamic password.
//!
//! # What this crate is
//!
//! Text in, signature out, for both ends of the wire: [`idcode::sign`] and [`idcode::verify`],
//! [`ihuyi::dynamic_password`] and [`ihuyi::verify`]. Every function is pure and synchronous and
//! takes the time as an argument; there is no `std` here, so no clock, file or socket either.
//! `explain` retraces a signature step by step with the credentials masked.
//!
//! # What it is not
//!
//! It sends nothing, parses no URLs and knows no operation: which parameters an operation has,
//! or which fields the formula of a product, is for `idcode-api` and `ihuyi-api` to say. Calls
//! are made with `http-transport`. To use the services take `enterprise-registry`, which has all
//! of these; take this crate alone to sign requests of your own making, or to check those of
//! others.
//!
//! # Example
//!
//! The worked example of section 4 of IDcode's document, with its published credentials:
//!
//! ```
//! use sign_core::idcode::{self, SignatureDialect, VerifyError};
//!
//! let authorisation_code = "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7";
//! let signed = idcode::sign(
//!     "/abc/def",
//!     &[("access_token", "J7X4LuOOfURXeAAEAAAAAABSK"), ("name", "zhangsan"), ("id", "123")],
//!     authorisation_code,
//!     1_497_587_696_789, // 2017-06-16 12:34:56.789 at UTC+8
//!     SignatureDialect::default(),
//! );
//! assert_eq!(
//!     signed.target(),
//!     "/abc/def?access_token=J7X4LuOOfURXeAAEAAAAAABSK&id=123&name=zhangsan\
//!      &time=1497587696789&hash=4E5B67B75447486AFC147BE5DEBF7758",
//! );
//!
//! // The other end has decoded pairs, in whatever order they came.
//! let mut received = [
//!     ("hash", "4E5B67B75447486AFC147BE5DEBF7758"),
//!     ("time", "1497587696789"),
//!     ("access_token", "J7X4LuOOfURXeAAEAAAAAABSK"),
//!     ("id", "123"),
//!     ("name", "zhangsan"),
//! ];
//! let verdict = idcode::verify("/abc/def", &received, authorisation_code, SignatureDialect::default());
//! assert_eq!(verdict, Ok(1_497_587_696_789));
//!
//! received[3].1 = "124";
//! let verdict = idcode::verify("/abc/def", &received, authorisation_code, SignatureDialect::default());
//! assert_eq!(verdict, Err(VerifyError::Mismatch));
//! ```
//!
//! # What a signature proves
//!
//! That its maker knew the secret, and that the hashed string is unchanged. Both schemes are the
//! vendors', and three things do not follow from a good signature:
//!
//! * **How the string was divided.** IDcode hashes plain values, so `companyName=X&searchType=1`
//!   is the same string whether it is one parameter or two; ihuyi puts nothing at all between its
//!   fields. [`idcode::verify`] therefore works on parameters that are already parsed, and a
//!   server decides by the operation's own list of names, never by the string.
//! * **That the request is new.** Nothing stops a replay but a limit on the age of the time, and
//!   neither vendor documents one. IDcode's files do not enter the signature at all.
//! * **That the request was confidential.** MD5 keyed by a suffix is weak and encrypts nothing. Use
//!   HTTPS.
//!
//! # Secrets
//!
//! A string to sign holds the secret, so it never exists as text here, only as the state of a
//! digest. No Debug or Display of this crate shows a credential, a hash or a signed URL.
//! Comparisons are in constant time.

#![no_std]

extern crate alloc;

mod clock;
mod digest;
pub mod idcode;
pub mod ihuyi;
mod mask;
