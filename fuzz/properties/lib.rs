//! Declares the properties that every input must satisfy, one for each fuzz target.
//!
//! The targets call them with arbitrary input. The tests of `registry-sandbox`, which depends on
//! all parsers here, run the seeds and earlier findings.

pub mod credit_code;
pub mod id_code;
pub mod lenient;
pub mod scan;
pub mod verify;
pub mod xml;
