//! Signs a request (document section 4).

use alloc::string::String;
use core::fmt;

use super::canonical::{self, Strings};
use super::dialect::{Hashed, SignatureDialect};
use super::sort::{Pair, Slots, TIME};
use crate::digest::{DIGITS, StringToSign};

/// The text that step 3 puts before the hash.
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
    dialect: SignatureDialect,
) -> Signed {
    let mut digits = itoa::Buffer::new();
    let time = (TIME, digits.format(time_ms));
    let mut slots = Slots::new(&time);
    let sorted = slots.sorted(params, &time, dialect.sort);
    let mut strings = SentAndHashed::with_room_for(path, params, time.1, dialect);
    canonical::write(path, sorted, &mut strings);
    strings.catch_up();
    let SentAndHashed {
        sent: mut target,
        hashed: mut string_to_sign,
        ..
    } = strings;

    string_to_sign.append(authorisation_code.as_bytes());
    target.push_str(BEFORE_HASH);
    target.push_str(string_to_sign.digest().upper_hex(&mut [0; DIGITS]));
    Signed {
        target,
        path_len: path.len(),
        time_ms,
    }
}

/// A signed request: its target, and where the parts of it begin.
///
/// The target alone is enough to send the request, so Debug shows lengths only.
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

    /// The query, without its question mark. The same bytes are the body of a request that
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

/// Both strings at once. They are the same as long as nothing has to be escaped, so the digest
/// follows behind the sent string in long strides instead of taking each piece by itself.
struct SentAndHashed {
    sent: String,
    hashed: StringToSign,
    /// How much of `sent` is hashed, or stands for something that is.
    behind: usize,
    /// Nothing at all has to be escaped.
    bare: bool,
    dialect: SignatureDialect,
}

impl SentAndHashed {
    /// Makes room for the whole target: exactly what it takes, but for two bytes too many for
    /// every blank that travels as `+`.
    #[inline]
    fn with_room_for(
        path: &str,
        params: &[Pair<'_>],
        time: &str,
        dialect: SignatureDialect,
    ) -> Self {
        let mut room = path.len() + "?time=".len() + time.len() + BEFORE_HASH.len() + DIGITS;
        let mut escapes = 0;
        for (name, value) in params {
            room += "=&".len() + name.len() + value.len();
            escapes += dialect.encoding.escapes(name) + dialect.encoding.escapes(value);
        }
        Self {
            sent: String::with_capacity(room + 2 * escapes),
            hashed: StringToSign::new(),
            behind: 0,
            bare: escapes == 0,
            dialect,
        }
    }

    #[inline]
    fn catch_up(&mut self) {
        let (_, rest) = self.sent.split_at(self.behind);
        self.hashed.append(rest.as_bytes());
        self.behind = self.sent.len();
    }

    #[inline]
    fn text(&mut self, text: &str) {
        if self.bare || self.dialect.encoding.escapes(text) == 0 {
            self.sent.push_str(text);
        } else {
            self.text_to_escape(text);
        }
    }

    fn text_to_escape(&mut self, text: &str) {
        let encoding = self.dialect.encoding;
        match self.dialect.hashed {
            Hashed::Encoded => encoding.encode(text, |piece| self.sent.push_str(piece)),
            Hashed::Raw => {
                self.catch_up();
                self.hashed.append(text.as_bytes());
                encoding.encode(text, |piece| self.sent.push_str(piece));
                self.behind = self.sent.len();
            }
        }
    }
}

impl Strings for SentAndHashed {
    #[inline]
    fn same(&mut self, text: &str) {
        self.sent.push_str(text);
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
