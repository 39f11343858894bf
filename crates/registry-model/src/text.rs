//! The text form of an identifier: `FromStr`, `Display`, serde.

/// Implements the text traits of an identifier that has `fn parse(&str)` and `fn as_str(&self)`,
/// but for `Debug` and `Deserialize`.
macro_rules! identifier_text {
    ($type:ident) => {
        impl core::str::FromStr for $type {
            type Err = $crate::ParseIdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::ParseIdentifierError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// `Debug` as a tuple of the text.
macro_rules! debug_text {
    ($type:ident) => {
        impl core::fmt::Debug for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_tuple(stringify!($type))
                    .field(&self.as_str())
                    .finish()
            }
        }
    };
}

/// The name under which identifiers that may be held as written are deserialised, as a newtype of
/// their text.
///
/// A deserializer that takes values as written recognises this name and passes the text as *bytes*.
/// Any other one passes text, which has to obey the rules of its kind.
pub const IDENTIFIER_NEWTYPE: &str = "identifier, perhaps as written";

/// `Deserialize` from text; bytes are read by `$as_written`.
macro_rules! deserialize_text {
    ($type:ident, $what:literal, $as_written:expr) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;

                impl<'de> serde::de::Visitor<'de> for Text {
                    type Value = $type;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(concat!($what, " as text"))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        $type::parse(text).map_err(E::custom)
                    }

                    fn visit_bytes<E: serde::de::Error>(self, text: &[u8]) -> Result<$type, E> {
                        let text = core::str::from_utf8(text).map_err(E::custom)?;
                        let as_written: fn(&str) -> Result<$type, _> = $as_written;
                        as_written(text).map_err(E::custom)
                    }

                    fn visit_newtype_struct<D: serde::Deserializer<'de>>(
                        self,
                        deserializer: D,
                    ) -> Result<$type, D::Error> {
                        deserializer.deserialize_str(self)
                    }
                }

                deserializer.deserialize_newtype_struct($crate::IDENTIFIER_NEWTYPE, Text)
            }
        }
    };
}

pub(crate) use {debug_text, deserialize_text, identifier_text};
