//! A file of item codes of any size: checked before it is sent, read while it is sent.

use std::fs;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::Path;
use std::sync::Arc;

use endpoint_core::{File, Source};

use crate::{CodeDoubts, CodeFault, Codes};

mod distinct;
mod lines;
mod sources;

use self::lines::{Found, Lines};
use self::sources::{Made, Opened, Spool, Stored};

/// Item codes for [`UploadCodeFile`](crate::operations::UploadCodeFile), one a line (OQ19), all
/// of them checked as [`Codes::check`] does, none of them held.
///
/// They are read twice: now, to check and to count them, and again for every attempt to send
/// them. A byte order mark, lines that end in CR LF and empty lines at the end are taken as they
/// are, and go up as they are. What has changed by the time it is sent is not sent to its end.
///
/// | where the codes are | how often it can be read | made by |
/// |---|---|---|
/// | in a file | again and again | [`CodeFile::open`] |
/// | in whatever can be opened anew | again and again | [`CodeFile::from_reader`] |
/// | made one by one, the same each time | again and again | [`CodeFile::from_codes`] |
/// | in a pipe, an answer, a cursor of a database | once | [`CodeFile::spool`], [`CodeFile::spool_codes`] |
///
/// ```
/// use idcode_api::CodeFile;
/// use idcode_api::operations::UploadCodeFile;
///
/// let path = std::env::temp_dir().join(format!("codes-{}.txt", std::process::id()));
/// std::fs::write(&path, "A-001\r\nA-002\r\n")?;
/// let codes = CodeFile::open(&path)?;
/// assert_eq!(codes.count(), 2);
/// codes.check_distinct()?;
/// let request = UploadCodeFile::new("i.86.110108.52".parse()?, 7_u64, codes);
/// assert_eq!(request.file.len(), Some(14)); // and none of it is held
/// # std::fs::remove_file(path)?;
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
    Fault(#[from] CodeFault),
    /// A line is not UTF-8, or longer than 64 KiB.
    #[error("line {0} is not a code in UTF-8 of at most 64 KiB")]
    NotText(u64),
    /// The whole is UTF-16, as some editors and spreadsheets save it.
    #[error("the file is UTF-16; convert it to UTF-8")]
    Utf16,
}

