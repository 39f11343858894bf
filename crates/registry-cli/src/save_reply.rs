//! Checks the file of `--save-reply` before anything is sent.

use std::path::Path;
use std::{fs, io};

use enterprise_registry::flow::path_text;

use crate::error::{CommandError, Kind};

/// Checks that this file can be created later, without creating it.
///
/// # Errors
///
/// The file exists, its folder does not, or neither can be examined.
pub(crate) fn check(named: &Path) -> Result<(), CommandError> {
    let wrong = |reason: &str| {
        CommandError::new(
            Kind::Usage,
            format!("--save-reply {}: {reason}", path_text(named)),
        )
        .with_remedy("name a new file in an existing folder")
    };
    match fs::symlink_metadata(named) {
        Ok(_) => return Err(wrong("the file exists")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(wrong("the file cannot be created").with_cause(error.to_string())),
    }
    let folder = match named.parent() {
        Some(folder) if named.file_name().is_some() => folder,
        _ => return Err(wrong("the path names no file")),
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(wrong("its parent is not a folder")),
        Err(error) => Err(wrong("its folder does not exist").with_cause(error.to_string())),
    }
}
