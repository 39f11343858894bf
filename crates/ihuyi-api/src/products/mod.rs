//! The products, one file each, named as the vendor names them; and the list of them.

use endpoint_core::Visit;

use crate::Ihuyi;
use crate::product::{GetNum, Product};

mod balance;
mod ent3f;
mod entcopy;
mod entinfov2;
mod entmark;

pub use self::balance::Balance;
pub use self::ent3f::*;
pub use self::entcopy::*;
pub use self::entinfov2::*;
pub use self::entmark::*;

/// Shows every operation to `visitor`, product by product.
pub fn endpoints(visitor: &mut impl Visit<Ihuyi>) {
    product::<Ent3fSubmit>(visitor);
    product::<Entinfov2Submit>(visitor);
    product::<EntmarkSubmit>(visitor);
    product::<EntcopySubmit>(visitor);
}

/// The query of a product, and its balance.
fn product<P: Product>(visitor: &mut impl Visit<Ihuyi>) {
    visitor.endpoint::<P>();
    visitor.endpoint::<GetNum<P>>();
}
