//! Holds the content of a part in memory, or spools it to a temporary file.

use std::fs;
use std::io::{self, Read, Seek as _, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use endpoint_core::{File, UploadSource, Value};

/// The largest accepted file, in bytes: ten million codes of a hundred characters.
pub(crate) const LARGEST_FILE: u64 = 1024 * 1024 * 1024;

/// The content of a part, as far as it has arrived.
#[derive(Debug)]
pub(crate) enum Content {
    /// In memory, with the limit in memory and, for a file, the limit on disk.
    Held {
        bytes: Vec<u8>,
        room: usize,
        on_disk: Option<u64>,
    },
    /// In a temporary file, with its length and its limit.
    Spooled(fs::File, u64, u64),
    /// Dropped, because it exceeded its limit.
    TooLarge,
}

impl Content {
    /// An empty content with its limit in memory and, for a file, its limit on disk.
    pub(crate) fn new(room: usize, on_disk: u64, is_file: bool) -> Self {
        Self::Held {
            bytes: Vec::new(),
            room,
            on_disk: is_file.then_some(on_disk),
        }
    }

    /// Whether it exceeded its limit.
    pub(crate) fn is_too_large(&self) -> bool {
        matches!(self, Self::TooLarge)
    }

    /// Appends a chunk. A chunk for the file waits for the disk, and only the client waits with it.
    pub(crate) fn push(self, chunk: Bytes) -> Self {
        match self {
            Self::Held {
                mut bytes,
                room,
                on_disk,
            } => {
                if bytes.len().saturating_add(chunk.len()) <= room {
                    bytes.extend_from_slice(&chunk);
                    return Self::Held {
                        bytes,
                        room,
                        on_disk,
                    };
                }
                let Some(most) = on_disk else {
                    return Self::TooLarge;
                };
                match spool(&bytes) {
                    Ok(file) => Self::Spooled(file, len_of(&bytes), most).push(chunk),
                    Err(_) => Self::TooLarge,
                }
            }
            Self::Spooled(mut file, len, most) => {
                let len = len.saturating_add(len_of(&chunk));
                if len > most || file.write_all(&chunk).is_err() {
                    return Self::TooLarge;
                }
                Self::Spooled(file, len, most)
            }
            Self::TooLarge => Self::TooLarge,
        }
    }

    /// The value of the part, a file if it has a name; deducts its length from the room in memory
    /// or on disk. `None` if it exceeded its limit.
    pub(crate) fn into_value(
        self,
        file_name: Option<String>,
        room: &mut usize,
        on_disk: &mut u64,
    ) -> Option<Value> {
        match (self, file_name) {
            (Self::Held { bytes, .. }, file_name) => {
                *room = room.saturating_sub(bytes.len());
                Some(match file_name {
                    Some(file_name) => Value::File(File::new(file_name, bytes)),
                    None => Value::Text(String::from_utf8_lossy(&bytes).into_owned()),
                })
            }
            (Self::Spooled(file, len, _), Some(file_name)) => {
                *on_disk = on_disk.saturating_sub(len);
                let source = Arc::new(SpooledFile { file, len });
                Some(Value::File(File::from_source(file_name, source)))
            }
            (Self::Spooled(..), None) | (Self::TooLarge, _) => None,
        }
    }
}

fn len_of(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

fn spool(begun: &[u8]) -> io::Result<fs::File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(begun)?;
    Ok(file)
}

/// An unnamed file that disappears when it is dropped.
#[derive(Debug)]
struct SpooledFile {
    file: fs::File,
    len: u64,
}

impl UploadSource for SpooledFile {
    fn len(&self) -> Option<u64> {
        Some(self.len)
    }

    /// Readers share their position in the file: one call has one reader at a time.
    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        Ok(Box::new(file))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use endpoint_core::Value;

    use super::{Content, LARGEST_FILE};

    fn taken(room: usize, file_name: Option<&str>) -> (Option<Value>, usize) {
        let mut content = Content::new(room, LARGEST_FILE, file_name.is_some());
        for chunk in ["abc", "def", "gh"] {
            content = content.push(Bytes::from_static(chunk.as_bytes()));
        }
        let mut left = room;
        let mut on_disk = LARGEST_FILE;
        let value = content.into_value(file_name.map(str::to_owned), &mut left, &mut on_disk);
        (value, left)
    }

    #[test]
    fn a_file_that_does_not_fit_in_memory_is_spooled() {
        for room in [0, 1, 3, 5, 7] {
            let (value, left) = taken(room, Some("a.txt"));
            let Some(Value::File(file)) = value else {
                panic!("{value:?}");
            };
            assert_eq!((file.name(), file.len(), left), ("a.txt", Some(8), room));
            let source = file.source().unwrap();
            for _ in 0..2 {
                let mut read = String::new();
                source.open().unwrap().read_to_string(&mut read).unwrap();
                assert_eq!(read, "abcdefgh", "{room}");
            }
            assert_eq!(taken(room, None), (None, room));
        }
    }

    #[test]
    fn a_file_larger_than_any_that_is_taken_is_too_large() {
        let almost = || Content::Spooled(tempfile::tempfile().unwrap(), 7, 8);
        let (mut room, mut on_disk) = (0, 8);
        let full = almost().push(Bytes::from_static(b"a"));
        let name = || Some("a".to_owned());
        assert!(full.into_value(name(), &mut room, &mut on_disk).is_some());
        assert_eq!(on_disk, 0);
        let over = almost().push(Bytes::from_static(b"ab")).push(Bytes::new());
        assert!(over.into_value(name(), &mut room, &mut on_disk).is_none());
    }

    #[test]
    fn content_that_fits_stays_in_memory() {
        let (value, left) = taken(8, Some("a.txt"));
        let Some(Value::File(file)) = value else {
            panic!("{value:?}");
        };
        assert_eq!((file.content().as_ref(), left), (&b"abcdefgh"[..], 0));
        assert!(file.source().is_none());
        let text = Value::Text("abcdefgh".to_owned());
        assert_eq!(taken(9, None), (Some(text), 1));
    }
}
