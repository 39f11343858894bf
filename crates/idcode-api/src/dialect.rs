//! Declares the dialect: how requests are built where the document leaves it open.

mod text;

pub use self::text::InvalidDialect;

/// How requests are built where the document allows more than one reading.
///
/// The default is the reading on which three public clients of the live service agree. If it is
/// wrong, set the field; no new release is needed. Configuration files write a dialect as text,
/// such as `form=query,hashed=encoded`: see [`FromStr`](#impl-FromStr-for-Dialect).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dialect {
    /// Sorting (OQ01), hashed text (OQ02) and kind of percent-encoding (OQ03).
    pub signature: sign_core::idcode::SignatureDialect,
    /// Where the parameters of a form travel (OQ04).
    pub form: FormPlacement,
    /// Which parameters the signature covers (OQ05).
    pub coverage: Coverage,
    /// Where the texts of a file upload travel (OQ06).
    pub multipart: MultipartPlacement,
    /// Where the credentials of 402 are (OQ07).
    pub json: JsonCredentials,
    /// The order of parameters on the wire (OQ08).
    pub order: Order,
    /// How parameters without a value are treated (OQ09).
    pub unset: Unset,
}

/// Where the parameters of a form travel (OQ04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FormPlacement {
    /// All in the body.
    #[default]
    Body,
    /// All in the query string.
    Query,
    /// `access_token`, `time` and `hash` in the query string, the rest in the body.
    CredentialsInQuery,
}

/// Which text parameters the signature covers (OQ05). It never covers files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Coverage {
    /// All, wherever they travel.
    #[default]
    AllTexts,
    /// Only those in the query string, and `time`.
    QueryOnly,
}

/// Where the texts of a file upload travel (OQ06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum MultipartPlacement {
    /// As form parts beside the file, `time` and `hash` among them.
    #[default]
    Parts,
    /// In the query string.
    Query,
}

/// Where the credentials of 402 are, whose parameters are one JSON text (OQ07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum JsonCredentials {
    /// `access_token` is the first member of the text; `time` and `hash` are beside it.
    #[default]
    TokenInside,
    /// The same, and `access_token` is beside the text as well.
    TokenInsideAndBeside,
    /// All are members of the text, `hash` the last. The text without `hash` is signed, wherever
    /// it travels.
    AllInside,
}

/// The order of parameters on the wire (OQ08). The signature always sorts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Order {
    /// As they are signed, `hash` last.
    #[default]
    Sorted,
    /// As they are declared, then `access_token`, `time` and `hash`.
    Declared,
}

/// How optional parameters without a value are treated (OQ09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Unset {
    /// They are left out of request and signature.
    #[default]
    LeaveOut,
    /// They are sent and signed as `name=`.
    SendEmpty,
}
