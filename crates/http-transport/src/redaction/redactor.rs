//! Finds secrets in a text however they are written, and replaces them.

use core::fmt;
use core::ops::Range;
use std::borrow::Cow;

use crate::redaction::answer_texts::{ends_of_texts, escape_into, is_xml, unescaped};
use crate::redaction::encodings;
use crate::redaction::letters::plain;
use crate::redaction::matching::{TooHard, end};
use crate::redaction::secret_forms::Form;
use crate::redaction::unescape::{Escapable, Steps, begins_escape};
use crate::redaction::visible::Visible;

/// Replaces secrets by `[redacted]`, for texts of others that may repeat what they were sent.
///
/// A secret is found as it is, in capitals and in small letters, in hexadecimal and in base64. Each
/// character of that may be written in percent-encoding or quoted-printable, as an escape of JSON,
/// JavaScript, C or CSS, as a reference of HTML, in full width or in another style: up to four
/// times over and mixed. Between the characters may be line ends, tags and characters without
/// width, and in long secrets also blanks and punctuation. Longer runs of hexadecimal, base32 and
/// base64, and lists of the numbers of characters or bytes, are decoded and searched in turn.
///
/// ```
/// let redactor = http_transport::Redactor::new(["s3cret"]);
/// for text in ["a s3cret b", "a S3CR%45T b", "a %2573%33cre\\u0074 b", "a &#115;3cre&#x74; b"] {
///     assert_eq!(redactor.redact(text), "a [redacted] b");
/// }
/// assert_eq!(redactor.redact("no secret"), "no secret");
/// ```
#[derive(Clone, Default)]
pub struct Redactor {
    forms: Vec<Form>,
    /// By the first letter of ASCII, the forms that begin with it; behind them, all others.
    by_first: Vec<Vec<usize>>,
    /// The letters of the shortest form that is looked for in what was decoded, where there is one.
    shortest: Option<usize>,
}

/// Replaces a secret.
const REDACTED: &[u8] = b"[redacted]";

/// The same in JSON, outside of a text.
const REDACTED_VALUE: &[u8] = b"\"[redacted]\"";

/// Shorter forms are found by chance in what was decoded and never encoded.
const LEAST: usize = 6;

/// How often what was decoded is decoded again.
const DEPTH: usize = 2;

