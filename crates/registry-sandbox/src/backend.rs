//! The sandbox's half of a vendor, and the path of a call through it.

use std::net::IpAddr;

use bytes::Bytes;
use endpoint_core::wire::Received;
use endpoint_core::{
    AuthError, Endpoint, Invalid, Method, Need, Params, Refusal, Spec, Value, Vendor, admit,
};

use crate::call::Call;
use crate::config::Config;
use crate::rejection::Rejection;
use crate::request_error::RequestError;
use crate::state::{SandboxState, Shared};
use crate::xml;

/// The parameters of a request without those of its signature.
pub(crate) type OperationParams = Vec<(String, Value)>;

/// The sandbox's half of a vendor.
pub(crate) trait Backend: Vendor {
    /// The state of the vendor.
    type State;

    /// An account of the vendor.
    type Caller: Copy;

    fn state(all: &mut SandboxState) -> &mut Self::State;

    /// Returns the caller and the operation's parameters if the request is authentic.
    fn authenticate(
        shared: &Shared,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<(Self::Caller, OperationParams), AuthError>;

    /// Whether the operation may be called by this method.
    fn accepts_method(spec: &Spec, method: Method) -> bool;

    /// The rejection of a request that is not authentic.
    fn auth_rejection(spec: &Spec, why: &AuthError) -> Rejection;

    /// The rejection of a request with invalid parameters.
    fn invalid(spec: &Spec, why: &Invalid) -> Rejection;

    /// The rejection of a request of invalid form; `what` says it in a few words.
    fn invalid_form(spec: &Spec, what: &'static str) -> Rejection;

    /// Spells the keys of the sealed response as this sandbox is configured.
    fn with_configured_spelling(_shared: &Shared, _spec: &Spec, response: Vec<u8>) -> Vec<u8> {
        response
    }

    /// Checks that the account may call this operation from this address, whatever the parameters.
    fn check_access(
        _state: &Self::State,
        _caller: Self::Caller,
        _spec: &Spec,
        _from: IpAddr,
    ) -> Result<(), Rejection> {
        Ok(())
    }

    /// Prepares the account for a valid call; nothing happens between this and `settle`.
    fn admit(
        _state: &mut Self::State,
        _caller: Self::Caller,
        _spec: &Spec,
    ) -> Result<(), Rejection> {
        Ok(())
    }

    /// Settles the account after the call. Returns whether it was charged.
    fn settle(_state: &mut Self::State, _caller: Self::Caller, _spec: &Spec, _code: i64) -> bool {
        false
    }
}

/// The state of an operation's vendor.
pub(crate) type StateOf<E> = <<E as Endpoint>::Vendor as Backend>::State;

/// The sandbox's half of one operation: one file each, and one line in the vendor's list.
pub(crate) trait Serve: Endpoint<Vendor: Backend> {
    /// The JSON object in refusals without details of their own.
    const ON_REFUSAL: &'static str = "{}";

    /// Whether every valid call gets the same response, whatever happened before: a long list is
    /// then serialised once and not for each call.
    const IS_CONSTANT: bool = false;

    /// Whether the response is XML.
    fn in_xml(_config: &Config) -> bool {
        false
    }

    /// Checks the request; by default as clients do.
    fn check(&self) -> Result<(), Invalid> {
        self.validate()
    }

    /// Carries out the call.
    fn serve(self, state: &mut StateOf<Self>, now_ms: u64) -> Result<Self::Output, Rejection>;
}

/// The sandbox's half of an operation with a long input: it is read before the state is locked, and
/// other calls are answered meanwhile.
pub(crate) trait ServeUpload: Endpoint<Vendor: Backend> {
    /// The input as it was read.
    type Read;

    /// Checks the request and reads its input.
    fn read(&self) -> Result<Self::Read, Invalid>;

    /// Carries out the call.
    fn serve(
        self,
        read: Self::Read,
        state: &mut StateOf<Self>,
        now_ms: u64,
    ) -> Result<Self::Output, Rejection>;
}

/// The sandbox's half of an operation that is opened in a browser (OQ32).
pub(crate) trait ServePage: Endpoint<Vendor: Backend> {
    /// Checks the request; by default as clients do.
    fn check(&self) -> Result<(), Invalid> {
        self.validate()
    }

    /// The page, in HTML.
    fn serve_page(self, state: &mut StateOf<Self>, now_ms: u64) -> Result<String, Rejection>;
}

/// The body of a response.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    /// The vendor's envelope.
    Json(Bytes),
    /// The vendor's envelope in XML.
    Xml(Vec<u8>),
    /// A browser page.
    Html(String),
}

/// A request and its client's address.
#[derive(Debug)]
pub(crate) struct ReceivedRequest {
    pub(crate) received: Result<Received, RequestError>,
    pub(crate) from: IpAddr,
}

/// An operation without its type.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) spec: Spec,
    pub(crate) respond: fn(&Shared, ReceivedRequest) -> ResponseBody,
}

