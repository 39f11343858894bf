//! Keeps replies that could not be read or written, so that what was paid for is not lost.
//!
//! It may hold personal data: it goes into a file that only its owner may read and into no log; onto
//! stderr only where no file takes it and it would be lost.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::stderr;

mod folder;
mod spool;

use self::folder::{create_new, file_name, in_a_folder};
pub(crate) use self::spool::Spool;

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
    stderr::note("----- a reply that may be paid for and is kept nowhere else begins -----");
    for reply in replies {
        stderr::note(&String::from_utf8_lossy(reply.as_ref()));
    }
    stderr::note("----- the reply ends -----");
}
