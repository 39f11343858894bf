//! What does the sandbox add to a vendor's declaration, and how is a call answered with it?

use std::net::IpAddr;

use bytes::Bytes;
use endpoint_core::wire::Received;
use endpoint_core::{
    Endpoint, Invalid, Method, Need, Params, Refusal, Spec, Unverified, Value, Vendor, admit,
};

use crate::call::Call;
use crate::config::Config;
use crate::incoming::RequestError;
use crate::rejection::Rejection;
use crate::state::{SandboxState, Shared};
use crate::xml;

/// What a request says beside the parameters of its signature.
pub(crate) type OperationParams = Vec<(String, Value)>;

/// The sandbox's half of a vendor.
pub(crate) trait Backend: Vendor {
    /// What the vendor remembers.
    type State;

    /// Whose call it is, as one of the vendor's accounts.
    type Caller: Copy;

    fn state(all: &mut SandboxState) -> &mut Self::State;

    /// Whose call it is and what else the request says, if it is authentic.
    fn authenticate(
        shared: &Shared,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<(Self::Caller, OperationParams), Unverified>;

    /// Whether the operation may be called by this method.
    fn accepts_method(spec: &Spec, method: Method) -> bool;

    /// How a request is refused that is not authentic.
    fn unverified(spec: &Spec, why: &Unverified) -> Rejection;

    /// How a request is refused whose parameters are wrong.
    fn invalid(spec: &Spec, why: &Invalid) -> Rejection;

    /// How a request is refused whose form is wrong; `what` in a few words.
    fn invalid_form(spec: &Spec, what: &'static str) -> Rejection;

    /// The sealed answer as this sandbox was told to spell it.
    fn with_configured_spelling(_shared: &Shared, _spec: &Spec, response: Vec<u8>) -> Vec<u8> {
        response
    }

    /// Whether the account may call this operation from this address, whatever it asks.
    fn check_access(
        _state: &Self::State,
        _caller: Self::Caller,
        _spec: &Spec,
        _from: IpAddr,
    ) -> Result<(), Rejection> {
        Ok(())
    }

    /// Opens the account for a call that is right; nothing comes between this and `settle`.
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

/// What the vendor of an operation remembers.
pub(crate) type StateOf<E> = <<E as Endpoint>::Vendor as Backend>::State;

/// What stands behind one operation: one file each, and one line in the vendor's list.
pub(crate) trait Serve: Endpoint<Vendor: Backend> {
    /// The JSON object that comes with refusals that have nothing else to say.
    const ON_REFUSAL: &'static str = "{}";

    /// Whether every call that is right gets the same answer, whatever happened before: a long
    /// list is then written once and not for each call.
    const IS_CONSTANT: bool = false;

    /// Whether it answers in XML.
    fn in_xml(_config: &Config) -> bool {
        false
    }

    /// The rules for requests; by default those that clients check too.
    fn check(&self) -> Result<(), Invalid> {
        self.validate()
    }

    /// Does it.
    fn serve(self, state: &mut StateOf<Self>, now_ms: u64) -> Result<Self::Output, Rejection>;
}

/// What stands behind an operation that takes long to read: it is read before the books are
/// opened, and other calls are answered meanwhile.
pub(crate) trait ServeUpload: Endpoint<Vendor: Backend> {
    /// What is known once it is read.
    type Read;

    /// The rules for requests, and what there is to read.
    fn read(&self) -> Result<Self::Read, Invalid>;

    /// Does it.
    fn serve(
        self,
        read: Self::Read,
        state: &mut StateOf<Self>,
        now_ms: u64,
    ) -> Result<Self::Output, Rejection>;
}

/// What stands behind an operation whose address is opened in a browser (OQ32).
pub(crate) trait ServePage: Endpoint<Vendor: Backend> {
    /// The rules for requests; by default those that clients check too.
    fn check(&self) -> Result<(), Invalid> {
        self.validate()
    }

    /// The page, in HTML.
    fn serve_page(self, state: &mut StateOf<Self>, now_ms: u64) -> Result<String, Rejection>;
}

/// What an operation answers.
#[derive(Debug)]
pub(crate) enum ResponseBody {
    /// The vendor's envelope.
    Json(Bytes),
    /// The vendor's envelope, in its other form.
    Xml(Vec<u8>),
    /// A page.
    Html(String),
}

/// A request as it came in, and from where.
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

    /// An operation that takes long to read.
    pub(crate) const fn for_upload<E: ServeUpload>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            respond: respond_to_upload::<E>,
        }
    }

    /// An operation that is a page.
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

/// Answers one call.
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

/// Answers one call of which there is much to read.
fn respond_to_upload<E: ServeUpload>(shared: &Shared, request: ReceivedRequest) -> ResponseBody {
    let response = execute(shared, request, E::read, E::serve);
    ResponseBody::Json(seal::<E>(shared, response, "{}"))
}

/// The answer in the vendor's envelope.
fn seal<E: Endpoint<Vendor: Backend>>(
    shared: &Shared,
    response: Result<E::Output, Rejection>,
    on_refusal: &str,
) -> Bytes {
    let response = response.map_err(|rejection| refusal::<E>(rejection, on_refusal));
    let sealed = E::Vendor::seal::<E>(response.as_ref());
    E::Vendor::with_configured_spelling(shared, &E::SPEC, sealed).into()
}

/// Answers one call with a page, or refuses it as any other.
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

/// Does what one call asks for, if it may be done, and notes the call.
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

/// Whose, the typed request, and what its check says, if it is authentic, its account may call and its parameters are
/// right.
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
        .map_err(|why| E::Vendor::unverified(&spec, &why))?;
    E::Vendor::check_access(E::Vendor::state(&mut shared.state()), caller, &spec, from)?;
    admit(&spec, given)
        .and_then(|params| without_empty(&spec, &params))
        // The documents set no format for identifiers; what is none is found nowhere.
        .and_then(Params::into_typed_as_written::<E>)
        .map(E::with_names_as_written)
        .and_then(|request| check(&request).map(|checked| (caller, request, checked)))
        .map_err(|why| E::Vendor::invalid(&spec, &why))
}

/// An empty text is as good as none (OQ09): optional ones are dropped, required ones are missing.
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

/// What is wrong with parameters, in words that hold none of their values: names of parameters
/// are repeated only where the operation declares them.
pub(crate) fn short_reason(why: &Invalid) -> String {
    match why {
        Invalid::Unknown { .. } => "a parameter is unknown".to_owned(),
        Invalid::Missing { name } => format!("`{name}` is missing"),
        Invalid::Repeated { name } => format!("`{name}` is given more than once"),
        Invalid::Value { name, .. } => format!("the value of `{name}` is wrong"),
        other => format!("{} do not go together", other.names().join(", ")),
    }
}
