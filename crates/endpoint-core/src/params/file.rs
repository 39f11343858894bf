//! The value of a file parameter.

use core::fmt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use crate::source::UploadSource;

/// A file to upload: a name, and its bytes or their source. `Debug` shows the size.
///
/// Two files are equal that have the same name and the same bytes, or share one source. No file has
/// a form in serde: a request [names its files itself](crate::Endpoint::files).
#[derive(Clone, Default)]
pub struct File {
    name: String,
    content: Bytes,
    source: Option<Arc<dyn UploadSource>>,
}

impl File {
    /// A file of this name. Only the last segment of a path is kept, with either kind of slash:
    /// other servers and clients send full paths.
    #[must_use]
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: last_segment(&name.into()),
            content: content.into(),
            source: None,
        }
    }

    /// A file of this name whose bytes are read while they are sent, once for every attempt, and
    /// never held as a whole. The name is shortened as in [`File::new`].
    #[must_use]
    pub fn from_source(name: impl Into<String>, source: Arc<dyn UploadSource>) -> Self {
        Self {
            name: last_segment(&name.into()),
            content: Bytes::new(),
            source: Some(source),
        }
    }

    /// The upload name of the file at `path`: its own name, with `%XX` for each byte that is not
    /// UTF-8.
    #[must_use]
    pub fn name_of(path: &Path) -> String {
        let name = path.file_name().unwrap_or_default();
        let mut text = String::new();
        for chunk in name.as_encoded_bytes().utf8_chunks() {
            text += chunk.valid();
            for byte in chunk.invalid() {
                text += &format!("%{byte:02X}");
            }
        }
        text
    }

    /// The name, without folders.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes in memory; empty if the file has a [`source`](Self::source).
    #[must_use]
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    /// The source of the bytes, if they are not in memory.
    #[must_use]
    pub fn source(&self) -> Option<&Arc<dyn UploadSource>> {
        self.source.as_ref()
    }

    /// The number of bytes, if known.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        match &self.source {
            Some(source) => source.len(),
            None => u64::try_from(self.content.len()).ok(),
        }
    }

    /// Whether the file is known to be empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

fn last_segment(name: &str) -> String {
    name.rsplit(['/', '\\'])
        .next()
        .map_or_else(String::new, str::to_owned)
}

impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        let same_source = match (&self.source, &other.source) {
            (None, None) => true,
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        same_source && self.name == other.name && self.content == other.content
    }
}

impl Eq for File {}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len() {
            Some(len) => write!(f, "File({len} bytes)"),
            None => f.write_str("File(of unknown size)"),
        }
    }
}
