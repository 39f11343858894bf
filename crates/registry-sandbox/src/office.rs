//! What does the sandbox add to a vendor's declaration, and how is a call answered with it?

use std::net::IpAddr;

use bytes::Bytes;
use endpoint_core::wire::Received;
use endpoint_core::{
    Endpoint, Invalid, Method, Need, Params, Refusal, Spec, Unverified, Value, Vendor, admit,
};

use crate::call::Call;
use crate::config::Config;
use crate::denial::Denial;
use crate::incoming::Unreadable;
use crate::world::{Shared, World};
use crate::xml;

/// What a request says beside the parameters of its signature.
pub(crate) type Said = Vec<(String, Value)>;

/// The sandbox's half of a vendor.
pub(crate) trait Office: Vendor {
    /// What the vendor remembers.
    type Books;

    /// Whose call it is, as one of the vendor's accounts.
    type Caller: Copy;

    fn books(world: &mut World) -> &mut Self::Books;

    /// Whose call it is and what else the request says, if it is authentic.
    fn authenticate(
        shared: &Shared,
        spec: &Spec,
        received: Received,
        now_ms: u64,
    ) -> Result<(Self::Caller, Said), Unverified>;

    /// Whether the operation may be called by this method.
    fn takes(spec: &Spec, method: Method) -> bool;

    /// How a request is refused that is not authentic.
    fn unverified(spec: &Spec, why: &Unverified) -> Denial;

    /// How a request is refused whose parameters are wrong.
    fn invalid(spec: &Spec, why: &Invalid) -> Denial;

    /// How a request is refused whose form is wrong; `what` in a few words.
    fn misshapen(spec: &Spec, what: &'static str) -> Denial;

    /// The sealed answer as this sandbox was told to spell it.
    fn spelt(_shared: &Shared, _spec: &Spec, answer: Vec<u8>) -> Vec<u8> {
        answer
    }

    /// Whether the account may call this operation from this address, whatever it asks.
    fn may_call(
        _books: &Self::Books,
        _caller: Self::Caller,
        _spec: &Spec,
        _from: IpAddr,
    ) -> Result<(), Denial> {
        Ok(())
    }

    /// Opens the account for a call that is right; nothing comes between this and `settle`.
    fn admit(_books: &mut Self::Books, _caller: Self::Caller, _spec: &Spec) -> Result<(), Denial> {
        Ok(())
    }

    /// Settles the account after the call. Returns whether it was charged.
    fn settle(_books: &mut Self::Books, _caller: Self::Caller, _spec: &Spec, _code: i64) -> bool {
        false
    }
}

/// What the vendor of an operation remembers.
pub(crate) type Books<E> = <<E as Endpoint>::Vendor as Office>::Books;

/// What stands behind one operation: one file each, and one line in the vendor's list.
pub(crate) trait Serve: Endpoint<Vendor: Office> {
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
    fn serve(self, books: &mut Books<Self>, now_ms: u64) -> Result<Self::Output, Denial>;
}

/// What stands behind an operation that takes long to read: it is read before the books are
/// opened, and other calls are answered meanwhile.
pub(crate) trait ServeRead: Endpoint<Vendor: Office> {
    /// What is known once it is read.
    type Read;

    /// The rules for requests, and what there is to read.
    fn read(&self) -> Result<Self::Read, Invalid>;

    /// Does it.
    fn serve(
        self,
        read: Self::Read,
        books: &mut Books<Self>,
        now_ms: u64,
    ) -> Result<Self::Output, Denial>;
}

/// What stands behind an operation whose address is opened in a browser (OQ32).
pub(crate) trait Show: Endpoint<Vendor: Office> {
    /// The rules for requests; by default those that clients check too.
    fn check(&self) -> Result<(), Invalid> {
        self.validate()
    }

    /// The page, in HTML.
    fn show(self, books: &mut Books<Self>, now_ms: u64) -> Result<String, Denial>;
}

/// What an operation answers.
#[derive(Debug)]
pub(crate) enum Content {
    /// The vendor's envelope.
    Json(Bytes),
    /// The vendor's envelope, in its other form.
    Xml(Vec<u8>),
    /// A page.
    Html(String),
}

/// A request as it came in, and from where.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) received: Result<Received, Unreadable>,
    pub(crate) from: IpAddr,
}

/// An operation without its type.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) spec: Spec,
    pub(crate) answer: fn(&Shared, Arrival) -> Content,
}

impl Route {
    pub(crate) const fn of<E: Serve>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            answer: answer::<E>,
        }
    }

    /// An operation that takes long to read.
    pub(crate) const fn reading<E: ServeRead>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            answer: answer_read::<E>,
        }
    }

    /// An operation that is a page.
    pub(crate) const fn page<E: Show>() -> Self {
        Self {
            path: E::SPEC.path,
            spec: E::SPEC,
            answer: show::<E>,
        }
    }
}

impl core::fmt::Debug for Route {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.path)
    }
}

/// Answers one call.
fn answer<E: Serve>(shared: &Shared, arrival: Arrival) -> Content {
    let sealed = |answer| sealed::<E>(shared, answer, E::ON_REFUSAL);
    let json = if E::IS_CONSTANT {
        match attend(shared, arrival, E::check, |call, (), _, _| Ok(call)) {
            Ok(call) => shared.constant(E::SPEC.name, || {
                let now_ms = shared.now_ms();
                sealed(call.serve(E::Vendor::books(&mut shared.world()), now_ms))
            }),
            Err(denial) => sealed(Err(denial)),
        }
    } else {
        sealed(attend(
            shared,
            arrival,
            E::check,
            |call, (), books, now_ms| call.serve(books, now_ms),
        ))
    };
    if E::in_xml(shared.config()) {
        Content::Xml(xml::of_json(&json))
    } else {
        Content::Json(json)
    }
}

