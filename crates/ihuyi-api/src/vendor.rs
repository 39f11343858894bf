//! Implements [`Vendor`] for ihuyi: signs and verifies requests, and classifies refusals.

use bytes::Bytes;
use endpoint_core::wire::{Body, Received, Request, push_pair};
use endpoint_core::{
    AuthError, Covered, Endpoint, Envelope, Invalid, Method, OpenError, Param, Params, PlainHttp,
    RefusalKind, Spec, Value, Vendor, open_enveloped,
};
#[cfg(feature = "xml")]
use endpoint_core::{Refusal, lenient};
use sign_core::ihuyi;

use crate::keys::{Auth, IhuyiKeys, SendBy};
#[cfg(feature = "xml")]
use crate::xml;

const ACCOUNT: &str = "account";
const PASSWORD: &str = "password";
const TIME: &str = "time";

/// The code "dynamic password expired".
const EXPIRED: i64 = 40501;

/// The code "the submission failed".
const FAILED: i64 = 1;

/// The beginnings of messages that report a failure without a reason.
const FAILURES: [&str; 3] = ["提交失败", "查询失败", "未知错误"];

/// Words that blame the vendor: system, channel, service, timeout, busy, maintenance, network,
/// error.
const OWN_SIDE: [&str; 8] = [
    "系统", "通道", "服务", "超时", "繁忙", "维护", "网络", "异常",
];

/// Whether a failure message gives a reason that does not blame the vendor.
fn blames_parameter(message: &str) -> bool {
    let message = message.trim();
    let failure = FAILURES.iter().find_map(|one| message.strip_prefix(one));
    let reason = failure.unwrap_or(message);
    let reason = reason.trim_matches(|next: char| !next.is_alphanumeric());
    if failure.is_none() && !reason.contains("参数") {
        return false;
    }
    !reason.is_empty() && !OWN_SIDE.iter().any(|word| reason.contains(word))
}

/// The vendor ihuyi (互亿无线).
#[derive(Debug, Clone, Copy)]
pub struct Ihuyi;

impl Vendor for Ihuyi {
    const NAME: &'static str = "ihuyi";
    const DEFAULT_BASE: &'static str = "https://api.ihuyi.com";
    const PLAIN_HTTP: PlainHttp = PlainHttp::LoopbackOnly;
    const ENVELOPE: Envelope = Envelope {
        code: "code",
        also_code: &[],
        message: "msg",
        success: 2,
    };
    const COMMON: &'static [Param] = &[
        Param::text(ACCOUNT).required().secret(),
        Param::text(PASSWORD).required().secret(),
        Param::text(TIME),
    ];
    type Keys = IhuyiKeys;

    fn secrets(keys: &IhuyiKeys) -> Vec<&str> {
        vec![keys.account(), keys.api_key()]
    }

    fn is_personal(value: &str) -> bool {
        registry_model::is_personal(value)
    }

    fn sign(
        keys: &IhuyiKeys,
        spec: &Spec,
        params: &Params,
        now_ms: u64,
    ) -> Result<Request, Invalid> {
        let mut form = String::new();
        push_pair(&mut form, ACCOUNT, keys.account());
        match keys.auth() {
            Auth::Static => push_pair(&mut form, PASSWORD, keys.api_key()),
            Auth::Dynamic => {
                let time_s = now_ms / 1000;
                let value = |name: &str| params.text(name).unwrap_or_default();
                let fields = formula(keys, spec, value);
                let password = ihuyi::dynamic_password(&fields, time_s);
                push_pair(&mut form, PASSWORD, password.as_str());
                push_pair(&mut form, TIME, &time_s.to_string());
            }
        }
        for (name, value) in params.iter() {
            match value {
                Value::Text(text) => push_pair(&mut form, name, text),
                Value::File(_) => {
                    return Err(Invalid::value(name.to_owned(), "ihuyi takes no files"));
                }
            }
        }
        Ok(match keys.send_by() {
            SendBy::Post => Request {
                method: Method::Post,
                target: spec.path.to_owned(),
                body: Body::Form(form),
            },
            SendBy::Get => Request {
                method: Method::Get,
                target: format!("{}?{form}", spec.path),
                body: Body::Empty,
            },
        })
    }

    /// Without `time` the password is verified as the static one (open question `mode-detection`).
    fn verify(
        keys: &IhuyiKeys,
        spec: &Spec,
        mut received: Received,
        now_ms: u64,
    ) -> Result<Vec<(String, Value)>, AuthError> {
        let account = received.take(ACCOUNT)?;
        let password = received.take(PASSWORD)?;
        let time = match received.take(TIME) {
            Ok(time) => Some(time),
            Err(AuthError::Missing(_)) => None,
            Err(repeated) => return Err(repeated),
        };
        if account != keys.account() {
            return Err(AuthError::Account);
        }
        let Some(time) = time else {
            return if ihuyi::verify_static(&password, keys.api_key()) {
                Ok(received.into_params())
            } else {
                Err(AuthError::Account)
            };
        };
        let value = |name: &str| {
            received
                .params()
                .find_map(|(given, value)| match value {
                    Value::Text(text) if given == name => Some(text.as_str()),
                    _ => None,
                })
                .unwrap_or_default()
        };
        if !ihuyi::verify(&password, &formula(keys, spec, value), &time) {
            return Err(AuthError::Mismatch);
        }
        let time_s: u64 = time.parse().map_err(|_| AuthError::MalformedTime)?;
        let apart = time_s.abs_diff(now_ms / 1000);
        if keys.window().is_some_and(|window| apart > window.as_secs()) {
            return Err(AuthError::Expired);
        }
        Ok(received.into_params())
    }

    /// Classifies by the operation's table, with one exception: a wrong parameter without a code is
    /// reported as 1 (`提交失败`) or 0 followed by the reason, and is not a fault of the vendor.
    fn classify(spec: &Spec, code: i64, message: &str) -> RefusalKind {
        if matches!(code, 0 | FAILED) && blames_parameter(message) {
            return RefusalKind::Parameter;
        }
        spec.code(code)
            .and_then(|row| row.kind)
            .unwrap_or(RefusalKind::Unknown)
    }

    fn is_expired(code: i64) -> bool {
        code == EXPIRED
    }

    /// A response in XML is read like the same response in JSON (`xml-reply`).
    fn open<E: Endpoint<Vendor = Self>>(body: &Bytes) -> Result<E::Output, OpenError> {
        #[cfg(feature = "xml")]
        if let Some(body) = &xml::find(body) {
            let opened = lenient::within_budget(|| {
                let json = xml::to_json(body).map_err(OpenError::Malformed)?;
                open_enveloped::<E>(&json.into())
            });
            return opened.map_err(|rejected| match rejected {
                OpenError::Refused(refusal) => OpenError::Refused(Box::new(Refusal::new(
                    Self::NAME,
                    &E::SPEC,
                    refusal.code,
                    refusal.message,
                    refusal.kind,
                    body.clone(),
                ))),
                malformed => malformed,
            });
        }
        open_enveloped::<E>(body)
    }
}

/// The fields of the dynamic password in the order of the product's formula, without the time:
/// account, key, product, and the signed identifiers, empty if not sent.
fn formula<'a>(keys: &'a IhuyiKeys, spec: &Spec, value: impl Fn(&str) -> &'a str) -> Vec<&'a str> {
    let mut fields = vec![keys.account(), keys.api_key(), spec.product()];
    if let Covered::These(names) = spec.covered {
        fields.extend(names.iter().map(|name| value(name)));
    }
    fields
}
