//! Checks a file of item codes of any size before its upload, and reads it during the upload.

use std::io::{self, Read};
use std::sync::Arc;

use endpoint_core::{File, UploadSource};

use crate::{CodeDoubts, ItemCodeError, ItemCodes};

mod distinct;
mod error;
mod lines;
mod upload_source;

pub use self::error::CodeFileError;
pub use self::lines::CheckedCodes;
use self::lines::Lines;
use self::upload_source::{CodesReader, CutSource, ReaderSource};

/// Item codes for [`UploadCodeFile`](crate::operations::UploadCodeFile), one per line (OQ19), each
/// checked by [`ItemCodes::check`] and none kept in memory.
///
/// The codes are read now, to check and count them, and again for every attempt to send them. A
/// byte order mark, CR LF and empty lines at the end are accepted and sent unchanged; a control-Z
/// at the end, as DOS wrote it, is not sent. A source that has changed in between is not sent to
/// its end.
///
/// | source of the codes | can be read | constructor |
/// |---|---|---|
/// | a reader that can be reopened | many times | [`CodeFile::from_reader`] |
/// | an iterator that can be restarted | many times | [`CodeFile::from_codes`] |
/// | a file on disk | many times | `registry_bulk::code_file::open` |
/// | a pipe, a response, a database cursor | once | `registry_bulk::code_file::spool` |
///
/// ```
/// use idcode_api::CodeFile;
/// use idcode_api::operations::UploadCodeFile;
///
/// let codes = CodeFile::from_reader("codes.txt", || Ok("A-001\r\nA-002\r\n".as_bytes()))?;
/// assert_eq!(codes.count(), 2);
/// codes.check_distinct()?;
/// let request = UploadCodeFile::new("i.86.110108.52".parse()?, 7_u64, codes);
/// assert_eq!(request.file.len(), Some(14)); // none of it in memory
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CodeFile {
    file: File,
    source: Arc<dyn UploadSource>,
    count: u64,
    doubts: Arc<CodeDoubts>,
}

impl CodeFile {
    /// The codes of a source that was read once to check them, and yields the same bytes whenever
    /// it is opened.
    #[must_use]
    pub fn new(name: impl Into<String>, source: impl UploadSource, checked: CheckedCodes) -> Self {
        Self::from_shared(name, Arc::new(source), checked)
    }

    fn from_shared(
        name: impl Into<String>,
        mut source: Arc<dyn UploadSource>,
        checked: CheckedCodes,
    ) -> Self {
        if checked.end_mark > 0 {
            let len = checked.len.saturating_sub(checked.end_mark);
            source = Arc::new(CutSource::new(source, len));
        }
        Self {
            file: File::from_source(name, Arc::clone(&source)),
            source,
            count: checked.count,
            doubts: Arc::new(checked.doubts),
        }
    }

    /// A reader of the codes as lines, each checked as it is read: an error wraps the
    /// [`ItemCodeError`] of the first code that cannot be uploaded.
    pub fn lines_reader<I>(codes: I) -> impl Read + use<I>
    where
        I: Iterator<Item = String>,
    {
        CodesReader::new(codes)
    }

