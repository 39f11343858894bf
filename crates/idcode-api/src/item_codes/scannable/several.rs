//! Recognises lists and ranges in place of a single item code.

/// Whether a text is a list or a range of codes, or one end of a list that was split at its commas.
pub(super) fn holds_several(code: &str) -> bool {
    has_list_signs(code) || has_list_brackets(code) || is_range(code)
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

/// `A001-A100`, `1~100`, `001至100`: two numbers after the same letters, the second one greater.
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
    let are_alike = match (first_front, last_front) {
        ("", "") => !is_hyphen || first.ends_with('1') && last.ends_with(['0', '9']),
        (_, "") => !is_hyphen,
        (first, last) => first == last,
    };
    is_greater && is_of_one_width && are_alike
}

/// Splits a code before its last digits.
fn split_number(text: &str) -> (&str, &str) {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.split_at(text.len() - digits)
}