/// Answers one call of which there is much to read.
fn answer_read<E: ServeRead>(shared: &Shared, arrival: Arrival) -> Content {
    let answer = attend(shared, arrival, E::read, E::serve);
    Content::Json(sealed::<E>(shared, answer, "{}"))
}

/// The answer in the vendor's envelope.
fn sealed<E: Endpoint<Vendor: Office>>(
    shared: &Shared,
    answer: Result<E::Output, Denial>,
    on_refusal: &str,
) -> Bytes {
    let answer = answer.map_err(|denial| refusal::<E>(denial, on_refusal));
    let sealed = E::Vendor::seal::<E>(answer.as_ref());
    E::Vendor::spelt(shared, &E::SPEC, sealed).into()
}

/// Answers one call with a page, or refuses it as any other.
fn show<E: Show>(shared: &Shared, arrival: Arrival) -> Content {
    let shown = attend(shared, arrival, E::check, |call, (), books, now_ms| {
        call.show(books, now_ms)
    });
    match shown {
        Ok(page) => Content::Html(page),
        Err(denial) => {
            let refusal = refusal::<E>(denial, "{}");
            Content::Json(E::Vendor::seal::<E>(Err(&refusal)).into())
        }
    }
}

/// Does what one call asks for, if it may be done, and notes the call.
fn attend<E: Endpoint<Vendor: Office>, C, T>(
    shared: &Shared,
    arrival: Arrival,
    check: fn(&E) -> Result<C, Invalid>,
    serve: fn(E, C, &mut Books<E>, u64) -> Result<T, Denial>,
) -> Result<T, Denial> {
    let now_ms = shared.now_ms();
    let spec = E::SPEC;
    let Arrival { received, from } = arrival;
    let request = received
        .map_err(|unreadable| match unreadable {
            Unreadable::Method => E::Vendor::misshapen(&spec, "the method is not supported"),
            Unreadable::Multipart => E::Vendor::misshapen(&spec, "the multipart body is broken"),
            Unreadable::Parameters => E::Vendor::misshapen(&spec, "there are too many parameters"),
        })
        .and_then(|received| authentic::<E, C>(shared, received, from, check, now_ms));
    let caller = request.as_ref().ok().map(|(caller, ..)| *caller);

    let mut world = shared.world();
    let books = E::Vendor::books(&mut world);
    let outcome = request.and_then(|(caller, request, checked)| {
        E::Vendor::admit(books, caller, &spec)?;
        serve(request, checked, books, now_ms)
    });
    let success = E::Vendor::ENVELOPE.success;
    let code = outcome
        .as_ref()
        .map_or_else(|denial| denial.code, |_| success);
    let charged = caller.is_some_and(|caller| E::Vendor::settle(books, caller, &spec, code));
    world.calls.note(Call {
        vendor: E::Vendor::NAME,
        operation: spec.name,
        code,
        charged,
        reason: outcome
            .as_ref()
            .err()
            .map(|denial| denial.reason.to_string()),
    });
    outcome
}

/// Whose, the typed request, and what its check says, if it is authentic, its account may call and its parameters are
/// right.
fn authentic<E: Endpoint<Vendor: Office>, C>(
    shared: &Shared,
    received: Received,
    from: IpAddr,
    check: fn(&E) -> Result<C, Invalid>,
    now_ms: u64,
) -> Result<(<E::Vendor as Office>::Caller, E, C), Denial> {
    let spec = E::SPEC;
    if !E::Vendor::takes(&spec, received.method) {
        return Err(E::Vendor::misshapen(
            &spec,
            "the method is not that of the document",
        ));
    }
    let (caller, given) = E::Vendor::authenticate(shared, &spec, received, now_ms)
        .map_err(|why| E::Vendor::unverified(&spec, &why))?;
    E::Vendor::may_call(E::Vendor::books(&mut shared.world()), caller, &spec, from)?;
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

fn refusal<E: Endpoint<Vendor: Office>>(denial: Denial, on_refusal: &str) -> Refusal {
    let spec = E::SPEC;
    let listed = || spec.message(denial.code).unwrap_or_default().to_owned();
    let message = denial.message.unwrap_or_else(listed);
    let details = denial.details.unwrap_or_else(|| on_refusal.to_owned());
    let kind = E::Vendor::classify(&spec, denial.code, &message);
    Refusal::new(
        E::Vendor::NAME,
        &spec,
        denial.code,
        message,
        kind,
        Bytes::from(details),
    )
}

/// What is wrong with parameters, in words that hold none of their values: names of parameters
/// are repeated only where the operation declares them.
pub(crate) fn in_few_words(why: &Invalid) -> String {
    match why {
        Invalid::Unknown { .. } => "a parameter is unknown".to_owned(),
        Invalid::Missing { name } => format!("`{name}` is missing"),
        Invalid::Repeated { name } => format!("`{name}` is given more than once"),
        Invalid::Value { name, .. } => format!("the value of `{name}` is wrong"),
        other => format!("{} do not go together", other.names().join(", ")),
    }
}
