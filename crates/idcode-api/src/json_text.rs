//! Signs and verifies the parameters of 402, which travel as one JSON text with the credentials.

use core::fmt;

use endpoint_core::wire::{Body, Received, Request, push_pair};
use endpoint_core::{AuthError, Invalid, Kind, Params, Spec, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use sign_core::idcode;

use crate::dialect::JsonCredentials;
use crate::keys::IdcodeKeys;
use crate::placement::{HASH, Place, TIME, TOKEN};
use crate::signature::{check_time, covered_texts, sign_texts, verify_texts};

/// Signs a request whose parameters are members of one JSON text, the parameter `name` (OQ07).
pub(crate) fn sign(
    keys: &IdcodeKeys,
    spec: &Spec,
    params: &Params,
    now_ms: u64,
    name: &str,
) -> Result<Request, Invalid> {
    let token = (TOKEN, keys.access_token());
    match keys.dialect().json {
        JsonCredentials::TokenInside => {
            let text = write(&[token], spec, params)?;
            Ok(sign_texts(keys, spec, params, &[(name, &text)], now_ms))
        }
        JsonCredentials::TokenInsideAndBeside => {
            let text = write(&[token], spec, params)?;
            Ok(sign_texts(
                keys,
                spec,
                params,
                &[(name, &text), token],
                now_ms,
            ))
        }
        JsonCredentials::AllInside => {
            let time = now_ms.to_string();
            let text = write(&[token, (TIME, &time)], spec, params)?;
            let signed = idcode::sign(
                spec.path,
                &[(name, &text)],
                keys.authorisation_code(),
                now_ms,
                keys.dialect().signature,
            );
            let mut pair = String::new();
            push_pair(&mut pair, name, &with_last(&text, HASH, signed.hash()));
            let (target, body) = if Place::new(spec.placement, keys.dialect()).is_in_query(name) {
                (format!("{}?{pair}", spec.path), Body::Empty)
            } else {
                (spec.path.to_owned(), Body::Form(pair))
            };
            Ok(Request {
                method: spec.method,
                target,
                body,
            })
        }
    }
}

/// Verifies such a request, and returns the members of the text without the credentials.
///
/// If the dialect puts the token inside, one beside the text is accepted too, signed or not (OQ07).
pub(crate) fn verify(
    keys: &IdcodeKeys,
    mut received: Received,
    now_ms: u64,
    name: &'static str,
) -> Result<Vec<(String, Value)>, AuthError> {
    if keys.dialect().json == JsonCredentials::AllInside {
        return verify_inside(keys, received, now_ms, name);
    }
    let texts = covered_texts(keys, &received);
    let outcome = verify_texts(keys, &received.path, &texts).or_else(|why| {
        let without: Vec<_> = texts
            .iter()
            .copied()
            .filter(|pair| pair.0 != TOKEN)
            .collect();
        if why == AuthError::Mismatch && without.len() < texts.len() {
            return verify_texts(keys, &received.path, &without);
        }
        Err(why)
    });
    let beside = match received.take(TOKEN) {
        Err(AuthError::Missing(_)) if keys.dialect().json == JsonCredentials::TokenInside => None,
        token => Some(token?),
    };
    received.take(TIME)?;
    received.take(HASH)?;
    let text = received.take(name)?;
    let mut members = match (Members::read(name, &text), &outcome) {
        (Err(_), Err(why)) => return Err(why.clone()),
        (members, _) => members?,
    };
    let inside = members.take(TOKEN)?;
    let is_ours = |token: &String| token == keys.access_token();
    if !is_ours(&inside) || !beside.as_ref().is_none_or(is_ours) {
        return Err(AuthError::Account);
    }
    check_time(keys, outcome?, now_ms)?;
    let mut params = received.into_params();
    params.extend(members.0);
    Ok(params)
}

fn verify_inside(
    keys: &IdcodeKeys,
    mut received: Received,
    now_ms: u64,
    name: &'static str,
) -> Result<Vec<(String, Value)>, AuthError> {
    let text = received.take(name)?;
    let mut members = Members::read(name, &text)?;
    let token = members.take(TOKEN)?;
    let time = members.take(TIME)?;
    let hash = members.take(HASH)?;
    if token != keys.access_token() {
        return Err(AuthError::Account);
    }
    let signed = without_last(&text, HASH, &hash).ok_or(AuthError::Mismatch)?;
    let covered = [(name, signed.as_str()), (TIME, &time), (HASH, &hash)];
    check_time(keys, verify_texts(keys, &received.path, &covered)?, now_ms)?;
    let mut params = received.into_params();
    params.extend(members.0);
    Ok(params)
}

/// Writes the members of the text in order: `before`, then the parameters of the operation.
///
/// Parameters declared as numbers are written as numbers (OQ41), JSON texts unchanged.
fn write(before: &[(&str, &str)], spec: &Spec, params: &Params) -> Result<String, Invalid> {
    let mut members: Vec<String> = before
        .iter()
        .map(|(name, text)| member(name, &quoted(text)))
        .collect();
    for (name, text) in params.texts() {
        let param = spec
            .param(name)
            .ok_or_else(|| Invalid::value(name.to_owned(), "is not a member of the JSON text"))?;
        let written = match param.kind {
            Kind::Int | Kind::Decimal if is_whole(text.trim()) => text.trim().to_owned(),
            Kind::Int | Kind::Decimal => {
                return Err(Invalid::value(param.name, "expected a whole number"));
            }
            Kind::Json if serde_json::from_str::<&RawValue>(text).is_ok() => text.to_owned(),
            Kind::Json => return Err(Invalid::value(param.name, "is not JSON")),
            _ => quoted(text),
        };
        members.push(member(name, &written));
    }
    Ok(format!("{{{}}}", members.join(",")))
}

/// Appends a member to the text.
fn with_last(text: &str, name: &str, value: &str) -> String {
    let open = text.strip_suffix('}').unwrap_or(text);
    format!("{open},{}}}", member(name, &quoted(value)))
}

/// Removes the member that [`with_last`] appended.
fn without_last(text: &str, name: &str, value: &str) -> Option<String> {
    let ending = format!(",{}}}", member(name, &quoted(value)));
    text.strip_suffix(&ending).map(|open| format!("{open}}}"))
}

fn member(name: &str, value: &str) -> String {
    format!("{}:{value}", quoted(name))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The members of a received text, in order: texts without their quotes, everything else as
/// written; null counts as not sent.
struct Members(Vec<(String, Value)>);

impl Members {
    fn read(name: &'static str, text: &str) -> Result<Self, AuthError> {
        serde_json::from_str(text).map_err(|_| AuthError::Unreadable(name))
    }

    /// Removes and returns the only text of this name.
    ///
    /// # Errors
    ///
    /// The text is missing, empty or repeated.
    fn take(&mut self, name: &'static str) -> Result<String, AuthError> {
        let mut found: Vec<_> = self.0.extract_if(.., |(given, _)| given == name).collect();
        match (found.pop(), found.is_empty()) {
            (Some((_, Value::Text(text))), true) if !text.is_empty() => Ok(text),
            (Some(_), false) => Err(AuthError::Repeated(name)),
            _ => Err(AuthError::Missing(name)),
        }
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some((name, raw)) = map.next_entry::<String, Box<RawValue>>()? {
                    let text = match serde_json::from_str::<Option<String>>(raw.get()) {
                        Ok(Some(text)) => text,
                        Ok(None) => continue,
                        Err(_) => raw.get().to_owned(),
                    };
                    members.push((name, Value::Text(text)));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}
