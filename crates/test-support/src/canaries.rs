//! Finds a secret in a text, in whatever encoding.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The digits of an MD5 hash.
const SIGNATURE: usize = 32;

/// The encodings of a secret: plain, escaped, percent-encoded, hexadecimal and base64 (at any
/// offset), each also in upper and lower case.
#[must_use]
pub fn encodings(secret: &str) -> Vec<String> {
    let mut encodings = vec![
        secret.to_owned(),
        secret.replace(' ', "+"),
        secret.escape_debug().to_string(),
        secret.escape_default().to_string(),
        secret.replace('"', "\\\""),
    ];
    for set in [NON_ALPHANUMERIC, RESERVED] {
        let encoded = utf8_percent_encode(secret, set).to_string();
        encodings.push(encoded.replace("%20", "+"));
        encodings.push(encoded);
    }
    encodings.push(secret.bytes().map(|byte| format!("{byte:02x}")).collect());
    for encoding in encodings.clone() {
        encodings.push(encoding.to_ascii_lowercase());
        encodings.push(encoding.to_ascii_uppercase());
    }
    for before in 0..3 {
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            encodings.push(in_base64(secret, before, engine));
        }
    }
    encodings.sort_unstable();
    encodings.dedup();
    encodings
}

/// The base64 characters that a secret determines after this many preceding bytes.
fn in_base64(
    secret: &str,
    before: usize,
    engine: &base64::engine::general_purpose::GeneralPurpose,
) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret.as_bytes());
    let encoded = engine.encode(&bytes);
    let from = (before * 8).div_ceil(6);
    let to = bytes.len() * 8 / 6;
    let decided = encoded.get(from..to);
    decided
        .expect("base64 is ASCII and this lies within")
        .to_owned()
}

/// Secrets that must not appear, in all their encodings.
#[derive(Clone)]
pub struct Canaries(Vec<String>);

impl Canaries {
    /// Canaries of these secrets.
    pub fn new<'s>(secrets: impl IntoIterator<Item = &'s str>) -> Self {
        Self(secrets.into_iter().flat_map(encodings).collect())
    }

    /// The first encoding found in a text, with the text around it.
    #[must_use]
    pub fn find_in(&self, text: &str) -> Option<String> {
        self.0.iter().find_map(|encoding| {
            let at = text.find(encoding)?;
            Some(format!("{encoding:?} in {:?}", around(text, at)))
        })
    }
}

impl core::fmt::Debug for Canaries {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Canaries({} encodings)", self.0.len())
    }
}

/// The first run of exactly 32 hexadecimal digits in a text, the form of a signature.
#[must_use]
pub fn signature_in(text: &str) -> Option<String> {
    let mut digits = 0;
    for (at, next) in text.bytes().chain([b' ']).enumerate() {
        if next.is_ascii_hexdigit() {
            digits += 1;
        } else if digits == SIGNATURE {
            return Some(around(text, at));
        } else {
            digits = 0;
        }
    }
    None
}

fn around(text: &str, at: usize) -> String {
    let (from, to) = (at.saturating_sub(120), (at + 80).min(text.len()));
    String::from_utf8_lossy(&text.as_bytes()[from..to]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Canary+/=%&\"中 1";

    #[test]
    fn a_secret_is_found_in_every_encoding() {
        let base64 = |text: &str| STANDARD_NO_PAD.encode(text);
        let canaries = Canaries::new([SECRET]);
        for text in [
            SECRET.to_owned(),
            format!("{SECRET:?}"),
            utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string(),
            utf8_percent_encode(SECRET, RESERVED)
                .to_string()
                .to_lowercase(),
            SECRET.bytes().map(|byte| format!("{byte:02X}")).collect(),
            base64(SECRET),
            base64(&format!("a{SECRET}b")),
            base64(&format!("ab{SECRET}")),
            URL_SAFE_NO_PAD.encode(format!("abc{SECRET}abc")),
        ] {
            let text = format!("before {text} after");
            assert!(canaries.find_in(&text).is_some(), "{text}");
        }
        assert_eq!(canaries.find_in("Canary and more"), None);
    }

    #[test]
    fn a_signature_is_a_run_of_hexadecimal_digits() {
        assert!(signature_in("x=7D0F2d0b1c2a3948576a7b8c9d0e1f20;").is_some());
        assert!(signature_in("7D0F2d0b1c2a3948576a7b8c9d0e1f20").is_some());
        assert_eq!(signature_in("7D0F2d0b1c2a3948 576a7b8c9d0e1f20"), None);
        assert_eq!(signature_in("7D0F2d0b1c2a3948576a7b8c9d0e1f20a"), None);
    }
}
