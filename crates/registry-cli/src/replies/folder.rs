//! Creates files of replies in the state folder or the temporary folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use enterprise_registry::flow::private_file;
use enterprise_registry::{Clock as _, SystemClock};

/// Calls `make` with the state folder and, if that fails, with the temporary folder.
pub(super) fn in_a_folder<T>(make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    let own = own_folder();
    let made = fs::create_dir_all(&own).and_then(|()| make(&own));
    made.or_else(|error| make(&std::env::temp_dir()).map_err(|_| error))
}

/// A unique file name.
pub(super) fn file_name(about: &str) -> String {
    let now = SystemClock.now_ms();
    let process = std::process::id();
    format!("{about}-{now}-{process}.reply")
}

/// The folder of saved replies: `$XDG_STATE_HOME/entreg/replies`, else
/// `~/.local/state/entreg/replies`, else the current folder.
fn own_folder() -> PathBuf {
    let from = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = from("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(from("HOME")?).join(".local").join("state")));
    state.map_or_else(PathBuf::new, |state| state.join("entreg").join("replies"))
}

/// Creates a private file. Fails if it exists.
pub(super) fn create_new(path: &Path) -> io::Result<File> {
    private_file().create_new(true).open(path)
}
