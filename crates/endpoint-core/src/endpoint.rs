//! What an operation and a vendor have to say about themselves.

use core::fmt;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::envelope::{self, Envelope, Rejected};
use crate::wire::{Received, Request};
use crate::{Invalid, Kind, Param, Params, Refusal, RefusalKind, Sensitivity, Spec, Value};

/// One operation of a vendor: the request is the type itself.
///
/// Serialising the request yields its parameters under the vendor's names; deserialising
/// parameters yields the request. `SPEC.params` lists the same names in the same order, which
/// the catalogue test of each vendor crate proves.
pub trait Endpoint: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Whose operation it is.
    type Vendor: Vendor;
    /// What a successful call returns, the envelope removed.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// Everything that is known before a call.
    const SPEC: Spec;
    /// The most rows that a list in an answer may have; more is a
    /// [decode error](crate::lenient::Error::is_beyond_bound). Lists within rows have no such
    /// limit, only that of [memory](crate::lenient::MEMORY).
    ///
    /// A bound against answers that are out of hand, far from what is documented or seen. IDcode's
    /// longest list, that of all areas, has about 3,500 rows; with all townships it would have
    /// 45,000.
    const ROW_LIMIT: usize = 100_000;

    /// Checks what types cannot: lengths, conditions, rules between parameters.
    ///
    /// # Errors
    ///
    /// The first rule that is broken.
    fn validate(&self) -> Result<(), Invalid> {
        Ok(())
    }

    /// How many paid queries of the [product](Spec::product) are left, where the answer says so.
    #[must_use]
    fn balance(_output: &Self::Output) -> Option<u64> {
        None
    }

    /// Shows the free operation to `visitor` that tells how many paid queries of the
    /// [product](Spec::product) are [left](Self::balance), where there is one. It is called without
    /// parameters of its own.
    fn balance_operation(_visitor: &mut impl Visit<Self::Vendor>) {}

    /// What is right as far as anybody knows, and yet unlikely to be meant or to be accepted: to
    /// be shown to a person. Nothing is refused for it.
    fn doubts(&self) -> Vec<Invalid> {
        Vec::new()
    }

    /// The request with its names sent as they are written: [`validate`](Self::validate) does not
    /// refuse them for characters that no register has, and [`doubts`](Self::doubts) names these.
    /// Most operations check no names, and return the request unchanged.
    #[must_use]
    fn with_names_as_written(self) -> Self {
        self
    }
}

/// Writes a request for `Debug`: its parameters by name, secret and personal ones as
/// `[redacted]`, pictures and files by their size. For requests that hold such values, in place
/// of a derive.
///
/// # Errors
///
/// The formatter's.
pub fn fmt_masked<E: Endpoint>(request: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let spec = E::SPEC;
    let mut out = f.debug_struct(spec.name);
    if let Ok(params) = Params::of(request) {
        for (name, value) in params.iter() {
            let param = spec.param(name);
            let is_open = param.is_some_and(|param| param.sensitivity == Sensitivity::Open);
            let is_picture = param.is_some_and(|param| param.kind == Kind::Picture);
            match value {
                Value::Text(text) if is_picture => {
                    out.field(name, &format_args!("Picture({} characters)", text.len()))
                }
                Value::Text(text) if is_open => out.field(name, text),
                Value::Text(_) => out.field(name, &format_args!("[redacted]")),
                Value::File(file) => out.field(name, file),
            };
        }
    }
    out.finish()
}

/// What all operations of one vendor share.
///
/// `sign` and `verify` are inverse, and so are `seal` and `open`: the client uses one half, the
/// sandbox the other, and tests prove that they fit.
pub trait Vendor: Send + Sync + Sized + 'static {
    /// `idcode` or `ihuyi`: as in the catalogue, in errors and on the command line.
    const NAME: &'static str;
    /// The address that is used unless another is configured.
    const DEFAULT_BASE: &'static str;
    /// Whether calls may leave this machine without encryption.
    const PLAIN_HTTP: PlainHttp;
    /// The names of code and message, and the code of success.
    const ENVELOPE: Envelope;
    /// The parameters that signing adds to every call.
    const COMMON: &'static [Param];
    /// Credentials and whatever else a signature depends on.
    type Keys: Send + Sync + 'static;

    /// Everything in the keys that must never be shown, sent or not: vendors may quote it.
    #[must_use]
    fn secrets(_keys: &Self::Keys) -> Vec<&str> {
        Vec::new()
    }

    /// Whether a value must not be shown whatever parameter it is given as: numbers of identity
    /// cards, which people give in place of a code or a name.
    #[must_use]
    fn is_personal(_value: &str) -> bool {
        false
    }

    /// Builds the signed request. `now_ms` is Unix time in milliseconds.
    ///
    /// # Errors
    ///
    /// A parameter that this vendor has no place for.
    fn sign(
        keys: &Self::Keys,
        spec: &Spec,
        params: &Params,
        now_ms: u64,
    ) -> Result<Request, Invalid>;

    /// Checks a received request and returns its parameters without those of the signature.
    ///
    /// # Errors
    ///
    /// Why the request is not authentic.
    fn verify(
        keys: &Self::Keys,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<Vec<(String, Value)>, Unverified>;

    /// The kind of a refusal; by default what the operation's own table says.
    #[must_use]
    fn classify(spec: &Spec, code: i64, _message: &str) -> RefusalKind {
        spec.code(code)
            .and_then(|row| row.kind)
            .unwrap_or(RefusalKind::Unknown)
    }

    /// Whether `code` says that the signature was too old, so that signing anew may help. A vendor
    /// that has no such code refuses it like a wrong one, with [`RefusalKind::Auth`].
    #[must_use]
    fn is_expired(_code: i64) -> bool {
        false
    }

    /// Reads the body of an answer.
    ///
    /// # Errors
    ///
    /// [`Rejected::Refused`] where the vendor said no, [`Rejected::Malformed`] where the body is
    /// not what the document describes.
    fn open<E: Endpoint<Vendor = Self>>(body: &Bytes) -> Result<E::Output, Rejected> {
        envelope::open::<E>(body)
    }

    /// Writes the body of an answer: the inverse of [`Vendor::open`].
    #[must_use]
    fn seal<E: Endpoint<Vendor = Self>>(answer: Result<&E::Output, &Refusal>) -> Vec<u8> {
        envelope::seal::<E>(answer)
    }
}

/// Whether a vendor may be called over plain HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainHttp {
    /// Anywhere when configured; a warning for hosts other than loopback.
    Configured,
    /// To loopback only.
    LoopbackOnly,
}

/// Why a received request is not authentic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unverified {
    /// A parameter of the signature is missing or empty.
    #[error("parameter `{0}` is missing or empty")]
    Missing(&'static str),
    /// A parameter of the signature is given twice.
    #[error("parameter `{0}` is given more than once")]
    Repeated(&'static str),
    /// The account is not the one that the keys belong to.
    #[error("the account is unknown")]
    Account,
    /// The signature or the password is wrong.
    #[error("the signature does not match")]
    Mismatch,
    /// The time of the signature is not a number of the documented unit.
    #[error("the time of the signature is malformed")]
    MalformedTime,
    /// A parameter that holds what is to be checked cannot be read.
    #[error("parameter `{0}` cannot be read")]
    Unreadable(&'static str),
    /// The time of the signature is too far from now.
    #[error("the signature is too old or from the future")]
    Expired,
}

/// Receives each operation of a vendor's catalogue in turn, with its type.
pub trait Visit<V: Vendor> {
    /// One operation.
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self);
}
