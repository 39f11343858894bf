//! Declares the products of ihuyi, each in one file.
//!
//! ihuyi (互亿无线) sells data about companies: whether name, credit code and legal representative
//! match (`ent3f`), the register's record of a company (`entinfov2`), its trademarks (`entmark`)
//! and its copyrights (`entcopy`). It also returns how many queries of a product are left.
//! **Every query costs money**, and so does every page of a list.
//!
//! The feature `unverified` adds three products, of which web pages of the vendor show a part. With
//! the feature `xml` (default), responses in XML are read like those in JSON.
//!
//! This crate is not a client: neither it nor the crates below it open connections. To call ihuyi,
//! use `enterprise-registry` with its feature `ihuyi`; to test without ihuyi, `registry-sandbox`.
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
