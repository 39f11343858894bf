//! Any request is verified or not: what nobody signed never is, and what was signed always is.

use std::sync::Arc;

use registry_sandbox::{Config, Incoming, Sandbox};
use sign_core::idcode::{Dialect, sign, verify};

const PATH: &str = "/AllInterFace/GetUnitType";
const TIME: u64 = 1_497_587_696_789;
const CODE: &str = "authorisation code that nobody knows";

pub(crate) fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    nobody_signed(text);
    let pairs = pairs(text);
    let signed = sign(PATH, &pairs, CODE, TIME, Dialect::default());
    let mut received = pairs.clone();
    let time = TIME.to_string();
    received.extend([("time", time.as_str()), ("hash", signed.hash())]);
    assert_eq!(verify(PATH, &received, CODE, Dialect::default()), Ok(TIME));
    // As the sandbox reads it off the wire.
    let target = format!("{PATH}?{}", signed.query());
    let reason = reason("GET", &target, None, "");
    assert!(!reason.contains("signature"), "{reason}: {target}");
}

/// The pairs of a text, without those that a signature adds and with the token that it has to
/// have.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let mut pairs = vec![("access_token", "token")];
    pairs.extend(
        text.split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter(|(name, _)| !matches!(*name, "access_token" | "time" | "hash")),
    );
    pairs
}

/// The text as query, form, multipart and as the target itself.
fn nobody_signed(text: &str) {
    let query = format!("{PATH}?{text}");
    let form = "/AllInterFace/UnitRegist";
    let multipart = Some("multipart/form-data; boundary=b");
    for (method, target, content_type, body) in [
        ("GET", query.as_str(), None, ""),
        (
            "POST",
            form,
            Some("application/x-www-form-urlencoded"),
            text,
        ),
        ("POST", "/AllInterFace/BatchRegistIDcode", None, text),
        ("POST", "/AllInterFace/VerifyCompanyInfo", multipart, text),
        ("POST", "/idcard/ent3f/Submit.json", None, text),
        ("GET", text, None, ""),
    ] {
        let reason = reason(method, target, content_type, body);
        assert!(!reason.is_empty(), "{method} {target} {body}");
    }
}

/// Why the sandbox refused, empty where it did not.
fn reason(method: &str, target: &str, content_type: Option<&str>, body: &str) -> String {
    let config = Config::default()
        .with_idcode_credentials("token", CODE)
        .with_ihuyi_account("account that nobody knows", "key that nobody knows")
        .with_clock(Arc::new(|| TIME));
    let sandbox = Sandbox::new(config);
    let incoming = Incoming {
        method: method.to_owned(),
        target: target.to_owned(),
        content_type: content_type.map(str::to_owned),
        body: bytes::Bytes::copy_from_slice(body.as_bytes()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let answer = runtime.block_on(sandbox.respond(incoming));
    if answer.status != 200 {
        return format!("status {}", answer.status);
    }
    match sandbox.calls().last() {
        Some(call) => call.reason.clone().unwrap_or_default(),
        // Pages and the sandbox's own interface are no calls.
        None => "no call".to_owned(),
    }
}
