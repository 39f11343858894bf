//! Decodes a request as a server receives it.

use endpoint_core::wire::{Body, Received, Request};
use endpoint_core::{File, Value};

/// The request as a server passes it on: decoded pairs in their order.
pub(crate) fn received(request: &Request) -> Received {
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let body = match &request.body {
        Body::Empty => Vec::new(),
        Body::Form(form) => pairs(form),
        Body::Multipart(multipart) => multipart
            .parts()
            .iter()
            .map(|part| {
                let content = part.content.clone();
                let value = match &part.file_name {
                    Some(name) => Value::from(File::new(name, content)),
                    None => Value::from(String::from_utf8(content.to_vec()).unwrap()),
                };
                (part.name.clone(), value)
            })
            .collect(),
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
