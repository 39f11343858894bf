//! Finds what stands for other text: runs of base16, base32 and base64, and lists of numbers.
//!
//! Escapes are read letter by letter where a secret is compared; here whole runs are decoded, and
//! what they say is searched in turn.

mod digits;
mod numbers;
mod run;

use core::ops::Range;

use crate::redaction::unescape::Escapable;

use digits::Digits;
use numbers::Numbers;

/// The places in the text that stand for something that `holds` a secret, in their order. None is
/// looked at that stands for fewer letters than `least`.
pub(crate) fn find(
    text: &Escapable<'_>,
    least: usize,
    holds: &dyn Fn(&[u8]) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.text.len() <= least {
        return found;
    }
    let mut bases = Digits::all(least);
    let mut radices = Numbers::all(least);
    let digits = text.text.iter().filter(|byte| byte.is_ascii_digit());
    // Each number has one at least; escaped, it has more.
    let has_numbers = digits.count() > least;
    let mut at = 0;
    while at < text.text.len() {
        let (letter, end) = text.deepest(at);
        for base in &mut bases {
            base.read(letter, at..end, holds, &mut found);
        }
        if has_numbers {
            for radix in &mut radices {
                radix.read(letter, at..end, holds, &mut found);
            }
        }
        at = end;
    }
    for base in &mut bases {
        base.finish(holds, &mut found);
    }
    for radix in &mut radices {
        radix.finish(holds, &mut found);
    }
    found.sort_unstable_by_key(|place| (place.start, place.end));
    found
}
