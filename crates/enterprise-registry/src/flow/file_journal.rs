//! How is a state written into a file so that a crash leaves the old one or the new one?

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Journal, JournalError};

/// A journal in a file that only its owner can read.
///
/// Each save writes a file beside it (`<name>.new`), flushes that to the disk, renames it over the
/// old one and flushes the folder: after a crash the file is the old state or the new one, never a
/// mixture. It does not lock: two flows must not share a file.
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

    fn write(&self, text: &str) -> io::Result<()> {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let beside = self.path.with_file_name(name);
        // One that a crash has left may have other permissions.
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = private(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, &self.path)?;
        flush_folder(&self.path)
    }

    fn failed(&self, what: &str, error: io::Error) -> JournalError {
        JournalError::new(format!(
            "the state file {} cannot be {what}",
            self.path.display()
        ))
        .with_cause(error)
    }
}

/// A new file for its owner alone.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
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
        // A pipe would be waited for.
        if fs::metadata(&self.path).is_ok_and(|found| !found.is_file()) {
            let error = io::Error::other("it is no regular file");
            return Err(self.failed("read", error));
        }
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed("read", error)),
        }
    }

    async fn save(&mut self, state: &str) -> Result<(), JournalError> {
        self.write(state)
            .map_err(|error| self.failed("written", error))
    }
}
