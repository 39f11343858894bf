//! What has to hold of any input from outside: a property for each target.
//!
//! The targets feed it anything. `registry-sandbox`, which stands on all that is read here, tries
//! the seeds and what was once found at every run of its tests.

pub mod credit_code;
pub mod id_code;
pub mod lenient;
pub mod scan;
pub mod verify;
pub mod xml;
