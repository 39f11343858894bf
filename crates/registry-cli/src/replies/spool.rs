//! Spools replies in a file until their results are known to be printed.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::folder::{create_new, file_name, in_a_folder};

/// A file of replies, separated by line feeds. It is removed on drop unless it is
/// [kept](Self::keep). If the program is killed it stays, and with it the paid replies.
#[derive(Debug)]
pub(crate) struct Spool {
    path: PathBuf,
    file: File,
    length: u64,
    is_kept: bool,
}

impl Spool {
    /// Creates an empty spool in the folder of [saved replies](super::keep).
    ///
    /// # Errors
    ///
    /// No file could be created.
    pub(crate) fn new(about: &str) -> io::Result<Self> {
        in_a_folder(|folder| {
            let path = folder.join(file_name(about));
            let file = create_new(&path)?;
            Ok(Self {
                path,
                file,
                length: 0,
                is_kept: false,
            })
        })
    }

    /// Appends a reply.
    ///
    /// # Errors
    ///
    /// The reply was not written, and the file is unchanged.
    pub(crate) fn add(&mut self, reply: &[u8]) -> io::Result<()> {
        let between: &[u8] = if self.length == 0 { b"" } else { b"\n" };
        let written = self
            .file
            .write_all(between)
            .and_then(|()| self.file.write_all(reply));
        if let Err(error) = written {
            let _rest = self.file.set_len(self.length);
            let _place = io::Seek::seek(&mut self.file, io::SeekFrom::Start(self.length));
            return Err(error);
        }
        let added = between.len().saturating_add(reply.len());
        let added = u64::try_from(added).unwrap_or(u64::MAX);
        self.length = self.length.saturating_add(added);
        Ok(())
    }

    /// Keeps the file and moves it to `named`, if given and free. Returns its path.
    ///
    /// # Errors
    ///
    /// The file could not be synchronised to disk.
    pub(crate) fn keep(mut self, named: Option<&Path>) -> io::Result<PathBuf> {
        self.is_kept = true;
        self.file.sync_all()?;
        match named {
            Some(named) if self.move_to(named).is_ok() => Ok(named.to_owned()),
            _ => Ok(self.path.clone()),
        }
    }

    fn move_to(&self, named: &Path) -> io::Result<()> {
        if fs::hard_link(&self.path, named).is_err() {
            // The path is on another disk, or exists.
            let mut to = create_new(named)?;
            let copied = io::copy(&mut File::open(&self.path)?, &mut to);
            if let Err(error) = copied.and_then(|_| to.sync_all()) {
                // An incomplete file would pass for the whole.
                let _left = fs::remove_file(named);
                return Err(error);
            }
        }
        let _twice = fs::remove_file(&self.path);
        Ok(())
    }

    /// The path of the file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if !self.is_kept {
            let _left = fs::remove_file(&self.path);
        }
    }
}
