//! Which codes are to go up, and why can they not?

use std::error::Error as _;
use std::io;

use enterprise_registry::idcode::{CodeFile, CodeFileError};

use super::Arguments;
use crate::failure::{Failure, Kind};

/// Opens the file and checks every code in it.
pub(super) fn open(arguments: &Arguments) -> Result<CodeFile, Failure> {
    let path = &arguments.file;
    let is_stdin = path.as_os_str() == "-";
    let shown = if is_stdin {
        "stdin".to_owned()
    } else {
        format!("the file {}", path.display())
    };
    let opened = if is_stdin {
        CodeFile::spool("codes.txt", io::stdin().lock())
    } else {
        CodeFile::open(path)
    };
    let codes = opened.and_then(|codes| {
        if arguments.distinct {
            codes.check_distinct()?;
        }
        Ok(codes)
    });
    let codes = codes.map_err(|error| unreadable(&shown, error))?;
    Ok(match &arguments.name {
        Some(name) => codes.named(name),
        None => codes,
    })
}

/// Why these codes do not go up.
pub(super) fn unreadable(shown: &str, error: CodeFileError) -> Failure {
    let cause = error.source().map(ToString::to_string);
    let failure = match error {
        CodeFileError::Io(_) => Failure::invalid(format!("{shown} cannot be read")),
        CodeFileError::Spool(_) => Failure::new(
            Kind::Configuration,
            format!("{shown} cannot be kept until it is sent"),
        )
        .with_remedy("make room where TMPDIR points, or give a file instead of -"),
        CodeFileError::NotText(_) => {
            Failure::invalid(format!("{shown} is not UTF-8 text: {error}"))
                .with_remedy("convert it to UTF-8, one code a line")
        }
        error => Failure::invalid(format!("{shown}: {error}"))
            .with_parameter("CodeFileName")
            .with_remedy("nothing was sent; correct the line, one code a line without commas"),
    };
    match cause {
        Some(cause) => failure.with_cause(cause),
        None => failure,
    }
}
