//! The identifiers that a text may be meant as, without what documents, spreadsheets and copying
//! put around and between their characters.

use crate::characters::{is_combining, is_dash, is_quote, is_unseen};
use crate::width::plain_character;

/// Longer texts, in bytes, are not looked at.
const LONGEST: usize = 256;

/// Labels of a code on licences, invoices and forms: words that may follow each other with any sign
/// between them.
const LABELS: [&str; 73] = [
    "统一",
    "社会",
    "信用",
    "代码",
    "组织",
    "机构",
    "营业",
    "执照",
    "注册",
    "登记",
    "工商",
    "税务",
    "纳税人",
    "纳税",
    "识别",
    "证照",
    "证件",
    "证号",
    "编号",
    "编码",
    "号码",
    "企业",
    "单位",
    "法人",
    "主体",
    "税号",
    "三证合一",
    "区划",
    "号",
    "码",
    "证",
    "为",
    "是",
    "的",
    "UNIFIED",
    "SOCIAL",
    "CREDIT",
    "CODE",
    "IDENTIFIER",
    "IDENTIFICATION",
    "USCC",
    "USCI",
    "UNISCID",
    "TAXPAYER",
    "TAX",
    "TIN",
    "VAT",
    "REGISTRATION",
    "REGISTERED",
    "REG",
    "BUSINESS",
    "COMPANY",
    "ORGANISATION",
    "ORGANIZATION",
    "ORG",
    "LICENSE",
    "LICENCE",
    "NUMBER",
    "NUM",
    "NO",
    "NR",
    "№",
    "ID",
    "REF",
    "CN",
    "IS",
    "TEXT",
    "T",
    "IDCODE",
    "RMB",
    "CNY",
    "￥",
    "¥",
];

/// Words that licences print behind a code, signs of money behind a number, and the endings of
/// files that are named after a code.
const ENDINGS: [&str; 26] = [
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".bmp",
    ".tif",
    ".tiff",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".csv",
    ".txt",
    "副本",
    "正本",
    "复印件",
    "原件",
    "统一社会信用代码",
    "信用代码",
    "有效",
    "元",
    "RMB",
    "CNY",
    "COPY",
    "ORIGINAL",
    "USCC",
];

/// Blanks and quotation marks as HTML and programs write them, left where nothing read them.
const ESCAPES: [&str; 14] = [
    "&nbsp;", "&#160;", "&quot;", "&#39;", "&#34;", "&apos;", "\\n", "\\r", "\\t", "\\u200b",
    "\\u00a0", "\\ufeff", "\\u3000", "\\xa0",
];

/// A text with its characters made plain: full width and letters of other scripts that look like
/// Latin ones become those; quotation marks and invisible characters go; blanks become ASCII.
/// `None` for a text that is too long to hold a code alone.
pub(super) fn plain(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut text = text;
    let unescaped;
    if text.contains(['&', '\\']) {
        unescaped = ESCAPES
            .into_iter()
            .fold(text.to_owned(), |text, escape| text.replace(escape, " "));
        text = &unescaped;
    }
    let is_dropped = |next: char| {
        is_unseen(next)
            || is_quote(next)
            || is_combining(next)
            // A byte order mark and other blanks in UTF-8 that were read as Latin-1.
            || matches!(next, 'ï' | '¿' | 'Â')
    };
    let plain: String = text
        .chars()
        .filter(|next| !is_dropped(*next))
        .map(plain_character)
        .map(|next| match next {
            next if next.is_whitespace() || next.is_control() => ' ',
            next if is_dash(next) => '-',
            next => next,
        })
        .collect();
    Some(plain)
}

/// The parts of a plain text that may be a code, from the whole text to the text without labels in
/// front and endings behind.
pub(super) fn cores(plain: &str) -> Vec<&str> {
    let mut fronts = vec![plain.trim()];
    fronts.extend(after_colon(plain));
    let unlabelled: Vec<&str> = fronts.iter().map(|front| without_labels(front)).collect();
    fronts.extend(unlabelled);
    let mut cores = Vec::new();
    for front in fronts {
        let mut rest = Some(front);
        while let Some(core) = rest {
            if !cores.contains(&core) {
                cores.push(core);
            }
            rest = without_ending(core);
        }
    }
    cores
}

