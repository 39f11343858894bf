//! Checks that a folder is writable before a flow depends on it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::unique_number;

/// Checks that files can be created in a folder, and leaves nothing behind. A missing folder is
/// created for the check and removed afterwards.
///
/// Call it before a step that pays or changes something and writes to the folder later.
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
/// The folder cannot be created, or no file can be created in it.
pub fn check_writable(folder: &Path) -> io::Result<()> {
    let is_missing = |above: &&Path| !above.as_os_str().is_empty() && !above.is_dir();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    let mut created = Vec::new();
    let checked = missing
        .into_iter()
        .rev()
        .try_for_each(|folder| match fs::create_dir(folder) {
            Ok(()) => {
                created.push(folder);
                Ok(())
            }
            // Another process has created it meanwhile.
            Err(_) if folder.is_dir() => Ok(()),
            Err(error) => Err(error),
        })
        .and_then(|()| write_in(folder));
    for folder in created.into_iter().rev() {
        // Fails, and may, if another process has created a file in it meanwhile.
        let _removed = fs::remove_dir(folder);
    }
    checked
}

fn write_in(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".check-{:016x}", unique_number()));
    drop(File::create_new(&path)?);
    fs::remove_file(&path)
}
