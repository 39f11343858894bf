//! Macros for documented enumerations that keep unknown values.

/// Declares an enumeration over the vendor's integer codes that keeps unknown ones.
///
/// Each line is documentation, variant, code and the document's meaning. The type gets a
/// variant `Other(i64)`, `code()`, `From<i64>`, a constant `VALUES` for
/// [`Param::values`](crate::Param::values), and serde as the number (a number written as text
/// is read too). For members that the document types as text write `as text` behind the name:
/// the code is then written as text.
///
/// ```
/// endpoint_core::open_enum! {
///     /// How a name is matched.
///     pub enum Matching {
///         /// Part of the name.
///         Fuzzy = 0 => "fuzzy",
///         /// The whole name.
///         Exact = 1 => "exact",
///     }
/// }
/// assert_eq!(Matching::from(1), Matching::Exact);
/// assert_eq!(Matching::from(7), Matching::Other(7));
/// assert_eq!(Matching::Other(7).code(), 7);
/// assert_eq!(Matching::VALUES, [("0", "fuzzy"), ("1", "exact")]);
/// ```
#[macro_export]
macro_rules! open_enum {
    (@write $serializer:ident, $code:expr) => {
        $serializer.serialize_i64($code)
    };
    (@write $serializer:ident, $code:expr, text) => {
        $serializer.collect_str(&$code)
    };
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(as $form:ident)? {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal => $meaning:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A code that the document does not list.
            Other(i64),
        }

        impl $name {
            /// The documented codes, as text, and their meanings.
            pub const VALUES: &'static [(&'static str, &'static str)] =
                &[$((stringify!($code), $meaning),)+];

            /// The code on the wire.
            #[must_use]
            pub fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }

            /// Refuses `Other` for a parameter of a request whose list of values is closed.
            ///
            /// # Errors
            ///
            /// [`Invalid::Value`](crate::Invalid::Value) with the listed codes.
            pub fn check_listed(self, parameter: &'static str) -> Result<(), $crate::Invalid> {
                match self {
                    Self::Other(_) => Err($crate::Invalid::unlisted(parameter, Self::VALUES)),
                    _ => Ok(()),
                }
            }
        }

        impl From<i64> for $name {
            fn from(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    other => Self::Other(other),
                }
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::open_enum!(@write serializer, self.code() $(, $form)?)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <i64 as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(Self::from)
            }
        }
    };
}

/// Declares an enumeration over texts of the vendor that keeps unknown ones.
///
/// Each line is documentation, variant, text and meaning. The type gets a variant `Other(String)`,
/// `as_str()`, `From<&str>` and `From<String>`, a constant `VALUES` for
/// [`Param::values`](crate::Param::values), and serde as the text (a number is read as its digits).
/// Reading it never fails for an unknown text, so a paid response is not lost to a new word.
///
/// ```
/// endpoint_core::open_text_enum! {
///     /// What a company is up to.
///     pub enum Status {
///         /// It exists.
///         Existing = "存续" => "existing",
///         /// It was deregistered.
///         Deregistered = "注销" => "deregistered",
///     }
/// }
/// assert_eq!(Status::from(" 存续"), Status::Existing);
/// assert_eq!(Status::Existing.as_str(), "存续");
/// assert_eq!(Status::from("休眠"), Status::Other("休眠".to_owned()));
/// assert_eq!(Status::from("休眠").as_str(), "休眠");
/// assert_eq!(Status::VALUES[1], ("注销", "deregistered"));
/// ```
#[macro_export]
macro_rules! open_text_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])*
            $variant:ident = $text:literal => $meaning:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
            /// A text that the document does not list.
            Other(String),
        }

        impl $name {
            /// The known texts and their meanings.
            pub const VALUES: &'static [(&'static str, &'static str)] =
                &[$(($text, $meaning),)+];

            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }

            /// Refuses `Other` for a parameter of a request whose list of values is closed.
            ///
            /// # Errors
            ///
            /// [`Invalid::Value`](crate::Invalid::Value) with the listed texts.
            pub fn check_listed(&self, parameter: &'static str) -> Result<(), $crate::Invalid> {
                match self {
                    Self::Other(_) => Err($crate::Invalid::unlisted(parameter, Self::VALUES)),
                    _ => Ok(()),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text.trim() {
                    $($text => Self::$variant,)+
                    _ => Self::Other(text.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <String as $crate::__private::serde::Deserialize>::deserialize(deserializer)
                    .map(Self::from)
            }
        }
    };
}
