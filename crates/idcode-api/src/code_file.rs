//! A file of item codes of any size: checked before it is sent, read while it is sent.

use core::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use endpoint_core::{File, Source};

use crate::{CodeFault, Codes};

/// The longest line that is taken for a code, in bytes: what is longer is no list of codes, and
/// would not be held in little memory.
const LONGEST: u64 = 64 * 1024;

/// Item codes for [`UploadCodeFile`](crate::operations::UploadCodeFile), one a line (OQ19), all
/// of them checked as [`Codes::check`] does, none of them held.
///
/// They are read twice: now, to check and to count them, and again for every attempt to send
/// them. What has another length by then is not sent to its end.
#[derive(Debug, Clone)]
pub struct CodeFile {
    file: File,
    count: u64,
}

/// Why a file of codes cannot be uploaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CodeFileError {
    /// It cannot be read.
    #[error("the codes cannot be read")]
    Io(#[source] io::Error),
    /// A code in it cannot be uploaded. The position is the line.
    #[error(transparent)]
    Fault(#[from] CodeFault),
    /// A line is not UTF-8, or longer than 64 KiB.
    #[error("line {0} is not a code in UTF-8 of at most 64 KiB")]
    NotText(u64),
}

impl CodeFile {
    /// The codes of the file at `path`, which goes up as it is. It must stay unchanged until it
    /// is sent.
    ///
    /// # Errors
    ///
    /// It cannot be read, or the first line that is no code.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CodeFileError> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let before = fs::metadata(path).map_err(CodeFileError::Io)?;
        let modified = before.modified().ok();
        let reader = fs::File::open(path).map_err(CodeFileError::Io)?;
        let (count, len) = check(reader)?;
        let path = path.to_owned();
        let source = PathSource {
            path,
            len,
            modified,
        };
        Ok(Self {
            file: File::from_source(name, Arc::new(source)),
            count,
        })
    }

    /// The codes of a reader that can be opened again from its beginning; what it yields goes up
    /// as it is.
    ///
    /// # Errors
    ///
    /// As [`CodeFile::open`].
    pub fn from_reader<R: Read + Send + 'static>(
        name: impl Into<String>,
        open: impl Fn() -> io::Result<R> + Send + Sync + 'static,
    ) -> Result<Self, CodeFileError> {
        let (count, len) = check(open().map_err(CodeFileError::Io)?)?;
        let source = Opened {
            open: Box::new(move || Ok(Box::new(open()?))),
            len,
        };
        Ok(Self {
            file: File::from_source(name, Arc::new(source)),
            count,
        })
    }

    /// Codes that are made one by one, written one a line; `codes` has to make the same ones each
    /// time.
    ///
    /// # Errors
    ///
    /// As [`CodeFile::open`].
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
        // As lines, a code with a line break would pass for two.
        for (code, position) in codes().zip(1..) {
            Codes::check(&code, position)?;
        }
        Self::from_reader(name, move || {
            Ok(Lines {
                codes: codes(),
                line: io::Cursor::new(Vec::new()),
            })
        })
    }

    /// How many codes there are; at least one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The file to upload.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }
}

impl From<CodeFile> for File {
    fn from(codes: CodeFile) -> Self {
        codes.file
    }
}

/// How many codes and how many bytes there are. A byte order mark and empty lines at the end are
/// passed over, as [`Codes::from_lines`] does.
fn check(reader: impl Read) -> Result<(u64, u64), CodeFileError> {
    let mut reader = BufReader::with_capacity(64 * 1024, reader);
    let (mut len, mut line, mut count) = (0_u64, 0_usize, 0_u64);
    let mut empty = None;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let got = reader
            .by_ref()
            .take(LONGEST)
            .read_until(b'\n', &mut buffer)
            .map_err(CodeFileError::Io)?;
        if got == 0 {
            break;
        }
        line += 1;
        let got = u64::try_from(got).unwrap_or(u64::MAX);
        len = len.saturating_add(got);
        let at = u64::try_from(line).unwrap_or(u64::MAX);
        if got == LONGEST && !buffer.ends_with(b"\n") {
            return Err(CodeFileError::NotText(at));
        }
        let text = core::str::from_utf8(&buffer).map_err(|_| CodeFileError::NotText(at))?;
        let code = text.strip_suffix('\n').unwrap_or(text);
        let code = code.strip_suffix('\r').unwrap_or(code);
        let code = match line {
            1 => code.strip_prefix('\u{feff}').unwrap_or(code),
            _ => code,
        };
        if code.is_empty() {
            empty.get_or_insert(line);
            continue;
        }
        if let Some(position) = empty {
            return Err(CodeFault::Empty { position }.into());
        }
        Codes::check(code, line)?;
        count += 1;
    }
    if count == 0 {
        return Err(CodeFault::None.into());
    }
    Ok((count, len))
}

/// A file that is opened anew for every attempt.
#[derive(Debug)]
struct PathSource {
    path: PathBuf,
    len: u64,
    modified: Option<SystemTime>,
}

impl Source for PathSource {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let file = fs::File::open(&self.path)?;
        let now = file.metadata()?;
        if now.len() != self.len || now.modified().ok() != self.modified {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the file has changed since its codes were checked",
            ));
        }
        Ok(Box::new(file))
    }
}

type Opening = Box<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// Whatever the caller opens.
struct Opened {
    open: Opening,
    len: u64,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opened({} bytes)", self.len)
    }
}

impl Source for Opened {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        (self.open)()
    }
}

/// Codes as lines.
struct Lines<I> {
    codes: I,
    line: io::Cursor<Vec<u8>>,
}

impl<I: Iterator<Item = String>> Read for Lines<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let got = self.line.read(buffer)?;
            if got > 0 || buffer.is_empty() {
                return Ok(got);
            }
            let Some(mut code) = self.codes.next() else {
                return Ok(0);
            };
            code.push('\n');
            self.line = io::Cursor::new(code.into_bytes());
        }
    }
}
