//! Finds secrets in a text however they are written, and replaces them.

use core::fmt;
use core::ops::Range;
use std::borrow::Cow;

use crate::redaction::answer_texts::{ends_of_texts, escape_into, is_xml, unescaped};
use crate::redaction::encodings;
use crate::redaction::first_letters::{ASCII, followers, slot};
use crate::redaction::letters::plain;
use crate::redaction::matching::{Matcher, TooHard};
use crate::redaction::secret_forms::Form;
use crate::redaction::steps::{Budget, Steps};
use crate::redaction::unescape::Escapable;
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
    /// By a byte of ASCII, the bits of those that may follow it where a secret begins.
    followers: Vec<u128>,
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
            followers: followers(&forms),
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
        let budget = Budget::for_bytes(text.len());
        match self.redact_into(text.as_bytes(), REDACTED, &budget, &mut redacted) {
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
        let budget = Budget::for_bytes(answer.len());
        for (number, end) in ends_of_texts(answer, is_xml).enumerate() {
            let text = answer.get(at..end).unwrap_or_default();
            at = end;
            let is_text = is_xml || number % 2 == 1;
            let is_escaped = !is_xml && is_text && text.contains(&b'\\');
            let unescaped = is_escaped.then(|| unescaped(text)).flatten();
            let mut clean = Vec::new();
            let said = unescaped.as_deref().unwrap_or(text);
            let instead = if is_text { REDACTED } else { REDACTED_VALUE };
            let found = self.redact_into(said, instead, &budget, &mut clean);
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
        budget: &Budget,
        redacted: &mut Vec<u8>,
    ) -> Result<bool, TooHard> {
        if self.forms.is_empty() {
            return Ok(false);
        }
        let visible = Visible::new(text);
        let (places, too_hard) = self.places(&visible.text, budget);
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
    fn places(&self, text: &[u8], budget: &Budget) -> (Vec<Range<usize>>, Option<usize>) {
        let (mut places, hard_to_read) = self.direct(&Escapable::new(text, &budget.direct), 0);
        let (encoded, hard_to_decode) = self.encoded(&Escapable::new(text, &budget.encoded), DEPTH);
        places.extend(encoded);
        places.sort_by_key(|place| place.start);
        let too_hard = hard_to_read.into_iter().chain(hard_to_decode).min();
        if let Some(until) = too_hard {
            places.retain(|place| place.start < until);
        }
        (places, too_hard)
    }

    /// Where secrets with so many letters at least stand that are not encoded as a whole.
    fn direct(&self, text: &Escapable<'_>, least: usize) -> (Vec<Range<usize>>, Option<usize>) {
        let mut places = Vec::new();
        let mut matcher = Matcher::new(text);
        for (at, byte) in text.text.iter().enumerate() {
            if !self.may_begin(*byte, text.text.get(at + 1)) {
                continue;
            }
            match self.longest(text, &mut matcher, at, least) {
                Ok(_) if text.is_exhausted() => return (places, Some(at)),
                Err(TooHard) => return (places, Some(at)),
                Ok(Some(end)) => places.push(at..end),
                Ok(None) => {}
            }
        }
        (places, None)
    }

    /// The places of encoded runs that contain a secret.
    fn encoded(&self, text: &Escapable<'_>, depth: usize) -> (Vec<Range<usize>>, Option<usize>) {
        let (Some(shortest), Some(depth)) = (self.shortest, depth.checked_sub(1)) else {
            return (Vec::new(), None);
        };
        encodings::find(text, shortest, &|decoded| {
            self.in_decoded(decoded, text.steps, depth)
        })
    }

    /// Where secrets stand in what was decoded: all of it where that is too hard to say.
    fn in_decoded(&self, decoded: &[u8], steps: &Steps, depth: usize) -> Vec<Range<usize>> {
        let visible = Visible::new(decoded);
        let text = Escapable::new(&visible.text, steps);
        let (mut places, hard_to_read) = self.direct(&text, LEAST);
        let (encoded, hard_to_decode) = self.encoded(&text, depth);
        places.extend(encoded);
        for place in &mut places {
            let last = visible.origin(place.end.saturating_sub(1));
            *place = visible.origin(place.start)..last + 1;
        }
        let until = hard_to_read.into_iter().chain(hard_to_decode).min();
        let rest = until.map(|at| visible.origin(at)..decoded.len());
        places.extend(rest);
        places
    }

    /// Whether a secret may begin with this byte, if that one follows.
    fn may_begin(&self, byte: u8, next: Option<&u8>) -> bool {
        match byte {
            0..0x80 => {
                let followers = self.followers.get(usize::from(byte));
                let followers = followers.copied().unwrap_or_default();
                match next {
                    Some(next @ 0..0x80) => followers >> next & 1 == 1,
                    _ => followers != 0,
                }
            }
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
        matcher: &mut Matcher<'_, '_>,
        at: usize,
        least: usize,
    ) -> Result<Option<usize>, TooHard> {
        let mut longest = None;
        let mut look = |first: char, next: Option<char>| {
            for number in self.with_first(first) {
                if let Some(form) = self.forms.get(*number)
                    && form.letters.len() >= least
                    && form.letters.first() == Some(&first)
                    && form.may_go_on(next)
                {
                    longest = longest.max(matcher.end(at, *number, form)?);
                }
            }
            Ok(())
        };
        let next = || text.plain_at(at + 1).map(plain);
        if let Some(letter) = text.plain_at(at) {
            look(plain(letter), next())?;
        } else if let Some((letter, _)) = text.beyond_ascii(at) {
            look(plain(letter), None)?;
        } else {
            let letters = text.letters(at);
            let mut firsts: Vec<char> = letters.map(|(first, _)| plain(first)).collect();
            firsts.sort_unstable();
            firsts.dedup();
            for first in firsts {
                look(first, None)?;
            }
        }
        Ok(longest)
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            forms,
            by_first: _,
            followers: _,
            shortest: _,
        } = self;
        write!(f, "Redactor({} forms)", forms.len())
    }
}
