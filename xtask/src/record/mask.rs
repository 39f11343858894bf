//! Masks a reply for a fixture and keeps its form.
//!
//! The form is copied byte for byte; only values are replaced, by others of the same length and
//! alphabet.

use super::disguise::{disguised, is_personal, redacted, without_numbers_of_people};

/// The most rows of a list that are kept.
pub(super) const LONGEST_LIST: usize = 5;

/// The deepest nesting of a reply.
const DEEPEST: usize = 64;

/// The code of an envelope, under any of its names, trimmed and in any case.
pub(super) fn code(body: &str, name: &str, others: &[&str]) -> Option<i64> {
    let body = body.trim_start_matches('\u{feff}');
    let document: serde_json::Value = serde_json::from_str(body).ok()?;
    let is_code = |key: &str| {
        let key = key.trim();
        key.eq_ignore_ascii_case(name) || others.iter().any(|other| key.eq_ignore_ascii_case(other))
    };
    let (_, code) = document.as_object()?.iter().find(|(key, _)| is_code(key))?;
    match code {
        serde_json::Value::String(text) => text.trim().parse().ok(),
        code => code.as_i64(),
    }
}

/// The reply with secrets redacted, personal values replaced and long lists cut.
pub(super) fn masked(body: &str, secrets: &[String]) -> Result<String, String> {
    let mut copy = Copy {
        rest: body,
        out: String::with_capacity(body.len()),
        secrets,
    };
    copy.blanks(true);
    copy.value("", true, DEEPEST)?;
    copy.blanks(true);
    if !copy.rest.is_empty() {
        return Err("the reply continues after its end".to_owned());
    }
    Ok(copy.out)
}

struct Copy<'a> {
    rest: &'a str,
    out: String,
    secrets: &'a [String],
}

impl Copy<'_> {
    fn broken<T>(&self) -> Result<T, String> {
        Err("the reply is not JSON".to_owned())
    }

    /// Takes bytes off the front.
    fn take(&mut self, length: usize, keep: bool) {
        let (taken, rest) = self.rest.split_at(length);
        if keep {
            self.out.push_str(taken);
        }
        self.rest = rest;
    }

    fn blanks(&mut self, keep: bool) {
        let blank = |next: char| next.is_ascii_whitespace() || next == '\u{feff}';
        let length = self.rest.len() - self.rest.trim_start_matches(blank).len();
        self.take(length, keep);
    }

    /// Takes the next character if it is this one.
    fn sign(&mut self, sign: char, keep: bool) -> bool {
        let found = self.rest.starts_with(sign);
        if found {
            self.take(sign.len_utf8(), keep);
        }
        found
    }

    /// The inside of a text, with its escapes.
    fn text(&mut self) -> Result<String, String> {
        let Some(inside) = self.rest.strip_prefix('"') else {
            return self.broken();
        };
        let mut escaped = false;
        let end = inside.find(|next: char| {
            let ends = next == '"' && !escaped;
            escaped = next == '\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            return self.broken();
        };
        let (text, rest) = inside.split_at(end);
        self.rest = rest.strip_prefix('"').unwrap_or(rest);
        Ok(text.to_owned())
    }

    fn value(&mut self, key: &str, keep: bool, depth: usize) -> Result<(), String> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err("the reply is nested too deeply".to_owned());
        };
        match self.rest.chars().next() {
            Some('{') => self.object(keep, depth),
            Some('[') => self.list(key, keep, depth),
            Some('"') => {
                let text = self.text()?;
                if keep {
                    let text = self.shown(key, &text);
                    self.out.push_str(&format!("\"{text}\""));
                }
                Ok(())
            }
            _ => self.bare(key, keep),
        }
    }

    fn object(&mut self, keep: bool, depth: usize) -> Result<(), String> {
        self.take(1, keep);
        self.blanks(keep);
        if self.sign('}', keep) {
            return Ok(());
        }
        loop {
            let key = self.text()?;
            if keep {
                self.out.push_str(&format!("\"{key}\""));
            }
            self.blanks(keep);
            if !self.sign(':', keep) {
                return self.broken();
            }
            self.blanks(keep);
            self.value(&key, keep, depth)?;
            self.blanks(keep);
            if self.sign('}', keep) {
                return Ok(());
            }
            if !self.sign(',', keep) {
                return self.broken();
            }
            self.blanks(keep);
        }
    }

    fn list(&mut self, key: &str, keep: bool, depth: usize) -> Result<(), String> {
        self.take(1, keep);
        self.blanks(keep);
        if self.sign(']', keep) {
            return Ok(());
        }
        for row in 1.. {
            self.value(key, keep && row <= LONGEST_LIST, depth)?;
            self.blanks(keep && row <= LONGEST_LIST);
            if self.sign(']', keep) {
                return Ok(());
            }
            // A comma precedes a row that is kept.
            let next_is_kept = keep && row < LONGEST_LIST;
            if !self.sign(',', next_is_kept) {
                return self.broken();
            }
            self.blanks(next_is_kept);
        }
        Ok(())
    }

    /// A number, `true`, `false` or `null`.
    fn bare(&mut self, key: &str, keep: bool) -> Result<(), String> {
        let ends = |next: char| matches!(next, ',' | '}' | ']') || next.is_ascii_whitespace();
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at(length);
        if serde_json::from_str::<serde_json::Value>(value).is_err() {
            return self.broken();
        }
        if keep && is_personal(key) && value.len() > 4 && value.bytes().all(|b| b.is_ascii_digit())
        {
            self.out.push_str(&"1".repeat(value.len()));
        } else if keep {
            self.out.push_str(value);
        }
        self.rest = rest;
        Ok(())
    }

    fn shown(&self, key: &str, text: &str) -> String {
        if is_personal(key) {
            return disguised(text);
        }
        let mut shown = text.to_owned();
        for secret in self.secrets.iter().filter(|secret| !secret.is_empty()) {
            let quoted = serde_json::Value::from(secret.as_str()).to_string();
            for form in [secret.as_str(), quoted.trim_matches('"')] {
                shown = redacted(&shown, form);
            }
        }
        without_numbers_of_people(&shown)
    }
}

