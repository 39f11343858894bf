//! Opens files of item codes, and spools codes that can be read only once.

use std::fs;
use std::io::Read;
use std::path::Path;

use endpoint_core::File;
use idcode_api::{CheckedCodes, CodeFile, CodeFileError};

use crate::file_source::FileSource;
use crate::spool::Spool;

/// Checks the codes of the file at `path`, which is uploaded as it is. If its size or modification
/// time changes before it is sent, the upload fails. A file that can be read only once, such as a
/// named pipe, is spooled ([`spool`]).
///
/// ```
/// use registry_bulk::code_file;
///
/// let path = std::env::temp_dir().join(format!("codes-{}.txt", std::process::id()));
/// std::fs::write(&path, "A-001\r\nA-002\r\n")?;
/// let codes = code_file::open(&path)?;
/// assert_eq!((codes.count(), codes.file().len()), (2, Some(14)));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The file is unreadable, or a line is not a valid code.
pub fn open(path: impl AsRef<Path>) -> Result<CodeFile, CodeFileError> {
    let path = path.as_ref();
    let name = File::name_of(path);
    let file = fs::File::open(path).map_err(CodeFileError::Io)?;
    let metadata = file.metadata().map_err(CodeFileError::Io)?;
    if !metadata.is_file() {
        return spool(name, file);
    }
    let source = FileSource::new(path, &file).map_err(CodeFileError::Io)?;
    let checked = CheckedCodes::read(file)?;
    let source = source.with_len(checked.text_len());
    Ok(CodeFile::new(name, source, checked))
}

/// Checks the codes of a reader that can be read only once. They are uploaded as they were read,
/// from a temporary file. It is gone when the last copy of this value is dropped, or the program
/// ends.
///
/// ```
/// let pipe = "A-1\nA-2\n".as_bytes();
/// let codes = registry_bulk::code_file::spool("codes.txt", pipe)?;
/// assert_eq!(codes.count(), 2);
/// # Ok::<(), idcode_api::CodeFileError>(())
/// ```
///
/// # Errors
///
/// As [`open`], and [`CodeFileError::Spool`].
pub fn spool(name: impl Into<String>, reader: impl Read) -> Result<CodeFile, CodeFileError> {
    let mut spool = Spool::new(reader).map_err(CodeFileError::Spool)?;
    let checked = match CheckedCodes::read(&mut spool) {
        Ok(checked) => checked,
        Err(CodeFileError::Io(error)) if spool.has_write_error() => {
            return Err(CodeFileError::Spool(error));
        }
        Err(error) => return Err(error),
    };
    let source = spool.into_source(checked.text_len());
    let source = source.map_err(CodeFileError::Spool)?;
    Ok(CodeFile::new(name, source, checked))
}

/// Spools the codes of an iterator, as [`spool`] does with a reader.
///
/// # Errors
///
/// A code is not valid, and [`CodeFileError::Spool`].
pub fn spool_codes<I>(name: impl Into<String>, codes: I) -> Result<CodeFile, CodeFileError>
where
    I: IntoIterator<Item = String>,
{
    spool(name, CodeFile::lines_reader(codes.into_iter()))
}
