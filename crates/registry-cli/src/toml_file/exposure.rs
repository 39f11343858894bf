//! Detects files of secrets that other users can read or change.

use std::fs::File;
use std::path::Path;

use enterprise_registry::flow::path_text;

/// What other users can do with the file at `path`, and the command that prevents it. `None` if
/// they can do nothing, and on systems without such permissions.
#[cfg(unix)]
pub(super) fn of(path: &Path, file: &File) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;

    const READ: u32 = 0o044;
    const WRITE: u32 = 0o022;
    /// In such a folder, users cannot replace each other's files.
    const STICKY: u32 = 0o1000;

    let mode = file.metadata().ok()?.permissions().mode() & 0o7777;
    let what = match (mode & READ != 0, mode & WRITE != 0) {
        (false, false) => None,
        (true, false) => Some("read it"),
        (false, true) => Some("change it"),
        (true, true) => Some("read and change it"),
    };
    if let Some(what) = what {
        let path = path_text(path);
        return Some(format!(
            "others can {what} (mode {mode:04o}): chmod 600 {path}"
        ));
    }
    // A user who can write to the folder can replace the file.
    let whole = path.canonicalize().ok()?;
    let folder = whole.parent()?;
    let mode = folder.metadata().ok()?.permissions().mode() & 0o7777;
    (mode & WRITE != 0 && mode & STICKY == 0).then(|| {
        let folder = path_text(folder);
        format!("others can replace it (mode {mode:04o} of its folder): chmod go-w {folder}")
    })
}

#[cfg(not(unix))]
pub(super) fn of(_: &Path, _: &File) -> Option<String> {
    None
}
