//! Puts signed texts and files into query, form or multipart body, as the dialect says.

use endpoint_core::wire::{Body, Multipart, Part, Request, push_pair};
use endpoint_core::{Params, Placement, Spec};
use sign_core::idcode::{self, Signed};

use crate::dialect::{Dialect, FormPlacement, MultipartPlacement, Order};

pub(crate) const TOKEN: &str = "access_token";
pub(crate) const TIME: &str = "time";
pub(crate) const HASH: &str = "hash";

/// Where the texts of a request travel.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Query,
    Form,
    Parts,
    /// Credentials in the query, the rest as a form.
    Split,
}

impl Place {
    pub(crate) fn new(placement: Placement, dialect: &Dialect) -> Self {
        match placement {
            Placement::Query | Placement::Page => Self::Query,
            Placement::Form | Placement::JsonText(_) => match dialect.form {
                FormPlacement::Query => Self::Query,
                FormPlacement::Body => Self::Form,
                FormPlacement::CredentialsInQuery => Self::Split,
            },
            Placement::Multipart => match dialect.multipart {
                MultipartPlacement::Query => Self::Query,
                MultipartPlacement::Parts => Self::Parts,
            },
        }
    }

    pub(crate) fn is_in_query(self, name: &str) -> bool {
        match self {
            Self::Query => true,
            Self::Form | Self::Parts => false,
            Self::Split => matches!(name, TOKEN | TIME | HASH),
        }
    }
}

/// Places signed texts and files as the dialect says.
///
/// Signed pairs are copied from the buffer that was hashed, so that hash and request cannot differ;
/// only pairs that the signature does not cover are encoded here.
pub(crate) fn compose(
    spec: &Spec,
    params: &Params,
    texts: &[(&str, &str)],
    signed: &Signed,
    place: Place,
    order: Order,
) -> Request {
    let covered: Vec<&str> = signed.query().split('&').collect();
    let mut uncovered = String::new();
    for (name, value) in texts {
        if !covered.iter().any(|pair| name_of(pair) == *name) {
            push_pair(&mut uncovered, name, value);
        }
    }
    let mut pairs: Vec<&str> = covered;
    let hash = pairs.pop();
    pairs.extend(uncovered.split('&').filter(|pair| !pair.is_empty()));
    pairs.extend(hash);
    if order == Order::Declared {
        pairs.sort_by_key(|pair| {
            let name = name_of(pair);
            let declared = texts.iter().position(|(text, _)| *text == name);
            // `time` and `hash` are not declared; the stable sort keeps them last.
            declared.unwrap_or(texts.len())
        });
    }
    let names: Vec<&str> = pairs.iter().copied().map(name_of).collect();
    let (query, form): (Vec<&str>, Vec<&str>) = pairs
        .into_iter()
        .partition(|pair| place.is_in_query(name_of(pair)));

    let target = if query.is_empty() {
        spec.path.to_owned()
    } else {
        format!("{}?{}", spec.path, query.join("&"))
    };
    let body = match (spec.placement, place) {
        (Placement::Multipart, _) => multipart(params, &names, texts, signed, place),
        (_, Place::Query) => Body::Empty,
        _ => Body::Form(form.join("&")),
    };
    Request {
        method: spec.method,
        target,
        body,
    }
}

fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// A multipart body: the texts that are not in the query, in the order of `names`, then the files.
fn multipart(
    params: &Params,
    names: &[&str],
    texts: &[(&str, &str)],
    signed: &Signed,
    place: Place,
) -> Body {
    let time = signed.time_ms().to_string();
    let proof = [(TIME, time.as_str()), (HASH, signed.hash())];
    let parts = names
        .iter()
        .filter(|name| !place.is_in_query(name))
        .filter_map(|name| texts.iter().chain(&proof).find(|(given, _)| given == name))
        .map(|(name, value)| Part {
            name: (*name).to_owned(),
            file_name: None,
            content: value.as_bytes().to_vec().into(),
        });
    let (streamed, held): (Vec<_>, Vec<_>) = params
        .files()
        .partition(|(_, file)| file.source().is_some());
    let held = held.into_iter().map(|(name, file)| Part {
        name: name.to_owned(),
        file_name: Some(file.name().to_owned()),
        content: file.content().clone(),
    });
    let parts = parts.chain(held).collect();
    if streamed.is_empty() {
        return Body::Multipart(Multipart::new(&time, parts));
    }
    // The boundary depends on the authorisation code and the time, which the author of the file
    // does not know. The signature itself must not appear in a header.
    let seed = idcode::password_md5(&format!("boundary {}", signed.hash()));
    let streamed = streamed
        .into_iter()
        .map(|(name, file)| (name.to_owned(), file.clone()))
        .collect();
    Body::Multipart(Multipart::new(&seed, parts).with_streamed(streamed))
}
