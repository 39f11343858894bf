//! Checks a folder before anything is written there.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::unique_number;

/// Checks that a folder takes files, and leaves nothing behind. A folder that is not there is made
/// for the time of the check.
///
/// Where something is paid for or changed first and written to a folder later, this tells before
/// that the folder cannot be made, may not be written to, or is read-only.
///
/// ```
/// use enterprise_registry::flow::check_writable;
///
/// # fn main() -> std::io::Result<()> {
/// let folder = std::env::temp_dir().join("entreg-pictures-of-a-test").join("cards");
/// check_writable(&folder)?;
/// assert!(!folder.exists());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// What keeps the folder from being made, or a file from being written there.
pub fn check_writable(folder: &Path) -> io::Result<()> {
    let is_missing = |above: &&Path| !above.as_os_str().is_empty() && !above.is_dir();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    let mut made = Vec::new();
    let checked = missing
        .into_iter()
        .rev()
        .try_for_each(|folder| match fs::create_dir(folder) {
            Ok(()) => {
                made.push(folder);
                Ok(())
            }
            // Another process was faster.
            Err(_) if folder.is_dir() => Ok(()),
            Err(error) => Err(error),
        })
        .and_then(|()| write_in(folder));
    for folder in made.into_iter().rev() {
        // One in which another process has made something meanwhile stays.
        let _stays = fs::remove_dir(folder);
    }
    checked
}

fn write_in(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".check-{:016x}", unique_number()));
    drop(File::create_new(&path)?);
    fs::remove_file(&path)
}
