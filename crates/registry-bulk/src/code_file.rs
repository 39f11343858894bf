//! Files of item codes on disk, and codes that can be read once only.

use std::fs;
use std::io::Read;
use std::path::Path;

use endpoint_core::File;
use idcode_api::{CheckedCodes, CodeFile, CodeFileError};

use crate::spool::Spool;
use crate::stored_file::StoredFile;

/// The codes of the file at `path`, which goes up as it is. It must stay unchanged until it is
/// sent: a file of another size or time by then is not. What can be read once only, such as a
/// named pipe, is kept in a temporary file until then ([`spool`]).
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
/// It cannot be read, or the first line that is no code.
pub fn open(path: impl AsRef<Path>) -> Result<CodeFile, CodeFileError> {
    let path = path.as_ref();
    let name = File::name_of(path);
    let file = fs::File::open(path).map_err(CodeFileError::Io)?;
    let metadata = file.metadata().map_err(CodeFileError::Io)?;
    if !metadata.is_file() {
        return spool(name, file);
    }
    let stored = StoredFile::new(path, &file).map_err(CodeFileError::Io)?;
    let checked = CheckedCodes::read(file)?;
    let stored = stored.of_len(checked.text_len());
    Ok(CodeFile::new(name, stored, checked))
}

/// The codes of a reader that can be read once only. They are kept in a temporary file, of which
/// nothing is left when the last copy of this value goes, or the program; what was read goes up as
/// it is.
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
        Err(CodeFileError::Io(error)) if spool.is_full() => {
            return Err(CodeFileError::Spool(error));
        }
        Err(error) => return Err(error),
    };
    let kept = spool.keep(checked.text_len());
    let kept = kept.map_err(CodeFileError::Spool)?;
    Ok(CodeFile::new(name, kept, checked))
}

/// Codes that can be gone through once only, kept in a temporary file as those of [`spool`].
///
/// # Errors
///
/// The first that cannot be uploaded, and [`CodeFileError::Spool`].
pub fn spool_codes<I>(name: impl Into<String>, codes: I) -> Result<CodeFile, CodeFileError>
where
    I: IntoIterator<Item = String>,
{
    spool(name, CodeFile::lines_reader(codes.into_iter()))
}
