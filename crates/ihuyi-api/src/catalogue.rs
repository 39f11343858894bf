//! Which operations there are.

use endpoint_core::Visit;

use crate::Ihuyi;
use crate::products::{Ent3fGetNum, Ent3fSubmit, Entinfov2GetNum, Entinfov2Submit};

/// Shows every operation to `visitor`, product by product.
pub fn endpoints(visitor: &mut impl Visit<Ihuyi>) {
    visitor.endpoint::<Ent3fSubmit>();
    visitor.endpoint::<Ent3fGetNum>();
    visitor.endpoint::<Entinfov2Submit>();
    visitor.endpoint::<Entinfov2GetNum>();
}
