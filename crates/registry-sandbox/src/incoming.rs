//! Reads a request in every form that clients send.
//!
//! It is liberal in form, and does not judge the request.

use core::convert::Infallible;
use core::fmt;

use bytes::Bytes;
use endpoint_core::wire::{Received, Request};
use endpoint_core::{Method, Value};
use futures_util::stream;

use crate::multipart;
use crate::request_error::{MOST_PARAMETERS, RequestError};

/// A request as received. It carries credentials: `Debug` shows method, path and size.
#[derive(Clone)]
pub struct Incoming {
    /// The method, in capitals.
    pub method: String,
    /// Path and query, as in the request line.
    pub target: String,
    /// The content type header, if any.
    pub content_type: Option<String>,
    /// The body.
    pub body: Bytes,
}

impl Incoming {
    /// The path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(self.target.as_str(), |(path, _)| path)
    }

    /// The texts of the query and of a form in the body.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        let texts = self.query().into_iter().chain(pairs(&self.body));
        texts
            .filter_map(|(name, value)| match value {
                Value::Text(text) => Some((name, text)),
                Value::File(_) => None,
            })
            .collect()
    }

    pub(crate) fn query(&self) -> Vec<(String, Value)> {
        self.target
            .split_once('?')
            .map_or_else(Vec::new, |(_, query)| pairs(query.as_bytes()))
    }
}

impl From<&Request> for Incoming {
    fn from(request: &Request) -> Self {
        Self {
            method: request.method.as_str().to_owned(),
            target: request.target.clone(),
            content_type: request.body.content_type(),
            body: request.body.read().unwrap_or_default(),
        }
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("method", &self.method)
            .field("path", &self.path())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// Reads the parameters of a request.
///
/// The body of a GET is ignored, whatever its content type. The body of a POST is multipart if the
/// content type says so, and otherwise a form in UTF-8, whatever its charset.
pub(crate) async fn read(incoming: Incoming) -> Result<Received, RequestError> {
    let method = match incoming.method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        _ => return Err(RequestError::Method),
    };
    let query = incoming.query();
    let path = incoming.path().to_owned();
    let body = match (method, incoming.content_type.as_deref()) {
        (Method::Get, _) => Vec::new(),
        (Method::Post, Some(content_type)) if multipart::is_announced(content_type) => {
            let body = stream::iter([Ok::<Bytes, Infallible>(incoming.body)]);
            multipart::parts(content_type, body)
                .await
                .map_err(multipart::MultipartError::into_request_error)?
        }
        (Method::Post, _) => pairs(&incoming.body),
    };
    if query.len().max(body.len()) > MOST_PARAMETERS {
        return Err(RequestError::Parameters);
    }
    Ok(Received {
        method,
        path,
        query,
        body,
    })
}

/// Decodes `name=value&name=value`: `%xx` in either case, `+` as a blank, and anything else
/// literally.
fn pairs(encoded: &[u8]) -> Vec<(String, Value)> {
    form_urlencoded::parse(encoded)
        .take(MOST_PARAMETERS + 1)
        .map(|(name, value)| (name.into_owned(), Value::Text(value.into_owned())))
        .collect()
}

/// A request whose parts were read as they arrived.
#[cfg(feature = "server")]
pub(crate) fn with_parts<E>(
    incoming: &Incoming,
    parts: Result<Vec<(String, Value)>, multipart::MultipartError<E>>,
) -> Result<Received, RequestError> {
    let query = incoming.query();
    if query.len() > MOST_PARAMETERS {
        return Err(RequestError::Parameters);
    }
    Ok(Received {
        method: Method::Post,
        path: incoming.path().to_owned(),
        query,
        body: parts.map_err(multipart::MultipartError::into_request_error)?,
    })
}
