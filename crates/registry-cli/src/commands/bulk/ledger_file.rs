//! Opens the ledger of a list, and turns its errors into errors of the command.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use enterprise_registry::bulk::ledger::LedgerError;
use enterprise_registry::bulk::ledger::machine::TransitionError;
use enterprise_registry::bulk::ledger::sqlite::{Options, SqliteLedger};
use enterprise_registry::flow::{path_text, private_file};

use crate::error::{CommandError, Kind};

/// The ledger of a list unless another is named: beside it, under its name.
pub(super) fn beside(list: &Path) -> PathBuf {
    list.with_extension("ledger")
}

/// Opens a ledger, or makes it. Only its owner can read it: rows and replies may be personal.
pub(super) fn open_or_create(path: &Path) -> Result<SqliteLedger, CommandError> {
    if let Err(error) = private_file().create_new(true).open(path)
        && error.kind() != ErrorKind::AlreadyExists
    {
        return Err(CommandError::invalid(format!(
            "the ledger {} cannot be made",
            path_text(path)
        ))
        .with_cause(error.to_string())
        .not_sent()
        .with_remedy("name a file in a folder that exists and can be written: --ledger FILE"));
    }
    Options::new(path)
        .open()
        .map_err(|error| from_ledger_error(error, path))
}

/// Opens a ledger that exists.
pub(super) fn open(path: &Path) -> Result<SqliteLedger, CommandError> {
    if !path.exists() {
        return Err(
            CommandError::invalid(format!("there is no ledger {}", path_text(path)))
                .not_sent()
                .with_remedy("`entreg bulk run` makes one and says where"),
        );
    }
    Options::new(path)
        .open()
        .map_err(|error| from_ledger_error(error, path))
}

pub(super) fn from_ledger_error(error: LedgerError, path: &Path) -> CommandError {
    let at =
        |failure: CommandError| failure.with_cause(format!("the ledger is {}", path_text(path)));
    match error {
        LedgerError::NotALedger => at(CommandError::invalid(error.to_string()))
            .with_remedy("name the ledger that `entreg bulk run` made"),
        LedgerError::NewerSchema { .. } => at(CommandError::invalid(error.to_string()))
            .with_remedy("use the newer version of entreg that wrote it"),
        LedgerError::Busy => at(CommandError::new(Kind::Output, error.to_string()))
            .with_remedy("run it again once the other process has ended or is less busy"),
        LedgerError::Storage(_) | LedgerError::Transition(TransitionError::Stopped) => {
            at(CommandError::new(Kind::Output, error.to_string())).with_remedy(
                "make room on the disk, or repair it, and run the same command again: rows that \
                 were in flight are unknown then",
            )
        }
        error => at(CommandError::invalid(error.to_string())),
    }
}
