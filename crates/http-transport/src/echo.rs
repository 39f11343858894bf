//! What a vendor's message may not repeat: the secrets of the request that it answers, and those
//! that it was signed with.

use core::fmt::Write as _;
use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use endpoint_core::wire::{Body, Request};
use endpoint_core::{Sensitivity, Spec, Vendor};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Replaces every secret of `request` and of `keys` in `message` by `[redacted]`: as it is, as it
/// stands in the request, in the writings of URLs and JSON, in hexadecimal and in base64, in
/// capitals and in small letters. Servers quote what they were sent, and some quote the string
/// that they hashed.
pub(crate) fn silence<V: Vendor>(
    message: &mut String,
    keys: &V::Keys,
    request: &Request,
    spec: &Spec,
) {
    if message.is_empty() {
        return;
    }
    let lower = message.to_ascii_lowercase();
    let held = V::secrets(keys).into_iter().map(Cow::Borrowed);
    let mut found: Vec<_> = secrets::<V>(request, spec)
        .into_iter()
        .chain(held)
        .filter(|secret| !secret.is_empty())
        .flat_map(|secret| guises(&secret))
        .filter(|guise| !guise.is_empty())
        .map(|guise| guise.to_ascii_lowercase())
        .flat_map(|secret| {
            let found = lower.match_indices(secret.as_str());
            found
                .map(|(at, _)| (at, at + secret.len()))
                .collect::<Vec<_>>()
        })
        .collect();
    if found.is_empty() {
        return;
    }
    found.sort_unstable();
    let mut silenced = String::new();
    let mut done = 0;
    for (from, to) in found {
        // One secret may stand inside another, or begin within it.
        if from >= done {
            silenced.push_str(message.get(done..from).unwrap_or_default());
            silenced.push_str("[redacted]");
        }
        done = done.max(to);
    }
    silenced.push_str(message.get(done..).unwrap_or_default());
    *message = silenced;
}

fn secrets<'a, V: Vendor>(request: &'a Request, spec: &Spec) -> Vec<Cow<'a, str>> {
    let is_secret = |name: &str| {
        spec.params
            .iter()
            .chain(V::COMMON)
            .any(|param| param.name == name && param.sensitivity == Sensitivity::Secret)
    };
    let query = request.target.split_once('?').map(|(_, query)| query);
    let (form, parts) = match &request.body {
        Body::Empty => (None, &[][..]),
        Body::Form(form) => (Some(form.as_str()), &[][..]),
        Body::Multipart(multipart) => (None, multipart.parts()),
    };
    let mut secrets = Vec::new();
    let pairs = [query, form].into_iter().flatten();
    for (name, value) in pairs
        .flat_map(|pairs| pairs.split('&'))
        .filter_map(|pair| pair.split_once('='))
    {
        if is_secret(name) {
            secrets.push(percent_decode_str(value).decode_utf8_lossy());
            secrets.push(Cow::Borrowed(value));
        }
    }
    for part in parts {
        if is_secret(&part.name) {
            secrets.push(String::from_utf8_lossy(&part.content));
        }
    }
    secrets
}

/// How a secret may be written.
fn guises(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let hex = secret.bytes().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    });
    let mut guises = vec![
        secret.to_owned(),
        secret.replace(' ', "+"),
        secret.replace('\\', r"\\").replace('"', "\\\""),
        encoded.replace("%20", "+"),
        encoded,
        hex,
    ];
    for before in 0..3 {
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            guises.push(in_base64(secret, before, engine));
        }
    }
    guises
}

/// The characters of base64 that the secret alone decides where this many bytes stand before it.
fn in_base64(secret: &str, before: usize, engine: &GeneralPurpose) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret.as_bytes());
    let encoded = engine.encode(&bytes);
    let decided = (before * 8).div_ceil(6)..bytes.len() * 8 / 6;
    encoded.get(decided).unwrap_or_default().to_owned()
}
