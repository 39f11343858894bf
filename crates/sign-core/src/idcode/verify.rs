//! Verifies that a request was signed with the authorisation code.

use core::fmt;

use super::canonical::{self, Strings};
use super::dialect::{Hashed, SignatureDialect};
use super::sort::{HASH, Slots, TIME};
use crate::clock;
use crate::digest::{Digest, StringToSign};

/// Checks the signature of one request and returns its time in milliseconds since the Unix
/// epoch; whether that is recent enough is for the caller to say.
///
/// * `path`: the path as it was received.
/// * `params`: every text parameter as received and **decoded**, in any order, `time` and `hash`
///   anywhere among them, wherever they travelled (query, form or parts of a form).
/// * `authorisation_code`: the secret of the system that the request names by `access_token`.
/// * `dialect`: the one dialect that is accepted. `encoding` matters only under
///   [`Hashed::Encoded`].
///
/// `time` is hashed exactly as received. The digits of `hash` may be of either case: the document
/// writes capitals, small ones are tolerated. Digests are compared in constant time.
///
/// Parameters of equal names, other than `time` and `hash`, are accepted and enter the digest in
/// the order received. A caller that knows the operation refuses them, and has to look at names
/// for another reason too: under [`Hashed::Raw`] a value may imitate further parameters, so a
/// good signature says that the authorisation code was known, not how the text was divided (see
/// [the crate's page](crate#what-a-signature-proves)).
///
/// # Errors
///
/// [`VerifyError`], which holds nothing of the request.
pub fn verify(
    path: &str,
    params: &[(&str, &str)],
    authorisation_code: &str,
    dialect: SignatureDialect,
) -> Result<u64, VerifyError> {
    let time = only(params, TIME).map_err(|count| match count {
        Count::None => VerifyError::MissingTime,
        Count::Many => VerifyError::RepeatedTime,
    })?;
    let hash = only(params, HASH).map_err(|count| match count {
        Count::None => VerifyError::MissingHash,
        Count::Many => VerifyError::RepeatedHash,
    })?;
    let time_ms = clock::parse(time).ok_or(VerifyError::MalformedTime)?;
    let received = Digest::from_hex(hash).ok_or(VerifyError::MalformedHash)?;

    let mut hashed = HashedOnly {
        string: StringToSign::new(),
        dialect,
    };
    let time = (TIME, time);
    let mut slots = Slots::new(&time);
    let sorted = slots.sorted(params, &time, dialect.sort);
    canonical::write(path, sorted, &mut hashed);
    hashed.string.append(authorisation_code.as_bytes());
    if hashed.string.digest().is(&received) {
        Ok(time_ms)
    } else {
        Err(VerifyError::Mismatch)
    }
}

/// Why the signature of a request was not accepted.
///
/// Holds no value of the request, so it can be logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no parameter `time`.
    MissingTime,
    /// There is no parameter `hash`.
    MissingHash,
    /// There is more than one parameter `time`.
    RepeatedTime,
    /// There is more than one parameter `hash`.
    RepeatedHash,
    /// `time` is not a whole number of milliseconds in decimal digits.
    MalformedTime,
    /// `hash` is not 32 hexadecimal digits.
    MalformedHash,
    /// The digest is another one: something that was signed has changed, or the authorisation
    /// code or the dialect differs.
    Mismatch,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MissingTime => "the parameter time is missing",
            Self::MissingHash => "the parameter hash is missing",
            Self::RepeatedTime => "the parameter time occurs more than once",
            Self::RepeatedHash => "the parameter hash occurs more than once",
            Self::MalformedTime => "the parameter time is not a number of milliseconds",
            Self::MalformedHash => "the parameter hash is not 32 hexadecimal digits",
            Self::Mismatch => "the hash does not belong to this path and these parameters",
        })
    }
}

impl core::error::Error for VerifyError {}

/// How often a parameter occurs that has to occur once.
enum Count {
    None,
    Many,
}

fn only<'a>(params: &[(&str, &'a str)], wanted: &str) -> Result<&'a str, Count> {
    let mut values = params.iter().filter(|(name, _)| *name == wanted);
    let (_, value) = values.next().ok_or(Count::None)?;
    match values.next() {
        None => Ok(value),
        Some(_) => Err(Count::Many),
    }
}

/// The hashed string alone.
struct HashedOnly {
    string: StringToSign,
    dialect: SignatureDialect,
}

impl HashedOnly {
    fn text(&mut self, text: &str) {
        match self.dialect.hashed {
            Hashed::Raw => self.string.append(text.as_bytes()),
            Hashed::Encoded => {
                let string = &mut self.string;
                self.dialect
                    .encoding
                    .encode(text, |piece| string.append(piece.as_bytes()));
            }
        }
    }
}

impl Strings for HashedOnly {
    fn same(&mut self, text: &str) {
        self.string.append(text.as_bytes());
    }

    fn name(&mut self, name: &str) {
        self.text(name);
    }

    fn value(&mut self, _name: &str, value: &str) {
        self.text(value);
    }
}
