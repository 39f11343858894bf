//! The declarations of operations and vendors.

use core::fmt;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::auth_error::AuthError;
use crate::envelope::Envelope;
use crate::response::{self, OpenError};
use crate::wire::{Received, Request};
use crate::{File, Invalid, Kind, Param, Params, Refusal, RefusalKind, Sensitivity, Spec, Value};

/// One operation of a vendor: the request is the type itself.
///
/// Serialising the request yields its parameters under the vendor's names; deserialising
/// parameters yields the request. Files are named by [`files`](Self::files), their fields are left
/// out of serde. `SPEC.params` lists the same names in the same order, which the catalogue test of
/// each vendor crate proves.
pub trait Endpoint: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The vendor of the operation.
    type Vendor: Vendor;
    /// The output of a successful call, without the envelope.
    type Output: Serialize + DeserializeOwned + Send + 'static;
    /// Everything that is known before a call.
    const SPEC: Spec;
    /// The most rows that a list in a response may have; more is a
    /// [decode error](crate::lenient::DecodeError::is_beyond_bound). Lists within rows have no such
    /// limit, only that of [memory](crate::lenient::MEMORY).
    ///
    /// A bound against runaway responses, far from anything documented or seen. IDcode's longest
    /// list, that of all areas, has about 3,500 rows; with all townships it would have 45,000.
    const ROW_LIMIT: usize = 100_000;

    /// The files that go up with the request, by the names of their parameters.
    fn files(&self) -> Vec<(&'static str, &File)> {
        Vec::new()
    }

    /// Takes the file of this parameter: the inverse of [`files`](Self::files).
    fn set_file(&mut self, _name: &str, _file: File) {}

    /// Checks the rules that types cannot express: lengths, conditions, relations of parameters.
    ///
    /// # Errors
    ///
    /// The first broken rule.
    fn validate(&self) -> Result<(), Invalid> {
        Ok(())
    }

    /// The paid queries of the [product](Spec::product) that are left, if the response says so.
    #[must_use]
    fn balance(_output: &Self::Output) -> Option<u64> {
        None
    }

    /// Shows `visitor` the free operation that returns the [balance](Self::balance) of the
    /// [product](Spec::product), if there is one. It needs no parameters of its own.
    fn balance_operation(_visitor: &mut impl Visit<Self::Vendor>) {}

    /// Values that are valid but unlikely to be meant or accepted, to be shown to the user. Nothing
    /// is refused for them.
    fn doubts(&self) -> Vec<Invalid> {
        Vec::new()
    }

    /// The request with its names sent as written: [`validate`](Self::validate) does not refuse
    /// them for characters that no register has, and [`doubts`](Self::doubts) reports these. Most
    /// operations check no names, and return the request unchanged.
    #[must_use]
    fn with_names_as_written(self) -> Self {
        self
    }
}

/// Writes a request for `Debug`: its parameters by name, secret and personal ones as `[redacted]`,
/// pictures and files by their size. Requests with such values use it in place of a derive.
///
/// # Errors
///
/// The formatter's.
pub fn fmt_masked<E: Endpoint>(request: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let spec = E::SPEC;
    let mut out = f.debug_struct(spec.name);
    if let Ok(params) = Params::from_request(request) {
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

/// The properties that all operations of one vendor share.
///
/// `sign` and `verify` are inverse, and so are `seal` and `open`: the client uses one half, the
/// sandbox the other, and tests prove that they match.
pub trait Vendor: Send + Sync + Sized + 'static {
    /// `idcode` or `ihuyi`: as in the catalogue, in errors and on the command line.
    const NAME: &'static str;
    /// The default base address.
    const DEFAULT_BASE: &'static str;
    /// Whether calls may leave this machine without encryption.
    const PLAIN_HTTP: PlainHttp;
    /// The names of code and message, and the code of success.
    const ENVELOPE: Envelope;
    /// The parameters that signing adds to every call.
    const COMMON: &'static [Param];
    /// Credentials and everything else that a signature depends on.
    type Keys: Send + Sync + 'static;

    /// All secrets in the keys, sent or not: vendors may quote them.
    #[must_use]
    fn secrets(_keys: &Self::Keys) -> Vec<&str> {
        Vec::new()
    }

    /// Whether a value is personal in any parameter: numbers of identity cards, which users enter
    /// in place of a code or a name.
    #[must_use]
    fn is_personal(_value: &str) -> bool {
        false
    }

    /// Builds the signed request. `now_ms` is Unix time in milliseconds.
    ///
    /// # Errors
    ///
    /// A parameter that this vendor cannot carry.
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
    ) -> Result<Vec<(String, Value)>, AuthError>;

    /// The kind of a refusal; by default from the operation's own table.
    #[must_use]
    fn classify(spec: &Spec, code: i64, _message: &str) -> RefusalKind {
        spec.code(code)
            .and_then(|row| row.kind)
            .unwrap_or(RefusalKind::Unknown)
    }

    /// Whether `code` says that the signature has expired, so that signing anew may help. A vendor
    /// without such a code refuses it like a wrong signature, with [`RefusalKind::Auth`].
    #[must_use]
    fn is_expired(_code: i64) -> bool {
        false
    }

    /// Reads the body of a response.
    ///
    /// # Errors
    ///
    /// [`OpenError::Refused`] if the vendor refused, [`OpenError::Malformed`] if the body does not
    /// match the document.
    fn open<E: Endpoint<Vendor = Self>>(body: &Bytes) -> Result<E::Output, OpenError> {
        response::open::<E>(body)
    }

    /// Writes the body of a response: the inverse of [`Vendor::open`].
    #[must_use]
    fn seal<E: Endpoint<Vendor = Self>>(result: Result<&E::Output, &Refusal>) -> Vec<u8> {
        response::seal::<E>(result)
    }
}

/// Whether a vendor may be called over plain HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainHttp {
    /// Anywhere if configured; with a warning for hosts other than loopback.
    Configured,
    /// To loopback only.
    LoopbackOnly,
}

/// Receives each operation of a vendor's catalogue in turn, with its type.
pub trait Visit<V: Vendor> {
    /// One operation.
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self);
}