    /// The codes of a reader that can be reopened from its beginning; its bytes are sent unchanged.
    ///
    /// # Errors
    ///
    /// The reader fails, or a line is not a valid code.
    ///
    /// ```
    /// use idcode_api::CodeFile;
    ///
    /// let codes = CodeFile::from_reader("codes.txt", || Ok("A-1\nA-2\n".as_bytes()))?;
    /// assert_eq!(codes.count(), 2);
    /// # Ok::<(), idcode_api::CodeFileError>(())
    /// ```
    pub fn from_reader<R: Read + Send + 'static>(
        name: impl Into<String>,
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    ) -> Result<Self, CodeFileError> {
        let checked = CheckedCodes::read(open().map_err(CodeFileError::Io)?)?;
        Ok(Self::new(
            name,
            ReaderSource::new(open, checked.len),
            checked,
        ))
    }

    /// The codes of an iterator, one per line; `codes` must return the same codes each time.
    ///
    /// # Errors
    ///
    /// A code cannot be uploaded.
    ///
    /// ```
    /// use idcode_api::CodeFile;
    ///
    /// let codes = CodeFile::from_codes("codes.txt", || (1..=3).map(|n| format!("A-{n}")))?;
    /// assert_eq!(codes.count(), 3);
    /// assert_eq!(codes.file().len(), Some(12));
    /// # Ok::<(), idcode_api::CodeFileError>(())
    /// ```
    pub fn from_codes<I>(
        name: impl Into<String>,
        codes: impl Fn() -> I + Send + Sync + 'static,
    ) -> Result<Self, CodeFileError>
    where
        I: Iterator<Item = String> + Send + 'static,
    {
        Self::from_reader(name, move || Ok(CodesReader::new(codes())))
    }

    /// Reads a file once, checks each code, passes it to `each`, and returns the number of codes.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or a line is not a valid code; the codes before it were visited.
    ///
    /// ```
    /// use endpoint_core::File;
    /// use idcode_api::CodeFile;
    ///
    /// let file = File::new("codes.txt", "A-1\r\nA-2\r\n");
    /// let mut codes = Vec::new();
    /// assert_eq!(CodeFile::visit(&file, |code| codes.push(code.to_owned()))?, 2);
    /// assert_eq!(codes, ["A-1", "A-2"]);
    /// # Ok::<(), idcode_api::CodeFileError>(())
    /// ```
    pub fn visit(file: &File, each: impl FnMut(&str)) -> Result<u64, CodeFileError> {
        let found = match file.source() {
            Some(source) => lines::visit(source.open().map_err(CodeFileError::Io)?, each),
            None => lines::visit(file.content().as_ref(), each),
        };
        Ok(found?.count)
    }

    /// Renames the file.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.file = File::from_source(name, Arc::clone(&self.source));
        self
    }

    /// The number of codes; at least one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The codes that may not scan as written, with their lines. They can be uploaded nevertheless.
    #[must_use]
    pub fn doubts(&self) -> &CodeDoubts {
        &self.doubts
    }

    /// The file to upload.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Refuses a repeated code, by the comparison of [`ItemCodes::check_distinct`]. Memory is
    /// limited to a few million numbers: the codes are read again for every two million of them.
    /// The document does not forbid repeated codes, so only the caller can ask for this check.
    ///
    /// # Errors
    ///
    /// [`ItemCodeError::Repeated`] with both lines of a repeated code, not always the first; or the
    /// codes can no longer be read.
    pub fn check_distinct(&self) -> Result<(), CodeFileError> {
        match distinct::repeated(&*self.source, self.count)? {
            Some((first, position)) => Err(ItemCodeError::Repeated { position, first }.into()),
            None => Ok(()),
        }
    }

    /// Reads the codes again, one by one.
    ///
    /// # Errors
    ///
    /// The source cannot be opened. An item is an error if the next code cannot be read.
    pub fn codes(
        &self,
    ) -> Result<impl Iterator<Item = Result<String, CodeFileError>> + use<>, CodeFileError> {
        let reader = self.source.open().map_err(CodeFileError::Io)?;
        Ok(Lines::new(reader))
    }
}

impl From<CodeFile> for File {
    fn from(codes: CodeFile) -> Self {
        codes.file
    }
}

impl TryFrom<&File> for CodeFile {
    type Error = CodeFileError;

    /// Checks the codes of a file.
    fn try_from(file: &File) -> Result<Self, CodeFileError> {
        match file.source() {
            Some(source) => {
                let reader = source.open().map_err(CodeFileError::Io)?;
                let checked = CheckedCodes::read(reader)?;
                if checked.end_mark > 0 {
                    return Ok(Self::from_shared(file.name(), Arc::clone(source), checked));
                }
                Ok(Self {
                    file: file.clone(),
                    source: Arc::clone(source),
                    count: checked.count,
                    doubts: Arc::new(checked.doubts),
                })
            }
            None => {
                let content = file.content().clone();
                Self::from_reader(file.name(), move || Ok(io::Cursor::new(content.clone())))
            }
        }
    }
}

impl From<ItemCodes> for CodeFile {
    /// The codes as a file named `codes.txt`.
    fn from(codes: ItemCodes) -> Self {
        let doubts = codes.doubts();
        let codes: Arc<[String]> = codes.into_inner().into();
        let count = u64::try_from(codes.len()).unwrap_or(u64::MAX);
        let len = codes.iter().map(|code| code.len() + 1).sum::<usize>();
        let len = u64::try_from(len).unwrap_or(u64::MAX);
        let open = move || {
            let codes = Arc::clone(&codes);
            let mut at = 0..codes.len();
            Ok(CodesReader::new(core::iter::from_fn(move || {
                at.next().and_then(|at| codes.get(at).cloned())
            })))
        };
        let checked = CheckedCodes {
            count,
            len,
            end_mark: 0,
            doubts,
        };
        Self::new("codes.txt", ReaderSource::new(open, len), checked)
    }
}
