//! The one character that would make both check characters of a credit code right.

use super::{Correction, Counted, counted, wrong_place};
use crate::credit_code::{ALPHABET, WEIGHTS, pilot, value};
use crate::fixed_text::positions;
use crate::organization_code;

/// The inverse of each weight modulo 31.
const INVERSES: [u16; 17] = [1, 21, 7, 23, 18, 6, 2, 11, 14, 15, 5, 12, 4, 22, 28, 30, 10];

/// The sum of all positions, the check character's own weight being 1, is a multiple of 31: so
/// for each position there is one character at most that makes it one. Which of them also makes
/// the organisation code right is tried.
pub(super) fn find(text: &str, corrections: &mut Vec<Correction>) {
    let Some(code) = counted::<18>(positions(text), |next| {
        let byte = u8::try_from(next).ok()?;
        value(byte).map(u16::from)
    }) else {
        return;
    };
    // A letter in the division is of the alphabet, and wrong all the same.
    let mut code = code;
    for one in code.iter_mut().skip(2).take(6) {
        one.value = one.value.filter(|_| one.found.is_ascii_digit());
    }
    let Ok(wrong) = wrong_place(&code) else {
        return;
    };
    let weights = WEIGHTS.iter().copied().chain([1]);
    let sum: u16 = code
        .iter()
        .zip(weights)
        .map(|(one, weight)| one.value.unwrap_or_default() * weight)
        .sum();
    let lacking = (31 - sum % 31) % 31;
    let inverses = INVERSES.iter().copied().chain([1]);
    // Characters elsewhere change nothing about the organisation code.
    let fits_as_it_is = fits(&code, usize::MAX, 0);
    for (index, (one, inverse)) in code.iter().zip(inverses).enumerate() {
        if wrong.is_some_and(|wrong| wrong != index) {
            continue;
        }
        let place = (one.value.unwrap_or_default() + lacking * inverse) % 31;
        let Some(&proposed) = ALPHABET.get(usize::from(place)) else {
            continue;
        };
        let may_stand = !(2..8).contains(&index) || proposed.is_ascii_digit();
        let fits = match index {
            8..17 => fits(&code, index, proposed),
            _ => fits_as_it_is,
        };
        if may_stand && fits {
            one.propose(proposed, corrections);
        }
    }
    let by_the_standard = corrections.len();
    by_the_pilot(&code, wrong, corrections);
    if corrections.len() > by_the_standard {
        corrections.sort_unstable();
    }
}

/// The same by the rule of Fujian's pilot, for a code of its form. There are few of them, so all
/// characters are tried.
fn by_the_pilot(code: &[Counted; 18], wrong: Option<usize>, corrections: &mut Vec<Correction>) {
    let mut bytes = [0_u8; 18];
    for (slot, one) in bytes.iter_mut().zip(code) {
        // A character that is not ASCII is the wrong one.
        *slot = u8::try_from(one.found).unwrap_or_default();
    }
    for (index, one) in code.iter().enumerate() {
        if wrong.is_some_and(|wrong| wrong != index) {
            continue;
        }
        for proposed in (b'0'..=b'9').chain(b'A'..=b'Z') {
            let may_stand = match index {
                2..8 => proposed.is_ascii_digit(),
                17 => true,
                _ => value(proposed).is_some(),
            };
            let mut tried = bytes;
            if let Some(slot) = tried.get_mut(index) {
                *slot = proposed;
            }
            if !may_stand || !pilot::has_its_form(&tried) {
                continue;
            }
            let is_organization_code = match index {
                8..17 => fits(code, index, proposed),
                _ => fits(code, usize::MAX, 0),
            };
            if pilot::is_pilot_code(&tried) && is_organization_code {
                one.propose(proposed, corrections);
            }
        }
    }
}

/// Whether positions 9 to 17 are an organisation code with `proposed` at `index`.
fn fits(code: &[Counted; 18], index: usize, proposed: u8) -> bool {
    let mut part = [0_u8; 9];
    for ((at, one), slot) in code.iter().enumerate().skip(8).zip(&mut part) {
        *slot = match u8::try_from(one.found) {
            _ if at == index => proposed,
            Ok(byte) => byte,
            Err(_) => return false,
        };
    }
    let [body @ .., check] = &part;
    organization_code::check_character(body) == *check
}
