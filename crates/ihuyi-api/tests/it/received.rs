//! Decodes a request as a server receives it.

use endpoint_core::Value;
use endpoint_core::wire::{Body, Received, Request};

/// The request as a server passes it on: decoded pairs in their order.
pub(crate) fn received(request: &Request) -> Received {
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let body = match &request.body {
        Body::Empty => Vec::new(),
        Body::Form(form) => pairs(form),
        Body::Multipart(_) => panic!("ihuyi has no uploads"),
    };
    Received {
        method: request.method,
        path: request.path().to_owned(),
        query: pairs(query),
        body,
    }
}

fn pairs(text: &str) -> Vec<(String, Value)> {
    form_urlencoded::parse(text.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
        .collect()
}
