//! Checks that any response of any operation is read or refused, and that a read response is the
//! same after being written and read again, also if its names are written differently.
//!
//! The first line of the input names the operation; any other name selects some operation.

use bytes::Bytes;
use endpoint_core::{Endpoint, OpenError, Vendor, Visit};
use idcode_api::Idcode;
use ihuyi_api::Ihuyi;

pub fn holds(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let name = parts.next().unwrap_or_default();
    let body = Bytes::copy_from_slice(parts.next().unwrap_or_default());
    let mut count = Find {
        name,
        found: None,
        seen: 0,
    };
    visit(&mut count);
    let seen = count.seen.max(1);
    let by_content = name
        .iter()
        .fold(0_usize, |sum, byte| sum + usize::from(*byte))
        % seen;
    visit(&mut Check {
        at: count.found.unwrap_or(by_content),
        seen: 0,
        body,
    });
}

fn visit(visitor: &mut (impl Visit<Idcode> + Visit<Ihuyi>)) {
    idcode_api::endpoints(visitor);
    ihuyi_api::endpoints(visitor);
}

struct Find<'a> {
    name: &'a [u8],
    found: Option<usize>,
    seen: usize,
}

impl<V: Vendor> Visit<V> for Find<'_> {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if E::SPEC.name.as_bytes() == self.name {
            self.found = Some(self.seen);
        }
        self.seen += 1;
    }
}

struct Check {
    at: usize,
    seen: usize,
    body: Bytes,
}

impl<V: Vendor> Visit<V> for Check {
    fn endpoint<E: Endpoint<Vendor = V>>(&mut self) {
        if self.seen == self.at {
            check::<E>(&self.body);
        }
        self.seen += 1;
    }
}

/// Checks the property for a response to one operation.
pub fn check<E: Endpoint>(body: &Bytes) {
    let name = E::SPEC.name;
    match E::Vendor::open::<E>(body) {
        Ok(output) => {
            let text = serde_json::to_string(&output).unwrap();
            let sealed = Bytes::from(E::Vendor::seal::<E>(Ok(&output)));
            let again = match E::Vendor::open::<E>(&sealed) {
                Ok(again) => serde_json::to_string(&again).unwrap(),
                Err(why) => panic!("{name}: {why}: {}", String::from_utf8_lossy(&sealed)),
            };
            assert_eq!(again, text, "{name}");
            // Expected spellings of names take a faster path than others.
            if let Some(odd) = with_odd_names(body) {
                match E::Vendor::open::<E>(&odd) {
                    Ok(again) => {
                        let again = serde_json::to_string(&again).unwrap();
                        assert_eq!(even(&again), even(&text), "{name}");
                    }
                    Err(why) => panic!("{name}: {why}: {}", String::from_utf8_lossy(&odd)),
                }
            }
        }
        Err(OpenError::Refused(refusal)) => {
            assert_ne!(refusal.code, E::Vendor::ENVELOPE.success, "{name}");
            assert_eq!(refusal.body(), body, "{name}");
            let _details = refusal.details::<Vec<String>>();
        }
        Err(OpenError::Malformed(why)) => assert!(!why.to_string().is_empty(), "{name}"),
    }
}

/// Normalizes JSON that is kept as a text: case of names, white space, and the order of members
/// that did not arrive as text. A name and its value stay together.
fn even(text: &str) -> Vec<String> {
    let plain = text.to_ascii_lowercase().replace(' ', "");
    let mut pieces: Vec<String> = plain
        .split([',', '{', '}', '[', ']'])
        .map(str::to_owned)
        .collect();
    pieces.sort_unstable();
    pieces
}

/// A response in JSON with spaces around every name, and its letters in the other case.
fn with_odd_names(body: &[u8]) -> Option<Bytes> {
    if body.trim_ascii_start().first() != Some(&b'{') {
        return None;
    }
    let mut odd = Vec::with_capacity(body.len() + 64);
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
        let (before, quoted) = rest.split_at(at);
        odd.extend_from_slice(before);
        let mut end = 1;
        while quoted.get(end).is_some_and(|byte| *byte != b'"') {
            end += if quoted[end] == b'\\' { 2 } else { 1 };
        }
        let (text, behind) = quoted.split_at((end + 1).min(quoted.len()));
        let is_name = behind.trim_ascii_start().starts_with(b":") && !text.contains(&b'\\');
        if let (true, [_, name @ .., _]) = (is_name, text) {
            let swapped = name.iter().map(|byte| match byte {
                b'a'..=b'z' => byte.to_ascii_uppercase(),
                _ => byte.to_ascii_lowercase(),
            });
            odd.extend_from_slice(b"\" ");
            odd.extend(swapped);
            odd.extend_from_slice(b" \"");
        } else {
            odd.extend_from_slice(text);
        }
        rest = behind;
    }
    odd.extend_from_slice(rest);
    Some(odd.into())
}
