//! Lists the products, each in a file of the vendor's name.
//!
//! To add one, write its file and add its line to [`products!`](crate::products!): the module, its
//! re-exports, the catalogue, the route of the sandbox and the loops of all tests follow. The
//! fields of a large reply have their own file, in a folder of the product's name.

use endpoint_core::Visit;
#[cfg(feature = "samples")]
use endpoint_core::VisitSamples;

use crate::Ihuyi;
use crate::product::{GetNum, Product};

pub use crate::balance::Balance;
pub use crate::match_status::MatchStatus;

/// Passes the list of products to the macro `$with`: name of the product and of its file, and
/// request type of its query. Each product also has a `GetNum`.
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

        /// Visits every operation of the documents, product by product.
        pub fn endpoints(visitor: &mut impl Visit<Ihuyi>) {
            $(product::<$query>(visitor);)*
        }

        /// Visits the operations of products without a document.
        #[cfg(feature = "unverified")]
        pub fn unverified_endpoints(visitor: &mut impl Visit<Ihuyi>) {
            $(product::<$unverified>(visitor);)*
        }

        /// Visits every operation of [`endpoints`] with its sample requests.
        #[cfg(feature = "samples")]
        pub fn samples(visitor: &mut impl VisitSamples<Ihuyi>) {
            $(
                visitor.operation::<$query>();
                visitor.operation::<GetNum<$query>>();
            )*
        }

        /// Visits every operation of [`unverified_endpoints`] with its sample requests.
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

/// Visits the query of a product and its `GetNum`.
fn product<P: Product>(visitor: &mut impl Visit<Ihuyi>) {
    visitor.endpoint::<P>();
    visitor.endpoint::<GetNum<P>>();
}
