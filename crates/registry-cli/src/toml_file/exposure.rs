//! Who beside its owner can read or change a file of secrets.

use std::fs::File;
use std::path::Path;

use enterprise_registry::flow::path_text;

/// What others can do with the file at `path`, and how to put an end to that; nothing where they
/// can do nothing, and where a system has no such permissions.
#[cfg(unix)]
pub(super) fn of(path: &Path, file: &File) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;

    const READ: u32 = 0o044;
    const WRITE: u32 = 0o022;
    /// In such a folder nobody can replace the file of another.
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
    // Whoever may write there can put another file in its place.
    let whole = path.canonicalize().ok()?;
    let folder = whole.parent()?;
    let mode = folder.metadata().ok()?.permissions().mode() & 0o7777;
    (mode & WRITE != 0 && mode & STICKY == 0).then(|| {
        let folder = path_text(folder);
        format!("others can replace it, its folder has mode {mode:04o}: chmod go-w {folder}")
    })
}

#[cfg(not(unix))]
pub(super) fn of(_: &Path, _: &File) -> Option<String> {
    None
}
