//! Finds, checks and locks the state file of a flow.

use std::error::Error as _;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use enterprise_registry::flow::{
    FileJournal, Journal, JournalError, MemoryJournal, check_writable, path_text, private_file,
};
use fd_lock::{RwLock, RwLockWriteGuard};

use super::arguments::FlowArguments;
use crate::error::CommandError;

/// The path of a state file.
#[derive(Debug, Clone)]
pub(crate) struct StateFile {
    path: PathBuf,
}

impl StateFile {
    pub(crate) fn for_plan(plan: &Path, arguments: &FlowArguments) -> Self {
        let path = arguments
            .state
            .clone()
            .unwrap_or_else(|| with_suffix(plan, ".state.json"));
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The journal at the target of any symbolic links, so that a link that changes later has no
    /// effect.
    pub(crate) fn journal(&self) -> FileJournal {
        let journal = FileJournal::new(&self.path);
        match journal.target() {
            Ok(target) => FileJournal::new(target),
            // Reading it will report the error.
            Err(_) => journal,
        }
    }

    /// Refuses an existing state without `--resume`, and `--resume` without a state: starting over
    /// would pay again.
    pub(crate) fn check(&self, resume: bool) -> Result<(), CommandError> {
        let shown = path_text(&self.path);
        if self.path.is_dir() {
            return Err(CommandError::invalid(format!("{shown} is a folder"))
                .with_remedy("nothing was sent; name the right one with --state"));
        }
        let target = self.target()?;
        let is_present = target.try_exists().map_err(|error| {
            CommandError::invalid(format!("cannot look for the state {shown}"))
                .with_cause(error.to_string())
                .with_remedy(
                    "nothing was sent; make its folder readable, or name another state with \
                     --state",
                )
        })?;
        if resume && !is_present {
            return Err(CommandError::invalid(format!(
                "there is no state to resume from: {shown} does not exist"
            ))
            .with_remedy(
                "nothing was sent; name the state with --state, or start without --resume, which \
                 pays and registers",
            ));
        }
        if !resume && is_present {
            return Err(
                CommandError::invalid(format!("a state file exists: {shown}")).with_remedy(
                    "continue its run with --resume. Remove it to start over; that may pay and \
                     register twice",
                ),
            );
        }
        Ok(())
    }

    fn target(&self) -> Result<PathBuf, CommandError> {
        FileJournal::new(&self.path).target().map_err(|error| {
            let failure = CommandError::invalid(error.to_string());
            let failure = match error.source() {
                Some(cause) => failure.with_cause(cause.to_string()),
                None => failure,
            };
            failure.with_remedy("nothing was sent; name another state with --state")
        })
    }

    /// Makes the checks of a run for a dry run, without taking a lock or creating a file.
    pub(crate) fn check_dry(&self, resume: bool) -> Result<(), CommandError> {
        self.check(resume)?;
        let target = self.target()?;
        let folder = target.parent().filter(|folder| *folder != Path::new(""));
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(CommandError::invalid(format!(
                "the folder of the state {} does not exist",
                self.path.display()
            ))
            .with_remedy("create it, or name a state in another folder with --state"));
        }
        let lock = with_suffix(&target, ".lock");
        let opened = match lock.try_exists() {
            Ok(true) => private_file().open(&lock).map(drop),
            other => other.map(drop),
        };
        opened
            .and_then(|()| check_writable(folder.unwrap_or(Path::new("."))))
            .map_err(|error| no_lock(&lock, &error))
    }

    /// The lock file that prevents a second run, in the folder of the state file itself, not of a
    /// link to it. It is never removed, because it may be the lock of another run.
    pub(crate) fn lock(&self) -> Result<Lock, CommandError> {
        let path = with_suffix(&self.target()?, ".lock");
        let file = private_file().create(true).truncate(false).open(&path);
        let file = file.map_err(|error| no_lock(&path, &error))?;
        Ok(Lock {
            file: RwLock::new(file),
            path,
        })
    }
}

fn no_lock(path: &Path, error: &io::Error) -> CommandError {
    let failure = CommandError::invalid(format!("cannot open the lock {}", path_text(path)))
        .with_cause(error.to_string());
    failure.with_remedy(if error.kind() == ErrorKind::InvalidFilename {
        "nothing was sent; the name of the state with `.lock` is too long: rename the plan, or \
         name the state with --state"
    } else {
        "nothing was sent; the folder of the state must exist and be writable, because the lock \
         is there too: name a state in another folder with --state"
    })
}

/// A lock that is not held yet.
#[derive(Debug)]
pub(crate) struct Lock {
    file: RwLock<File>,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock until the guard is dropped or the process ends, even by a kill.
    pub(crate) fn hold(&mut self) -> Result<RwLockWriteGuard<'_, File>, CommandError> {
        let Self { file, path } = self;
        file.try_write().map_err(|error| {
            let failure = match error.kind() {
                ErrorKind::WouldBlock => {
                    CommandError::invalid("another run of this plan is in progress")
                }
                _ => CommandError::invalid("cannot lock the state").with_cause(error.to_string()),
            };
            failure.with_remedy(format!("wait until it ends; it holds {}", path_text(path)))
        })
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// The journal of a flow: a file, or memory if nothing is to be kept.
#[derive(Debug)]
pub(crate) enum FlowJournal {
    File(FileJournal),
    Memory(MemoryJournal),
    /// The content of a file, changed in memory only.
    Copy {
        of: FileJournal,
        changed: Option<String>,
    },
}

impl FlowJournal {
    /// A journal for a dry run, which reads the state file and never changes it.
    pub(crate) fn for_dry_run(state: Option<&StateFile>) -> Self {
        match state {
            Some(state) => Self::Copy {
                of: state.journal(),
                changed: None,
            },
            None => Self::Memory(MemoryJournal::new()),
        }
    }
}

#[async_trait]
impl Journal for FlowJournal {
    async fn load(&mut self) -> Result<Option<String>, JournalError> {
        match self {
            Self::File(journal) => journal.load().await,
            Self::Memory(journal) => journal.load().await,
            Self::Copy { of, changed: None } => of.load().await,
            Self::Copy { changed, .. } => Ok(changed.clone()),
        }
    }

    async fn save(&mut self, state: &str) -> Result<(), JournalError> {
        match self {
            Self::File(journal) => journal.save(state).await,
            Self::Memory(journal) => journal.save(state).await,
            Self::Copy { changed, .. } => {
                *changed = Some(state.to_owned());
                Ok(())
            }
        }
    }
}