/// The text behind the last colon or equals sign, unless a company or another code is in front of
/// it.
fn after_colon(plain: &str) -> Option<&str> {
    const LONGEST_LABEL: usize = 24;

    let (label, code) = plain.rsplit_once([':', '='])?;
    let is_label = label.chars().count() <= LONGEST_LABEL
        && !label.contains("公司")
        && label.bytes().filter(u8::is_ascii_digit).count() < 8;
    is_label.then(|| code.trim())
}

/// Neither a letter or digit of any script, nor a sign that stands for money.
fn is_sign(next: char) -> bool {
    !next.is_alphanumeric() && !matches!(next, '￥' | '¥' | '№')
}

fn without_labels(text: &str) -> &str {
    let mut rest = text.trim_start_matches(is_sign);
    while let Some(next) = LABELS.iter().find_map(|label| strip_start(rest, label)) {
        rest = next.trim_start_matches(is_sign);
    }
    rest
}

fn strip_start<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let start = text.get(..label.len())?;
    start.eq_ignore_ascii_case(label).then(|| {
        let (_, rest) = text.split_at(label.len());
        rest
    })
}

fn strip_end<'a>(text: &'a str, ending: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(ending.len())?;
    let end = text.get(at..)?;
    end.eq_ignore_ascii_case(ending).then(|| {
        let (rest, _) = text.split_at(at);
        rest
    })
}

/// The text without its last part that does not belong to a code: signs, a word, or the numbers of
/// a copy (`1-1`, `1/1`, `(2)`).
fn without_ending(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(is_sign);
    if rest.len() < text.len() {
        return Some(rest);
    }
    if let Some(rest) = ENDINGS.iter().find_map(|ending| strip_end(text, ending)) {
        return Some(rest);
    }
    let number = |text: &'_ str| -> Option<usize> {
        let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits).then(|| text.len() - digits)
    };
    let before = text.get(..number(text)?)?;
    let pair = before
        .strip_suffix(['-', '/', '_', ':', '~'])
        .and_then(|first| first.get(..number(first)?));
    if pair.is_some() {
        return pair;
    }
    // Else it is of the code.
    let is_apart = before.ends_with([' ', '(', '[', '-', '/', '#', '_', '第', '本']);
    is_apart.then_some(before)
}

/// The words of a plain text that have the length of a credit code or a registration number, in
/// capitals: in a sentence, in brackets, beside a name.
pub(super) fn words(plain: &str) -> impl Iterator<Item = String> + '_ {
    plain
        .split(|next: char| !next.is_ascii_alphanumeric())
        .filter(|word| matches!(word.len(), 15 | 18))
        .map(str::to_ascii_uppercase)
        .filter(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 8)
}

/// The letters and digits of a core, in capitals, without the signs between them and the `.00`
/// of a number; `None` where it holds anything else.
pub(super) fn compact(core: &str) -> Option<String> {
    // The only one of its sign: the others are between thousands.
    let fraction = ['.', ','].into_iter().find_map(|sign| {
        let (whole, zeros) = core.split_once(sign)?;
        let is_one = zeros.bytes().all(|byte| byte == b'0');
        (is_one && (sign == '.' || zeros.len() <= 2)).then_some(whole)
    });
    let whole = fraction.unwrap_or(core);
    if whole
        .chars()
        .any(|next| next.is_alphanumeric() && !next.is_ascii())
    {
        return None;
    }
    let compact: String = whole
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|next| next.to_ascii_uppercase())
        .collect();
    // One dot alone makes a number with a fraction, which is no code.
    let dots = whole.matches('.').count();
    let is_fraction = dots == 1 && compact.len() != 18;
    let has_length = matches!(compact.len(), 9 | 15 | 18);
    (has_length && !is_fraction && compact.bytes().any(|byte| byte.is_ascii_digit()))
        .then_some(compact)
}

/// A registration number with a few letters read as the digits that they look like; `None`
/// where another letter is left.
pub(super) fn in_digits(bare: &str) -> Option<String> {
    const MOST: usize = 4;

    let letters = bare.bytes().filter(u8::is_ascii_alphabetic).count();
    let read = bare.chars().map(|next| match next {
        '0'..='9' => Some(next),
        'O' | 'D' | 'Q' => Some('0'),
        'I' | 'L' => Some('1'),
        'Z' => Some('2'),
        'S' => Some('5'),
        'G' => Some('6'),
        'B' => Some('8'),
        _ => None,
    });
    (1..=MOST).contains(&letters).then(|| read.collect())?
}
