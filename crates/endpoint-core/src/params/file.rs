//! What a file parameter holds.

use core::fmt;

use bytes::Bytes;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name under which serde passes a file between a request and its parameters.
pub(super) const NAME: &str = "$endpoint_core::File";
pub(super) const FIELDS: &[&str] = &["name", "content"];

/// A file to upload: a name and its bytes. `Debug` shows the size.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    content: Bytes,
}

impl File {
    /// A file of this name. Only the last segment of a path is kept, whichever way its slashes
    /// lean: servers and clients on the other side send full paths.
    #[must_use]
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let name = name.into();
        let name = name
            .rsplit(['/', '\\'])
            .next()
            .map_or_else(String::new, str::to_owned);
        Self {
            name,
            content: content.into(),
        }
    }

    /// The name, without folders.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes.
    #[must_use]
    pub fn content(&self) -> &Bytes {
        &self.content
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({} bytes)", self.content.len())
    }
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut file = serializer.serialize_struct(NAME, FIELDS.len())?;
        file.serialize_field("name", &self.name)?;
        file.serialize_field("content", &Content(self.content.clone()))?;
        file.end()
    }
}

/// The bytes, as serde's bytes and not as a list of numbers.
struct Content(Bytes);

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
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
                Ok(Content(Bytes::copy_from_slice(bytes)))
            }

            fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Content, E> {
                Ok(Content(bytes.into()))
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
                Ok(File::new(
                    name.ok_or_else(|| A::Error::missing_field("name"))?,
                    content.ok_or_else(|| A::Error::missing_field("content"))?.0,
                ))
            }
        }

        deserializer.deserialize_struct(NAME, FIELDS, FileVisitor)
    }
}
