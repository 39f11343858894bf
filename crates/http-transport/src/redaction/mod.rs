//! Removes secrets that a vendor must not repeat: those of the request, and those that signed it.

mod answer_texts;
mod bounded;
mod encodings;
mod escapes;
mod first_letters;
mod letters;
mod matching;
mod phone_numbers;
pub(crate) mod redactor;
mod secret_forms;
mod steps;
#[cfg(test)]
mod tests;
mod unescape;
mod unit;
mod visible;

use std::borrow::Cow;

use endpoint_core::wire::{Body, Request};
use endpoint_core::{Sensitivity, Spec, Vendor};
use percent_encoding::percent_decode_str;

use crate::redaction::bounded::bounded;
use crate::redaction::redactor::Redactor;

/// How long an MD5 in hexadecimal is: a signature, or a dynamic password.
const PROOF: usize = 32;

/// Replaces every secret of `request` and of `keys` in `text`, and masks telephone numbers. Servers
/// quote what they were sent, and some quote the string that they hashed. Of a text longer than
/// anybody reads only the beginning is left.
pub(crate) fn redact_message<V: Vendor>(
    text: &mut String,
    keys: &V::Keys,
    request: &Request,
    spec: &Spec,
) {
    if text.is_empty() {
        return;
    }
    let held = V::secrets(keys).into_iter().map(Cow::Borrowed);
    let secrets = sent::<V>(request, spec, Sensitivity::Secret).into_iter();
    let people = sent::<V>(request, spec, Sensitivity::Personal).into_iter();
    let numbers = people.filter(|value| phone_numbers::mask(value) != *value);
    let redactor = Redactor::new(secrets.chain(held).chain(numbers));
    *text = bounded(text, |text| {
        phone_numbers::mask(&redactor.redact(text)).into_owned()
    });
}

/// Finds the signatures and dynamic passwords of the request.
pub(crate) fn proofs<V: Vendor>(request: &Request, spec: &Spec) -> Redactor {
    let is_proof = |text: &Cow<'_, str>| {
        text.len() == PROOF && text.bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    let sent = sent::<V>(request, spec, Sensitivity::Secret);
    Redactor::for_values(sent.iter().filter(|text| is_proof(text)))
}

/// The values in the request that are this sensitive, as they are and as they were sent.
fn sent<'a, V: Vendor>(
    request: &'a Request,
    spec: &Spec,
    sensitivity: Sensitivity,
) -> Vec<Cow<'a, str>> {
    let is_wanted = |name: &str| {
        spec.params
            .iter()
            .chain(V::COMMON)
            .any(|param| param.name == name && param.sensitivity == sensitivity)
    };
    let query = request.target.split_once('?').map(|(_, query)| query);
    let (form, parts) = match &request.body {
        Body::Empty => (None, &[][..]),
        Body::Form(form) => (Some(form.as_str()), &[][..]),
        Body::Multipart(multipart) => (None, multipart.parts()),
    };
    let mut sent = Vec::new();
    let pairs = [query, form].into_iter().flatten();
    for (name, value) in pairs
        .flat_map(|pairs| pairs.split('&'))
        .filter_map(|pair| pair.split_once('='))
    {
        if is_wanted(name) {
            sent.push(percent_decode_str(value).decode_utf8_lossy());
            // Who quotes the request in base64 or hexadecimal quotes this.
            sent.push(Cow::Borrowed(value));
        }
    }
    for part in parts {
        if is_wanted(&part.name) {
            sent.push(String::from_utf8_lossy(&part.content));
        }
    }
    sent
}