impl Redactor {
    /// For these secrets.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self::of_forms(secrets, Form::all_of)
    }

    /// For these secrets, with fewer forms, for long texts: what was encoded twice is found only
    /// where it can be decoded.
    pub(crate) fn for_values<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self::of_forms(secrets, Form::simple_of)
    }

    fn of_forms<S: AsRef<str>>(
        secrets: impl IntoIterator<Item = S>,
        forms_of: impl Fn(&str) -> Vec<Form>,
    ) -> Self {
        let secrets = secrets.into_iter();
        let mut forms: Vec<Form> = secrets
            .filter(|secret| !secret.as_ref().trim().is_empty())
            .flat_map(|secret| forms_of(secret.as_ref()))
            .collect();
        forms.sort_unstable();
        forms.dedup();
        let mut by_first = vec![Vec::new(); ASCII + 1];
        for (index, form) in forms.iter().enumerate() {
            let first = form.letters.first().copied().unwrap_or_default();
            if let Some(with_it) = by_first.get_mut(slot(first)) {
                with_it.push(index);
            }
        }
        let lengths = forms.iter().map(|form| form.letters.len());
        let shortest = lengths.filter(|length| *length >= LEAST).min();
        Self {
            forms,
            by_first,
            shortest,
        }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The text without the secrets. Where a text is made so that it cannot be searched in
    /// reasonable time, the rest of it is left out.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut redacted = Vec::new();
        let steps = Steps::for_bytes(text.len());
        match self.redact_into(text.as_bytes(), REDACTED, &steps, &mut redacted) {
            Ok(false) => return Cow::Borrowed(text),
            Ok(true) => {}
            Err(TooHard) => redacted.extend_from_slice(REDACTED),
        }
        Cow::Owned(String::from_utf8_lossy(&redacted).into_owned())
    }

    /// The answer without the secrets in its texts; nothing where none is in them. A text that
    /// cannot be searched in reasonable time is left out, and with `whole` each with a secret in
    /// it.
    pub(crate) fn redact_answer(&self, answer: &[u8], whole: bool) -> Option<Vec<u8>> {
        if self.is_empty() {
            return None;
        }
        let mut redacted = Vec::new();
        let mut is_any = false;
        let mut at = 0;
        let is_xml = is_xml(answer);
        // For all of its texts together: there may be many that are hard.
        let steps = Steps::for_bytes(answer.len());
        for (number, end) in ends_of_texts(answer, is_xml).enumerate() {
            let text = answer.get(at..end).unwrap_or_default();
            at = end;
            let is_text = is_xml || number % 2 == 1;
            let is_escaped = !is_xml && is_text && text.contains(&b'\\');
            let unescaped = is_escaped.then(|| unescaped(text)).flatten();
            let mut clean = Vec::new();
            let said = unescaped.as_deref().unwrap_or(text);
            let instead = if is_text { REDACTED } else { REDACTED_VALUE };
            let found = self.redact_into(said, instead, &steps, &mut clean);
            match found {
                Ok(false) => {
                    redacted.extend_from_slice(text);
                    continue;
                }
                Ok(true) if unescaped.is_some() => escape_into(&clean, &mut redacted),
                Ok(true) if !whole => redacted.append(&mut clean),
                _ => redacted.extend_from_slice(REDACTED),
            }
            is_any = true;
        }
        is_any.then_some(redacted)
    }

    /// Writes the text with the secrets replaced; returns whether there are any. A text that is too
    /// hard to search is written up to the hard place.
    fn redact_into(
        &self,
        text: &[u8],
        instead: &[u8],
        steps: &Steps,
        redacted: &mut Vec<u8>,
    ) -> Result<bool, TooHard> {
        if self.forms.is_empty() {
            return Ok(false);
        }
        let visible = Visible::new(text);
        let escapable = Escapable::new(&visible.text, steps);
        let (places, too_hard) = self.places(&escapable);
        let until = too_hard.map_or(text.len(), |at| visible.origin(at));
        // Up to here it is written, or left out.
        let mut done = 0;
        for place in &places {
            let begin = visible.origin(place.start);
            // One secret may stand inside another, or begin within it.
            if begin >= done {
                redacted.extend_from_slice(text.get(done..begin).unwrap_or_default());
                redacted.extend_from_slice(instead);
            }
            done = done.max(visible.origin(place.end.saturating_sub(1)) + 1);
        }
        if too_hard.is_some() || !places.is_empty() {
            redacted.extend_from_slice(text.get(done..until.max(done)).unwrap_or_default());
        }
        match too_hard {
            Some(_) => Err(TooHard),
            None => Ok(!places.is_empty()),
        }
    }

    /// Where secrets stand, in their order, and from where on the text is too hard.
    fn places(&self, text: &Escapable<'_>) -> (Vec<Range<usize>>, Option<usize>) {
        let mut places = Vec::new();
        for (at, byte) in text.text.iter().enumerate() {
            if !self.may_begin(*byte) {
                continue;
            }
            match self.longest(text, at, 0) {
                Ok(_) if text.is_exhausted() => return (places, Some(at)),
                Err(TooHard) => return (places, Some(at)),
                Ok(Some(end)) => places.push(at..end),
                Ok(None) => {}
            }
        }
        places.extend(self.encoded(text, DEPTH));
        places.sort_by_key(|place| place.start);
        let too_hard = text.is_exhausted().then_some(0);
        if too_hard.is_some() {
            places.clear();
        }
        (places, too_hard)
    }

    /// The place of an encoded run that contains a secret.
    fn encoded(&self, text: &Escapable<'_>, depth: usize) -> Vec<Range<usize>> {
        let (Some(shortest), Some(depth)) = (self.shortest, depth.checked_sub(1)) else {
            return Vec::new();
        };
        encodings::find(text, shortest, &|decoded| {
            self.is_in(decoded, text.steps, depth)
        })
    }

    /// Whether a secret is in what was decoded; also where that is too hard to say.
    fn is_in(&self, decoded: &[u8], steps: &Steps, depth: usize) -> bool {
        let visible = Visible::new(decoded);
        let text = Escapable::new(&visible.text, steps);
        let begins = |(at, byte): (usize, &u8)| {
            self.may_begin(*byte) && !matches!(self.longest(&text, at, LEAST), Ok(None))
        };
        text.text.iter().enumerate().any(begins)
            || !self.encoded(&text, depth).is_empty()
            || text.is_exhausted()
    }

    /// Whether a secret may begin with this byte.
    fn may_begin(&self, byte: u8) -> bool {
        match byte {
            0..0x80 => begins_escape(byte) || !self.with_first(plain(char::from(byte))).is_empty(),
            // Letters of other styles; no ideograph is one.
            0xC2..=0xE3 | 0xEA..=0xF4 => true,
            _ => self
                .by_first
                .get(ASCII)
                .is_some_and(|with_it| !with_it.is_empty()),
        }
    }

    /// The forms that begin with this letter, and among those beyond ASCII some that do not.
    fn with_first(&self, first: char) -> &[usize] {
        let forms = self.by_first.get(slot(first));
        forms.map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the longest secret ends that begins here, of those with so many letters at least.
    fn longest(
        &self,
        text: &Escapable<'_>,
        at: usize,
        least: usize,
    ) -> Result<Option<usize>, TooHard> {
        let mut longest = None;
        let mut look = |first: char, next: Option<char>| {
            for form in self.with_first(first) {
                let form = self.forms.get(*form);
                if let Some(form) = form
                    && form.letters.len() >= least
                    && form.letters.first() == Some(&first)
                    && form.may_go_on(next)
                {
                    longest = longest.max(end(text, at, form)?);
                }
            }
            Ok(())
        };
        match text.plain_at(at) {
            Some(letter) => look(plain(letter), text.plain_at(at + 1).map(plain))?,
            None => {
                let mut firsts: Vec<char> =
                    text.letters(at).map(|(first, _)| plain(first)).collect();
                firsts.sort_unstable();
                firsts.dedup();
                for first in firsts {
                    look(first, None)?;
                }
            }
        }
        Ok(longest)
    }
}

