//! Holds an operation whose requests are made of rows.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Params, Spec};

/// An operation of the catalogue, as the target of a list: its declaration and its offline check.
#[derive(Clone, Copy)]
pub struct Target {
    spec: &'static Spec,
    check: fn(Params) -> Result<Params, Invalid>,
}

impl Target {
    /// The operation of this request.
    ///
    /// ```
    /// use registry_bulk::input::Target;
    ///
    /// let target = Target::of::<ihuyi_api::Ent3fSubmit>();
    /// assert_eq!(target.spec().name, "ent3f.Submit");
    /// ```
    #[must_use]
    pub fn of<E: Endpoint>() -> Self {
        Self {
            spec: &E::SPEC,
            check: check::<E>,
        }
    }

    /// Its declaration.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Checks parameters as the client does before it sends them, and returns them in the order
    /// and form in which they are sent.
    ///
    /// # Errors
    ///
    /// The first parameter that the request does not take.
    pub fn check(&self, params: Params) -> Result<Params, Invalid> {
        (self.check)(params)
    }
}

fn check<E: Endpoint>(params: Params) -> Result<Params, Invalid> {
    let request: E = params.into_typed()?;
    request.validate()?;
    Params::from_request(&request)
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.spec.name).finish()
    }
}
