//! Keeps replies that could not be read or written, so that what was paid for is not lost.
//!
//! It may hold personal data: it goes into a file that only its owner may read and into no log; onto
//! stderr only where no file takes it and it would be lost.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use enterprise_registry::flow::{path_text, private_file};
use enterprise_registry::{Clock as _, SystemClock};

use crate::error::{CommandError, Kind};
use crate::output;

mod spool;

pub(crate) use self::spool::Spool;

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

/// Keeps replies in the file that was named for them; where that cannot be, or none was named, in a
/// new file among the program's own, and where that cannot be, among the temporary ones. Several
/// follow one another, with a line feed between. Returns where they are.
///
/// # Errors
///
/// They could be written nowhere; what the attempt among the program's own has met.
pub(crate) fn keep<B: AsRef<[u8]>>(
    replies: &[B],
    named: Option<&Path>,
    about: &str,
) -> io::Result<PathBuf> {
    if let Some(path) = named
        && create(path, replies).is_ok()
    {
        return Ok(path.to_owned());
    }
    in_a_folder(|folder| {
        let path = folder.join(file_name(about));
        create(&path, replies)?;
        Ok(path)
    })
}

/// Makes a file among the program's own, and where that cannot be, among the temporary ones.
fn in_a_folder<T>(make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    let own = own_folder();
    let made = fs::create_dir_all(&own).and_then(|()| make(&own));
    made.or_else(|error| make(&std::env::temp_dir()).map_err(|_| error))
}

/// A name that no other file has.
fn file_name(about: &str) -> String {
    let now = SystemClock.now_ms();
    let process = std::process::id();
    format!("{about}-{now}-{process}.reply")
}

/// Where the program keeps replies: `$XDG_STATE_HOME/entreg/replies`, else `~/.local/state/entreg/replies`, else the current
/// folder.
fn own_folder() -> PathBuf {
    let from = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let state = from("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| Some(PathBuf::from(from("HOME")?).join(".local").join("state")));
    state.map_or_else(PathBuf::new, |state| state.join("entreg").join("replies"))
}

/// Opens a file that is not there yet.
fn create_new(path: &Path) -> io::Result<File> {
    private_file().create_new(true).open(path)
}

/// Writes a file that is not there yet.
fn create<B: AsRef<[u8]>>(path: &Path, replies: &[B]) -> io::Result<()> {
    let mut file = create_new(path)?;
    let mut write = || {
        for (at, reply) in replies.iter().enumerate() {
            if at > 0 {
                file.write_all(b"\n")?;
            }
            file.write_all(reply.as_ref())?;
        }
        file.sync_all()
    };
    let written = write();
    if written.is_err() {
        // A part of it would pass for the whole.
        let _left = fs::remove_file(path);
    }
    written
}

/// Writes replies to stderr that no file takes, each in a line, between two others. None is longer
/// than the client lets a body be.
pub(crate) fn show<B: AsRef<[u8]>>(replies: &[B]) {
    output::note("----- a reply that may be paid for and is kept nowhere else begins -----");
    for reply in replies {
        output::note(&String::from_utf8_lossy(reply.as_ref()));
    }
    output::note("----- the reply ends -----");
}
