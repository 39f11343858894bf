//! How IDcode requests are signed, checked and placed, and how its refusals are classed.

use std::borrow::Cow;

use endpoint_core::wire::{Body, Multipart, Part, Received, Request, push_pair};
use endpoint_core::{
    AuthError, Envelope, Invalid, Need, Param, Params, Placement, PlainHttp, RefusalKind, Spec,
    Value, Vendor,
};
use sign_core::idcode::{self, Signed};

use crate::dialect::{Coverage, Dialect, FormPlacement, MultipartPlacement, Order, Unset};
use crate::json_text;
use crate::keys::Keys;

pub(crate) const TOKEN: &str = "access_token";
pub(crate) const TIME: &str = "time";
pub(crate) const HASH: &str = "hash";

/// The vendor IDcode (中国二维码注册认证中心, the registration centre of unified identifier codes).
#[derive(Debug, Clone, Copy)]
pub struct Idcode;

impl Vendor for Idcode {
    const NAME: &'static str = "idcode";
    const DEFAULT_BASE: &'static str = "https://api.idcode.org.cn";
    const PLAIN_HTTP: PlainHttp = PlainHttp::Configured;
    const ENVELOPE: Envelope = Envelope {
        code: "ResultCode",
        also_code: &["esultCode"],
        message: "ResultMsg",
        success: 1,
    };
    const COMMON: &'static [Param] = &[
        Param::text(TOKEN).required().secret(),
        Param::text(TIME).required(),
        Param::text(HASH).required().secret(),
    ];
    type Keys = Keys;

    fn secrets(keys: &Keys) -> Vec<&str> {
        vec![keys.access_token(), keys.authorisation_code()]
    }

    fn is_personal(value: &str) -> bool {
        registry_model::is_personal(value)
    }

    fn sign(keys: &Keys, spec: &Spec, params: &Params, now_ms: u64) -> Result<Request, Invalid> {
        if let Placement::JsonText(name) = spec.placement {
            return json_text::sign(keys, spec, params, now_ms, name);
        }
        let mut texts: Vec<(&str, &str)> = params.texts().collect();
        if keys.dialect().unset == Unset::SendEmpty {
            let unset = spec
                .params
                .iter()
                .filter(|param| param.need != Need::Required && params.text(param.name).is_none());
            texts.extend(unset.map(|param| (param.name, "")));
        }
        texts.push((TOKEN, keys.access_token()));
        Ok(signed(keys, spec, params, &texts, now_ms))
    }

    fn verify(
        keys: &Keys,
        spec: &Spec,
        mut received: Received,
        now_ms: u64,
    ) -> Result<Vec<(String, Value)>, AuthError> {
        if let Placement::JsonText(name) = spec.placement {
            return json_text::verify(keys, received, now_ms, name);
        }
        let verified = verified(keys, &received.path, &covered(keys, &received));
        let token = received.take(TOKEN)?;
        received.take(TIME)?;
        received.take(HASH)?;
        if token != keys.access_token() {
            return Err(AuthError::Account);
        }
        in_time(keys, verified?, now_ms)?;
        Ok(received.into_params())
    }

    /// By the operation's table. Beyond it two messages decide under whatever code they come,
    /// because most tables list no code for what they say (OQ13): `未授权！` (not authorised) and
    /// `参数错误！` (wrong parameter). Without this a mistaken 307 would read as a free name.
    fn classify(spec: &Spec, code: i64, message: &str) -> RefusalKind {
        let message = message.trim_start();
        if code == -2 || message.starts_with("未授权") {
            return RefusalKind::Auth;
        }
        if message.starts_with("参数错误") {
            return RefusalKind::Parameter;
        }
        spec.code(code)
            .and_then(|row| row.kind)
            .unwrap_or(RefusalKind::Unknown)
    }
}

/// Signs what the dialect covers of `texts`, and puts all of them where it wants them.
pub(crate) fn signed(
    keys: &Keys,
    spec: &Spec,
    params: &Params,
    texts: &[(&str, &str)],
    now_ms: u64,
) -> Request {
    let dialect = keys.dialect();
    let place = Place::of(spec.placement, dialect);
    let covered: Cow<'_, [_]> = match dialect.coverage {
        Coverage::AllTexts => Cow::Borrowed(texts),
        Coverage::QueryOnly => {
            let in_query = texts.iter().filter(|(name, _)| place.in_query(name));
            Cow::Owned(in_query.copied().collect())
        }
    };
    let signed = idcode::sign(
        spec.path,
        &covered,
        keys.authorisation_code(),
        now_ms,
        dialect.signature,
    );
    let is_whole = covered.len() == texts.len()
        && dialect.order == Order::Sorted
        && spec.placement != Placement::Multipart;
    match place {
        // What was hashed is what is sent, as it stands: nearly every request.
        Place::Query if is_whole => Request {
            method: spec.method,
            target: signed.into_target(),
            body: Body::Empty,
        },
        Place::Form if is_whole => Request {
            method: spec.method,
            target: spec.path.to_owned(),
            body: Body::Form(signed.into_query()),
        },
        _ => compose(spec, params, texts, &signed, place, dialect.order),
    }
}

/// The texts of a received request that the signature covers.
pub(crate) fn covered<'a>(keys: &Keys, received: &'a Received) -> Vec<(&'a str, &'a str)> {
    match keys.dialect().coverage {
        Coverage::AllTexts => texts(received.params()).collect(),
        Coverage::QueryOnly => {
            let in_query = received
                .query
                .iter()
                .map(|(name, value)| (name.as_str(), value));
            let proof = received
                .body
                .iter()
                .filter(|(name, _)| matches!(name.as_str(), TIME | HASH))
                .map(|(name, value)| (name.as_str(), value));
            texts(in_query.chain(proof)).collect()
        }
    }
}

