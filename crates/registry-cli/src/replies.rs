//! Saves replies that could not be decoded or printed, so that nothing paid for is lost.
//!
//! A reply may hold personal data. It is saved in a file that only its owner can read, and never
//! logged. It is printed to stderr only if no file can be written.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::stderr;

mod folder;
mod spool;

use self::folder::{create_new, file_name, in_a_folder};
pub(crate) use self::spool::Spool;

/// Saves replies in the named file, or else in a new file of the program's state folder or the
/// temporary folder. Several replies are separated by a line feed. Returns the path.
///
/// # Errors
///
/// No file could be written. The error is that of the state folder.
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

/// Creates a file with these replies, and leaves none behind on failure.
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
        // An incomplete file would pass for the whole reply.
        let _left = fs::remove_file(path);
    }
    written
}

/// Writes replies to stderr, one a line, between two marker lines. The client limits the size of
/// each.
pub(crate) fn show<B: AsRef<[u8]>>(replies: &[B]) {
    stderr::note("----- start of a reply that may be paid for and is saved nowhere else -----");
    for reply in replies {
        stderr::note(&String::from_utf8_lossy(reply.as_ref()));
    }
    stderr::note("----- end of the reply -----");
}