/// How many letters ASCII has.
const ASCII: usize = 128;

/// Which list of `by_first` a form with this first letter is in.
fn slot(first: char) -> usize {
    usize::try_from(u32::from(first)).map_or(ASCII, |first| first.min(ASCII))
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            forms,
            by_first: _,
            shortest: _,
        } = self;
        write!(f, "Redactor({} forms)", forms.len())
    }
}
#[cfg(test)]
mod tests {
    use super::Redactor;

    #[test]
    fn a_secret_of_which_each_letter_is_written_otherwise_is_found_whole() {
        let text = r"a %5C%75%30%30%33%37&percnt;u0038&amp;#X64%39&#53;&#X34\u0066\u0031 b";
        assert_eq!(Redactor::new(["78d954f1"]).redact(text), "a [redacted] b");
    }

    #[test]
    fn a_letter_before_a_secret_that_looks_like_an_escape_hides_nothing() {
        let redactor = Redactor::new(["Abc%53d"]);
        for text in [
            "100%Abc%53d",
            "100%Abc%2553d",
            "\\\\Abc%53d",
            "&Abc&percnt;53d",
        ] {
            let redacted = redactor.redact(text);
            assert!(redacted.ends_with("[redacted]"), "{redacted}");
        }
    }

    #[test]
    fn secrets_that_overlap_or_contain_each_other_leave_nothing_behind() {
        let redactor = Redactor::new(["abcdef", "cde", "efgh", " "]);
        assert_eq!(redactor.redact("xabcdefghx cde"), "x[redacted]x [redacted]");
        assert!(Redactor::new(["", "  "]).is_empty());
    }

    #[test]
    fn a_secret_that_is_split_is_found_whole() {
        let redactor = Redactor::new(["s3cret"]);
        for text in [
            "a s3\ncret b",
            "a s\u{200b}3\u{200b}\u{200b}c\u{feff}ret b",
            r"a s3\ncr\u200bet b",
            "a s3%0Acret b",
            "a s3cr%E2%80%8Bet b",
            "a s3c&#8203;r&NewLine;et b",
            "a ｓ３ｃｒｅｔ b",
            "a ｓ3%EF%BD%83r&#xFF45;t b",
            r"a \163\63\143\162\145\164 b",
            "a =733c=72et b",
        ] {
            assert_eq!(redactor.redact(text), "a [redacted] b", "{text}");
        }
        assert_eq!(redactor.redact("s3 cret s3-cret"), "s3 cret s3-cret");
        let long = Redactor::new(["0123456789abcdef"]);
        for text in [
            "a 01234567 89abcdef b",
            "a 01:23:45:67:89:ab:cd:ef b",
            "a 0123-4567-89ab-cdef b",
            "a 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 b",
            "a MDEyMzQ1Njc4\n  OWFiY2RlZg== b",
        ] {
            let redacted = long.redact(text);
            assert!(redacted.starts_with("a [redacted]"), "{redacted}");
        }
    }

