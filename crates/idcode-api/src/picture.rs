//! Converts pictures between base64 on the wire and bytes in code.

use core::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes padding, and reads text with or without it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A picture in a reply. `Debug` shows its kind and size.
///
/// On the wire it is bare base64 (OQ42); a `data:` prefix and line breaks are ignored when read.
///
/// ```
/// use idcode_api::{Picture, PictureKind};
///
/// let picture = Picture::from_base64("data:image/png;base64,iVBORw0KGgo+/w==")?;
/// assert_eq!(picture.kind(), PictureKind::Png);
/// assert_eq!(picture.bytes().len(), 10);
/// assert_eq!(picture.to_base64(), "iVBORw0KGgo+/w==");
/// # Ok::<(), idcode_api::NotBase64>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Picture(Bytes);

/// The kind of a picture, as its first bytes show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// None of the above.
    Unknown,
}

impl PictureKind {
    /// The kind by the first bytes. Those of BMP are two letters, with which texts may begin too.
    #[must_use]
    pub const fn from_bytes(bytes: &[u8]) -> Self {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'B', b'M', ..] => Self::Bmp,
            _ => Self::Unknown,
        }
    }

    /// The file extension of this kind: `png`, `jpg`, `gif`, `bmp`, else `bin`.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Unknown => "bin",
        }
    }
}

/// The text is not base64. It is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a picture in base64")]
pub struct NotBase64;

impl Picture {
    /// A picture of these bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// The picture of a base64 text, with or without a `data:` prefix.
    ///
    /// # Errors
    ///
    /// The text is not base64.
    pub fn from_base64(text: &str) -> Result<Self, NotBase64> {
        let text = match text.trim_start().strip_prefix("data:") {
            Some(rest) => rest.split_once(',').ok_or(NotBase64)?.1,
            None => text,
        };
        let bare: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        let bytes = BASE64.decode(bare).map_err(|_| NotBase64)?;
        Ok(Self(bytes.into()))
    }

    /// The bytes of the picture file.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.0
    }

    /// Unwraps the bytes.
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The kind by the first bytes.
    #[must_use]
    pub fn kind(&self) -> PictureKind {
        PictureKind::from_bytes(&self.0)
    }

    /// Bare base64 with padding and without line breaks.
    #[must_use]
    pub fn to_base64(&self) -> String {
        BASE64.encode(&self.0)
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({:?}, {} bytes)", self.kind(), self.0.len())
    }
}

impl Serialize for Picture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_base64())
    }
}

impl<'de> Deserialize<'de> for Picture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_base64(&text).map_err(D::Error::custom)
    }
}

/// The logo of a unit in a request, on the wire as bare base64 (OQ42).
///
/// The document shows a JPEG; clients send PNG. `Debug` shows kind and size.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Logo(Picture);

impl Logo {
    /// A logo with the bytes of a picture file.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(Picture::new(bytes))
    }

    /// The picture.
    #[must_use]
    pub fn picture(&self) -> &Picture {
        &self.0
    }

    /// Refuses an empty logo as the parameter `name`.
    pub(crate) fn check(
        logo: Option<&Self>,
        name: &'static str,
    ) -> Result<(), endpoint_core::Invalid> {
        if logo.is_some_and(|logo| logo.0.bytes().is_empty()) {
            return Err(endpoint_core::Invalid::value(name, "must not be empty"));
        }
        Ok(())
    }
}

impl From<Picture> for Logo {
    fn from(picture: Picture) -> Self {
        Self(picture)
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Logo({:?}, {} bytes)",
            self.0.kind(),
            self.0.bytes().len()
        )
    }
}

/// A picture or its address: the result of 603 (OQ27), and as a precaution of 309 and 310.
///
/// Reading it never fails, so that an odd picture does not make a registration unreadable.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureOrAddress {
    /// The picture itself.
    Picture(Picture),
    /// An address: a text that begins with `http`.
    Address(String),
    /// Any other text, verbatim.
    Other(String),
}

impl PictureOrAddress {
    /// The picture, if this is one.
    #[must_use]
    pub fn picture(&self) -> Option<&Picture> {
        match self {
            Self::Picture(picture) => Some(picture),
            Self::Address(_) | Self::Other(_) => None,
        }
    }

    /// The address, if this is one.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::Address(address) => Some(address),
            Self::Picture(_) | Self::Other(_) => None,
        }
    }
}

impl From<Picture> for PictureOrAddress {
    fn from(picture: Picture) -> Self {
        Self::Picture(picture)
    }
}

impl From<String> for PictureOrAddress {
    fn from(text: String) -> Self {
        if text.trim_start().starts_with("http") {
            return Self::Address(text);
        }
        match Picture::from_base64(&text) {
            Ok(picture) => Self::Picture(picture),
            Err(NotBase64) => Self::Other(text),
        }
    }
}

impl Serialize for PictureOrAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Picture(picture) => picture.serialize(serializer),
            Self::Address(text) | Self::Other(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for PictureOrAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
