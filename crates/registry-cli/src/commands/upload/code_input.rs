//! Opens and checks the codes to upload.

use std::error::Error as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use enterprise_registry::bulk::code_file;
use enterprise_registry::flow::path_text;
use enterprise_registry::idcode::{CodeFile, CodeFileError, ItemCodeError};

use super::Arguments;
use crate::error::{CommandError, Kind};
use crate::stderr;

/// Opens the file and checks every code in it.
pub(super) fn open(arguments: &Arguments) -> Result<CodeFile, CommandError> {
    let path = &arguments.file;
    let is_stdin = path.as_os_str() == "-";
    let shown = if is_stdin {
        "stdin".to_owned()
    } else {
        format!("the file {}", path_text(path))
    };
    let opened = if is_stdin {
        code_file::spool("codes.txt", io::stdin().lock())
    } else {
        code_file::open(path)
    };
    let codes = opened.and_then(|codes| {
        if arguments.distinct {
            codes.check_distinct()?;
        }
        Ok(codes)
    });
    let codes = codes.map_err(|error| unreadable(&shown, error))?;
    if arguments.per_call.is_none() && begins_with_a_mark(path) {
        stderr::note(&format!(
            "warning: {shown} begins with a byte order mark, which is uploaded too: the platform \
             may take it for a part of the first code"
        ));
    }
    if !codes.doubts().is_empty() {
        stderr::note(&format!("warning: {shown}, by line: {}", codes.doubts()));
    }
    Ok(match &arguments.name {
        Some(name) => codes.named(name),
        None => codes,
    })
}

/// Whether a file begins with a byte order mark. A pipe is not read twice.
fn begins_with_a_mark(path: &Path) -> bool {
    let mut first = [0; 3];
    let is_file = path.metadata().is_ok_and(|found| found.is_file());
    is_file
        && File::open(path).is_ok_and(|mut file| file.read_exact(&mut first).is_ok())
        && first == *"\u{feff}".as_bytes()
}

/// The error for codes that cannot be uploaded.
pub(super) fn unreadable(shown: &str, error: CodeFileError) -> CommandError {
    let cause = error.source().map(ToString::to_string);
    let failure = match error {
        CodeFileError::Io(_) => CommandError::invalid(format!("{shown} cannot be read")),
        CodeFileError::Spool(_) => CommandError::new(
            Kind::Configuration,
            format!("{shown} cannot be written to a temporary file"),
        )
        .with_remedy("free space in $TMPDIR, or give a file instead of -"),
        CodeFileError::NotText(_) => {
            CommandError::invalid(format!("{shown} is not UTF-8 text: {error}"))
                .with_remedy("convert it to UTF-8, one code per line")
        }
        CodeFileError::Utf16(encoding) => CommandError::invalid(format!("{shown}: {error}"))
            .with_remedy(format!(
                "nothing was sent; convert it: iconv -f {encoding} -t UTF-8"
            )),
        error => CommandError::invalid(format!("{shown}: {error}"))
            .with_parameter("CodeFileName")
            .with_remedy(match error {
                CodeFileError::Fault(ItemCodeError::Repeated { .. }) => {
                    "nothing was sent; remove the duplicate"
                }
                CodeFileError::Fault(ItemCodeError::Comma { .. }) => {
                    "nothing was sent; remove the comma"
                }
                CodeFileError::Fault(ItemCodeError::Control { .. }) => {
                    "nothing was sent; remove the control character"
                }
                _ => "nothing was sent; write one code per line",
            }),
    };
    match cause {
        Some(cause) => failure.with_cause(cause),
        None => failure,
    }
}
