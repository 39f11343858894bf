//! A file of item codes of any size: checked before it is sent, read while it is sent.

use std::io::{self, Read};
use std::sync::Arc;

use endpoint_core::{File, Source};

use crate::{CodeDoubts, ItemCodeError, ItemCodes};

mod distinct;
mod lines;
mod upload_source;

pub use self::lines::CheckedCodes;
use self::lines::Lines;
use self::upload_source::{CodesReader, CutSource, ReaderSource};

/// Item codes for [`UploadCodeFile`](crate::operations::UploadCodeFile), one a line (OQ19), all
/// of them checked as [`ItemCodes::check`] does, none of them held.
///
/// They are read twice: now, to check and to count them, and again for every attempt to send
/// them. A byte order mark, lines that end in CR LF and empty lines at the end are taken as they
/// are, and go up as they are; a control-Z at the end, as DOS wrote it, does not go up. What has changed by the time it is sent is not sent to its end.
///
/// | where the codes are | how often it can be read | made by |
/// |---|---|---|
/// | in whatever can be opened anew | again and again | [`CodeFile::from_reader`] |
/// | made one by one, the same each time | again and again | [`CodeFile::from_codes`] |
/// | in a file on disk | again and again | `registry_bulk::code_file::open` |
/// | in a pipe, an answer, a cursor of a database | once | `registry_bulk::code_file::spool` |
///
/// ```
/// use idcode_api::CodeFile;
/// use idcode_api::operations::UploadCodeFile;
///
/// let codes = CodeFile::from_reader("codes.txt", || Ok("A-001\r\nA-002\r\n".as_bytes()))?;
/// assert_eq!(codes.count(), 2);
/// codes.check_distinct()?;
/// let request = UploadCodeFile::new("i.86.110108.52".parse()?, 7_u64, codes);
/// assert_eq!(request.file.len(), Some(14)); // and none of it is held
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CodeFile {
    file: File,
    source: Arc<dyn Source>,
    count: u64,
    doubts: Arc<CodeDoubts>,
}

/// Why a file of codes cannot be uploaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodeFileError {
    /// It cannot be read.
    #[error("the codes cannot be read")]
    Io(#[source] io::Error),
    /// They cannot be kept until they are sent.
    #[error("the codes cannot be kept in a temporary file")]
    Spool(#[source] io::Error),
    /// A code in it cannot be uploaded. The position is the line.
    #[error(transparent)]
    Fault(#[from] ItemCodeError),
    /// A line is not UTF-8, or longer than 64 KiB.
    #[error("line {0} is not a code in UTF-8 of at most 64 KiB")]
    NotText(u64),
    /// The whole is UTF-16, as some editors and spreadsheets save it.
    #[error("the file is UTF-16; convert it to UTF-8")]
    Utf16,
}

impl CodeFile {
    /// Codes that were checked by reading this source once, which yields the same bytes whenever it
    /// is opened.
    #[must_use]
    pub fn new(name: impl Into<String>, source: impl Source, checked: CheckedCodes) -> Self {
        Self::from_shared(name, Arc::new(source), checked)
    }

    fn from_shared(
        name: impl Into<String>,
        mut source: Arc<dyn Source>,
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

    /// Codes as the text that goes up, one a line, each checked as it is read: an error holds the
    /// [`ItemCodeError`] of the first that cannot be uploaded.
    pub fn lines_reader<I>(codes: I) -> impl Read + use<I>
    where
        I: Iterator<Item = String>,
    {
        CodesReader::new(codes)
    }

    /// The codes of a reader that can be opened again from its beginning; what it yields goes up
    /// as it is.
    ///
    /// # Errors
    ///
    /// It cannot be read, or the first line that is no code.
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

    /// Codes that are made one by one, written one a line; `codes` has to make the same ones each
    /// time.
    ///
    /// # Errors
    ///
    /// The first that cannot be uploaded.
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

    /// Goes through the codes of a file that is held or can be read, once, each checked as it
    /// comes; and says how many there were.
    ///
    /// # Errors
    ///
    /// It cannot be read, or the first line that is no code: those before it have been visited.
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

    /// The same codes under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.file = File::from_source(name, Arc::clone(&self.source));
        self
    }

    /// How many codes there are; at least one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The codes that a scanner may not read back as written, with their lines. They can be
    /// uploaded all the same.
    #[must_use]
    pub fn doubts(&self) -> &CodeDoubts {
        &self.doubts
    }

    /// The file to upload.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Refuses a code that occurs twice, compared as [`ItemCodes::check_distinct`] does, in the memory of a few million numbers however many
    /// codes there are: they are read once more for every two million of them. Only on request:
    /// the document does not forbid it.
    ///
    /// # Errors
    ///
    /// [`ItemCodeError::Repeated`] with both lines of one such code, not always the first; or the
    /// codes can no longer be read.
    pub fn check_distinct(&self) -> Result<(), CodeFileError> {
        match distinct::repeated(&*self.source, self.count)? {
            Some((first, position)) => Err(ItemCodeError::Repeated { position, first }.into()),
            None => Ok(()),
        }
    }

    /// The codes, one by one, read anew.
    ///
    /// # Errors
    ///
    /// They cannot be opened; an item, that they cannot be read on.
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

    /// The codes of a file that is held or can be read again, checked.
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
    /// The codes as a file of the name `codes.txt`.
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
