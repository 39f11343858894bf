//! How a documented enumeration becomes a type that keeps values it does not know.

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
