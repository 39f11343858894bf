//! The provenance of a value: vendor, operation and time.

use core::fmt;
use core::ops::Deref;
use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a value comes from: the vendor, the operation, and the time of the response.
///
/// Vendor and operation are named as in the catalogue: `ihuyi`, `entinfov2.Submit`.
///
/// ```
/// use registry_model::Provenance;
/// use registry_model::jiff::Timestamp;
///
/// let provenance = Provenance::new("ihuyi", "entinfov2.Submit", Timestamp::from_second(1_700_000_000)?);
/// assert_eq!(provenance.to_string(), "ihuyi entinfov2.Submit, 2023-11-14T22:13:20Z");
/// # Ok::<(), registry_model::jiff::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// `ihuyi`, `idcode`, or another origin of values.
    pub vendor: Cow<'static, str>,
    /// The operation, or another name for a kind of response.
    pub operation: Cow<'static, str>,
    /// The time of the response.
    pub at: Timestamp,
}

impl Provenance {
    /// A response of this operation of this vendor, at this time.
    #[must_use]
    pub fn new(
        vendor: impl Into<Cow<'static, str>>,
        operation: impl Into<Cow<'static, str>>,
        at: Timestamp,
    ) -> Self {
        Self {
            vendor: vendor.into(),
            operation: operation.into(),
            at,
        }
    }

    /// A value with this provenance.
    #[must_use]
    pub fn attribute<T>(&self, value: T) -> Sourced<T> {
        Sourced {
            value,
            provenance: self.clone(),
        }
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, {}", self.vendor, self.operation, self.at)
    }
}

/// A value with its provenance. Dereferences to the value.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    #[serde(rename = "source")]
    pub provenance: Provenance,
}

impl<T> Deref for Sourced<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Sourced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Provenance {
            vendor,
            operation,
            at: _,
        } = &self.provenance;
        write!(f, "{:?} from {vendor} {operation}", self.value)
    }
}
