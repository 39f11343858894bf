//! The products, one file each, named as the vendor names them; and the list of them.
//!
//! To add one, write its file and add its line to [`products!`](crate::products!): the module, its
//! re-exports, the catalogue, the routes of the sandbox and the walks of all tests follow. Where
//! a reply has many fields, they have a file of their own, in a folder of the product's name.

use endpoint_core::Visit;
#[cfg(feature = "samples")]
use endpoint_core::VisitSamples;

use crate::Ihuyi;
use crate::product::{GetNum, Product};

pub use crate::balance::Balance;
pub use crate::match_status::MatchStatus;

/// Hands the list of products to the macro `$with`: the name of the product, which is that of its
/// file, and the request type of its query. Each has a `GetNum` beside it.
///
/// ```
/// macro_rules! names {
///     (
///         documented { $($product:ident: $query:ident,)* }
///         unverified { $($unverified_product:ident: $unverified:ident,)* }
///     ) => {
///         [$(stringify!($product)),*]
///     };
/// }
/// assert_eq!(ihuyi_api::products!(names)[0], "ent3f");
/// ```
#[macro_export]
macro_rules! products {
    ($with:ident) => {
        $with! {
            documented {
                ent3f: Ent3fSubmit,
                entinfov2: Entinfov2Submit,
                entmark: EntmarkSubmit,
                entcopy: EntcopySubmit,
            }
            unverified {
                ent3fv2: Ent3fv2Submit,
                entfuz: EntfuzSubmit,
                entpat: EntpatSubmit,
            }
        }
    };
}

/// Declares what follows from the list.
macro_rules! declare {
    (
        documented { $($product:ident: $query:ident,)* }
        unverified { $($unverified_product:ident: $unverified:ident,)* }
    ) => {
        $(
            mod $product;
            pub use self::$product::*;
        )*
        $(
            #[cfg(feature = "unverified")]
            mod $unverified_product;
            #[cfg(feature = "unverified")]
            pub use self::$unverified_product::*;
        )*

        /// Shows every operation to `visitor`, product by product.
        pub fn endpoints(visitor: &mut impl Visit<Ihuyi>) {
            $(product::<$query>(visitor);)*
        }

        /// Shows the operations of products to `visitor` that no document describes.
        #[cfg(feature = "unverified")]
        pub fn unverified_endpoints(visitor: &mut impl Visit<Ihuyi>) {
            $(product::<$unverified>(visitor);)*
        }

        /// Shows every operation of [`endpoints`] to `visitor`, with its sample requests.
        #[cfg(feature = "samples")]
        pub fn samples(visitor: &mut impl VisitSamples<Ihuyi>) {
            $(
                visitor.operation::<$query>();
                visitor.operation::<GetNum<$query>>();
            )*
        }

        /// Shows every operation of [`unverified_endpoints`] to `visitor`, with its sample
        /// requests.
        #[cfg(all(feature = "samples", feature = "unverified"))]
        pub fn unverified_samples(visitor: &mut impl VisitSamples<Ihuyi>) {
            $(
                visitor.operation::<$unverified>();
                visitor.operation::<GetNum<$unverified>>();
            )*
        }
    };
}

products!(declare);

/// The query of a product, and its balance.
fn product<P: Product>(visitor: &mut impl Visit<Ihuyi>) {
    visitor.endpoint::<P>();
    visitor.endpoint::<GetNum<P>>();
}
