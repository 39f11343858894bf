//! Where does a reply go that cannot be read, so that what was paid for is not lost?
//!
//! It may hold personal data: it goes into a file that only its owner may read, never onto the
//! terminal and into no log.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Keeps a reply in the file that was named for it; where that cannot be, or none was named, in a
/// new file among the program's own. Returns where it is.
///
/// # Errors
///
/// It could be written nowhere; what the last attempt met.
pub(crate) fn keep(reply: &[u8], named: Option<&Path>, about: &str) -> io::Result<PathBuf> {
    if let Some(path) = named
        && create(path, reply).is_ok()
    {
        return Ok(path.to_owned());
    }
    let folder = own_folder();
    fs::create_dir_all(&folder)?;
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let process = std::process::id();
    let path = folder.join(format!(
        "{about}-{}-{process}.reply",
        since_epoch.as_millis()
    ));
    create(&path, reply)?;
    Ok(path)
}

/// `$XDG_STATE_HOME/entreg/replies`, else `~/.local/state/entreg/replies`, else the current
/// folder.
fn own_folder() -> PathBuf {
    let from = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = from("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(from("HOME")?).join(".local").join("state")));
    state.map_or_else(PathBuf::new, |state| state.join("entreg").join("replies"))
}

/// Writes a file that is not there yet.
fn create(path: &Path, reply: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    let written = file.write_all(reply).and_then(|()| file.sync_all());
    if written.is_err() {
        // A part of it would pass for the whole.
        let _left = fs::remove_file(path);
    }
    written
}
