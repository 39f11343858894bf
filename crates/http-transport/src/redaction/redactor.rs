//! Finds secrets in a text however they are written, and replaces them.

use core::fmt;
use std::borrow::Cow;

use endpoint_core::lenient;

use crate::redaction::letters::{is_invisible, is_separator, plain};
use crate::redaction::secret_forms::Form;
use crate::redaction::unescape::{Escapable, Steps, begins_escape};

/// Replaces secrets by `[redacted]`, for texts of others that may repeat what they were sent.
///
/// A secret is found as it is, in capitals and in small letters, in hexadecimal and in base64. Each
/// character of that may be written in percent-encoding or quoted-printable, as an escape of JSON,
/// JavaScript or C, as a reference of HTML, or in full width: up to four times over and mixed.
/// Between the characters may be line ends and characters without width, and in long secrets also
/// blanks and punctuation.
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
    /// By the first letter of ASCII, the forms that begin with it.
    by_first: Vec<Vec<usize>>,
    /// Whether a form begins with a letter beyond ASCII.
    has_others: bool,
}

/// What stands in the place of a secret.
const REDACTED: &[u8] = b"[redacted]";

/// What a search of one place came to.
#[derive(Clone, Copy)]
enum Found {
    Nothing,
    /// A secret that ends there.
    Until(usize),
}

/// The text has been made so that it cannot be searched in reasonable time.
struct TooHard;

impl Redactor {
    /// For these secrets.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        Self::of_forms(secrets, Form::all_of)
    }

    /// For these secrets, found in the ways that matter in long texts: not where they were written
    /// in base64 or hexadecimal twice.
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
        let mut by_first = vec![Vec::new(); 128];
        let mut has_others = false;
        for (index, form) in forms.iter().enumerate() {
            let first = form.letters.first().map_or(0, |first| u32::from(*first));
            let first = usize::try_from(first).ok();
            match first.and_then(|first| by_first.get_mut(first)) {
                Some(with_it) => with_it.push(index),
                None => has_others = true,
            }
        }
        Self {
            forms,
            by_first,
            has_others,
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
        match self.redact_into(text.as_bytes(), &steps, &mut redacted) {
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
            let is_escaped = !is_xml && number % 2 == 1 && text.contains(&b'\\');
            let unescaped = is_escaped.then(|| unescaped(text)).flatten();
            let mut clean = Vec::new();
            let said = unescaped.as_deref().unwrap_or(text);
            let found = self.redact_into(said, &steps, &mut clean);
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

    /// Writes the text without the secrets, if there is one in it: whether there is. What is
    /// written of a text that is too hard goes up to where it becomes that.
    fn redact_into(
        &self,
        text: &[u8],
        steps: &Steps,
        redacted: &mut Vec<u8>,
    ) -> Result<bool, TooHard> {
        if self.forms.is_empty() {
            return Ok(false);
        }
        let visible = Visible::of(text);
        let escapable = Escapable::new(&visible.text, steps);
        let mut is_any = false;
        // Up to here it is written, or left out.
        let mut done = 0;
        for (at, byte) in visible.text.iter().enumerate() {
            if !self.may_begin(*byte) {
                continue;
            }
            let found = self.longest(&escapable, at);
            if found.is_err() || escapable.is_exhausted() {
                let begin = visible.origin(at);
                redacted.extend_from_slice(text.get(done..begin.max(done)).unwrap_or_default());
                return Err(TooHard);
            }
            let Ok(Found::Until(end)) = found else {
                continue;
            };
            let begin = visible.origin(at);
            // One secret may stand inside another, or begin within it.
            if begin >= done {
                redacted.extend_from_slice(text.get(done..begin).unwrap_or_default());
                redacted.extend_from_slice(REDACTED);
            }
            is_any = true;
            done = done.max(visible.origin(end.saturating_sub(1)) + 1);
        }
        if is_any {
            redacted.extend_from_slice(text.get(done..).unwrap_or_default());
        }
        Ok(is_any)
    }

    /// Whether a secret may begin with this byte.
    fn may_begin(&self, byte: u8) -> bool {
        if !byte.is_ascii() {
            // A letter of full width, or one beyond ASCII.
            return self.has_others || matches!(byte, 0xEF | 0xC2 | 0xE3);
        }
        begins_escape(byte) || !self.with_first(plain(char::from(byte))).is_empty()
    }

    /// The forms that begin with this letter.
    fn with_first(&self, first: char) -> &[usize] {
        let first = usize::try_from(u32::from(first)).ok();
        let forms = first.and_then(|first| self.by_first.get(first));
        forms.map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the longest secret ends that begins here.
    fn longest(&self, text: &Escapable<'_>, at: usize) -> Result<Found, TooHard> {
        let mut longest = None;
        let mut look = |form: &Form| {
            if let Found::Until(end) = end(text, at, form)? {
                longest = longest.max(Some(end));
            }
            Ok(())
        };
        match text.plain_at(at) {
            Some(letter) => {
                let next = text.plain_at(at + 1).map(plain);
                for form in self.with_first(plain(letter)) {
                    let form = self.forms.get(*form);
                    if let Some(form) = form.filter(|form| form.may_go_on(next)) {
                        look(form)?;
                    }
                }
            }
            None => {
                let firsts: Vec<char> = text.letters(at).map(|(first, _)| plain(first)).collect();
                for form in &self.forms {
                    if form
                        .letters
                        .first()
                        .is_some_and(|first| firsts.contains(first))
                    {
                        look(form)?;
                    }
                }
            }
        }
        Ok(longest.map_or(Found::Nothing, Found::Until))
    }
}

/// A text without what is not seen, which may stand in the middle of an escape, too.
struct Visible<'t> {
    whole: &'t [u8],
    text: Cow<'t, [u8]>,
    /// For one byte of `text` among [`STRIDE`], its place there and in the whole text; none where
    /// nothing was left out.
    places: Vec<(usize, usize)>,
}

/// A place for each byte would take eight times the text.
const STRIDE: usize = 64;

impl<'t> Visible<'t> {
    fn of(whole: &'t [u8]) -> Self {
        let unchanged = Self {
            whole,
            text: Cow::Borrowed(whole),
            places: Vec::new(),
        };
        let may_hide = |byte: &u8| !(0x20..0x7F).contains(byte);
        if !whole.iter().any(may_hide) {
            return unchanged;
        }
        let mut text = Vec::with_capacity(whole.len());
        let mut places = Vec::new();
        let mut at = 0;
        for (letter, is_seen) in letters(whole) {
            if is_seen {
                if text.len() >= places.len() * STRIDE {
                    places.push((text.len(), at));
                }
                text.extend_from_slice(letter);
            }
            at += letter.len();
        }
        if text.len() == whole.len() {
            return unchanged;
        }
        Self {
            whole,
            text: Cow::Owned(text),
            places,
        }
    }

    /// Where a byte of it stands in the whole text.
    fn origin(&self, at: usize) -> usize {
        let before = self.places.partition_point(|(place, _)| *place <= at);
        let Some((mut place, mut origin)) = before
            .checked_sub(1)
            .and_then(|index| self.places.get(index).copied())
        else {
            return at;
        };
        for (letter, is_seen) in letters(self.whole.get(origin..).unwrap_or_default()) {
            if is_seen {
                if at < place + letter.len() {
                    return origin + (at - place);
                }
                place += letter.len();
            }
            origin += letter.len();
        }
        origin
    }
}

/// The characters of a text, and whether each is seen; bytes that are no UTF-8 are.
fn letters(text: &[u8]) -> impl Iterator<Item = (&[u8], bool)> {
    text.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid();
        let letters = valid.char_indices().map(|(at, letter)| {
            let bytes = valid.as_bytes().get(at..at + letter.len_utf8());
            (bytes.unwrap_or_default(), !is_invisible(letter))
        });
        letters.chain((!chunk.invalid().is_empty()).then(|| (chunk.invalid(), true)))
    })
}

