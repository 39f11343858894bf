//! Recognises lists and ranges in place of a single item code.

/// Whether a text is a list or a range of codes, or one end of a list that was split at its commas.
pub(super) fn holds_several(code: &str) -> bool {
    !is_structured(code) && (is_list(code) || is_range(code))
}

fn is_list(code: &str) -> bool {
    has_list_signs(code) || has_list_brackets(code)
}

/// Addresses, JSON objects and GUIDs in braces, which have the signs of lists within.
fn is_structured(code: &str) -> bool {
    let within = code
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    code.contains("://") || within.is_some_and(|text| text.contains([':', '-']))
}

/// What codes of the same form have in common: all but their numbers. `None` for a code that is
/// neither a range nor looks like one.
pub(super) fn form(code: &str) -> Option<u64> {
    let may_be_one = |byte: u8| matches!(byte, b'-' | b'~' | b'.') || !byte.is_ascii();
    if !code.bytes().any(may_be_one) || is_structured(code) || is_list(code) {
        return None;
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut before = 0;
    for byte in code.bytes() {
        let byte = if byte.is_ascii_digit() { b'0' } else { byte };
        if byte != b'0' || before != b'0' {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        before = byte;
    }
    Some(hash)
}

/// `1;2;3`, `1、2`, `1|2`: no item code contains these separators.
fn has_list_signs(code: &str) -> bool {
    code.contains([';', '；', '、', '，', '|'])
}

/// `[1`, `3]`, `(1`, `[1]`: brackets around the code or at one end. Brackets around a part belong
/// to the code: `(01)06901234567892(21)1`.
fn has_list_brackets(code: &str) -> bool {
    [
        ('[', ']'),
        ('(', ')'),
        ('{', '}'),
        ('（', '）'),
        ('【', '】'),
    ]
    .into_iter()
    .any(|(open, close)| {
        let opens = code.matches(open).count();
        let closes = code.matches(close).count();
        let is_around = code.starts_with(open) && code.ends_with(close) && opens == 1;
        let is_end = code.starts_with(open) && closes == 0 || code.ends_with(close) && opens == 0;
        is_around || is_end
    })
}

/// `A001-A100`, `1~100`, `001至100`: two numbers after the same letters, the second one greater. Two
/// dates are no range, nor is `M8-M10`.
pub(super) fn is_range(code: &str) -> bool {
    const BETWEEN: [&str; 12] = [
        "~", "～", "〜", "至", "到", "..", "…", "—", "–", "->", " - ", "-",
    ];

    BETWEEN.into_iter().any(|sign| {
        code.match_indices(sign).any(|(at, _)| {
            let first = code.get(..at).unwrap_or_default();
            let last = code.get(at + sign.len()..).unwrap_or_default();
            is_from_to(first.trim(), last.trim(), matches!(sign, "-" | "–"))
        })
    })
}

/// Many codes contain a hyphen (`2024-0001`), so bare numbers around it must look like the ends of
/// a range, as in `1-100` and `1001-1100`.
fn is_from_to(first: &str, last: &str, is_hyphen: bool) -> bool {
    let (first_front, first) = split_number(first);
    let (last_front, last) = split_number(last);
    let longest = first.len().max(last.len());
    if first.is_empty() || last.is_empty() || longest > 18 {
        return false;
    }
    let is_greater = (last.len(), last) > (first.len(), first);
    let is_of_one_width = first.len() == last.len() || !first.starts_with('0');
    let is_date = |text: &str| text.len() == 8 && text.starts_with(['1', '2']);
    let are_alike = match (first_front, last_front) {
        ("", "") if is_date(first) && is_date(last) => false,
        ("", "") => !is_hyphen || first.ends_with('1') && last.ends_with(['0', '9']),
        (_, "") => !is_hyphen,
        (first_front, last_front) => first_front == last_front && first.len() == last.len(),
    };
    is_greater && is_of_one_width && are_alike
}

/// Splits a code before its last digits.
fn split_number(text: &str) -> (&str, &str) {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.split_at(text.len() - digits)
}
