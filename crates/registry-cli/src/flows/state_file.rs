//! Where is the state of a flow kept, and who may write there?

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use enterprise_registry::flow::{FileJournal, Journal, JournalError, MemoryJournal};
use fd_lock::{RwLock, RwLockWriteGuard};

use super::arguments::FlowArguments;
use crate::failure::Failure;

/// Where the state of a plan is.
#[derive(Debug, Clone)]
pub(crate) struct StateFile {
    path: PathBuf,
}

impl StateFile {
    pub(crate) fn of(plan: &Path, arguments: &FlowArguments) -> Self {
        let path = arguments
            .state
            .clone()
            .unwrap_or_else(|| with_ending(plan, ".state.json"));
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn journal(&self) -> FileJournal {
        FileJournal::new(&self.path)
    }

    /// A state that is there is gone on from only where that is wanted, and one that is not there
    /// never: it would be begun anew, and paid for.
    pub(crate) fn check(&self, resume: bool) -> Result<(), Failure> {
        if self.path.is_dir() {
            return Err(
                Failure::invalid(format!("{} is a folder", self.path.display()))
                    .with_remedy("nothing was sent; name the right one with --state"),
            );
        }
        // One that cannot be looked at is there for all that is known.
        let is_there = self.path.try_exists().unwrap_or(true);
        if resume && !is_there {
            return Err(Failure::invalid(format!(
                "there is no state to go on from: {} is not there",
                self.path.display()
            ))
            .with_remedy(
                "nothing was sent; name the state with --state, or begin, which pays and \
                 registers, without --resume",
            ));
        }
        if !resume && is_there {
            return Err(Failure::invalid(format!(
                "there is a state of an earlier run: {}",
                self.path.display()
            ))
            .with_remedy(
                "go on from it with --resume; to begin anew, which may pay and register again, \
                 remove it",
            ));
        }
        Ok(())
    }

    /// The file whose lock keeps a second run away. It stays: who removes it may remove that of
    /// another run.
    pub(crate) fn lock(&self) -> Result<Lock, Failure> {
        let path = with_ending(&self.path, ".lock");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(&path).map_err(|error| {
            Failure::invalid(format!("the lock {} cannot be opened", path.display()))
                .with_cause(error.to_string())
                .with_remedy(
                    "nothing was sent; the lock stands beside the state, in a folder that has to \
                     be there and be writable: name a state in another with --state",
                )
        })?;
        Ok(Lock {
            file: RwLock::new(file),
            path,
        })
    }
}

/// A lock that is not held yet.
#[derive(Debug)]
pub(crate) struct Lock {
    file: RwLock<File>,
    path: PathBuf,
}

impl Lock {
    /// Holds it until the guard is dropped, or the process ends, however it does.
    pub(crate) fn hold(&mut self) -> Result<RwLockWriteGuard<'_, File>, Failure> {
        let Self { file, path } = self;
        file.try_write().map_err(|error| {
            let failure = match error.kind() {
                std::io::ErrorKind::WouldBlock => {
                    Failure::invalid("another run of this plan is under way")
                }
                _ => Failure::invalid("the state cannot be locked").with_cause(error.to_string()),
            };
            failure.with_remedy(format!(
                "wait until it has ended; it holds {}",
                path.display()
            ))
        })
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// A file, or with a sandbox that forgets too, nothing.
#[derive(Debug)]
pub(crate) enum Kept {
    File(FileJournal),
    Memory(MemoryJournal),
}

#[async_trait]
impl Journal for Kept {
    async fn load(&mut self) -> Result<Option<String>, JournalError> {
        match self {
            Self::File(journal) => journal.load().await,
            Self::Memory(journal) => journal.load().await,
        }
    }

    async fn save(&mut self, state: &str) -> Result<(), JournalError> {
        match self {
            Self::File(journal) => journal.save(state).await,
            Self::Memory(journal) => journal.save(state).await,
        }
    }
}