    /// The dynamic password of the document's example.
    const PROOF: &str = "9f86d081884c7d659a2feaa0c55ad015";

    fn of_each(write: impl Fn(char) -> String) -> String {
        PROOF.chars().map(write).collect()
    }

    fn list(between: &str, write: impl Fn(u32) -> String) -> String {
        let numbers: Vec<String> = PROOF.chars().map(|c| write(u32::from(c))).collect();
        numbers.join(between)
    }

    #[test]
    fn a_secret_that_was_encoded_more_than_once_or_as_numbers_is_found() {
        let redactor = Redactor::for_values([PROOF]);
        let base64 = "OWY4NmQwODE4ODRjN2Q2NTlhMmZlYWEwYzU1YWQwMTU=";
        for encoded in [
            // Base64 of base64, hexadecimal of hexadecimal, in pairs too, and each of the other.
            "T1dZNE5tUXdPREU0T0RSak4yUTJOVGxoTW1abFlXRXdZelUxWVdRd01UVT0=",
            "33393636333833363634333033383331333833383334363333373634333633353339363133323636363536313631333036333335333536313634333033313335",
            "33 39 36 36 33 38 33 36 36 34 33 30 33 38 33 31 33 38 33 38 33 34 36 33 33 37 36 34 33 36 33 35 33 39 36 31 33 32 36 36 36 35 36 31 36 31 33 30 36 33 33 35 33 35 36 31 36 34 33 30 33 31 33 35",
            "Mzk2NjM4MzY2NDMwMzgzMTM4MzgzNDYzMzc2NDM2MzUzOTYxMzI2NjY1NjE2MTMwNjMzNTM1NjE2NDMwMzEzNQ==",
            "4f5759344e6d51774f4445344f44526a4e3251324e546c684d6d5a6c59574577597a5531595751774d54553d",
            // Base32 in base64, base32 alone, and three times base64.
            "SEZURFFOVEVHQTREQ09CWUdSUlRPWkJXR1U0V0NNVEdNVlFXQ01EREdVMldDWkJRR0UyUT09PT0=",
            "HFTDQNTEGA4DCOBYGRRTOZBWGU4WCMTGMVQWCMDDGU2WCZBQGE2Q====",
            "VDFkWk5FNXRVWGRQUkVVMFQwUlNhazR5VVRKT1ZHeG9UVzFhYkZsWFJYZFplbFV4V1ZkUmQwMVVWVDA9",
            // UTF-16 in base64, in both orders, and UTF-7.
            "OQBmADgANgBkADAAOAAxADgAOAA0AGMANwBkADYANQA5AGEAMgBmAGUAYQBhADAAYwA1ADUAYQBkADAAMQA1AA==",
            "+ADkAZgA4ADYAZAAwADgAMQA4ADgANABjADcAZAA2ADUAOQBhADIAZgBlAGEAYQAwAGMANQA1AGEAZAAwADEANQ-",
        ] {
            let redacted = redactor.redact(encoded);
            let left: String = redacted.replace("[redacted]", "");
            assert!(
                redacted.contains("[redacted]") && left.len() <= 6,
                "{encoded}: {redacted}"
            );
        }
        let lists = [
            list(", ", |code| code.to_string()),
            list(",", |code| format!("0x{code:x}")),
            list(" ", |code| format!("U+{code:04X}")),
            list(")&Chr(", |code| code.to_string()),
            list(";", |code| format!("0{code:o}")),
            list(" ", |code| format!("{code:08b}")),
            list(", ", |code| format!("0x{code:02X}")),
            of_each(|c| format!("\\U{:08x}", u32::from(c))),
            of_each(|c| format!("\\{:06x}", u32::from(c))),
            of_each(|c| format!("\\{:x} ", u32::from(c))),
            of_each(|c| format!("\\x{{{:x}}}", u32::from(c))),
            of_each(|c| format!("\\u{{{:06x}}}", u32::from(c))),
            of_each(|c| format!("\\N{{U+{:04x}}}", u32::from(c))),
            of_each(|c| format!("{c}/")),
            of_each(|c| format!("{c} | ")),
            of_each(|c| format!("{c}*")),
            of_each(|c| format!("<b>{c}</b>")),
            of_each(|c| format!("{c}<span style=\"color: red\"></span>")),
            of_each(|c| format!("{c}&lt;wbr&gt;")),
            of_each(|c| format!("{c}\u{336}")),
            of_each(styled),
            base64.replace('Y', "Y<br>"),
        ];
        for written in lists {
            let text = format!("前 {written} 后");
            let redacted = redactor.redact(&text);
            let left = redacted.chars().count();
            assert!(
                redacted.starts_with("前 ") && redacted.contains("[redacted]") && left <= 60,
                "{text}: {redacted}"
            );
        }
    }

