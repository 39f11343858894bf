//! Reads TOML files, and tells where something in them is wrong.
//!
//! Such files hold credentials and personal data, so an error gives a position, the name of a
//! field and what would be right, and never a line of the file and never a value.

mod exposure;
mod file;
mod identifier;
mod position;
mod section;

pub(crate) use self::file::{Purpose, TomlFile};
pub(crate) use self::section::Section;
