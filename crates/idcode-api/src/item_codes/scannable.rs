//! Finds item codes that may not scan as written.

mod several;

use core::fmt;
use std::borrow::Cow;

use registry_model::characters::{is_dash, is_quote, is_unseen};
use registry_model::is_placeholder;

use self::several::{form, holds_several, is_range};

/// Why an item code may not scan as written. The document has no rule for item codes, so such a
/// code can be uploaded; it is usually a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CodeDoubt {
    /// A space at an end, or any white space other than U+0020.
    Blank,
    /// An invisible character: zero-width, direction mark, soft hyphen, byte order mark.
    Invisible,
    /// Full-width letters, digits or punctuation (`Ａ１，`), and dashes other than `-`.
    FullWidth,
    /// A quotation mark or an apostrophe at an end, straight or curly.
    Quoted,
    /// A number that a spreadsheet has rounded: `1.2345E+17`, `1.2e5`.
    Scientific,
    /// The replacement character U+FFFD, or a private-use character, which fonts draw differently.
    Lost,
    /// What a spreadsheet or a program shows where it has no value: `#N/A`, `######`, `NULL`.
    Placeholder,
    /// A list or a range in place of one code, or one end of it: `[1`, `1;2;3`, `A001-A100`.
    Several,
}

impl CodeDoubt {
    const ALL: [Self; 8] = [
        Self::Blank,
        Self::Invisible,
        Self::FullWidth,
        Self::Quoted,
        Self::Scientific,
        Self::Lost,
        Self::Placeholder,
        Self::Several,
    ];

    /// The first doubt about a code, if any.
    #[must_use]
    pub fn first_in(code: &str) -> Option<Self> {
        // Nearly every code consists of these characters, which raise no doubt.
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if code.bytes().all(is_plain) {
            return Self::first_in_plain(code);
        }
        if is_placeholder(code) {
            return Some(Self::Placeholder);
        }
        let ends = (code.chars().next(), code.chars().next_back());
        if [ends.0, ends.1].into_iter().flatten().any(is_quote) {
            return Some(Self::Quoted);
        }
        if code.is_ascii() {
            if code.starts_with(' ') || code.ends_with(' ') {
                return Some(Self::Blank);
            }
            if is_scientific(code) {
                return Some(Self::Scientific);
            }
            return holds_several(code).then_some(Self::Several);
        }
        if code.contains(is_unseen) {
            Some(Self::Invisible)
        } else if code.contains(is_lost) {
            Some(Self::Lost)
        } else if holds_several(code) {
            Some(Self::Several)
        } else if code.trim() != code || code.contains(is_other_blank) {
            Some(Self::Blank)
        } else if code.chars().any(|next| narrow(next) != next) {
            Some(Self::FullWidth)
        } else {
            None
        }
    }

    /// The same of letters, digits, `-` and `_`.
    fn first_in_plain(code: &str) -> Option<Self> {
        let is_short = code.len() <= LONGEST_WORD;
        if is_short && !code.bytes().any(|byte| byte.is_ascii_digit()) && is_placeholder(code) {
            return Some(Self::Placeholder);
        }
        (code.contains('-') && is_range(code)).then_some(Self::Several)
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Blank => "a leading or trailing space, or white space other than U+0020",
            Self::Invisible => "an invisible character",
            Self::FullWidth => "full-width characters or an unusual dash",
            Self::Quoted => "a leading or trailing quotation mark",
            Self::Scientific => "a number rounded by a spreadsheet, such as 1.2345E+17",
            Self::Lost => "a character that was lost (U+FFFD) or is for private use",
            Self::Placeholder => "a placeholder for a missing value, such as #N/A or NULL",
            Self::Several => "a list or a range in place of one code",
        }
    }
}

impl fmt::Display for CodeDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The forms of codes that are remembered. Ranges among codes of more forms are not doubted.
const MOST_FORMS: usize = 64;

/// The number of positions kept of each doubt.
const SHOWN: usize = 5;

/// The doubtful codes of a list, by doubt, with the positions of the first few.
///
/// ```
/// use idcode_api::ItemCodes;
///
/// let codes = ItemCodes::new(["A-1", "A-2 ", "1.2E+17", "A-3"])?;
/// assert_eq!(
///     codes.doubts().to_string(),
///     "2 codes may be wrong: a leading or trailing space, or white space other than U+0020 (2); \
///      a number rounded by a spreadsheet, such as 1.2345E+17 (3)"
/// );
/// # Ok::<(), idcode_api::ItemCodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeDoubts {
    kinds: [Positions; CodeDoubt::ALL.len()],
    /// The forms of the codes that are ranges or look like one, each with the position of a range
    /// that is the only code of its form so far.
    forms: Vec<(u64, Option<u64>)>,
}

/// Where one doubt occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Positions {
    count: u64,
    first: [u64; SHOWN],
}