#[cfg(test)]
mod tests {
    use super::{code, masked};

    #[test]
    fn the_form_stays_and_the_values_go() {
        let body = "{ \" LinkMan\" : \"张三\",\"linkPhone\":13800138000,\"ResultCode\":\"1\",\
                    \"Name\":\"token-1 TOKEN-1 138\",\"Note\":\"call 13800138000\",}"
            .replace(",}", "}");
        assert_eq!(
            masked(&body, &["token-1".to_owned()]).unwrap(),
            "{ \" LinkMan\" : \"某某\",\"linkPhone\":11111111111,\"ResultCode\":\"1\",\
             \"Name\":\"[redacted] [redacted] 138\",\"Note\":\"call 00000000000\"}"
        );
        assert_eq!(code(&body, "ResultCode", &[]), Some(1));
    }

    #[test]
    fn long_lists_are_cut_within_their_form() {
        let rows: Vec<String> = (1..=9).map(|row| format!("{{\"Id\": {row}}}")).collect();
        let body = format!("{{\"List\":[ {} ],\"ResultCode\":1}}", rows.join(" , "));
        let kept = format!(
            "{{\"List\":[ {} ],\"ResultCode\":1}}",
            rows[..5].join(" , ")
        );
        assert_eq!(masked(&body, &[]).unwrap(), kept);
    }

    #[test]
    fn escapes_stay_readable() {
        let body = r#"{"legal_name":"a\"b\\\n\u4e2d","x":"\\\""}"#;
        assert_eq!(
            masked(body, &[]).unwrap(),
            r#"{"legal_name":"x\"x\\\n\u67d0","x":"\\\""}"#
        );
    }

    #[test]
    fn invalid_json_is_not_recorded() {
        for body in [
            "",
            "<html>",
            "{\"a\":1",
            "{\"a\" 1}",
            "[1 2]",
            "{} {}",
            "{\"a\":\"b}",
        ] {
            assert!(masked(body, &[]).is_err(), "{body}");
        }
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert_eq!(
            masked(&deep, &[]).unwrap_err(),
            "the reply is nested too deeply"
        );
    }
}
