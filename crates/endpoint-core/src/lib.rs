//! What an operation of a vendor is, and how its answers are read.
//!
//! An operation is declared once, as a type that implements [`Endpoint`]. The client, the
//! sandbox, the command line and the fixture tests all work from that one declaration:
//!
//! | question | answered by |
//! |---|---|
//! | name, path, parameters, result codes | [`Spec`] |
//! | how parameters become a request, and back | [`Params`], [`Vendor::sign`], [`Vendor::verify`] |
//! | how a reply becomes a typed value, and back | [`Vendor::open`], [`Vendor::seal`], [`lenient`] |
//! | what is wrong before anything is sent | [`Invalid`] |
//! | what the vendor refused, and whether it cost money | [`Refusal`] |
//!
//! This crate is not a client: it opens no connection, reads no clock and knows no vendor.
//! To call a vendor use `enterprise-registry` (or `http-transport` with `idcode-api` or
//! `ihuyi-api`); this crate is for those who declare operations or stand in for a vendor.

mod admit;
mod endpoint;
mod envelope;
mod invalid;
mod open_enum;
mod params;
mod refusal;
mod secret;
mod spec;

pub mod lenient;
pub mod wire;

pub use crate::admit::{admit, nearest};
pub use crate::endpoint::{Endpoint, PlainHttp, Unverified, Vendor, Visit, fmt_masked};
pub use crate::envelope::{Envelope, Rejected, open_reporting};
pub use crate::invalid::Invalid;
pub use crate::params::{File, Params, Value};
pub use crate::refusal::{Knowledge, Refusal, RefusalKind};
pub use crate::secret::Secret;
pub use crate::spec::{
    Covered, Kind, Method, Need, Param, Placement, ResultCode, Sensitivity, Shape, Spec,
};

#[doc(hidden)]
pub mod __private {
    //! What the expansion of [`open_enum!`](crate::open_enum) names.
    pub use serde;
}