impl CodeDoubts {
    /// Whether no code is doubtful.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// The number of doubtful codes.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.count).sum()
    }

    /// Adds a code at this position, counted from 1, if it is doubtful. A range is not if another
    /// code has the same form: `1-1`, `1-2`, …, `1-100`.
    pub(crate) fn add(&mut self, code: &str, position: usize) {
        let position = u64::try_from(position).unwrap_or(u64::MAX);
        let doubt = CodeDoubt::first_in(code);
        if let Some(form) = form(code)
            && !self.record_form(form, doubt, position)
            && doubt == Some(CodeDoubt::Several)
        {
            return;
        }
        if let Some(doubt) = doubt {
            self.positions(doubt).add(position);
        }
    }

    /// Records a form, and returns whether it is new. An earlier range of the form is doubtful
    /// no more.
    fn record_form(&mut self, form: u64, doubt: Option<CodeDoubt>, position: u64) -> bool {
        let known = self.forms.iter_mut().find(|(known, _)| *known == form);
        if let Some((_, range)) = known {
            if let Some(range) = range.take() {
                self.positions(CodeDoubt::Several).remove(range);
            }
            return false;
        }
        if self.forms.len() == MOST_FORMS {
            return false;
        }
        let is_range = doubt == Some(CodeDoubt::Several);
        self.forms.push((form, is_range.then_some(position)));
        true
    }

    fn positions(&mut self, doubt: CodeDoubt) -> &mut Positions {
        let [
            blank,
            invisible,
            full_width,
            quoted,
            scientific,
            lost,
            placeholder,
            several,
        ] = &mut self.kinds;
        match doubt {
            CodeDoubt::Blank => blank,
            CodeDoubt::Invisible => invisible,
            CodeDoubt::FullWidth => full_width,
            CodeDoubt::Quoted => quoted,
            CodeDoubt::Scientific => scientific,
            CodeDoubt::Lost => lost,
            CodeDoubt::Placeholder => placeholder,
            CodeDoubt::Several => several,
        }
    }
}

impl Positions {
    fn add(&mut self, position: u64) {
        if let Some(place) = self.first.iter_mut().find(|place| **place == 0) {
            *place = position;
        }
        self.count = self.count.saturating_add(1);
    }

    fn remove(&mut self, position: u64) {
        if let Some(at) = self.first.iter().position(|place| *place == position) {
            if let Some(rest) = self.first.get_mut(at..) {
                rest.rotate_left(1);
            }
            if let Some(last) = self.first.last_mut() {
                *last = 0;
            }
        }
        self.count = self.count.saturating_sub(1);
    }
}

impl fmt::Display for CodeDoubts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count();
        let codes = if count == 1 { "code" } else { "codes" };
        write!(f, "{count} {codes} may be wrong: ")?;
        let kinds = CodeDoubt::ALL.iter().zip(&self.kinds);
        for (number, (kind, positions)) in kinds.filter(|(_, found)| found.count > 0).enumerate() {
            let separator = if number == 0 { "" } else { "; " };
            write!(f, "{separator}{kind} (")?;
            let shown = positions.first.iter().filter(|place| **place > 0);
            let mut rest = positions.count;
            for (place, number) in shown.zip(0_u32..) {
                let separator = if number == 0 { "" } else { ", " };
                write!(f, "{separator}{place}")?;
                rest = rest.saturating_sub(1);
            }
            if rest > 0 {
                write!(f, " and {rest} more")?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}

/// The code as scanners and readers see it: without spaces and quotation marks at its ends, without
/// invisible characters, and with full-width characters narrowed. Neither can distinguish two codes
/// of the same scan form.
pub(crate) fn scan_form(code: &str) -> Cow<'_, str> {
    match CodeDoubt::first_in(code) {
        None | Some(CodeDoubt::Scientific) => Cow::Borrowed(code),
        Some(_) => {
            let is_edge = |next: char| next.is_whitespace() || is_quote(next);
            let visible = code.chars().filter(|next| !is_unseen(*next));
            let narrowed: String = visible.map(narrow).collect();
            Cow::Owned(narrowed.trim_matches(is_edge).to_owned())
        }
    }
}

/// The longest word that may be a placeholder, in bytes.
const LONGEST_WORD: usize = 9;

fn is_lost(next: char) -> bool {
    matches!(
        next,
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'
    )
}

fn is_other_blank(next: char) -> bool {
    next.is_whitespace() && next != ' '
}

/// The ASCII character that looks like this full-width character, dash or space.
fn narrow(next: char) -> char {
    match next {
        '！'..='～' => {
            let ascii = u32::from(next).wrapping_sub(0xfee0);
            char::from_u32(ascii).unwrap_or(next)
        }
        next if is_dash(next) => '-',
        '、' => ',',
        '。' => '.',
        next if is_other_blank(next) => ' ',
        next => next,
    }
}

/// Whether the code is a rounded number: `1.2E+17`, `9E+09`, `1.2e5`, `1.2E-07`. Without fraction
/// and `+`, as in `1E05`, it may be intended.
fn is_scientific(code: &str) -> bool {
    let Some((number, exponent)) = code.split_once(['E', 'e']) else {
        return false;
    };
    let has_fraction = number.contains('.');
    let exponent = match exponent.strip_prefix('+') {
        Some(digits) => digits,
        None if has_fraction => exponent.strip_prefix('-').unwrap_or(exponent),
        None => return false,
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|next| next.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    is_digits(exponent) && is_digits(whole) && is_digits(fraction)
}
