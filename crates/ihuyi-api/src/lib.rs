//! The products of ihuyi, each declared once.
//!
//! ihuyi (互亿无线) answers questions about companies: whether name, credit code and legal
//! representative belong together (`ent3f`), what the register says of a company (`entinfov2`),
//! which trademarks (`entmark`) and copyrights (`entcopy`) it has, and how many queries are left
//! of each product. **Every query costs money**, of lists every page does.
//!
//! With the feature `unverified` there are three products more, of which only pages of the vendor
//! show a part. With the feature `xml` (default) answers in XML are read as those in JSON.
//!
//! This crate is not a client: nothing below it opens a connection. To call ihuyi use
//! `enterprise-registry` with its feature `ihuyi`; to stand in for ihuyi use
//! `registry-sandbox`.
//!
//! ```
//! use endpoint_core::{Endpoint, Params, Vendor};
//! use ihuyi_api::products::Ent3fSubmit;
//! use ihuyi_api::{Ihuyi, IhuyiKeys};
//!
//! let keys = IhuyiKeys::new("test", "1q784322b******");
//! let request = Ent3fSubmit::new("上海思锐信息技术有限公司", "91310116761614322N".parse()?, "谢**");
//! request.validate()?;
//!
//! let spec = Ent3fSubmit::SPEC;
//! assert!(spec.billed);
//! let signed = Ihuyi::sign(&keys, &spec, &Params::from_request(&request)?, 1_651_544_941_000)?;
//! assert_eq!(signed.target, "/idcard/ent3f/Submit.json");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[macro_use]
mod sample;

mod balance;
mod codes;
mod company_query;
mod day;
mod embedded;
mod enterprise;
mod keys;
mod list_result;
mod match_status;
mod page_bounds;
mod product;
pub mod products;
mod serial;
mod subject;
mod vendor;
#[cfg(feature = "xml")]
mod xml;

pub use crate::company_query::{
    CompanyProduct, CompanyQuery, CompanyReply, Filter, ListProduct, ListReply,
};
pub use crate::embedded::Embedded;
pub use crate::keys::{Auth, IhuyiKeys, SendBy};
pub use crate::list_result::{ListResult, ListRow};
pub use crate::match_status::MatchStatus;
pub use crate::product::{GetNum, Product};
pub use crate::products::endpoints;
#[cfg(feature = "samples")]
pub use crate::products::samples;
#[cfg(feature = "unverified")]
pub use crate::products::unverified_endpoints;
#[cfg(all(feature = "samples", feature = "unverified"))]
pub use crate::products::unverified_samples;
pub use crate::serial::Serial;
pub use crate::subject::{Identifiers, Several, Subject};
pub use crate::vendor::Ihuyi;
