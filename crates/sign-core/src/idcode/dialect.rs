//! The dialects of a signature: choices that the document leaves open.

/// The choices for a signature that the document leaves open.
///
/// The defaults follow three independent clients of the live service. A host that differs needs
/// only another value here; [`SignatureDialect::ALL`] lists the choices. Both
/// ends have to use the same dialect.
///
/// ```
/// use sign_core::idcode::{SignatureDialect, Hashed, Sort};
///
/// let dialect = SignatureDialect { sort: Sort::IgnoreCase, ..SignatureDialect::default() };
/// assert_eq!(dialect.hashed, Hashed::Raw);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SignatureDialect {
    /// How parameters are sorted (open question OQ01).
    pub sort: Sort,
    /// The form of the text that is hashed (open question OQ02).
    pub hashed: Hashed,
    /// How names and values are written on the wire (open question OQ03).
    pub encoding: Encoding,
}

impl SignatureDialect {
    /// Every dialect, the likeliest first.
    ///
    /// Under [`Hashed::Raw`] the two encodings give the same hash and differ on the wire only.
    pub const ALL: [Self; 8] = [
        Self::new(Sort::CodePoint, Hashed::Raw, Encoding::Rfc3986),
        Self::new(Sort::IgnoreCase, Hashed::Raw, Encoding::Rfc3986),
        Self::new(Sort::CodePoint, Hashed::Encoded, Encoding::Rfc3986),
        Self::new(Sort::CodePoint, Hashed::Encoded, Encoding::DotNet),
        Self::new(Sort::IgnoreCase, Hashed::Encoded, Encoding::Rfc3986),
        Self::new(Sort::IgnoreCase, Hashed::Encoded, Encoding::DotNet),
        Self::new(Sort::CodePoint, Hashed::Raw, Encoding::DotNet),
        Self::new(Sort::IgnoreCase, Hashed::Raw, Encoding::DotNet),
    ];

    const fn new(sort: Sort, hashed: Hashed, encoding: Encoding) -> Self {
        Self {
            sort,
            hashed,
            encoding,
        }
    }
}

/// The order of the parameters (document section 4, step 2; OQ01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// By code point: capitals, then the underscore, then small letters.
    #[default]
    CodePoint,
    /// As if all ASCII letters were small. Names that differ in nothing but case keep the order
    /// of their code points, so the order of the input does not matter here either.
    IgnoreCase,
}

/// The form of the text that is hashed (document section 4, step 3; OQ02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Hashed {
    /// Names and values as they are, in UTF-8.
    #[default]
    Raw,
    /// Names and values as [`Encoding`] writes them.
    Encoded,
}

/// How a name or value is percent-encoded on the wire (document section 14; OQ03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Upper-case digits, a blank as `%20`; letters, digits and `- . _ ~` are left alone.
    #[default]
    Rfc3986,
    /// As .NET's `HttpUtility.UrlEncode`: lower-case digits, a blank as `+`; letters, digits and
    /// `- . _ ! * ( )` are left alone.
    DotNet,
}

#[cfg(test)]
mod tests {
    use super::SignatureDialect;

    #[test]
    fn the_list_of_dialects_begins_with_the_default_and_has_each_once() {
        assert_eq!(SignatureDialect::ALL[0], SignatureDialect::default());
        for (position, dialect) in SignatureDialect::ALL.iter().enumerate() {
            assert!(
                !SignatureDialect::ALL[..position].contains(dialect),
                "{dialect:?}"
            );
        }
    }
}