impl Route {
    pub(crate) const fn for_operation<E: Serve>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            respond: respond::<E>,
        }
    }

    /// An operation with a long input.
    pub(crate) const fn for_upload<E: ServeUpload>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            respond: respond_to_upload::<E>,
        }
    }

    /// A browser page.
    pub(crate) const fn for_page<E: ServePage>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            respond: respond_with_page::<E>,
        }
    }
}

impl core::fmt::Debug for Route {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.path)
    }
}

/// Responds to one call.
fn respond<E: Serve>(shared: &Shared, request: ReceivedRequest) -> ResponseBody {
    let sealed = |response| seal::<E>(shared, response, E::ON_REFUSAL);
    let json = if E::IS_CONSTANT {
        match execute(shared, request, E::check, |call, (), _, _| Ok(call)) {
            Ok(call) => shared.constant(E::SPEC.name, || {
                let now_ms = shared.now_ms();
                sealed(call.serve(E::Vendor::state(&mut shared.state()), now_ms))
            }),
            Err(rejection) => sealed(Err(rejection)),
        }
    } else {
        sealed(execute(
            shared,
            request,
            E::check,
            |call, (), state, now_ms| call.serve(state, now_ms),
        ))
    };
    if E::in_xml(shared.config()) {
        ResponseBody::Xml(xml::of_json(&json))
    } else {
        ResponseBody::Json(json)
    }
}

/// Responds to one call with a long input.
fn respond_to_upload<E: ServeUpload>(shared: &Shared, request: ReceivedRequest) -> ResponseBody {
    let response = execute(shared, request, E::read, E::serve);
    ResponseBody::Json(seal::<E>(shared, response, "{}"))
}

/// Wraps the result in the vendor's envelope.
fn seal<E: Endpoint<Vendor: Backend>>(
    shared: &Shared,
    response: Result<E::Output, Rejection>,
    on_refusal: &str,
) -> Bytes {
    let response = response.map_err(|rejection| refusal::<E>(rejection, on_refusal));
    let sealed = E::Vendor::seal::<E>(response.as_ref());
    E::Vendor::with_configured_spelling(shared, &E::SPEC, sealed).into()
}

/// Responds to one call with a page, or with a refusal in the vendor's envelope.
fn respond_with_page<E: ServePage>(shared: &Shared, request: ReceivedRequest) -> ResponseBody {
    let shown = execute(shared, request, E::check, |call, (), state, now_ms| {
        call.serve_page(state, now_ms)
    });
    match shown {
        Ok(page) => ResponseBody::Html(page),
        Err(rejection) => {
            let refusal = refusal::<E>(rejection, "{}");
            ResponseBody::Json(E::Vendor::seal::<E>(Err(&refusal)).into())
        }
    }
}

