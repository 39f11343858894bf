//! The operations of IDcode, each declared once.
//!
//! IDcode registers organisations ("units"), product categories and one-item-one-code QR
//! identifiers. An operation is a type in [`operations`](mod@operations), named as the vendor names
//! it; its request is checked by [`Endpoint::validate`](endpoint_core::Endpoint::validate), signed by
//! [`Idcode`] and its answer decoded into the type's `Output`.
//!
//! This crate is not a client: nothing in it or below it opens a connection or a file. Files of item
//! codes are opened by `registry-bulk`. To call IDcode use
//! `enterprise-registry` with its feature `idcode`; to stand in for IDcode use
//! `registry-sandbox`.
//!
//! ```
//! use endpoint_core::{Endpoint, Params, Vendor};
//! use idcode_api::operations::GetCompanyBaseInfo;
//! use idcode_api::{Idcode, IdcodeKeys};
//!
//! // The sample credentials of the vendor's document.
//! let keys = IdcodeKeys::new("J7X4LuOOfURXeAAEAAAAAABSK", "RORJOOfU4OJ44XUf4uuXU4JuRLeeRAX7");
//! let request = GetCompanyBaseInfo::new("i.86.110108.52".parse()?);
//! request.validate()?;
//!
//! let spec = GetCompanyBaseInfo::SPEC;
//! let signed = Idcode::sign(&keys, &spec, &Params::from_request(&request)?, 1_497_587_696_789)?;
//! assert_eq!(signed.path(), "/AllInterFace/GetCompanyBaseInfo");
//! assert!(signed.target.contains("companyIDcode=i.86.110108.52&time=1497587696789&hash="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Beside the calls:
//!
//! | what for | here |
//! |---|---|
//! | sending a browser to the pages 401, 405 and 607 | [`Page`], [`Idcode::page_url`], [`callback`] |
//! | where a scan leads, and the web page there | [`scan`] |
//! | addresses with parameters of their own as values | [`address`] |
//! | pictures in replies, logos in requests | [`Picture`], [`PictureOrAddress`], [`Logo`] |
//! | codes of items before they are uploaded, held or in a file of any size | [`ItemCodes`], [`CodeFile`] |
//! | a list of codes in several calls, with a report of each | [`Batches`] |
//! | what the document leaves open | [`Dialect`] |
//!
//! With the feature `unverified` there is one operation more that only public clients show.

#[macro_use]
mod sample;

mod account;
pub mod address;
mod appearance;
mod area;
mod batches;
pub mod callback;
mod category;
mod code_file;
mod codes;
mod dialect;
mod enterprise;
mod item_codes;
mod json_text;
mod keys;
mod locality;
mod names;
pub mod operations;
mod page;
mod password;
mod phone;
mod picture;
mod placement;
pub mod scan;
mod signature;
mod trade;
mod unit;
mod unset;
mod vendor;

pub use crate::account::{
    PlatformRole, ServiceProvider, StoredColor, StoredLogo, UnitAccount, UrlStatus,
};
pub use crate::appearance::{
    Background, CodeColor, CodeSize, Frame, FramedSize, LogoUse, Margin, NameMark, NotAColor,
    PlainSymbology, Purpose, QrSize, Rgb, Symbology,
};
pub use crate::area::{Area, AreaLevel};
pub use crate::batches::{Batches, CallReport, ListReport, UploadOutcome};
pub use crate::category::{Application, Category, CategoryRegistration, CodeUse};
pub use crate::code_file::{CheckedCodes, CodeFile, CodeFileError};
pub use crate::dialect::{
    Coverage, Dialect, FormPlacement, InvalidDialect, JsonCredentials, MultipartPlacement, Order,
    Unset,
};
pub use crate::item_codes::{CodeDoubt, CodeDoubts, ItemCodeError, ItemCodes};
pub use crate::keys::IdcodeKeys;
pub use crate::locality::Locality;
pub use crate::operations::endpoints;
#[cfg(feature = "samples")]
pub use crate::operations::samples;
#[cfg(feature = "unverified")]
pub use crate::operations::unverified_endpoints;
#[cfg(all(feature = "samples", feature = "unverified"))]
pub use crate::operations::unverified_samples;
pub use crate::page::{Page, PageUrl};
pub use crate::password::PasswordDigest;
pub use crate::picture::{Logo, NotBase64, Picture, PictureKind, PictureOrAddress};
pub use crate::trade::Trade;
pub use crate::unit::{Audit, Authentication, Unit, UnitStatus};
pub use crate::vendor::Idcode;
