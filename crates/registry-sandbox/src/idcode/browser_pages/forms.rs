//! The addresses and fields that all forms share.

use endpoint_core::wire::Received;

use super::open_pages::PageRequest;
use crate::idcode::State;

pub(super) const LOGIN: &str = "/_sandbox/pages/login";
pub(super) const APPLICATION: &str = "/_sandbox/pages/application";

/// The token field of every form.
pub(super) const TOKEN: &str = "token";

/// The text of a field; empty if it is absent or repeated.
pub(super) fn field(form: &mut Received, name: &'static str) -> String {
    form.take(name).unwrap_or_default()
}

/// Opens a page for a verified request, and returns its token.
pub(super) fn begin(state: &mut State, request: PageRequest, now_ms: u64) -> String {
    state.open_pages.begin(request, now_ms)
}
