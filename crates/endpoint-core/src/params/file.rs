//! The value of a file parameter.

use core::fmt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::source::{self, Offer, Source};

/// The name under which serde passes a file between a request and its parameters.
pub(super) const NAME: &str = "$endpoint_core::File";
pub(super) const FIELDS: &[&str] = &["name", "content"];

/// A file to upload: a name, and its bytes or their source. `Debug` shows the size.
///
/// Two files are equal if they have the same name and the same bytes, or share one source.
#[derive(Clone)]
pub struct File {
    name: String,
    content: Bytes,
    source: Option<Arc<dyn Source>>,
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
    pub fn from_source(name: impl Into<String>, source: Arc<dyn Source>) -> Self {
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

    /// The same content under another name.
    #[must_use]
    pub(super) fn renamed(mut self, name: String) -> Self {
        self.name = last_segment(&name);
        self
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
    pub fn source(&self) -> Option<&Arc<dyn Source>> {
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

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_struct(NAME, FIELDS.len())?;
        file.serialize_field("name", &self.name)?;
        match &self.source {
            None => {
                file.serialize_field("content", &Content::Bytes(self.content.clone()))?;
            }
            Some(source) => {
                let _offer = Offer::new(source);
                file.serialize_field("content", &Content::Source(Arc::clone(source)))?;
            }
        }
        file.end()
    }
}

/// The bytes, as serde's bytes and not as a list of numbers, or an offered source.
enum Content {
    Bytes(Bytes),
    Source(Arc<dyn Source>),
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bytes(bytes) => serializer.serialize_bytes(bytes),
            Self::Source(_) => serializer.serialize_newtype_struct(source::NAME, &Unwritable),
        }
    }
}

/// The error of a serializer that cannot take a source.
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(
            "a file that is read while it is sent has no other form",
        ))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ContentVisitor;

        impl Visitor<'_> for ContentVisitor {
            type Value = Content;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the bytes of a file")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Content, E> {
                Ok(Content::Bytes(Bytes::copy_from_slice(bytes)))
            }

            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Content, E> {
                Ok(Content::Bytes(bytes.into()))
            }

            fn visit_unit<E: Error>(self) -> Result<Content, E> {
                source::taken()
                    .map(Content::Source)
                    .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Unit, &self))
            }
        }

        deserializer.deserialize_byte_buf(ContentVisitor)
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FileVisitor;

        impl<'de> Visitor<'de> for FileVisitor {
            type Value = File;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a file")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<File, A::Error> {
                let mut name: Option<String> = None;
                let mut content: Option<Content> = None;
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "name" => name = Some(map.next_value()?),
                        "content" => content = Some(map.next_value()?),
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                let name = name.ok_or_else(|| A::Error::missing_field("name"))?;
                match content.ok_or_else(|| A::Error::missing_field("content"))? {
                    Content::Bytes(bytes) => Ok(File::new(name, bytes)),
                    Content::Source(source) => Ok(File::from_source(name, source)),
                }
            }
        }

        deserializer.deserialize_struct(NAME, FIELDS, FileVisitor)
    }
}
