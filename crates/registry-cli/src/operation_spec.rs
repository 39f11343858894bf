//! Finds the declaration of an operation by its name.

use enterprise_registry::idcode;
use enterprise_registry::ihuyi;
use enterprise_registry::{Endpoint, Spec, Vendor, Visit};

struct Search<'n> {
    name: &'n str,
    found: Option<Spec>,
}

impl<V: Vendor> Visit<V> for Search<'_> {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if self.found.is_none() && E::SPEC.name == self.name {
            self.found = Some(E::SPEC);
        }
    }
}

/// The declaration of the operation of this name, of whichever vendor.
pub(crate) fn find(name: &str) -> Option<Spec> {
    let mut search = Search { name, found: None };
    idcode::endpoints(&mut search);
    idcode::unverified_endpoints(&mut search);
    ihuyi::endpoints(&mut search);
    search.found
}
