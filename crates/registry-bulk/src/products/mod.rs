//! The products of long paid runs: the operation that a row calls, and what its end means for the
//! ledger.

mod fields;
mod result;
mod row_request;
mod row_response;

use endpoint_core::{Endpoint as _, Spec};
use ihuyi_api::products::{Ent3fSubmit, EntcopySubmit, Entinfov2Submit, EntmarkSubmit};

pub use self::fields::Fields;
pub use self::row_request::RowRequest;
pub use self::row_response::{Halt, RowResponse};
use crate::input::Target;

/// What a run asks for each of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BulkProduct {
    /// Whether name, credit code and legal representative belong together.
    Ent3f,
    /// The register's record of a company.
    Entinfov2,
    /// The trademarks of a company: all pages, as the parts of one row.
    Entmark,
    /// The copyrights of a company: all pages, as the parts of one row.
    Entcopy,
}

impl BulkProduct {
    /// All products.
    pub const ALL: &'static [Self] = &[Self::Ent3f, Self::Entinfov2, Self::Entmark, Self::Entcopy];

    /// The operation that its rows call, as the target of a list.
    #[must_use]
    pub fn target(self) -> Target {
        match self {
            Self::Ent3f => Target::for_endpoint::<Ent3fSubmit>(),
            Self::Entinfov2 => Target::for_endpoint::<Entinfov2Submit>(),
            Self::Entmark => Target::for_endpoint::<EntmarkSubmit>(),
            Self::Entcopy => Target::for_endpoint::<EntcopySubmit>(),
        }
    }

    /// The declaration of that operation.
    #[must_use]
    pub const fn spec(self) -> Spec {
        match self {
            Self::Ent3f => Ent3fSubmit::SPEC,
            Self::Entinfov2 => Entinfov2Submit::SPEC,
            Self::Entmark => EntmarkSubmit::SPEC,
            Self::Entcopy => EntcopySubmit::SPEC,
        }
    }

    /// The vendor's name of it, such as `ent3f`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().product()
    }

    /// The product of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|product| product.name() == name)
    }

    /// The product whose rows call this operation.
    #[must_use]
    pub fn from_operation(operation: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|product| product.spec().name == operation)
    }

    /// Whether its responses hold personal data: names of officers, of authors.
    #[must_use]
    pub const fn has_personal_responses(self) -> bool {
        match self {
            Self::Ent3f | Self::Entmark => false,
            Self::Entinfov2 | Self::Entcopy => true,
        }
    }

    /// Whether a row may have several parts, each of which costs a query.
    #[must_use]
    pub const fn is_paged(self) -> bool {
        match self {
            Self::Ent3f | Self::Entinfov2 => false,
            Self::Entmark | Self::Entcopy => true,
        }
    }
}
