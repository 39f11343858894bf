//! Decodes the response to an operation.

use endpoint_core::wire::{Request, Response};
use endpoint_core::{Endpoint, OpenError, Vendor, lenient};

use crate::redaction::SignatureRedactor;

/// Decodes a response. If it repeats a signature or a dynamic password, no value of the output
/// contains it.
///
/// # Errors
///
/// As for [`Vendor::open`]; also if the response cannot be decoded without the secrets.
pub(crate) fn open<E: Endpoint>(
    response: &Response,
    request: &Request,
) -> Result<E::Output, OpenError> {
    let text = lenient::to_utf8(&response.body, response.content_type.as_deref())
        .map_err(OpenError::Malformed)?;
    let output = E::Vendor::open::<E>(&text)?;
    let signatures = SignatureRedactor::new::<E::Vendor>(request, &E::SPEC);
    // Redacting the middle of an escape may leave half of it. Then the whole text is replaced.
    for replace_whole in [false, true] {
        let Some(clean) = signatures.redact_response(&text, replace_whole) else {
            return Ok(output);
        };
        if let Ok(output) = E::Vendor::open::<E>(&clean.into()) {
            return Ok(output);
        }
    }
    Err(OpenError::Malformed(lenient::DecodeError::because(
        "the response repeats a secret that cannot be removed",
    )))
}

/// The title of an HTML page that came instead of a response.
pub(crate) fn title(response: &Response) -> Option<String> {
    let body = &response.body;
    let text = lenient::to_utf8(body, response.content_type.as_deref());
    let text = text.unwrap_or_else(|_| body.clone());
    if !lenient::is_html(&text) {
        return None;
    }
    lenient::html_title(&text)
}

/// The longest title to show, in characters.
const LONGEST_TITLE: usize = 80;

/// Cuts a title to a readable length.
pub(crate) fn shortened(title: String) -> String {
    match title.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default()),
        None => title,
    }
}
