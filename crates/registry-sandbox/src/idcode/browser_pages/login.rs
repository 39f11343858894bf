//! The browser page of 607: a login and the unit's data.

use endpoint_core::wire::Received;
use idcode_api::UnitAccount;

use super::forms::{LOGIN, begin, field};
use super::html::Html;
use super::open_pages::PageRequest;
use crate::idcode::State;
use crate::response::SandboxResponse;

const NAME: &str = "loginName";
const PASSWORD: &str = "loginPswd";

/// The form.
pub(in crate::idcode) fn form(
    state: &mut State,
    call_back_url: String,
    name: &str,
    error: Option<&str>,
    now_ms: u64,
) -> String {
    let token = begin(state, PageRequest::Login { call_back_url }, now_ms);
    Html::page("Login")
        .error(error)
        .form(LOGIN, &token)
        .input("text", NAME, "User name", name)
        .input("password", PASSWORD, "Password", "")
        .submit("Log in")
        .finish()
}

/// Checks the login. The document does not say how the data of the unit reach the callback address
/// (OQ34), so the page shows them under the document's names, with a link to the address as given.
pub(super) fn take(
    state: &mut State,
    mut filled: Received,
    call_back_url: String,
    now_ms: u64,
) -> SandboxResponse {
    let name = field(&mut filled, NAME);
    let password = field(&mut filled, PASSWORD);
    let Some(registered) = state.units.login(&name, &password) else {
        let error = Some("用户名或密码错误！ User name or password is wrong.");
        let page = form(state, call_back_url, &name, error, now_ms);
        return SandboxResponse::html(200, page);
    };
    let rows = rows(&registered.to_account());
    let page = Html::page("Logged in")
        .table(
            rows.iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        )
        .paragraph(
            "How these data reach the callback address is not documented, so nothing is added \
             to it.",
        )
        .link(&call_back_url, "Go to the callback address")
        .finish();
    SandboxResponse::html(200, page)
}

/// The names and values of an account, in the order of the document.
fn rows(account: &UnitAccount) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(members)) = serde_json::to_value(account) else {
        return Vec::new();
    };
    members
        .into_iter()
        .map(|(name, value)| match value {
            serde_json::Value::String(text) => (name, text),
            serde_json::Value::Null => (name, String::new()),
            value => (name, value.to_string()),
        })
        .collect()
}