    /// Digits of mathematics, circled small letters.
    fn styled(letter: char) -> String {
        let code = u32::from(letter);
        let styled = match letter {
            '0'..='9' => 0x1d7d8 + code - u32::from('0'),
            _ => 0x24d0 + code - u32::from('a'),
        };
        char::from_u32(styled).into_iter().collect()
    }

    #[test]
    fn what_companies_say_of_themselves_is_left_as_it_is() {
        let redactor = Redactor::new([PROOF, "a1b2c3d4", "secret99", "CanaryToken"]);
        for text in [
            "北京样例科技有限公司（海淀区中关村大街 27 号 15 层 1501-1508）",
            "统一社会信用代码 91110108MA0000015T，注册号 110108000000016，注册资本 1000.00 万元",
            "电话 010-66668888 转 8001; 2019-03-08 至 2049-03-07; 12:30:59",
            "第 9、35、36、38、41、42、43、44、45 类；申请号 12345670, 12345671, 12345672, 12345673",
            "https://www.example.com/a/b?c=110108000000016&d=%E5%90%8D%E7%A7%B0#e",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
            "d41d8cd98f00b204e9800998ecf8427e 0cc175b9c0f1b6a831c399e269772661",
            "{\"list\":[1,2,3,4,5,49,50,51,57,102,56,54,100,48,56,49],\"x\":[0.5,1e3]}",
            "<p class=\"a1b2\">A1 B2 C3 D4</p> Ⅸ ① ② ③ 𝟙",
            "i.86.110108.52/91.12000000.1/11010519491231002X",
        ] {
            assert_eq!(redactor.redact(text), text);
        }
    }

    #[test]
    fn what_is_too_hard_to_be_searched_is_left_out_from_there_on() {
        let redactor = Redactor::new(["%%%%%%%%%%%%secret"]);
        let hard = format!("before {}secret", "%2525".repeat(50_000));
        let redacted = redactor.redact(&hard);
        assert!(
            !redacted.contains("secret") && redacted.ends_with("[redacted]"),
            "{} bytes",
            redacted.len()
        );
    }

    #[test]
    fn only_the_texts_of_an_answer_that_are_too_hard_are_left_out() {
        let redactor = Redactor::new(["%%%%%%%%%%%%secret"]);
        let hard = "%2525".repeat(50_000);
        let answer = format!(r#"{{"a":"x","b":"{hard}","c":"y","d":"z"}}"#);
        let redacted = redactor.redact_answer(answer.as_bytes(), false);
        assert_eq!(
            String::from_utf8(redacted.unwrap()).unwrap(),
            r#"{"a":"x","b":"[redacted]","c":"y","d":"z"}"#
        );
    }

    #[test]
    fn texts_made_to_be_hard_are_searched_in_reasonable_time() {
        let redactor = Redactor::new(["%".repeat(64), "secret".to_owned(), "\\".repeat(64)]);
        for hard in [
            "%",
            "\\",
            "&#",
            "&amp;",
            "%25",
            "\\u0025",
            "%5c",
            "s\u{200b}",
            "s\n",
        ] {
            let text = hard.repeat(20_000 / hard.len());
            let redacted = redactor.redact(&text);
            assert!(redacted.len() <= text.len() + 10, "{hard}");
        }
    }
}
