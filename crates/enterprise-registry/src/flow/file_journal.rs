//! Writes a state into a file so that a crash leaves the old one or the new one.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Journal, JournalError, path_text, private_file};

/// A journal in a file that only its owner can read.
///
/// Each save writes a file beside it (`<name>.new`), flushes that to the disk, renames it over the
/// old one and flushes the folder: after a crash the file is the old state or the new one, never a
/// mixture. It does not lock: two flows must not share a file.
///
/// Symbolic links are followed: what is replaced is the file that they lead to, and the links stay.
/// A file with several names (hard links) is refused, because a save would part them.
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
    /// A journal in the file at `path`, which need not be there yet; its folder must.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, where symbolic links at [`path`](Self::path) lead to it. What is to lock
    /// out another flow, by whichever name that has the file, stands beside this.
    ///
    /// # Errors
    ///
    /// The links lead nowhere, the name is too long, or there is something that is no regular file
    /// or has more than one name.
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

    /// Writes, and tells of each stage before the next begins.
    fn write_in_stages(
        &self,
        text: &str,
        mut reached: impl FnMut(Stage) -> io::Result<()>,
    ) -> io::Result<()> {
        let path = followed(&self.path)?;
        check(&path)?;
        let beside = with_ending(&path, ".new");
        // One that a crash has left may have other permissions.
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

/// As many links as systems follow.
const MOST_LINKS: usize = 40;

/// Where symbolic links lead; the file there need not exist.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..=MOST_LINKS {
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => {
                let folder = path.parent().unwrap_or(Path::new(""));
                path = folder.join(fs::read_link(&path)?);
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(in_words(&path, error));
            }
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("its symbolic links lead in a circle"))
}

/// Refuses what cannot be replaced by a rename, before anything depends on it.
fn check(path: &Path) -> io::Result<()> {
    let beside = with_ending(path, ".new");
    match fs::symlink_metadata(&beside) {
        Err(error) if error.kind() == io::ErrorKind::InvalidFilename => {
            return Err(in_words(&beside, error));
        }
        // What else is wrong there shows when it is written.
        _ => {}
    }
    match fs::metadata(path) {
        // A pipe would be waited for.
        Ok(found) if !found.is_file() => Err(io::Error::other("it is no regular file")),
        Ok(found) => match names(&found) {
            0 | 1 => Ok(()),
            names => Err(io::Error::other(format!(
                "it has {names} names (hard links), and a save would part them: copy it to a file \
                 of one name"
            ))),
        },
        Err(_) => Ok(()),
    }
}

/// An error of the system, where a name is too long with the length.
fn in_words(path: &Path, error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::InvalidFilename {
        return error;
    }
    let name = path.file_name().unwrap_or_default();
    let text = format!(
        "its name is too long for this system, with the ending of the file beside it that each \
         save writes: {} bytes, of a path of {}",
        name.len(),
        path.as_os_str().len()
    );
    io::Error::new(io::ErrorKind::InvalidFilename, text)
}

/// How many names a file has.
#[cfg(unix)]
fn names(found: &fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    found.nlink()
}

#[cfg(not(unix))]
fn names(_: &fs::Metadata) -> u64 {
    1
}

/// How far a save is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// What a crash had left is gone.
    Cleared,
    /// The new file is there, empty.
    Created,
    /// It has the text, which may not be on the disk.
    Written,
    /// It is on the disk.
    Flushed,
    /// It has the name of the old one.
    Renamed,
    /// So it has on the disk.
    Safe,
}

/// A rename is only safe once the folder is: on Unix, where folders can be opened.
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
    async fn a_save_that_breaks_off_anywhere_leaves_the_old_state_or_the_new_one() {
        for stage in STAGES {
            // With and without what an earlier crash has left.
            for is_left in [false, true] {
                let folder = tempfile::tempdir().unwrap();
                let mut journal = FileJournal::new(folder.path().join("a.state.json"));
                journal.save("old").await.unwrap();
                if is_left {
                    fs::write(folder.path().join("a.state.json.new"), "ne").unwrap();
                }
                let dies = |reached| match reached == stage {
                    true => Err(io::Error::other("killed")),
                    false => Ok(()),
                };
                journal.write_in_stages("new", dies).unwrap_err();
                let wanted = if stage < Stage::Renamed { "old" } else { "new" };
                let text = journal.load().await.unwrap();
                assert_eq!(text.as_deref(), Some(wanted), "{stage:?}");
                // The next run writes over whatever is left.
                journal.save("newer").await.unwrap();
                let text = journal.load().await.unwrap();
                assert_eq!(text.as_deref(), Some("newer"), "{stage:?}");
            }
        }
    }
}
