//! Reads the amount and the currency in a text.

use super::numerals;
use crate::amount::Amount;
use crate::currency::Currency;

/// Labels before an amount, which are skipped.
const LABELS: [&str; 6] = [
    "注册资本",
    "注册资金",
    "出资额",
    "开办资金",
    "资金数额",
    "成员出资总额",
];

/// The multiples after a number, with their power of ten relative to 10,000; longer ones first.
const MULTIPLES: [(&str, i8); 8] = [
    ("万亿", 8),
    ("百万", 2),
    ("千万", 3),
    ("十万", 1),
    ("亿", 4),
    ("万", 0),
    ("千", -1),
    ("百", -2),
];

/// The multiple if none is stated: the unit of the currency.
const UNITS: i8 = -4;

/// The amount in ten thousands and the currency that a narrow text names.
pub(super) fn read(text: &str) -> (Option<Amount>, Option<String>) {
    let plain = plain(text);
    let rest = plain.trim_end_matches('。');
    let rest = rest.strip_suffix("认缴").unwrap_or(rest);
    let rest = LABELS
        .iter()
        .find_map(|label| rest.strip_prefix(label))
        .map_or(rest, |rest| rest.trim_start_matches(':'));
    let rest = rest.strip_prefix("认缴").unwrap_or(rest);
    let is_number = |next: char| next.is_ascii_digit() || numerals::digit_of(next).is_some();
    let begin = rest.find(|next| is_number(next) || matches!(next, '十' | '拾'));
    let Some((before, rest)) = begin.and_then(|at| rest.split_at_checked(at)) else {
        return (None, None);
    };
    let Some((amount, behind)) = amount(rest) else {
        return (None, None);
    };
    // `元整` and `元整（人民币）`: the words for an exact amount.
    let behind = behind.replacen(['整', '正'], "", 1);
    let (is_counted, behind) = currency_behind(&behind);
    // With the sign of yuan, a number without `万` counts yuan.
    let is_counted = is_counted || matches!(before, "￥" | "¥");
    let currency = match (before.trim_end_matches(':'), behind) {
        ("", "") => None,
        (word, "") | ("", word) => Some(word),
        (one, other) if Currency::new(one).is_same(&Currency::new(other)) => Some(other),
        _ => return (None, None),
    };
    if currency.is_some_and(|word| Currency::new(word).code().is_none()) {
        return (None, None);
    }
    let power = match (amount.multiple, is_counted) {
        (Some(power), _) => power,
        (None, true) => UNITS,
        // A number alone counts ten thousands, as registers do.
        (None, false) if currency.is_none() && !amount.is_in_words => 0,
        (None, false) => return (None, currency.map(str::to_owned)),
    };
    let amount = amount
        .number
        .and_then(|number| number.checked_times_power_of_ten(power));
    (amount, currency.map(str::to_owned))
}

/// The text without blanks and brackets, and with one character for each variant.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|next| {
            !next.is_whitespace() && !matches!(next, '(' | ')' | '[' | ']' | '【' | '】')
        })
        .map(|next| match next {
            '圆' | '圓' => '元',
            '萬' => '万',
            '億' => '亿',
            '．' => '.',
            '，' => ',',
            other => other,
        })
        .collect()
}

struct Read {
    number: Option<Amount>,
    /// The power of ten relative to 10,000, if a multiple is stated.
    multiple: Option<i8>,
    is_in_words: bool,
}

/// The number at the beginning with its multiple, and what follows.
fn amount(text: &str) -> Option<(Read, &str)> {
    if !text.starts_with(|next: char| next.is_ascii_digit()) {
        let end = text
            .find(|next| !numerals::is_part(next))
            .unwrap_or(text.len());
        let (words, rest) = text.split_at_checked(end)?;
        let number = Amount::from(u64::try_from(numerals::whole(words)?).ok()?);
        // `壹佰` has no multiple; `壹佰万` has one.
        let has_multiple = words.contains(['万', '亿']);
        let read = Read {
            number: Some(number),
            multiple: has_multiple.then_some(UNITS),
            is_in_words: true,
        };
        return Some((read, rest));
    }
    let (number, rest) = split_number(text);
    let (multiple, rest) = split_multiple(rest);
    let first = Read {
        number,
        multiple,
        is_in_words: false,
    };
    // `1亿2000万`: both parts need a multiple.
    if !rest.starts_with(|next: char| next.is_ascii_digit()) {
        return Some((first, rest));
    }
    let (second, rest) = split_number(rest);
    let (lower, rest) = split_multiple(rest);
    let power = first.multiple?;
    let lower = lower.unwrap_or(UNITS);
    if lower >= power {
        return None;
    }
    let sum = first.number.and_then(|number| {
        let second = second?.checked_times_power_of_ten(lower)?;
        number
            .checked_times_power_of_ten(power)?
            .checked_add(second)
    });
    let read = Read {
        number: sum,
        multiple: Some(0),
        is_in_words: false,
    };
    Some((read, rest))
}

fn split_multiple(text: &str) -> (Option<i8>, &str) {
    MULTIPLES
        .iter()
        .find_map(|(multiple, power)| Some((Some(*power), text.strip_prefix(multiple)?)))
        .unwrap_or((None, text))
}

/// Whether the unit of a currency follows a number, and the currency: `元人民币`, `人民币元`,
/// `美元`.
fn currency_behind(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('元') {
        return (true, rest.trim_start_matches(['/', ',', '、']));
    }
    if Currency::new(text).code().is_some() {
        return (false, text);
    }
    match text.strip_suffix('元') {
        Some(rest) => (false, rest),
        None => (false, text),
    }
}

/// The number at the beginning, if there is one, and the rest.
fn split_number(text: &str) -> (Option<Amount>, &str) {
    let is_part = |next: char| next.is_ascii_digit() || matches!(next, '.' | ',');
    let end = text.find(|next| !is_part(next)).unwrap_or(text.len());
    let (mantissa, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let mantissa = without_commas(mantissa).and_then(|text| text.parse::<Amount>().ok());
    let Some(behind) = rest.strip_prefix(['E', 'e']) else {
        return (mantissa, rest);
    };
    let behind = behind.strip_prefix('+').unwrap_or(behind);
    let end = behind
        .find(|next: char| !next.is_ascii_digit())
        .unwrap_or(behind.len());
    match behind.split_at_checked(end) {
        Some((digits, rest)) if !digits.is_empty() => {
            let power = digits.parse().ok();
            let amount = mantissa
                .zip(power)
                .and_then(|(mantissa, power)| mantissa.checked_times_power_of_ten(power));
            (amount, rest)
        }
        // Not an exponent but the first letter of `EUR`.
        _ => (mantissa, rest),
    }
}

/// The number without thousands separators; `None` if they are misplaced.
fn without_commas(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.contains(',') {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    if whole.contains(',') {
        let is_first = (1..=3).contains(&first.len());
        if !is_first || groups.any(|group| group.len() != 3) {
            return None;
        }
    }
    Some(text.replace(',', ""))
}