/// Carries out one call if it is authentic, allowed and valid, and records it.
fn execute<E: Endpoint<Vendor: Backend>, C, T>(
    shared: &Shared,
    request: ReceivedRequest,
    check: fn(&E) -> Result<C, Invalid>,
    serve: fn(E, C, &mut StateOf<E>, u64) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let now_ms = shared.now_ms();
    let spec = E::SPEC;
    let ReceivedRequest { received, from } = request;
    let request = received
        .map_err(|unreadable| match unreadable {
            RequestError::Method => E::Vendor::invalid_form(&spec, "the method is not supported"),
            RequestError::Multipart => {
                E::Vendor::invalid_form(&spec, "the multipart body is broken")
            }
            RequestError::Parameters => {
                E::Vendor::invalid_form(&spec, "there are too many parameters")
            }
        })
        .and_then(|received| authenticated::<E, C>(shared, received, from, check, now_ms));
    let caller = request.as_ref().ok().map(|(caller, ..)| *caller);

    let mut all = shared.state();
    let state = E::Vendor::state(&mut all);
    let outcome = request.and_then(|(caller, request, checked)| {
        E::Vendor::admit(state, caller, &spec)?;
        serve(request, checked, state, now_ms)
    });
    let success = E::Vendor::ENVELOPE.success;
    let code = outcome
        .as_ref()
        .map_or_else(|rejection| rejection.code, |_| success);
    let charged = caller.is_some_and(|caller| E::Vendor::settle(state, caller, &spec, code));
    all.calls.record(Call {
        vendor: E::Vendor::NAME,
        operation: spec.name,
        code,
        charged,
        reason: outcome
            .as_ref()
            .err()
            .map(|rejection| rejection.reason.to_string()),
    });
    outcome
}

/// The caller, the typed request and the result of its check, if the request is authentic, allowed
/// and valid.
fn authenticated<E: Endpoint<Vendor: Backend>, C>(
    shared: &Shared,
    received: Received,
    from: IpAddr,
    check: fn(&E) -> Result<C, Invalid>,
    now_ms: u64,
) -> Result<(<E::Vendor as Backend>::Caller, E, C), Rejection> {
    let spec = E::SPEC;
    if !E::Vendor::accepts_method(&spec, received.method) {
        return Err(E::Vendor::invalid_form(
            &spec,
            "the method is not that of the document",
        ));
    }
    let (caller, given) = E::Vendor::authenticate(shared, &spec, received, now_ms)
        .map_err(|why| E::Vendor::auth_rejection(&spec, &why))?;
    E::Vendor::check_access(E::Vendor::state(&mut shared.state()), caller, &spec, from)?;
    admit(&spec, given)
        .and_then(|params| without_empty(&spec, &params))
        // The documents set no format for identifiers; a malformed one finds nothing.
        .and_then(Params::into_typed_as_written::<E>)
        .map(E::with_names_as_written)
        .and_then(|request| check(&request).map(|checked| (caller, request, checked)))
        .map_err(|why| E::Vendor::invalid(&spec, &why))
}

/// Treats empty texts as absent (OQ09): drops optional ones, reports required ones as missing.
fn without_empty(spec: &Spec, params: &Params) -> Result<Params, Invalid> {
    let mut kept = Params::default();
    for (name, value) in params.iter() {
        let Some(param) = spec.param(name) else {
            continue;
        };
        let empty = matches!(value, Value::Text(text) if text.trim().is_empty());
        match (empty, param.need) {
            (false, _) => kept.push(param.name, value.clone()),
            (true, Need::Required) => {
                return Err(Invalid::Missing {
                    name: param.name.into(),
                });
            }
            (true, _) => {}
        }
    }
    Ok(kept)
}

fn refusal<E: Endpoint<Vendor: Backend>>(rejection: Rejection, on_refusal: &str) -> Refusal {
    let spec = E::SPEC;
    let listed = || spec.message(rejection.code).unwrap_or_default().to_owned();
    let message = rejection.message.unwrap_or_else(listed);
    let details = rejection.details.unwrap_or_else(|| on_refusal.to_owned());
    let kind = E::Vendor::classify(&spec, rejection.code, &message);
    Refusal::new(
        E::Vendor::NAME,
        &spec,
        rejection.code,
        message,
        kind,
        Bytes::from(details),
    )
}

/// Names an invalid parameter in few words, without any value; it repeats names only
/// where the operation declares them.
pub(crate) fn short_reason(why: &Invalid) -> String {
    match why {
        Invalid::Unknown { .. } => "a parameter is unknown".to_owned(),
        Invalid::Missing { name } => format!("`{name}` is missing"),
        Invalid::Repeated { name } => format!("`{name}` is given more than once"),
        Invalid::Value { name, .. } => format!("the value of `{name}` is wrong"),
        other => format!("{} do not go together", other.names().join(", ")),
    }
}
