//! What the document says of each operation: made once from its description, in its order.

use endpoint_core::{Method, Need, Placement, Shape};

mod classification;
mod codes;
mod services;
mod units;

/// Name, type, need, default and values of a parameter.
pub(crate) type Parameter = (
    &'static str,
    &'static str,
    Need,
    Option<&'static str>,
    &'static [&'static str],
);

#[derive(Debug, PartialEq)]
pub(crate) struct Declared {
    pub(crate) number: Option<&'static str>,
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    pub(crate) placement: Placement,
    pub(crate) path: &'static str,
    pub(crate) reply: Shape,
    pub(crate) params: &'static [Parameter],
    /// Code and message.
    pub(crate) codes: &'static [(i64, &'static str)],
}

/// All of them.
pub(crate) fn operations() -> Vec<&'static Declared> {
    let chapters = [
        classification::OPERATIONS,
        units::OPERATIONS,
        codes::OPERATIONS,
        services::OPERATIONS,
    ];
    chapters.into_iter().flatten().collect()
}
