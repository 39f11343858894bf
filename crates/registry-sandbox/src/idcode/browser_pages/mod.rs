//! The forms behind the browser pages 401, 405 and 607.
//!
//! | page | its form | what the form does |
//! |---|---|---|
//! | 607 | `POST /_sandbox/pages/login` | checks name and password, shows the data of the unit |
//! | 401, 405 | `POST /_sandbox/pages/application` | registers the category, redirects (302) to the callback address |
//!
//! A form carries a token for the verified request that opened the page. It can be sent once. The
//! target address comes from that request, not from the form.

use endpoint_core::Method;
use endpoint_core::wire::Received;

use super::State;
use crate::incoming::RequestError;
use crate::response::SandboxResponse;
use crate::state::Shared;

pub(super) mod application;
mod html;
pub(super) mod login;
mod open_pages;

use self::html::Html;
pub(super) use self::open_pages::{OpenPages, PageRequest};

const LOGIN: &str = "/_sandbox/pages/login";
const APPLICATION: &str = "/_sandbox/pages/application";

/// The token field of every form.
const TOKEN: &str = "token";

/// Whether a path is that of a form.
pub(crate) fn has_form(path: &str) -> bool {
    [LOGIN, APPLICATION].contains(&path)
}

/// Processes a submitted form.
pub(crate) fn submit_form(
    shared: &Shared,
    received: Result<Received, RequestError>,
) -> SandboxResponse {
    let now_ms = shared.now_ms();
    let Some(mut form) = received.ok().filter(|form| form.method == Method::Post) else {
        return problem(405, "This form is sent with POST.");
    };
    // Only the body counts: a link with a query must not submit a form.
    form.query.clear();
    let state = &mut shared.state().idcode;
    let request = form
        .take(TOKEN)
        .ok()
        .and_then(|token| state.open_pages.redeem(&token, now_ms));
    match (form.path.as_str(), request) {
        (LOGIN, Some(PageRequest::Login { call_back_url })) => {
            login::take(state, form, call_back_url, now_ms)
        }
        (APPLICATION, Some(PageRequest::Application(opened))) => {
            application::take(state, form, opened, now_ms)
        }
        _ => problem(
            403,
            "This form was sent before, has expired, or was never given out. \
             Open the page again from where you came.",
        ),
    }
}

/// The text of a field; empty if it is absent or repeated.
fn field(form: &mut Received, name: &'static str) -> String {
    form.take(name).unwrap_or_default()
}

fn problem(status: u16, what: &str) -> SandboxResponse {
    SandboxResponse::html(status, Html::page("No").paragraph(what).finish())
}

/// Opens a page for a verified request, and returns its token.
fn begin(state: &mut State, request: PageRequest, now_ms: u64) -> String {
    state.open_pages.begin(request, now_ms)
}
