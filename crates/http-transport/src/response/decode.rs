//! Reads what came as the answer to an operation.

use endpoint_core::wire::{Request, Response};
use endpoint_core::{Endpoint, OpenError, Vendor, lenient};

use crate::redaction;

/// Reads an answer. A signature or a dynamic password that it repeats is in none of its values.
///
/// # Errors
///
/// As [`Vendor::open`]; and where the answer cannot be read without them.
pub(crate) fn open<E: Endpoint>(
    response: &Response,
    request: &Request,
) -> Result<E::Output, OpenError> {
    let text = lenient::to_utf8(&response.body, response.content_type.as_deref())
        .map_err(OpenError::Malformed)?;
    let output = E::Vendor::open::<E>(&text)?;
    let proofs = redaction::proofs::<E::Vendor>(request, &E::SPEC);
    // What is cut out of the middle of an escape leaves half of one: then all of its text goes.
    for whole in [false, true] {
        let Some(clean) = proofs.redact_answer(&text, whole) else {
            return Ok(output);
        };
        if let Ok(output) = E::Vendor::open::<E>(&clean.into()) {
            return Ok(output);
        }
    }
    Err(OpenError::Malformed(lenient::DecodeError::because(
        "the answer repeats a secret where nothing can be left out",
    )))
}

/// The title of the page that came in the place of an answer.
pub(crate) fn title(response: &Response) -> Option<String> {
    let body = &response.body;
    let text = lenient::to_utf8(body, response.content_type.as_deref());
    let text = text.unwrap_or_else(|_| body.clone());
    if !lenient::is_html(&text) {
        return None;
    }
    lenient::html_title(&text)
}

/// The longest title that is shown, in characters.
const LONGEST_TITLE: usize = 80;

/// A title as long as anybody reads.
pub(crate) fn shortened(title: String) -> String {
    match title.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default()),
        None => title,
    }
}
