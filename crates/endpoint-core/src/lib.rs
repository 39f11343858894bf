//! The declaration of vendors' operations, and the lenient reading of their responses.
//!
//! An operation is declared once, as a type that implements [`Endpoint`]. The client, the
//! sandbox, the command line and the fixture tests all work from that one declaration:
//!
//! | question | answered by |
//! |---|---|
//! | name, path, parameters, result codes | [`Spec`] |
//! | how parameters become a request, and back | [`Params`], [`Vendor::sign`], [`Vendor::verify`] |
//! | how a response becomes a typed value, and back | [`Vendor::open`], [`Vendor::seal`], [`lenient`] |
//! | errors before anything is sent | [`Invalid`] |
//! | whether anything was found, and rows page by page | [`QueryOutcome`], [`pages`] |
//! | refusals of the vendor, and whether they cost money | [`Refusal`] |
//!
//! This crate is not a client: it opens no connection and knows no vendor.
//! To call a vendor use `enterprise-registry` (or `http-transport` with `idcode-api` or
//! `ihuyi-api`); this crate is for those who declare operations or stand in for a vendor.
//!
//! # An operation, declared and used
//!
//! ```
//! use std::time::Duration;
//!
//! use endpoint_core::*;
//! use serde::{Deserialize, Serialize};
//!
//! /// The request: its fields are the parameters, under the vendor's names.
//! #[derive(Serialize, Deserialize)]
//! struct FindUnits {
//!     #[serde(rename = "companyName")]
//!     name: String,
//! }
//!
//! /// One row of the reply.
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! struct Unit {
//!     #[serde(rename = "OrganUnit_ID")]
//!     id: u128,
//!     #[serde(rename = "LinkMan")]
//!     contact: Option<String>,
//! }
//!
//! impl Endpoint for FindUnits {
//!     type Vendor = Depot;
//!     type Output = Vec<Unit>;
//!     const SPEC: Spec = Spec {
//!         name: "FindUnits",
//!         number: Some("307"),
//!         method: Method::Get,
//!         path: "/units",
//!         placement: Placement::Query,
//!         summary: "Finds units by name.",
//!         idempotent: true,
//!         billed: false,
//!         pause: Duration::ZERO,
//!         params: &[Param::text("companyName").required()],
//!         covered: Covered::AllTexts,
//!         reply: Shape::List("OrganUnitList"),
//!         codes: &[
//!             ResultCode::success(1, "成功", "found"),
//!             ResultCode::refusal(0, RefusalKind::NotFound, "未找到", "nothing by that name"),
//!         ],
//!         observed_codes: &[],
//!         evidence: Evidence::Document,
//!     };
//!
//!     fn validate(&self) -> Result<(), Invalid> {
//!         Invalid::if_empty("companyName", &self.name)
//!     }
//! }
//!
//! # struct Depot;
//! # impl Vendor for Depot {
//! #     const NAME: &'static str = "depot";
//! #     const DEFAULT_BASE: &'static str = "https://127.0.0.1";
//! #     const PLAIN_HTTP: PlainHttp = PlainHttp::LoopbackOnly;
//! #     const ENVELOPE: Envelope = Envelope {
//! #         code: "ResultCode", also_code: &[], message: "ResultMsg", success: 1,
//! #     };
//! #     const COMMON: &'static [Param] = &[];
//! #     type Keys = ();
//! #     fn sign(_: &(), spec: &Spec, params: &Params, _: u64) -> Result<wire::Request, Invalid> {
//! #         let mut query = String::new();
//! #         for (name, text) in params.texts() {
//! #             wire::push_pair(&mut query, name, text);
//! #         }
//! #         let target = format!("{}?{query}", spec.path);
//! #         Ok(wire::Request { method: spec.method, target, body: wire::Body::Empty })
//! #     }
//! #     fn verify(
//! #         _: &(), _: &Spec, received: wire::Received, _: u64,
//! #     ) -> Result<Vec<(String, Value)>, AuthError> {
//! #         Ok(received.into_params())
//! #     }
//! # }
//! // The client's half, with a `Vendor` named `Depot` that signs with no keys.
//! let request = FindUnits { name: "某某公司".to_owned() };
//! request.validate()?;
//! let signed = Depot::sign(&(), &FindUnits::SPEC, &Params::from_request(&request)?, 0)?;
//! assert_eq!(signed.target, "/units?companyName=%E6%9F%90%E6%9F%90%E5%85%AC%E5%8F%B8");
//!
//! // The response strays from the document, and is read all the same.
//! let body = r#"{"organunitlist":{" OrganUnit_ID":"52","LinkMan":""},"ResultCode":"1"}"#;
//! let units = Depot::open::<FindUnits>(&body.into())?;
//! assert_eq!(units, [Unit { id: 52, contact: None }]);
//!
//! // The sandbox's half writes it as the document does.
//! let sealed = Depot::seal::<FindUnits>(Ok(&units));
//! assert_eq!(Depot::open::<FindUnits>(&sealed.into())?, units);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod admit;
mod auth_error;
mod clock;
mod clock_offset;
mod endpoint;
mod envelope;
mod invalid;
mod open_enum;
mod params;
mod query;
mod refusal;
mod refusal_kind;
mod response;
mod sample;
mod secret;
mod source;
mod spec;
mod validated;

pub mod json_text;
pub mod lenient;
pub mod pages;
pub mod wire;

pub use crate::admit::{admit, nearest};
pub use crate::auth_error::AuthError;
pub use crate::clock::{Clock, SystemClock};
pub use crate::clock_offset::ClockOffset;
pub use crate::endpoint::{Endpoint, PlainHttp, Vendor, Visit, fmt_masked};
pub use crate::envelope::Envelope;
pub use crate::invalid::{Invalid, field_error};
pub use crate::params::{File, Params, Value};
pub use crate::query::{NotFound, Query, QueryOutcome};
pub use crate::refusal::Refusal;
pub use crate::refusal_kind::{Knowledge, RefusalKind};
pub use crate::response::{OpenError, open as open_enveloped, open_reporting};
#[cfg(feature = "samples")]
pub use crate::sample::{Sample, VisitSamples};
pub use crate::secret::Secret;
pub use crate::source::UploadSource;
pub use crate::spec::{
    Covered, Evidence, Kind, Method, Need, Param, Placement, ResultCode, Sensitivity, Shape, Spec,
};
pub use crate::validated::Validated;

#[doc(hidden)]
pub mod __private {
    //! The names in the expansion of [`open_enum!`](crate::open_enum).
    pub use serde;
}
