//! Removes secrets from the texts of vendors: those in the request, and the keys that signed it.

mod characters;
mod encodings;
mod escaped_text;
mod escapes;
mod excerpt;
mod form_index;
mod limits;
mod linear_search;
mod matching;
mod phone_numbers;
pub(crate) mod redactor;
mod response_texts;
mod search;
mod secret_forms;
#[cfg(test)]
mod tests;
mod unit;
mod visible;

use std::borrow::Cow;

use endpoint_core::wire::{Body, Request};
use endpoint_core::{Sensitivity, Spec, Vendor};
use percent_encoding::percent_decode_str;

use crate::redaction::excerpt::excerpt;
use crate::redaction::redactor::Redactor;

/// The length of an MD5 in hexadecimal: a signature, or a dynamic password.
const MD5_DIGITS: usize = 32;

/// Replaces every secret of `request` and of `keys` in `text`, and masks telephone numbers. Servers
/// repeat requests, and some repeat the string that they hashed. A long text is cut to its
/// beginning.
pub(crate) fn redact_message<V: Vendor>(
    text: &mut String,
    keys: &V::Keys,
    request: &Request,
    spec: &Spec,
) {
    if text.is_empty() {
        return;
    }
    let keys = V::secrets(keys).into_iter().map(Cow::Borrowed);
    let secrets = sensitive_values::<V>(request, spec, Sensitivity::Secret).into_iter();
    let personal = sensitive_values::<V>(request, spec, Sensitivity::Personal).into_iter();
    let numbers = personal.filter(|value| phone_numbers::mask(value) != *value);
    let redactor = Redactor::new(secrets.chain(keys).chain(numbers));
    *text = excerpt(text, |text| {
        phone_numbers::mask(&redactor.redact(text)).into_owned()
    });
}

/// Redacts the signatures and dynamic passwords of a request in its response.
pub(crate) struct SignatureRedactor<'r> {
    signatures: Vec<Cow<'r, str>>,
}

impl<'r> SignatureRedactor<'r> {
    /// Redacts those of this request.
    pub(crate) fn new<V: Vendor>(request: &'r Request, spec: &Spec) -> Self {
        let mut signatures = sensitive_values::<V>(request, spec, Sensitivity::Secret);
        signatures.retain(|text| {
            text.len() == MD5_DIGITS && text.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        // Each is there as decoded and as sent.
        signatures.sort_unstable();
        signatures.dedup();
        Self { signatures }
    }

    /// The response without the signatures in its texts; `None` if it contains none. With
    /// `replace_whole`, each text with a signature is replaced as a whole.
    pub(crate) fn redact_response(&self, response: &[u8], replace_whole: bool) -> Option<Vec<u8>> {
        // Hardly any response repeats one.
        Redactor::for_first_halves(&self.signatures).redact_response(response, true)?;
        Redactor::for_values(&self.signatures).redact_response(response, replace_whole)
    }
}

/// The values in the request with this sensitivity, decoded and as sent.
fn sensitive_values<'a, V: Vendor>(
    request: &'a Request,
    spec: &Spec,
    sensitivity: Sensitivity,
) -> Vec<Cow<'a, str>> {
    let is_sensitive = |name: &str| {
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
    let mut values = Vec::new();
    let pairs = [query, form].into_iter().flatten();
    for (name, value) in pairs
        .flat_map(|pairs| pairs.split('&'))
        .filter_map(|pair| pair.split_once('='))
    {
        if is_sensitive(name) {
            values.push(percent_decode_str(value).decode_utf8_lossy());
            // A server that repeats the request in base64 or hexadecimal repeats this.
            values.push(Cow::Borrowed(value));
        }
    }
    for part in parts {
        if is_sensitive(&part.name) {
            values.push(String::from_utf8_lossy(&part.content));
        }
    }
    values
}
