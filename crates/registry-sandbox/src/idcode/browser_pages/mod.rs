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

use crate::request_error::RequestError;
use crate::response::SandboxResponse;
use crate::state::Shared;

pub(super) mod application;
mod forms;
mod html;
pub(super) mod login;
mod open_pages;

use self::forms::{APPLICATION, LOGIN, TOKEN};
use self::html::Html;
pub(super) use self::open_pages::{OpenPages, PageRequest};

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

fn problem(status: u16, what: &str) -> SandboxResponse {
    SandboxResponse::html(status, Html::page("No").paragraph(what).finish())
}
