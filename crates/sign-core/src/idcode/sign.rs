//! How does a request become a signed one? (document section 4)

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::canonical::{self, Strings};
use super::dialect::{Dialect, Hashed};
use super::sort::{Sorted, is_reserved};
use crate::clock::Decimal;
use crate::digest::{DIGITS, StringToSign};

/// What step 3 puts before the hash.
pub(super) const BEFORE_HASH: &str = "&hash=";

/// Signs one request.
///
/// * `path`: the path of the operation as it travels, with the leading slash and without `?`
///   (`/AllInterFace/GetCompanyInfo`). It enters both strings as it is.
/// * `params`: every text parameter, plain text, in any order; files of a multipart request are
///   not signed. Parameters named `time` or `hash` are left out, so the pairs of a request that
///   was signed before can be signed again. Parameters of equal names keep their order.
/// * `authorisation_code`: the secret of the system; hashed, never sent.
/// * `time_ms`: milliseconds since the Unix epoch.
///
/// One allocation: the string returned. Source: document sections 4 and 14.
#[must_use]
pub fn sign(
    path: &str,
    params: &[(&str, &str)],
    authorisation_code: &str,
    time_ms: u64,
    dialect: Dialect,
) -> Signed {
    let time = Decimal::new(time_ms);
    let room = Room::of(path, params, &time, dialect);
    let mut strings = SentAndHashed {
        sent: Vec::with_capacity(room.bytes),
        hashed: StringToSign::new(),
        behind: 0,
        bare: room.escapes == 0,
        dialect,
    };
    let sorted = Sorted::new(params, time.as_str(), dialect.sort);
    canonical::write(path, sorted.iter(), &mut strings);
    let (mut target, mut string_to_sign) = strings.finish();

    string_to_sign.append(authorisation_code.as_bytes());
    target.extend_from_slice(BEFORE_HASH.as_bytes());
    target.extend_from_slice(&string_to_sign.digest().upper_hex());
    Signed {
        target: String::from_utf8(target).expect("whole texts and ASCII were written"),
        path_len: path.len(),
        time_ms,
    }
}

/// A signed request: its target, and where the parts of it begin.
///
/// Whoever holds the target can send the request, so Debug shows lengths only.
#[derive(Clone)]
pub struct Signed {
    target: String,
    path_len: usize,
    time_ms: u64,
}

impl Signed {
    /// Path and query, ready to be put behind scheme, host and port: the parameters in signing
    /// order with `time` among them, `hash` last, all percent-encoded.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The path, as it was given.
    #[must_use]
    pub fn path(&self) -> &str {
        self.halves().0
    }

    /// What stands behind the question mark. The same bytes are the body of a request that
    /// sends its parameters as `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn query(&self) -> &str {
        self.halves().1
    }

    /// The signature: 32 upper-case hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> &str {
        self.target
            .get(self.target.len() - DIGITS..)
            .expect("the target ends with the digits")
    }

    /// The time that was signed, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn time_ms(&self) -> u64 {
        self.time_ms
    }

    /// [`target`](Self::target), without a copy.
    #[must_use]
    pub fn into_target(self) -> String {
        self.target
    }

    /// [`query`](Self::query), without a copy.
    #[must_use]
    pub fn into_query(self) -> String {
        let mut query = self.target;
        query.drain(..=self.path_len);
        query
    }

    fn halves(&self) -> (&str, &str) {
        let (path, query) = self.target.split_at(self.path_len);
        let query = query.strip_prefix('?').expect("a path is followed by `?`");
        (path, query)
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            target,
            path_len,
            time_ms: _,
        } = self;
        f.debug_struct("Signed")
            .field("target_bytes", &target.len())
            .field("path_bytes", path_len)
            .finish_non_exhaustive()
    }
}

/// How long the target gets.
struct Room {
    /// At most; exact but for [`Encoding::DotNet`](super::Encoding::DotNet), where a blank takes
    /// one byte and not three.
    bytes: usize,
    /// Bytes that cannot travel as they are.
    escapes: usize,
}

impl Room {
    #[inline]
    fn of(path: &str, params: &[(&str, &str)], time: &Decimal, dialect: Dialect) -> Self {
        let mut bytes = path.len() + "?time=".len() + time.as_bytes().len();
        bytes += BEFORE_HASH.len() + DIGITS;
        let mut escapes = 0;
        for (name, value) in params.iter().filter(|(name, _)| !is_reserved(name)) {
            bytes += name.len() + value.len() + "=&".len();
            escapes += dialect.encoding.escapes(name) + dialect.encoding.escapes(value);
        }
        Self {
            bytes: bytes + 2 * escapes,
            escapes,
        }
    }
}

/// Both strings at once. They are the same as long as nothing has to be escaped, so the digest
/// follows behind the sent string in long strides instead of taking each piece by itself.
struct SentAndHashed {
    sent: Vec<u8>,
    hashed: StringToSign,
    /// How much of `sent` is hashed, or stands for something that is.
    behind: usize,
    /// Nothing at all has to be escaped.
    bare: bool,
    dialect: Dialect,
}

impl SentAndHashed {
    #[inline]
    fn catch_up(&mut self) {
        let (_, rest) = self.sent.split_at(self.behind);
        self.hashed.append(rest);
        self.behind = self.sent.len();
    }

    #[inline]
    fn finish(mut self) -> (Vec<u8>, StringToSign) {
        self.catch_up();
        (self.sent, self.hashed)
    }

    #[inline]
    fn text(&mut self, text: &str) {
        if self.bare {
            self.sent.extend_from_slice(text.as_bytes());
        } else {
            self.text_to_encode(text);
        }
    }

    fn text_to_encode(&mut self, text: &str) {
        if self.dialect.hashed == Hashed::Raw {
            self.catch_up();
            self.hashed.append(text.as_bytes());
        }
        let sent = &mut self.sent;
        self.dialect
            .encoding
            .encode(text, |piece| sent.extend_from_slice(piece));
        if self.dialect.hashed == Hashed::Raw {
            self.behind = self.sent.len();
        }
    }
}

impl Strings for SentAndHashed {
    #[inline]
    fn same(&mut self, text: &str) {
        self.sent.extend_from_slice(text.as_bytes());
    }

    #[inline]
    fn name(&mut self, name: &str) {
        self.text(name);
    }

    #[inline]
    fn value(&mut self, _name: &str, value: &str) {
        self.text(value);
    }
}