/// How many readings are tried of one place, for each letter of what is looked for, and beside.
const PATIENCE: (usize, usize) = (16, 256);

/// Where this form ends, if it begins here. Where a text can be read in several ways each is tried.
fn end(text: &Escapable<'_>, at: usize, form: &Form) -> Result<Found, TooHard> {
    let is_between = |letter: char| is_invisible(letter) || (form.is_long && is_separator(letter));
    let mut open = vec![(at, form.letters.as_slice())];
    let (of_a_letter, of_a_form) = PATIENCE;
    let mut patience = form.letters.len() * of_a_letter + of_a_form;
    while let Some((mut at, rest)) = open.pop() {
        let Some((wanted, behind)) = rest.split_first() else {
            return Ok(Found::Until(at));
        };
        patience = patience.checked_sub(1).ok_or(TooHard)?;
        let has_begun = rest.len() < form.letters.len();
        if has_begun {
            at = text.behind_all(at, is_between);
        }
        for (letter, end) in text.letters(at) {
            let next = if plain(letter) == *wanted {
                (end, behind)
            } else if has_begun && is_between(letter) {
                (end, rest)
            } else {
                continue;
            };
            if !open.contains(&next) {
                open.push(next);
            }
        }
    }
    Ok(Found::Nothing)
}

/// What a text of JSON says; nothing where it is none.
fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let quoted = [b"\"", text, b"\""].concat();
    let text: String = lenient::decode(&quoted).ok()?;
    Some(text.into_bytes())
}

/// Writes a text of JSON that says this.
fn escape_into(said: &[u8], text: &mut Vec<u8>) {
    for letter in String::from_utf8_lossy(said).chars() {
        match letter {
            '"' | '\\' => text.extend_from_slice(format!("\\{letter}").as_bytes()),
            '\0'..' ' => {
                text.extend_from_slice(format!("\\u{:04x}", u32::from(letter)).as_bytes());
            }
            other => text.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

fn is_xml(answer: &[u8]) -> bool {
    let start = answer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(answer);
    start.trim_ascii_start().starts_with(b"<")
}

/// Where the texts of an answer end, and what is before each of them: in JSON at the quotation
/// marks, in XML at the brackets of its elements.
fn ends_of_texts(answer: &[u8], is_xml: bool) -> impl Iterator<Item = usize> {
    let mut is_escaped = false;
    let mut is_in_text = false;
    let ends = answer.iter().enumerate().flat_map(move |(at, byte)| {
        let is_mark = match byte {
            b'<' | b'>' => is_xml,
            b'"' => !is_xml && !is_escaped,
            _ => false,
        };
        is_escaped = is_in_text && !is_escaped && *byte == b'\\';
        is_in_text ^= is_mark;
        // The mark itself belongs to what is between.
        match (is_mark, is_in_text) {
            (false, _) => None,
            (true, true) => Some(at + 1),
            (true, false) => Some(at),
        }
    });
    ends.chain([answer.len()])
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            forms,
            by_first: _,
            has_others: _,
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
