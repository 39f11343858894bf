//! Holds an operation whose requests are made of rows.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Params, Spec};

/// An operation of the catalogue, as the target of a list: its declaration and its offline check.
#[derive(Clone, Copy)]
pub struct Target {
    spec: &'static Spec,
    check: fn(Params) -> Result<Checked, Invalid>,
}

/// The parameters of a valid request.
#[derive(Debug, Clone)]
pub struct Checked {
    /// As they are sent, in the order of the declaration.
    pub params: Params,
    /// What to look at before paying: oddities that are no reason to refuse.
    pub doubts: Vec<Invalid>,
}

impl Target {
    /// The operation of this request.
    ///
    /// ```
    /// use registry_bulk::input::Target;
    ///
    /// let target = Target::for_endpoint::<ihuyi_api::products::Ent3fSubmit>();
    /// assert_eq!(target.spec().name, "ent3f.Submit");
    /// ```
    #[must_use]
    pub fn for_endpoint<E: Endpoint>() -> Self {
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

    /// Checks parameters as the client does before it sends them.
    ///
    /// # Errors
    ///
    /// The first parameter that the request does not take.
    pub fn check(&self, params: Params) -> Result<Checked, Invalid> {
        (self.check)(params)
    }
}

fn check<E: Endpoint>(params: Params) -> Result<Checked, Invalid> {
    let request: E = params.into_typed()?;
    request.validate()?;
    Ok(Checked {
        params: Params::from_request(&request)?,
        doubts: request.doubts(),
    })
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.spec.name).finish()
    }
}
