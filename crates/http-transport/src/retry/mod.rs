//! Makes a call in as many attempts as its policy, its budget and the kind of failure allow.

mod attempt;
pub(crate) mod budget;
mod call;
pub(crate) mod classification;
pub(crate) mod policy;
mod signing;
