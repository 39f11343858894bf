//! Declares sample requests of operations, for tests.

#[cfg(feature = "samples")]
use core::fmt::Debug;

#[cfg(feature = "samples")]
use crate::{Endpoint, Vendor};

/// Implements `Sample` for an operation, with the names of a module in scope: the first request
/// sets every parameter that can be combined with the others, the last as few as possible. Expands
/// to nothing if the calling crate is compiled without its feature `samples`.
#[macro_export]
macro_rules! sample_requests {
    (use $($scope:ident)::+; $operation:ident, $($request:expr),+ $(,)?) => {
        #[cfg(feature = "samples")]
        impl $crate::Sample for $operation {
            fn samples() -> Vec<Self> {
                #[allow(unused_imports, reason = "each operation needs a few of them")]
                use $($scope)::+::*;
                vec![$($request),+]
            }
        }
    };
}

/// An operation with sample requests, all of them valid.
#[cfg(feature = "samples")]
pub trait Sample: Endpoint + Debug + PartialEq {
    /// The first sets every parameter that can be combined with the others, the last as few as
    /// possible. An operation without a choice has one sample.
    fn samples() -> Vec<Self>;
}

/// Receives each operation of a vendor's list in turn, with its samples.
#[cfg(feature = "samples")]
pub trait VisitSamples<V: Vendor> {
    /// One operation.
    fn operation<E: Sample<Vendor = V>>(&mut self);
}
