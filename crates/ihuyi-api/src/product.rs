//! Declares what a product must define, and derives its query template and `GetNum` from that.

use core::fmt;
use core::marker::PhantomData;

use endpoint_core::{Covered, Endpoint, Evidence, Query, ResultCode, Spec};
use serde::{Deserialize, Serialize};

use crate::Ihuyi;
use crate::balance::Balance;
use crate::codes::{BALANCE, GET_NUM, QUERY};

/// A product of ihuyi: implemented on the request of its query.
///
/// The product's name determines path, catalogue name and password of its query (`submit`), and
/// its whole [`GetNum`]. A product is one file in `products/` and one line in `products/mod.rs`.
pub trait Product: Query<Vendor = Ihuyi> {
    /// The vendor's name of the product, such as `ent3f`: part of the path and the dynamic
    /// password.
    const APP: &'static str;
    /// The result codes of its GetNum; by default those of most documents.
    const BALANCE_CODES: &'static [ResultCode] = BALANCE;
    /// The evidence for its GetNum.
    const BALANCE_EVIDENCE: Evidence = Evidence::Document;
}

/// The template of a product's query, without summary, parameters and result codes. The password
/// covers name and credit code.
pub(crate) const fn submit<P: Product>() -> Spec {
    Spec {
        name: Names::<P>::SUBMIT.as_str(),
        path: Names::<P>::SUBMIT_PATH.as_str(),
        covered: Covered::These(&["ent_name", "ent_code"]),
        ..QUERY
    }
}

/// `POST /idcard/<product>/GetNum.json`: returns how many queries of a product are left. Free of
/// charge.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct GetNum<P> {
    #[serde(skip)]
    product: PhantomData<fn() -> P>,
}

impl<P: Product> GetNum<P> {
    /// The request; it has no parameters.
    #[must_use]
    pub fn new() -> Self {
        Self {
            product: PhantomData,
        }
    }
}

impl<P: Product> Endpoint for GetNum<P> {
    type Vendor = Ihuyi;
    type Output = Balance;
    const SPEC: Spec = Spec {
        name: Names::<P>::GET_NUM.as_str(),
        path: Names::<P>::GET_NUM_PATH.as_str(),
        summary: Names::<P>::GET_NUM_SUMMARY.as_str(),
        codes: P::BALANCE_CODES,
        evidence: P::BALANCE_EVIDENCE,
        ..GET_NUM
    };

    fn balance(output: &Balance) -> Option<u64> {
        Some(output.num)
    }
}

#[cfg(feature = "samples")]
impl<P: Product> endpoint_core::Sample for GetNum<P> {
    fn samples() -> Vec<Self> {
        vec![Self::new()]
    }
}

impl<P: Product> Default for GetNum<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P> Clone for GetNum<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for GetNum<P> {}

impl<P> PartialEq for GetNum<P> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<P> Eq for GetNum<P> {}

impl<P: Product> fmt::Debug for GetNum<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::SPEC.name)
    }
}

/// The texts that derive from the name of a product.
struct Names<P>(PhantomData<P>);

impl<P: Product> Names<P> {
    const SUBMIT: &'static Joined = &Joined::from_parts(&[P::APP, ".Submit"]);
    const SUBMIT_PATH: &'static Joined = &Joined::from_parts(&["/idcard/", P::APP, "/Submit.json"]);
    const GET_NUM: &'static Joined = &Joined::from_parts(&[P::APP, ".GetNum"]);
    const GET_NUM_PATH: &'static Joined =
        &Joined::from_parts(&["/idcard/", P::APP, "/GetNum.json"]);
    const GET_NUM_SUMMARY: &'static Joined =
        &Joined::from_parts(&["Return how many queries of ", P::APP, " are left."]);
}

/// A short text that is joined at compile time.
struct Joined {
    bytes: [u8; Self::MOST],
    length: usize,
}

impl Joined {
    const MOST: usize = 96;

    /// Joins the parts. Evaluated at compile time only, where a text that does not fit is an error.
    #[expect(
        clippy::indexing_slicing,
        reason = "iterators do not run in constants, where a wrong index is a compile error"
    )]
    const fn from_parts(parts: &[&str]) -> Self {
        let mut joined = Self {
            bytes: [0; Self::MOST],
            length: 0,
        };
        let mut part = 0;
        while part < parts.len() {
            let bytes = parts[part].as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                joined.bytes[joined.length] = bytes[at];
                joined.length += 1;
                at += 1;
            }
            part += 1;
        }
        joined
    }

    const fn as_str(&'static self) -> &'static str {
        let (text, _) = self.bytes.split_at(self.length);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            // The joined parts are whole texts.
            Err(_) => "",
        }
    }
}
