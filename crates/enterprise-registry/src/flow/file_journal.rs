//! A journal in a file: a crash leaves the old state or the new one, never a mixture.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Journal, JournalError, path_text, private_file};

/// A journal in a file that only its owner can read.
///
/// Each save writes a file beside it (`<name>.new`), flushes that to the disk, renames it over the
/// old one and flushes the folder: after a crash the file holds the old state or the new one. It
/// takes no lock: two flows must not share a file.
///
/// A save follows symbolic links, replaces the file that they lead to and keeps the links. A file
/// with several names (hard links) is refused, because a save would separate them.
///
/// ```
/// use enterprise_registry::flow::{FileJournal, Journal as _};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let folder = std::env::temp_dir().join(format!("flow-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let mut journal = FileJournal::new(folder.join("company.state.json"));
/// assert_eq!(journal.load().await?, None);
/// journal.save("{}").await?;
/// assert_eq!(journal.load().await?.as_deref(), Some("{}"));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct FileJournal {
    path: PathBuf,
}

impl FileJournal {
    /// A journal in the file at `path`. The file may be missing; its folder must exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file to which symbolic links at [`path`](Self::path) lead. Put a lock file beside this
    /// path to exclude other flows, whichever of the names they use.
    ///
    /// # Errors
    ///
    /// The links form a circle, the name is too long, or the path is not a regular file with one
    /// name.
    pub fn target(&self) -> Result<PathBuf, JournalError> {
        let found = followed(&self.path).and_then(|target| {
            check(&target)?;
            Ok(target)
        });
        found.map_err(|error| self.failed("used", error))
    }

    fn read(&self) -> io::Result<Option<String>> {
        let path = followed(&self.path)?;
        check(&path)?;
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, text: &str) -> io::Result<()> {
        self.write_in_stages(text, |_| Ok(()))
    }

    /// Writes the text, and reports each stage before the next begins.
    fn write_in_stages(
        &self,
        text: &str,
        mut reached: impl FnMut(Stage) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = followed(&self.path)?;
        check(&path)?;
        let beside = with_ending(&path, ".new");
        // A file left by a crash may have other permissions.
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        reached(Stage::Cleared)?;
        let mut file = private_file().create_new(true).open(&beside)?;
        reached(Stage::Created)?;
        file.write_all(text.as_bytes())?;
        reached(Stage::Written)?;
        file.sync_all()?;
        reached(Stage::Flushed)?;
        drop(file);
        fs::rename(&beside, &path)?;
        reached(Stage::Renamed)?;
        flush_folder(&path)?;
        reached(Stage::Safe)
    }

    fn failed(&self, what: &str, error: io::Error) -> JournalError {
        JournalError::new(format!(
            "the state file {} cannot be {what}",
            path_text(&self.path)
        ))
        .with_cause(error)
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// The number of links that systems follow.
const MOST_LINKS: usize = 40;

/// Follows symbolic links; the file that they lead to may be missing.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..=MOST_LINKS {
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => {
                let folder = path.parent().unwrap_or(Path::new(""));
                path = folder.join(fs::read_link(&path)?);
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(with_length(&path, error));
            }
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("its symbolic links form a circle"))
}

/// Refuses a file that a rename cannot replace, before anything depends on it.
fn check(path: &Path) -> io::Result<()> {
    let beside = with_ending(path, ".new");
    match fs::symlink_metadata(&beside) {
        Err(error) if error.kind() == io::ErrorKind::InvalidFilename => {
            return Err(with_length(&beside, error));
        }
        // Other faults show when the file is written.
        _ => {}
    }
    match fs::metadata(path) {
        // Opening a pipe would block.
        Ok(found) if !found.is_file() => Err(io::Error::other("it is not a regular file")),
        Ok(found) => match names(&found) {
            0 | 1 => Ok(()),
            names => Err(io::Error::other(format!(
                "it has {names} names (hard links), which a save would separate: copy it to a \
                 file with one name"
            ))),
        },
        Err(_) => Ok(()),
    }
}

/// Adds the length to the system's error for a name that is too long.
fn with_length(path: &Path, error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::InvalidFilename {
        return error;
    }
    let name = path.file_name().unwrap_or_default();
    let text = format!(
        "its name is too long for this system, together with `.new`, the ending of the file that \
         each save writes: {} bytes, in a path of {}",
        name.len(),
        path.as_os_str().len()
    );
    io::Error::new(io::ErrorKind::InvalidFilename, text)
}

/// The number of names (hard links) of a file.
#[cfg(unix)]
fn names(found: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    found.nlink()
}

#[cfg(not(unix))]
fn names(_: &fs::Metadata) -> u64 {
    1
}

/// The stages of a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// The leftover of a crash is removed.
    Cleared,
    /// The new file exists and is empty.
    Created,
    /// The new file has the text, which may not be on the disk yet.
    Written,
    /// The new file is on the disk.
    Flushed,
    /// The new file has the name of the old one.
    Renamed,
    /// The rename is on the disk.
    Safe,
}

/// Flushes the folder, without which a rename is not durable (on Unix, where folders can be
/// opened).
#[cfg(unix)]
fn flush_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[async_trait]
impl Journal for FileJournal {
    async fn load(&mut self) -> Result<Option<String>, JournalError> {
        self.read().map_err(|error| self.failed("read", error))
    }

    async fn save(&mut self, state: &str) -> Result<(), JournalError> {
        self.write(state)
            .map_err(|error| self.failed("written", error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [Stage; 6] = [
        Stage::Cleared,
        Stage::Created,
        Stage::Written,
        Stage::Flushed,
        Stage::Renamed,
        Stage::Safe,
    ];

    #[tokio::test]
    async fn an_interrupted_save_leaves_the_old_state_or_the_new_one() {
        for stage in STAGES {
            // With and without the leftover of an earlier crash.
            for has_leftover in [false, true] {
                let folder = tempfile::tempdir().unwrap();
                let mut journal = FileJournal::new(folder.path().join("a.state.json"));
                journal.save("old").await.unwrap();
                if has_leftover {
                    fs::write(folder.path().join("a.state.json.new"), "ne").unwrap();
                }
                let fail_at_stage = |reached| match reached == stage {
                    true => Err(io::Error::other("killed")),
                    false => Ok(()),
                };
                journal.write_in_stages("new", fail_at_stage).unwrap_err();
                let wanted = if stage < Stage::Renamed { "old" } else { "new" };
                let text = journal.load().await.unwrap();
                assert_eq!(text.as_deref(), Some(wanted), "{stage:?}");
                // The next save overwrites any leftover.
                journal.save("newer").await.unwrap();
                let text = journal.load().await.unwrap();
                assert_eq!(text.as_deref(), Some("newer"), "{stage:?}");
            }
        }
    }
}
