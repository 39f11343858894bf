//! Opens files that only their owner can read.

use std::fs::OpenOptions;

/// Options to create and write a file that only its owner can read (on Unix; elsewhere the folder
/// decides). An existing file keeps its permissions.
///
/// ```
/// use enterprise_registry::flow::private_file;
///
/// # let folder = std::env::temp_dir();
/// # let path = folder.join(format!("private-file-{}", std::process::id()));
/// let file = private_file().create_new(true).open(&path)?;
/// # drop(file);
/// # std::fs::remove_file(path)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}