/// Checks the signature over `covered`, and returns its time.
pub(crate) fn verified(
    keys: &Keys,
    path: &str,
    covered: &[(&str, &str)],
) -> Result<u64, AuthError> {
    idcode::verify(
        path,
        covered,
        keys.authorisation_code(),
        keys.dialect().signature,
    )
    .map_err(unverified)
}

/// Refuses a time that is too far from now, where a window is set.
pub(crate) fn in_time(keys: &Keys, time_ms: u64, now_ms: u64) -> Result<(), AuthError> {
    let apart = u128::from(time_ms.abs_diff(now_ms));
    match keys.window() {
        Some(window) if apart > window.as_millis() => Err(AuthError::Expired),
        _ => Ok(()),
    }
}

fn texts<'a>(
    params: impl Iterator<Item = (&'a str, &'a Value)>,
) -> impl Iterator<Item = (&'a str, &'a str)> {
    params.filter_map(|(name, value)| match value {
        Value::Text(text) => Some((name, text.as_str())),
        Value::File(_) => None,
    })
}

fn unverified(reason: idcode::VerifyError) -> AuthError {
    use idcode::VerifyError as Reason;
    match reason {
        Reason::MalformedTime => AuthError::MalformedTime,
        // That there is one time and one hash is for `Received::take` to say, which goes first.
        _ => AuthError::Mismatch,
    }
}

/// Where the texts of a request travel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Form,
    Parts,
    /// Credentials in the query, the rest as a form.
    Split,
}

impl Place {
    pub(crate) fn of(placement: Placement, dialect: &Dialect) -> Self {
        match placement {
            Placement::Query | Placement::Page => Self::Query,
            Placement::Form | Placement::JsonText(_) => match dialect.form {
                FormPlacement::Query => Self::Query,
                FormPlacement::Body => Self::Form,
                FormPlacement::CredentialsInQuery => Self::Split,
            },
            Placement::Multipart => match dialect.multipart {
                MultipartPlacement::Query => Self::Query,
                MultipartPlacement::Parts => Self::Parts,
            },
        }
    }

    pub(crate) fn in_query(self, name: &str) -> bool {
        match self {
            Self::Query => true,
            Self::Form | Self::Parts => false,
            Self::Split => matches!(name, TOKEN | TIME | HASH),
        }
    }
}

/// Puts signed texts and files where the dialect wants them.
///
/// What is sent is taken from the buffer that the signature was made with, so the two cannot
/// differ; only what the signature does not cover is encoded here.
fn compose(
    spec: &Spec,
    params: &Params,
    texts: &[(&str, &str)],
    signed: &Signed,
    place: Place,
    order: Order,
) -> Request {
    let covered: Vec<&str> = signed.query().split('&').collect();
    let mut uncovered = String::new();
    for (name, value) in texts {
        if !covered.iter().any(|pair| name_of(pair) == *name) {
            push_pair(&mut uncovered, name, value);
        }
    }
    let mut pairs: Vec<&str> = covered;
    let hash = pairs.pop();
    pairs.extend(uncovered.split('&').filter(|pair| !pair.is_empty()));
    pairs.extend(hash);
    if order == Order::Declared {
        pairs.sort_by_key(|pair| {
            let name = name_of(pair);
            let declared = texts.iter().position(|(text, _)| *text == name);
            // `time` and `hash` are in no declaration; a stable sort keeps them so.
            declared.unwrap_or(texts.len())
        });
    }
    let names: Vec<&str> = pairs.iter().copied().map(name_of).collect();
    let (query, form): (Vec<&str>, Vec<&str>) = pairs
        .into_iter()
        .partition(|pair| place.in_query(name_of(pair)));

    let target = if query.is_empty() {
        spec.path.to_owned()
    } else {
        format!("{}?{}", spec.path, query.join("&"))
    };
    let body = match (spec.placement, place) {
        (Placement::Multipart, _) => multipart(params, &names, texts, signed, place),
        (_, Place::Query) => Body::Empty,
        _ => Body::Form(form.join("&")),
    };
    Request {
        method: spec.method,
        target,
        body,
    }
}

fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// The texts that are not in the query as parts, in the order of `names`, then the files.
fn multipart(
    params: &Params,
    names: &[&str],
    texts: &[(&str, &str)],
    signed: &Signed,
    place: Place,
) -> Body {
    let time = signed.time_ms().to_string();
    let proof = [(TIME, time.as_str()), (HASH, signed.hash())];
    let parts = names
        .iter()
        .filter(|name| !place.in_query(name))
        .filter_map(|name| texts.iter().chain(&proof).find(|(given, _)| given == name))
        .map(|(name, value)| Part {
            name: (*name).to_owned(),
            file_name: None,
            content: value.as_bytes().to_vec().into(),
        });
    let (streamed, held): (Vec<_>, Vec<_>) = params
        .files()
        .partition(|(_, file)| file.source().is_some());
    let held = held.into_iter().map(|(name, file)| Part {
        name: name.to_owned(),
        file_name: Some(file.name().to_owned()),
        content: file.content().clone(),
    });
    let parts = parts.chain(held).collect();
    if streamed.is_empty() {
        return Body::Multipart(Multipart::new(&time, parts));
    }
    // Nobody who writes the file knows the authorisation code and the time that this digest of
    // the signature depends on; the signature itself does not belong into a header.
    let seed = idcode::password_md5(&format!("boundary {}", signed.hash()));
    let streamed = streamed
        .into_iter()
        .map(|(name, file)| (name.to_owned(), file.clone()))
        .collect();
    Body::Multipart(Multipart::new(&seed, parts).with_streamed(streamed))
}
