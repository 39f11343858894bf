//! Sample requests of operations, for tests.

use core::fmt::Debug;

use crate::{Endpoint, Vendor};

/// An operation with sample requests, all of them valid.
pub trait Sample: Endpoint + Debug + PartialEq {
    /// The first sets every parameter that can be combined with the others, the last as few as
    /// possible. An operation without a choice has one sample.
    fn samples() -> Vec<Self>;
}

/// Receives each operation of a vendor's list in turn, with its samples.
pub trait VisitSamples<V: Vendor> {
    /// One operation.
    fn operation<E: Sample<Vendor = V>>(&mut self);
}
