//! The products, one file each, named as the vendor names them; and the list of them.
//!
//! To add one is to write its file and to name it here. Where a reply has many fields they have a
//! file of their own, in a folder of the product's name.

use endpoint_core::Visit;

use crate::Ihuyi;
use crate::product::{GetNum, Product};

mod balance;
mod ent3f;
#[cfg(feature = "unverified")]
mod ent3fv2;
mod entcopy;
#[cfg(feature = "unverified")]
mod entfuz;
mod entinfov2;
mod entmark;
#[cfg(feature = "unverified")]
mod entpat;

pub use self::balance::Balance;
pub use self::ent3f::*;
#[cfg(feature = "unverified")]
pub use self::ent3fv2::*;
pub use self::entcopy::*;
#[cfg(feature = "unverified")]
pub use self::entfuz::*;
pub use self::entinfov2::*;
pub use self::entmark::*;
#[cfg(feature = "unverified")]
pub use self::entpat::*;
pub use crate::match_status::MatchStatus;

/// Shows every operation to `visitor`, product by product.
pub fn endpoints(visitor: &mut impl Visit<Ihuyi>) {
    product::<Ent3fSubmit>(visitor);
    product::<Entinfov2Submit>(visitor);
    product::<EntmarkSubmit>(visitor);
    product::<EntcopySubmit>(visitor);
}

/// Shows the operations of products to `visitor` that no document describes.
#[cfg(feature = "unverified")]
pub fn unverified_endpoints(visitor: &mut impl Visit<Ihuyi>) {
    product::<Ent3fv2Submit>(visitor);
    product::<EntfuzSubmit>(visitor);
    product::<EntpatSubmit>(visitor);
}

/// The query of a product, and its balance.
fn product<P: Product>(visitor: &mut impl Visit<Ihuyi>) {
    visitor.endpoint::<P>();
    visitor.endpoint::<GetNum<P>>();
}