impl CodeFile {
    /// The codes of the file at `path`, which goes up as it is. It must stay unchanged until it
    /// is sent: one that has another size or time by then is not. What can be read once only, such
    /// as a named pipe, is kept in a temporary file until then ([`CodeFile::spool`]).
    ///
    /// # Errors
    ///
    /// It cannot be read, or the first line that is no code.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CodeFileError> {
        let path = path.as_ref();
        let name = File::name_of(path);
        let file = fs::File::open(path).map_err(CodeFileError::Io)?;
        let metadata = file.metadata().map_err(CodeFileError::Io)?;
        if !metadata.is_file() {
            return Self::spool(name, file);
        }
        let stored = Stored::new(path, &file).map_err(CodeFileError::Io)?;
        let found = lines::check(file)?;
        Ok(Self::of(name, stored.of_len(found.len), found))
    }

    /// The codes of a reader that can be opened again from its beginning; what it yields goes up
    /// as it is.
    ///
    /// # Errors
    ///
    /// As [`CodeFile::open`].
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
        let found = lines::check(open().map_err(CodeFileError::Io)?)?;
        Ok(Self::of(name, Opened::new(open, found.len), found))
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
        let mut made = Made::new(codes());
        let len = io::copy(&mut made, &mut io::sink()).map_err(|error| made.fault(error))?;
        let found = made.found(len)?;
        let open = move || Ok(Made::new(codes()));
        Ok(Self::of(name, Opened::new(open, len), found))
    }

    /// The codes of a reader that can be read once only. They are kept in a temporary file, of
    /// which nothing is left when the last copy of this value goes, or the program; what was read
    /// goes up as it is.
    ///
    /// # Errors
    ///
    /// As [`CodeFile::open`], and [`CodeFileError::Spool`].
    ///
    /// ```
    /// use idcode_api::CodeFile;
    ///
    /// let pipe = "A-1\nA-2\n".as_bytes();
    /// assert_eq!(CodeFile::spool("codes.txt", pipe)?.count(), 2);
    /// # Ok::<(), idcode_api::CodeFileError>(())
    /// ```
    pub fn spool(name: impl Into<String>, reader: impl Read) -> Result<Self, CodeFileError> {
        let mut spool = Spool::new(reader).map_err(CodeFileError::Spool)?;
        let found = match lines::check(&mut spool) {
            Ok(found) => found,
            Err(CodeFileError::Io(error)) => return Err(spool.whose(error)),
            Err(error) => return Err(error),
        };
        let kept = spool.keep(found.len).map_err(CodeFileError::Spool)?;
        Ok(Self::of(name, kept, found))
    }

    /// Codes that can be gone through once only, kept in a temporary file as those of
    /// [`CodeFile::spool`].
    ///
    /// # Errors
    ///
    /// The first that cannot be uploaded, and [`CodeFileError::Spool`].
    pub fn spool_codes<I>(name: impl Into<String>, codes: I) -> Result<Self, CodeFileError>
    where
        I: IntoIterator<Item = String>,
    {
        let mut made = Made::new(codes.into_iter());
        let mut spool = Spool::new(io::empty()).map_err(CodeFileError::Spool)?;
        let mut writer = BufWriter::new(spool.file());
        let copied = io::copy(&mut made, &mut writer).and_then(|len| {
            writer.flush()?;
            Ok(len)
        });
        drop(writer);
        let len = copied.map_err(|error| match made.fault(error) {
            CodeFileError::Io(error) => CodeFileError::Spool(error),
            fault => fault,
        })?;
        let found = made.found(len)?;
        let kept = spool.keep(len).map_err(CodeFileError::Spool)?;
        Ok(Self::of(name, kept, found))
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

    fn of(name: impl Into<String>, source: impl Source, found: Found) -> Self {
        let source: Arc<dyn Source> = Arc::new(source);
        Self {
            file: File::from_source(name, Arc::clone(&source)),
            source,
            count: found.count,
            doubts: Arc::new(found.doubts),
        }
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

    /// Refuses a code that occurs twice, compared as [`Codes::check_distinct`] does, in the memory of a few million numbers however many
    /// codes there are: they are read once more for every two million of them. Only on request:
    /// the document does not forbid it.
    ///
    /// # Errors
    ///
    /// [`CodeFault::Repeated`] with both lines of one such code, not always the first; or the
    /// codes can no longer be read.
    pub fn check_distinct(&self) -> Result<(), CodeFileError> {
        match distinct::repeated(&*self.source, self.count)? {
            Some((first, position)) => Err(CodeFault::Repeated { position, first }.into()),
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
                let found = lines::check(reader)?;
                Ok(Self {
                    file: file.clone(),
                    source: Arc::clone(source),
                    count: found.count,
                    doubts: Arc::new(found.doubts),
                })
            }
            None => {
                let content = file.content().clone();
                Self::from_reader(file.name(), move || Ok(io::Cursor::new(content.clone())))
            }
        }
    }
}

impl From<Codes> for CodeFile {
    /// The codes as a file of the name `codes.txt`.
    fn from(codes: Codes) -> Self {
        let doubts = codes.doubts();
        let codes: Arc<[String]> = codes.into_inner().into();
        let count = u64::try_from(codes.len()).unwrap_or(u64::MAX);
        let len = codes.iter().map(|code| code.len() + 1).sum::<usize>();
        let len = u64::try_from(len).unwrap_or(u64::MAX);
        let open = move || {
            let codes = Arc::clone(&codes);
            let mut at = 0..codes.len();
            Ok(Made::new(core::iter::from_fn(move || {
                at.next().and_then(|at| codes.get(at).cloned())
            })))
        };
        let found = Found { count, len, doubts };
        Self::of("codes.txt", Opened::new(open, len), found)
    }
}
