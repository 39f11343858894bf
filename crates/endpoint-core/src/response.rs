//! Opens and seals responses in their envelopes.

use bytes::Bytes;

use crate::lenient::{self, Head};
use crate::{Endpoint, Refusal, Shape, Vendor};

/// Why a response has no value.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The vendor refused.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The body does not match the document.
    #[error(transparent)]
    Malformed(lenient::DecodeError),
}

/// Reads a response in JSON: the default of [`Vendor::open`], and the last step of vendors that
/// override it.
///
/// It reads envelope and content in one pass. Only if the content cannot be read does it read the
/// body again for the code: a refusal need not have the content of a success.
///
/// # Errors
///
/// As [`Vendor::open`].
pub fn open<E: Endpoint>(body: &Bytes) -> Result<E::Output, OpenError> {
    read::<E>(body, None)
}

/// Reads a response like [`Vendor::open`], and returns the members that the output type ignored:
/// their paths, with `[]` for the elements of lists.
///
/// # Errors
///
/// As [`Vendor::open`].
pub fn open_reporting<E: Endpoint>(body: &Bytes) -> Result<(E::Output, Vec<String>), OpenError> {
    let mut untaken = Vec::new();
    let output = read::<E>(body, Some(&mut untaken))?;
    Ok((output, untaken))
}

fn read<E: Endpoint>(
    body: &Bytes,
    mut untaken: Option<&mut Vec<String>>,
) -> Result<E::Output, OpenError> {
    let read = read_whole::<E>(body, untaken.as_deref_mut());
    let Err(OpenError::Malformed(error)) = read else {
        return read;
    };
    // A server that prints its own errors around a response has still responded.
    let response = lenient::without_notices(body).map(|response| body.slice_ref(response));
    match response.map(|response| read_whole::<E>(&response, untaken)) {
        Some(Err(OpenError::Malformed(_))) | None => Err(OpenError::Malformed(error)),
        Some(read) => read,
    }
}

fn read_whole<E: Endpoint>(
    body: &Bytes,
    untaken: Option<&mut Vec<String>>,
) -> Result<E::Output, OpenError> {
    let envelope = &E::Vendor::ENVELOPE;
    let mut head = Head::new(envelope);
    let content = lenient::within_budget(|| {
        lenient::decode_enveloped(body, &mut head, E::SPEC.reply, E::ROW_LIMIT, untaken)
    });
    if content.is_err() {
        head = lenient::decode_head(body, envelope).map_err(OpenError::Malformed)?;
    }
    match head.code {
        Some(code) if code == envelope.success => content.map_err(OpenError::Malformed),
        Some(code) => {
            let spec = E::SPEC;
            let message = head.message.unwrap_or_default();
            Err(OpenError::Refused(Box::new(Refusal::new(
                E::Vendor::NAME,
                &spec,
                code,
                message.as_str(),
                E::Vendor::classify(&spec, code, &message),
                body.clone(),
            ))))
        }
        None => {
            Err(OpenError::Malformed(content.err().unwrap_or_else(|| {
                lenient::DecodeError::missing(envelope.code)
            })))
        }
    }
}

pub(crate) fn seal<E: Endpoint>(result: Result<&E::Output, &Refusal>) -> Vec<u8> {
    let envelope = &E::Vendor::ENVELOPE;
    let (content, code, message) = match result {
        Ok(output) => {
            let content = serde_json::to_string(output)
                .expect("a reply has text keys and is written to memory");
            let message = E::SPEC.message(envelope.success).unwrap_or_default();
            match E::SPEC.reply {
                Shape::Object => (content, envelope.success, message),
                Shape::List(key) | Shape::Entity(key) => (
                    format!("{{{}:{content}}}", quoted(key)),
                    envelope.success,
                    message,
                ),
            }
        }
        Err(refusal) => (
            String::from_utf8_lossy(refusal.body()).into_owned(),
            refusal.code,
            refusal.message.as_str(),
        ),
    };
    let members = content
        .trim()
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or_default()
        .trim_matches(|letter: char| letter == ',' || letter.is_whitespace());
    let comma = if members.is_empty() { "" } else { "," };
    format!(
        "{{{members}{comma}{}:{code},{}:{}}}",
        quoted(envelope.code),
        quoted(envelope.message),
        quoted(message),
    )
    .into_bytes()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
