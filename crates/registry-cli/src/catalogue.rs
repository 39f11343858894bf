//! Finds operations by name and calls them without knowing their types.

use core::any::Any;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;

use endpoint_core::{Validated, Value, nearest};
use enterprise_registry::idcode::Idcode;
use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::ihuyi::products::Balance;
use enterprise_registry::{
    CallOptions, Client, Endpoint, Error, Invalid, Params, Spec, Vendor, Visit,
};
use serde::Serialize;

use crate::error::CommandError;
use crate::format::Format;
use crate::output;
use crate::pictures::{self, Destination};
use crate::settings::ConfiguredVendor;

/// An operation of the catalogue, with its type erased.
pub(crate) trait Operation<V: Vendor> {
    fn spec(&self) -> Spec;

    /// Builds and validates the typed request of these parameters. With `as_written`, identifiers
    /// may break the rules of their kind.
    fn prepare(
        &self,
        params: Params,
        as_written: bool,
    ) -> Result<Box<dyn PreparedRequest<V>>, Invalid>;
}

/// A validated request, with its type erased.
pub(crate) trait PreparedRequest<V: Vendor> {
    /// Values that are allowed and unlikely to be meant.
    fn doubts(&self) -> Vec<Invalid>;

    /// The [`Validated`] request, to be downcast.
    fn as_any(&self) -> &dyn Any;

    /// Calls the operation.
    fn send(self: Box<Self>, client: Client<V>) -> OutputFuture;
}

pub(crate) type OutputFuture = Pin<Box<dyn Future<Output = Result<Box<dyn AnyOutput>, Error>>>>;

/// The output of an operation, with its type erased.
pub(crate) trait AnyOutput {
    /// Writes it to stdout.
    fn print(&self, format: Format) -> Result<(), CommandError>;

    /// Writes it to stdout and its pictures into files.
    fn print_with_pictures(
        &self,
        format: Format,
        destination: &Destination,
    ) -> Result<(), CommandError>;

    /// The output, to be downcast.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Serialize + 'static> AnyOutput for T {
    fn print(&self, format: Format) -> Result<(), CommandError> {
        output::value(format, self)
    }

    fn print_with_pictures(
        &self,
        format: Format,
        destination: &Destination,
    ) -> Result<(), CommandError> {
        pictures::print(format, self, destination)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The balance, if the output is that of a `GetNum` operation.
pub(crate) fn balance_in(output: &dyn AnyOutput) -> Option<Balance> {
    output.as_any().downcast_ref().copied()
}

struct TypedOperation<E>(PhantomData<fn() -> E>);

impl<E: Endpoint> Operation<E::Vendor> for TypedOperation<E> {
    fn spec(&self) -> Spec {
        E::SPEC
    }

    fn prepare(
        &self,
        params: Params,
        as_written: bool,
    ) -> Result<Box<dyn PreparedRequest<E::Vendor>>, Invalid> {
        for (name, value) in params.iter() {
            let (kind, bytes) = match value {
                Value::Text(text) => ("text", text.len() as u64),
                Value::File(file) => ("file", file.len().unwrap_or_default()),
            };
            tracing::trace!(operation = E::SPEC.name, name, kind, bytes, "parameter");
        }
        let request = if as_written {
            params.into_typed_as_written::<E>()?.with_names_as_written()
        } else {
            params.into_typed::<E>()?
        };
        Ok(Box::new(Validated::new(request)?))
    }
}

impl<E: Endpoint> PreparedRequest<E::Vendor> for Validated<E> {
    fn doubts(&self) -> Vec<Invalid> {
        self.as_request().doubts()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn send(self: Box<Self>, client: Client<E::Vendor>) -> OutputFuture {
        Box::pin(async move {
            let options = CallOptions::default();
            let output = client.call_validated(*self, &options).await?;
            tracing::trace!(operation = E::SPEC.name, "understood");
            Ok(Box::new(output) as Box<dyn AnyOutput>)
        })
    }
}

struct OperationList<V>(Vec<Box<dyn Operation<V>>>);

impl<V: Vendor> Visit<V> for OperationList<V> {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        self.0.push(Box::new(TypedOperation::<E>(PhantomData)));
    }
}

/// The operations known from public clients of a vendor only, which its catalogue lacks.
pub(crate) fn unverified_operations<V: ConfiguredVendor>() -> Vec<Box<dyn Operation<V>>> {
    let listed: Vec<_> = operations::<V>()
        .iter()
        .map(|one| one.spec().name)
        .collect();
    let mut collected = OperationList(Vec::new());
    V::unverified_endpoints(&mut collected);
    collected.0.retain(|one| !listed.contains(&one.spec().name));
    collected.0
}

/// The operations of a vendor's catalogue, in its order. With the feature `unverified`, observed
/// ones are among them.
pub(crate) fn operations<V: ConfiguredVendor>() -> Vec<Box<dyn Operation<V>>> {
    let mut collected = OperationList(Vec::new());
    V::endpoints(&mut collected);
    collected.0
}

/// Finds the operation of this name, or of this number if only one has it.
pub(crate) fn find<V: ConfiguredVendor>(
    wanted: &str,
) -> Result<Box<dyn Operation<V>>, CommandError> {
    let mut by_number = Vec::new();
    let mut names = Vec::new();
    for operation in operations::<V>()
        .into_iter()
        .chain(unverified_operations::<V>())
    {
        let spec = operation.spec();
        if spec.name == wanted {
            return Ok(operation);
        }
        names.push(spec.name);
        if spec.number == Some(wanted) {
            by_number.push(operation);
        }
    }
    if by_number.len() > 1 {
        let names: Vec<_> = by_number.iter().map(|one| one.spec().name).collect();
        return Err(CommandError::invalid(format!(
            "{} has {} operations with the number {wanted}",
            V::NAME,
            names.len()
        ))
        .with_remedy(format!("use the name: {}", names.join(" or "))));
    }
    by_number
        .pop()
        .ok_or_else(|| unknown(V::NAME, wanted, &names))
}

fn unknown(vendor: &str, wanted: &str, names: &[&'static str]) -> CommandError {
    let failure = CommandError::invalid(format!("{vendor} has no operation `{wanted}`"));
    if let Some(other) = other_vendor(vendor, wanted) {
        return failure.with_remedy(format!("it is an operation of {other}"));
    }
    match nearest(wanted, names.iter().copied()) {
        Some(near) => failure.with_remedy(format!("write {}", similar(near, wanted, names))),
        None => failure.with_remedy(format!("see `entreg operations --vendor {vendor}`")),
    }
}

/// The nearest name. For a product without an operation, all operations of the nearest product.
fn similar(near: &str, wanted: &str, names: &[&str]) -> String {
    let product = |name: &str| name.split_once('.').map(|(product, _)| product.to_owned());
    let same: Vec<_> = names
        .iter()
        .filter(|name| {
            **name == near
                || (!wanted.contains('.')
                    && product(near).is_some()
                    && product(name) == product(near))
        })
        .map(|name| format!("`{name}`"))
        .collect();
    same.join(" or ")
}

/// The other vendor, if it has an operation of exactly this name.
fn other_vendor(vendor: &str, wanted: &str) -> Option<&'static str> {
    fn has<V: ConfiguredVendor>(wanted: &str) -> bool {
        operations::<V>()
            .iter()
            .any(|one| one.spec().name == wanted)
    }
    if vendor == Ihuyi::NAME && has::<Idcode>(wanted) {
        return Some(Idcode::NAME);
    }
    (vendor == Idcode::NAME && has::<Ihuyi>(wanted)).then_some(Ihuyi::NAME)
}
