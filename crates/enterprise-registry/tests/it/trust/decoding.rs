//! Every response is read, or refused with its body kept, whatever it looks like.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use endpoint_core::wire::Response;
use enterprise_registry::{Error, HttpService, Outgoing, SendError};
use test_support::promise;

use super::samples::{Setup, samples};

/// Responds with these bytes.
#[derive(Clone, Default)]
struct Canned(Arc<Mutex<Vec<u8>>>);

#[async_trait]
impl HttpService for Canned {
    async fn send(&self, _: Outgoing<'_>) -> Result<Response, SendError> {
        Ok(Response {
            status: 200,
            content_type: None,
            date: None,
            retry_after: None,
            body: self.0.lock().unwrap().clone().into(),
        })
    }
}

/// The expected result of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Read,
    /// Malformed, with the body kept.
    Refused,
    /// Either, but not a panic.
    Any,
}

use Expected::{Any, Read, Refused};

/// Makes irregular responses from a regular one.
type Make = fn(&str) -> Vec<Vec<u8>>;

/// The twelve irregularities.
const IRREGULARITIES: [(&str, Expected, Make); 12] = [
    ("unknown field", Read, |text| {
        vec![
            text.replacen('{', r#"{"Nobody_Knows":[{"a":[null,-1e9]}],"#, 1)
                .into(),
        ]
    }),
    ("unknown enum", Any, |text| each_value(text, "987654")),
    ("null", Any, |text| each_value(text, "null")),
    ("number and text swapped", Read, |text| vec![swapped(text)]),
    ("empty", Refused, |_| vec![Vec::new(), b" \r\n".to_vec()]),
    ("HTML", Refused, |text| {
        let page = format!("<!DOCTYPE html><html><body>{text}</body></html>");
        vec![page.into_bytes(), b"<html>".to_vec()]
    }),
    ("byte order mark", Read, |text| {
        vec![format!("\u{feff}{text}").into()]
    }),
    // 成功 in GBK, which is not UTF-8.
    ("GBK", Refused, |text| {
        let (before, after) = text.split_at(text.rfind('}').unwrap());
        let mut bytes = format!("{before},\"GBK\":\"").into_bytes();
        bytes.extend_from_slice(b"\xb3\xc9\xb9\xa6\"");
        bytes.extend_from_slice(after.as_bytes());
        vec![bytes]
    }),
    ("truncated", Refused, |text| {
        let text = text.trim_end();
        let step = (text.len() / 150).max(1);
        (0..text.len())
            .step_by(step)
            .map(|end| text.as_bytes()[..end].to_vec())
            .collect()
    }),
    ("200,000 levels deep", Any, |text| {
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        let open = "{\"a\":".repeat(200_000);
        let mut all = each_value(text, &deep);
        all.truncate(1);
        all.extend([deep.into_bytes(), open.into_bytes()]);
        all.push(
            text.replacen('{', &format!("{{\"x\":{},", "[".repeat(200_000)), 1)
                .into(),
        );
        all
    }),
    ("huge number", Any, |text| {
        let digits = "9".repeat(400);
        let mut all = each_value(text, &digits);
        for number in [
            "99999999999999999999",
            "1e999999999",
            "-0.0000000000000000000001",
        ] {
            all.extend(each_value(text, number));
        }
        all
    }),
    ("missing field", Any, |text| without_each_member(text)),
];

/// The spans of all scalar values in a JSON text: texts that no colon follows, numbers, words.
fn values(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let from = at;
        match bytes[at] {
            b'"' => {
                at += 1;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
                if !text[at..].trim_start().starts_with(':') {
                    spans.push((from, at));
                }
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                while at < bytes.len() && !b",]} \r\n\t".contains(&bytes[at]) {
                    at += 1;
                }
                spans.push((from, at));
            }
            _ => at += 1,
        }
    }
    spans
}

/// The text with each of its first values in turn replaced by this.
fn each_value(text: &str, by: &str) -> Vec<Vec<u8>> {
    values(text)
        .into_iter()
        .take(40)
        .map(|(from, to)| [&text[..from], by, &text[to..]].concat().into_bytes())
        .collect()
}

/// Numbers as texts, and numeric texts as numbers.
fn swapped(text: &str) -> Vec<u8> {
    let mut out = String::new();
    let mut done = 0;
    for (from, to) in values(text) {
        out.push_str(&text[done..from]);
        let value = &text[from..to];
        let inner = value.trim_matches('"');
        let is_number =
            inner.parse::<i64>().is_ok() && !(inner.len() > 1 && inner.starts_with('0'));
        if is_number && inner == value {
            out.push_str(&format!("\"{value}\""));
        } else if is_number {
            out.push_str(inner);
        } else {
            out.push_str(value);
        }
        done = to;
    }
    out.push_str(&text[done..]);
    out.into_bytes()
}

/// The text with each member in turn renamed, so that it lacks that member.
fn without_each_member(text: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (at, _) in text.match_indices("\":") {
        let from = text[..at].rfind('"').unwrap();
        all.push([&text[..from], "\"gone", &text[at..]].concat().into_bytes());
        if all.len() == 40 {
            break;
        }
    }
    all
}

#[test]
fn irregular_responses_are_read_or_kept_and_nothing_panics() {
    // A small stack: decoding must not use a stack as deep as the response.
    let thread = std::thread::Builder::new().stack_size(1024 * 1024);
    thread.spawn(all).unwrap().join().unwrap();
}

fn all() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let canned = Canned::default();
    let mut setup = Setup::through(canned.clone(), "http://127.0.0.1:1");
    setup.retry.attempts = 1;
    let samples = samples();
    let (mut answers, mut panics, mut lost) = (0, 0, 0);
    let mut wrong = Vec::new();
    for sample in &samples {
        let seed = String::from_utf8(sample.fixture("success")).unwrap();
        for (name, expected, make) in IRREGULARITIES {
            for body in make(&seed) {
                answers += 1;
                canned.0.lock().unwrap().clone_from(&body);
                // New clients for every response: one client would keep the pause between calls of
                // 309.
                let clients = setup.clients();
                let call = || runtime.block_on(sample.call(&clients));
                let ended = match catch_unwind(AssertUnwindSafe(call)) {
                    Ok(ended) => ended,
                    Err(_) => {
                        panics += 1;
                        continue;
                    }
                };
                let is_as_expected = match (&ended, expected) {
                    (Ok(()), Read | Any) => true,
                    (Err(Error::Malformed(_)), Refused | Any) => true,
                    // The result code itself was replaced.
                    (Err(Error::Refused(_)), Any) => true,
                    _ => false,
                };
                if !is_as_expected {
                    wrong.push(format!("{} {name}: {ended:?}", sample.spec.name));
                }
                if let Err(error) = &ended {
                    let kept = error.body().map_or(&b""[..], |body| body);
                    lost += usize::from(kept != body);
                }
            }
        }
    }
    for line in wrong.iter().take(20) {
        eprintln!("{line}");
    }
    promise(
        "decoding",
        panics + lost + wrong.len() == 0,
        &format!(
            "{answers} answers, {} operations x {} irregularities: {panics} panics, {lost} bodies \
             lost, {} not as expected",
            samples.len(),
            IRREGULARITIES.len(),
            wrong.len()
        ),
    );
}
