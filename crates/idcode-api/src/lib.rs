//! Declares the operations of IDcode, each in one file.
//!
//! IDcode registers organisations ("units"), product categories, and a QR code for every single
//! item. Each operation is a type in [`operations`](mod@operations) under the vendor's name:
//! [`Endpoint::validate`](endpoint_core::Endpoint::validate) checks its request, [`Idcode`] signs
//! it, and its response is decoded into the type's `Output`.
//!
//! This crate is not a client: neither it nor the crates below it open connections or files. To
//! call IDcode, use `enterprise-registry` with its feature `idcode`; to read files of item codes,
//! `registry-bulk`; to test without IDcode, `registry-sandbox`.
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
//! Besides operations:
//!
//! | for | use |
//! |---|---|
//! | sending a browser to the pages 401, 405 and 607 | [`Page`], [`Idcode::page_url`], [`callback`] |
//! | finding where a scan leads, and reading the code on that web page | [`scan`] |
//! | addresses that contain parameters or other addresses | [`address`] |
//! | pictures in replies, logos in requests | [`Picture`], [`PictureOrAddress`], [`Logo`] |
//! | item codes before their upload, in memory or in a file of any size | [`ItemCodes`], [`CodeFile`] |
//! | uploading a list of codes in several calls, with a report of each | [`Batches`] |
//! | choosing an answer where the document leaves one open | [`Dialect`] |
//!
//! The feature `unverified` adds an operation that public clients use and no document has.

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
