//! The admin interface: what tests ask the sandbox itself, beside the vendors' interfaces.
//!
//! Over a socket only this machine may use it: a foreign `Host` or `Origin` gets 403, so that no
//! page in a browser can read or change the sandbox.
//!
//! | request | response |
//! |---|---|
//! | `GET /_sandbox/sms?phone=13800138000` | the last SMS code: `{"phone":…,"code":…}`, or 404 |
//! | `GET /_sandbox/scan?code=i.86.110108.52/10.46100000.1/A-001` | where a scan leads: `{"code":…,"leads_to":…}`, or 404 |
//! | `GET /_sandbox/uploads` | the uploads of 501, oldest first |
//! | `GET /_sandbox/accounts` | the accounts of ihuyi, without their keys |
//! | `POST /_sandbox/accounts` | changes one account and returns it |
//! | `GET /_sandbox/calls` | the calls received, oldest first |
//! | `POST /_sandbox/reset` | `{"reset":true}`; restores the initial state |

use endpoint_core::Value;
use serde_json::json;

use crate::incoming::Incoming;
use crate::state::Shared;

mod accounts;

const PREFIX: &str = "/_sandbox/";

pub(crate) struct AdminResponse {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl AdminResponse {
    fn new(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            body: body.to_string().into_bytes(),
        }
    }
}

/// Whether a path belongs to the admin interface.
#[cfg(feature = "server")]
pub(crate) fn is_admin_path(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// The response, if the path belongs to the admin interface.
pub(crate) fn respond(shared: &Shared, incoming: &Incoming) -> Option<AdminResponse> {
    let question = incoming.path().strip_prefix(PREFIX)?;
    Some(match (question, incoming.method.as_str()) {
        ("sms", "GET") => sms(shared, incoming),
        ("scan", "GET") => scan(shared, incoming),
        ("uploads", "GET") => uploads(shared),
        ("accounts", "GET") => accounts::list(shared),
        ("accounts", "POST") => accounts::change(shared, incoming),
        ("calls", "GET") => AdminResponse::new(200, &json!(shared.state().calls.to_vec())),
        ("reset", "POST") => {
            shared.reset();
            AdminResponse::new(200, &json!({"reset": true}))
        }
        ("sms" | "scan" | "uploads" | "accounts" | "calls" | "reset", _) => {
            AdminResponse::new(405, &json!({"error": "this path requires another method"}))
        }
        _ => AdminResponse::new(
            404,
            &json!({"error": "the admin interface has sms, scan, uploads, accounts, calls and reset"}),
        ),
    })
}

/// The first text of this name in the query.
fn query_text(incoming: &Incoming, name: &str) -> Option<String> {
    let query = incoming.query();
    query.into_iter().find_map(|(given, value)| match value {
        Value::Text(text) if given == name => Some(text),
        _ => None,
    })
}

fn sms(shared: &Shared, incoming: &Incoming) -> AdminResponse {
    let Some(phone) = query_text(incoming, "phone") else {
        return AdminResponse::new(400, &json!({"error": "say which phone: ?phone=…"}));
    };
    match shared.state().idcode.sms.code_for(&phone) {
        Some(code) => AdminResponse::new(200, &json!({"phone": phone, "code": code})),
        None => AdminResponse::new(404, &json!({"error": "no code was sent to this phone"})),
    }
}

fn scan(shared: &Shared, incoming: &Incoming) -> AdminResponse {
    let code = query_text(incoming, "code").and_then(|text| text.parse().ok());
    let Some(code) = code else {
        return AdminResponse::new(400, &json!({"error": "say which code: ?code=…"}));
    };
    match shared.state().idcode.scan(&code) {
        Some(address) => {
            AdminResponse::new(200, &json!({"code": code.as_str(), "leads_to": address}))
        }
        None => AdminResponse::new(404, &json!({"error": "a scan of this code leads nowhere"})),
    }
}

fn uploads(shared: &Shared) -> AdminResponse {
    let state = shared.state();
    let uploads: Vec<_> = state
        .idcode
        .uploads
        .iter()
        .map(|upload| {
            json!({
                "upload": upload.id.to_string(),
                "registration": upload.registration_id.to_string(),
                "codes": upload.count,
                "repeated": upload.repeated,
            })
        })
        .collect();
    AdminResponse::new(200, &json!(uploads))
}
