//! What do tests ask the sandbox itself, beside the vendors' interfaces?
//!
//! | request | answer |
//! |---|---|
//! | `GET /_sandbox/sms?phone=13800138000` | the last SMS code: `{"phone":…,"code":…}`, or 404 |
//! | `GET /_sandbox/calls` | the calls received, oldest first |
//! | `POST /_sandbox/reset` | `{"reset":true}`, and everything is as at the beginning |

use endpoint_core::Value;
use serde_json::json;

use crate::incoming::Incoming;
use crate::world::Shared;

const PREFIX: &str = "/_sandbox/";

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, body: &serde_json::Value) -> Self {
        Self {
            status,
            body: body.to_string().into_bytes(),
        }
    }
}

/// The answer, where the path is the sandbox's own.
pub(crate) fn answer(shared: &Shared, incoming: &Incoming) -> Option<Answer> {
    let question = incoming.path().strip_prefix(PREFIX)?;
    Some(match (question, incoming.method.as_str()) {
        ("sms", "GET") => sms(shared, incoming),
        ("calls", "GET") => Answer::new(200, &json!(shared.world().calls.to_vec())),
        ("reset", "POST") => {
            shared.reset();
            Answer::new(200, &json!({"reset": true}))
        }
        ("sms" | "calls" | "reset", _) => {
            Answer::new(405, &json!({"error": "this takes another method"}))
        }
        _ => Answer::new(
            404,
            &json!({"error": "the sandbox has sms, calls and reset here"}),
        ),
    })
}

fn sms(shared: &Shared, incoming: &Incoming) -> Answer {
    let query = incoming.query();
    let phone = query.iter().find_map(|(name, value)| match value {
        Value::Text(text) if name == "phone" => Some(text.as_str()),
        _ => None,
    });
    let Some(phone) = phone else {
        return Answer::new(400, &json!({"error": "say which phone: ?phone=…"}));
    };
    match shared.world().idcode.sms.code_for(phone) {
        Some(code) => Answer::new(200, &json!({"phone": phone, "code": code})),
        None => Answer::new(404, &json!({"error": "no code was sent to this phone"})),
    }
}
