//! Checks that any request is verified or refused: an unsigned one never passes, a signed one
//! always does, in every dialect and after any other query parser, unless something was changed.

use std::sync::Arc;

use registry_sandbox::{Config, Incoming, Sandbox};
use sign_core::idcode::{SignatureDialect, VerifyError, sign, verify};

const PATH: &str = "/AllInterFace/GetUnitType";
const TIME: u64 = 1_497_587_696_789;
const CODE: &str = "authorisation code that nobody knows";

pub fn holds(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    an_unsigned_text_is_refused(text);
    let pairs = pairs(text);
    for dialect in SignatureDialect::ALL {
        what_was_signed(&pairs, dialect);
    }
    let signed = sign(PATH, &pairs, CODE, TIME, SignatureDialect::default());
    // As the sandbox reads it.
    let target = format!("{PATH}?{}", signed.query());
    let reason = Asked::anew().reason("GET", &target, None, "");
    assert!(!reason.contains("signature"), "{reason}: {target}");
}

fn what_was_signed(pairs: &[(&str, &str)], dialect: SignatureDialect) {
    let signed = sign(PATH, pairs, CODE, TIME, dialect);
    let time = TIME.to_string();
    let mut received = pairs.to_vec();
    received.extend([("time", time.as_str()), ("hash", signed.hash())]);
    assert_eq!(verify(PATH, &received, CODE, dialect), Ok(TIME));
    // The wire carries exactly the signed pairs: no value moved, none was cut. They are sorted by
    // name; equal names keep their order.
    let sent = form_urlencoded::parse(signed.query().as_bytes());
    let mut sent: Vec<(String, String)> = sent.into_owned().collect();
    assert_eq!(sent.last().map(|(name, _)| name.as_str()), Some("hash"));
    let of = |pairs: &[(String, String)]| {
        let pairs = pairs.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        verify(PATH, &pairs, CODE, dialect)
    };
    assert_eq!(of(&sent), Ok(TIME));
    // One of them is longer, a different one for every text.
    let place = pairs.iter().map(|(_, value)| value.len()).sum::<usize>() % sent.len();
    let mut longer = sent.clone();
    longer[place].1.push('1');
    assert!(of(&longer).is_err(), "{} is longer", longer[place].0);
    sent.sort();
    let mut given: Vec<(String, String)> = received
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    given.sort();
    assert_eq!(sent, given);
    let others = verify(PATH, &received, "another code", dialect);
    assert_eq!(others, Err(VerifyError::Mismatch));
}

/// The pairs of a text with the required token, and without the pairs that a signature adds.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let mut pairs = vec![("access_token", "token")];
    pairs.extend(
        text.split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .filter(|(name, _)| !matches!(*name, "access_token" | "time" | "hash")),
    );
    pairs
}

/// Sends the text as query, form, multipart body and target.
fn an_unsigned_text_is_refused(text: &str) {
    let query = format!("{PATH}?{text}");
    let asked = Asked::anew();
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
        let reason = asked.reason(method, target, content_type, body);
        assert!(!reason.is_empty(), "{method} {target} {body}");
    }
}

/// A sandbox and its runtime.
struct Asked {
    sandbox: Sandbox,
    runtime: tokio::runtime::Runtime,
}

impl Asked {
    fn anew() -> Self {
        let config = Config::default()
            .with_idcode_credentials("token", CODE)
            .with_ihuyi_account("account that nobody knows", "key that nobody knows")
            .with_clock(Arc::new(|| TIME));
        Self {
            sandbox: Sandbox::new(config),
            runtime: tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap(),
        }
    }

    /// Why the sandbox rejected the request; empty if it did not.
    fn reason(&self, method: &str, target: &str, content_type: Option<&str>, body: &str) -> String {
        let incoming = Incoming {
            method: method.to_owned(),
            target: target.to_owned(),
            content_type: content_type.map(str::to_owned),
            body: bytes::Bytes::copy_from_slice(body.as_bytes()),
        };
        let before = self.sandbox.calls().len();
        let answer = self.runtime.block_on(self.sandbox.respond(incoming));
        if answer.status != 200 {
            return format!("status {}", answer.status);
        }
        match self.sandbox.calls().get(before) {
            Some(call) => call.reason.clone().unwrap_or_default(),
            // Browser pages and the admin interface are not calls.
            None => "no call".to_owned(),
        }
    }
}
