//! Reads TOML files and reports errors with their place.
//!
//! The files hold credentials and personal data. An error names the place, the field and the
//! remedy, and never quotes a line or a value.

mod exposure;
mod file;
mod identifier;
mod position;
mod section;

pub(crate) use self::file::{Purpose, TomlFile};
pub(crate) use self::section::Section;
