//! Masks the secret parts of a request.

/// The replacement of a secret. It says nothing about the secret, its length included.
pub(crate) const REDACTED: &str = "[redacted]";

/// Names whose values are credentials, without underscores and in small letters: the spellings
/// differ between operations and generations (`loginPwd`, `loginPswd`, `login_password`).
const SECRET_NAMES: [&str; 6] = [
    "accesstoken",
    "loginpassword",
    "loginpswd",
    "loginpwd",
    "password",
    "unituserpwd",
];

/// A value, or a piece of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Shown(&'a str),
    Hidden,
}

/// Cuts the value of a parameter into pieces to show and pieces to hide. A value that is JSON
/// text (`jsonStr` of 402) has secrets of its own.
pub(crate) fn pieces<'a>(name: &str, value: &'a str, mut take: impl FnMut(Piece<'a>)) {
    if is_secret(name) {
        take(Piece::Hidden);
        return;
    }
    let mut shown = 0;
    let mut from = 0;
    while let Some((start, end)) = value.get(from..).and_then(next_secret_member) {
        let (start, end) = (from + start, from + end);
        take(Piece::Shown(value.get(shown..start).unwrap_or_default()));
        take(Piece::Hidden);
        (shown, from) = (end, end);
    }
    take(Piece::Shown(value.get(shown..).unwrap_or_default()));
}

fn is_secret(name: &str) -> bool {
    let plain = || {
        name.bytes()
            .filter(|byte| *byte != b'_')
            .map(|byte| byte.to_ascii_lowercase())
    };
    SECRET_NAMES.iter().any(|secret| plain().eq(secret.bytes()))
}

/// Where the value of the next secret member of a JSON object begins and ends.
fn next_secret_member(json: &str) -> Option<(usize, usize)> {
    let mut rest = json;
    loop {
        let (_, behind_quote) = rest.split_once('"')?;
        let (name, behind_name) = behind_quote.split_once('"')?;
        rest = behind_quote;
        let Some(value) = behind_name.trim_start().strip_prefix(':') else {
            continue;
        };
        if is_secret(name) {
            let value = value.trim_start();
            let start = json.len() - value.len();
            return Some((start, start + length_of_value(value)));
        }
    }
}

/// The length of the JSON value that `text` begins with, quotes included. A text without an end
/// is a secret to the end.
fn length_of_value(text: &str) -> usize {
    let Some(inner) = text.strip_prefix('"') else {
        return text.find([',', '}', ']']).unwrap_or(text.len());
    };
    let mut escaped = false;
    let closing = inner.find(|character| {
        let closes = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        closes
    });
    closing.map_or(text.len(), |at| at + 2)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{Piece, REDACTED, pieces};

    fn shown(name: &str, value: &str) -> String {
        let mut text = String::new();
        pieces(name, value, |piece| {
            text.push_str(match piece {
                Piece::Shown(part) => part,
                Piece::Hidden => REDACTED,
            });
        });
        text
    }

    #[test]
    fn credentials_are_hidden_whatever_the_spelling_of_their_name() {
        for name in [
            "access_token",
            "Access_Token",
            "loginPassword",
            "loginPswd",
            "loginPwd",
            "login_password",
            "password",
        ] {
            assert_eq!(shown(name, "secret"), "[redacted]", "{name}");
            assert_eq!(shown(name, ""), "[redacted]", "{name}");
        }
        for name in ["companyName", "token", "time", ""] {
            assert_eq!(shown(name, "plain"), "plain", "{name}");
        }
    }

    #[test]
    fn credentials_inside_json_text_are_hidden_and_the_rest_is_kept() {
        let cases = [
            (
                r#"{"access_token":"J7X4","companyIDcode":"i.86.1"}"#,
                r#"{"access_token":[redacted],"companyIDcode":"i.86.1"}"#,
            ),
            (
                r#"{"a":"x\"access_token", "access_token" : "J\"7\\" , "b":[{"loginPwd":12},"中"]}"#,
                r#"{"a":"x\"access_token", "access_token" : [redacted] , "b":[{"loginPwd":[redacted]},"中"]}"#,
            ),
            (r#"{"access_token":"J7X4"#, r#"{"access_token":[redacted]"#),
            (r#""access_token":"#, r#""access_token":[redacted]"#),
            (r#"{"memo":"access_token"}"#, r#"{"memo":"access_token"}"#),
            (r#"""""#, r#"""""#),
        ];
        for (json, expected) in cases {
            assert_eq!(shown("jsonStr", json), expected);
        }
    }
}
