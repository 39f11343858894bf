//! Retraces the steps of a signature with the credentials masked.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::canonical::{self, Strings};
use super::dialect::{Hashed, SignatureDialect};
use super::sign::{BEFORE_HASH, sign};
use super::sort::{Pair, Slots, TIME, is_reserved};
use crate::mask::{Piece, REDACTED, pieces};

/// Retraces [`sign`] step by step, for display: same arguments, same hash, with every credential
/// replaced by `[redacted]`.
///
/// Hidden are the authorisation code, the values of `access_token` and of the parameters that
/// hold passwords, and members of these names inside JSON text (`jsonStr`). Everything else is
/// shown as it is, personal data included.
#[must_use]
pub fn explain(
    path: &str,
    params: &[(&str, &str)],
    authorisation_code: &str,
    time_ms: u64,
    dialect: SignatureDialect,
) -> SignatureSteps {
    let mut digits = itoa::Buffer::new();
    let time = (TIME, digits.format(time_ms));
    let signed = sign(path, params, authorisation_code, time_ms, dialect);

    let given = params.iter().filter(|(name, _)| !is_reserved(name));
    let step_1: Vec<&Pair<'_>> = given.chain([&time]).collect();
    let after_step_1 = Masked::new(path, &step_1, dialect).hashed;

    let mut slots = Slots::new(&time);
    let sorted = slots.sorted(params, &time, dialect.sort);
    let Masked {
        hashed: after_step_2,
        sent: mut target,
        ..
    } = Masked::new(path, sorted, dialect);
    target.push_str(BEFORE_HASH);
    target.push_str(signed.hash());

    let mut string_to_sign = after_step_2.clone();
    string_to_sign.push_str(REDACTED);
    SignatureSteps {
        after_step_1,
        after_step_2,
        string_to_sign,
        hash: signed.hash().into(),
        target,
    }
}

/// The steps of one signature, credentials masked.
///
/// For commands that print the steps. The hash is a working one, so Debug,
/// which ends up in logs, shows lengths only.
#[derive(Clone)]
#[non_exhaustive]
pub struct SignatureSteps {
    /// Path and parameters in the order given, `time` added at the end, as they are hashed.
    pub after_step_1: String,
    /// The same, sorted.
    pub after_step_2: String,
    /// The hashed text: step 2 and the authorisation code.
    pub string_to_sign: String,
    /// The digest: 32 upper-case hexadecimal digits.
    pub hash: String,
    /// Path and query as they travel: step 2, percent-encoded, and the hash.
    pub target: String,
}

impl fmt::Debug for SignatureSteps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            after_step_1: _,
            after_step_2: _,
            string_to_sign,
            hash: _,
            target,
        } = self;
        f.debug_struct("SignatureSteps")
            .field("string_to_sign_bytes", &string_to_sign.len())
            .field("target_bytes", &target.len())
            .finish_non_exhaustive()
    }
}

/// Both strings as text, with their credentials masked.
struct Masked {
    hashed: String,
    sent: String,
    dialect: SignatureDialect,
}

impl Masked {
    fn new(path: &str, params: &[&Pair<'_>], dialect: SignatureDialect) -> Self {
        let mut masked = Self {
            hashed: String::new(),
            sent: String::new(),
            dialect,
        };
        canonical::write(path, params, &mut masked);
        masked
    }
}

impl Strings for Masked {
    fn same(&mut self, text: &str) {
        self.hashed.push_str(text);
        self.sent.push_str(text);
    }

    fn name(&mut self, name: &str) {
        let before = self.sent.len();
        let sent = &mut self.sent;
        self.dialect
            .encoding
            .encode(name, |piece| sent.push_str(piece));
        match self.dialect.hashed {
            Hashed::Raw => self.hashed.push_str(name),
            Hashed::Encoded => self.hashed.push_str(self.sent.split_at(before).1),
        }
    }

    fn value(&mut self, name: &str, value: &str) {
        pieces(name, value, |piece| match piece {
            Piece::Shown(text) => self.name(text),
            Piece::Hidden => self.same(REDACTED),
        });
    }
}
