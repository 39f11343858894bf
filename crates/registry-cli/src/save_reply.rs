//! Checks the file that `--save-reply` names before anything is sent.

use std::path::Path;
use std::{fs, io};

use enterprise_registry::flow::path_text;

use crate::error::{CommandError, Kind};

/// That a file of this name can take replies later, as far as that can be known without making it.
///
/// # Errors
///
/// It is there already, or its folder is not, or it cannot be looked at.
pub(crate) fn examine(named: &Path) -> Result<(), CommandError> {
    let wrong = |reason: &str| {
        CommandError::new(
            Kind::Usage,
            format!("--save-reply {}: {reason}", path_text(named)),
        )
        .with_remedy("name a file that is not there yet, in a folder that is")
    };
    match fs::symlink_metadata(named) {
        Ok(_) => return Err(wrong("the file is there already")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(wrong("the file cannot be made").with_cause(error.to_string())),
    }
    let folder = match named.parent() {
        Some(folder) if named.file_name().is_some() => folder,
        _ => return Err(wrong("this names no file")),
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => Err(wrong("its folder is no folder")),
        Err(error) => Err(wrong("its folder is not there").with_cause(error.to_string())),
    }
}
