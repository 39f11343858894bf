//! What a vendor's message may not repeat: the secrets of the request that it answers, and those
//! that it was signed with.

use std::borrow::Cow;

use endpoint_core::wire::{Body, Request};
use endpoint_core::{Sensitivity, Spec, Vendor};
use percent_encoding::percent_decode_str;

/// Replaces every secret of `request` and of `keys` in `message` by `[redacted]`: as it is, as it
/// stands in the request, in capitals and in small letters. Servers quote what they were sent, and
/// some quote the string that they hashed.
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
        .map(|secret| secret.to_ascii_lowercase())
        .filter(|secret| !secret.is_empty())
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
            let plain = percent_decode_str(value).decode_utf8_lossy();
            secrets.push(Cow::Owned(plain.replace(' ', "+")));
            secrets.push(plain);
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
