//! Replaces secrets and personal data by values of the same form.

const REDACTED: &str = "[redacted]";

/// Parts of the names of members whose values are personal or secret.
const PERSONAL: [&str; 20] = [
    "linkman",
    "phone",
    "mobile",
    "fax",
    "email",
    "legal",
    "person",
    "partner",
    "stock",
    "invest",
    "employee",
    "oper",
    "contact",
    "login",
    "passw",
    "pswd",
    "pwd",
    "verifycode",
    "idcard_no",
    "tel",
];

/// Whether the values of this member are personal or secret.
pub(super) fn is_personal(key: &str) -> bool {
    let key = key.to_lowercase();
    PERSONAL.iter().any(|part| key.contains(part))
}

/// The text with every occurrence redacted, in any case.
pub(super) fn redacted(text: &str, secret: &str) -> String {
    let (lower, secret) = (text.to_ascii_lowercase(), secret.to_ascii_lowercase());
    let mut out = String::new();
    let mut done = 0;
    for (at, found) in lower.match_indices(&secret) {
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push_str(REDACTED);
        done = at + found.len();
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Another text of the same length and alphabet; escapes of punctuation stay, those of characters
/// become those of another.
pub(super) fn disguised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(next) = letters.next() {
        match next {
            '\\' => match letters.next() {
                Some('u') => {
                    out.push_str("\\u67d0");
                    // The number of the original character.
                    letters.by_ref().take(4).for_each(drop);
                }
                escaped => out.extend(['\\'].into_iter().chain(escaped)),
            },
            '0'..='9' => out.push('0'),
            'a'..='z' => out.push('x'),
            'A'..='Z' => out.push('X'),
            _ if next.is_ascii() => out.push(next),
            _ => out.push('某'),
        }
    }
    out
}

/// The text with mobile numbers (11 digits) and identity card numbers (15 or 18) replaced.
pub(super) fn without_numbers_of_people(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|next: char| next.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let length = from
            .find(|next: char| !next.is_ascii_digit())
            .unwrap_or(from.len());
        let (digits, after) = from.split_at(length);
        let is_phone = length == 11 && digits.starts_with('1');
        // The last sign of an identity card may be a letter.
        let is_card =
            length == 18 || (length == 17 && after.starts_with(['X', 'x'])) || length == 15;
        if is_phone || is_card {
            out.push_str(&"0".repeat(length));
        } else {
            out.push_str(digits);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
