//! Data for demonstrations and tests.
//!
//! Except for the vendor's own sample record ([`vendor`]) everything here is made up. Companies are
//! named 样例 ("sample"), their representatives have the placeholder names of Chinese forms, and
//! their codes have valid check characters but come from ranges that the registration authorities
//! have not reached.
//!
//! ```
//! use registry_sandbox::sample;
//!
//! let company = sample::DEMO;
//! assert_eq!(company.credit_code().to_string(), "91110108MAXXXX015B");
//! assert_eq!(company.division().to_string(), "110108");
//! ```

pub mod company;
pub(crate) mod copyright;
pub(crate) mod trademark;
pub mod unit;
pub mod vendor;
pub(crate) mod vendor_rights;

pub use self::company::{COMPANIES, DEMO, SampleCompany};

pub(crate) use self::trademark::embedded;

/// The placeholder for a personal name: Zhang San.
pub const PERSON: &str = "张三";

/// The placeholder for a mobile phone number.
pub const PHONE: &str = "13800138000";

/// The picture of a business licence: a PNG of 240 by 160 pixels with the word SAMPLE.
pub const LICENCE_PNG: &[u8] = include_bytes!("../../data/licence.png");
