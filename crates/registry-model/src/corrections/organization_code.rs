//! The one character that would make the check character of an organisation code right.

use super::{Correction, counted, wrong_place};
use crate::fixed_text::positions;
use crate::organization_code::WEIGHTS;

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The sum of all positions, `X` at the end counting 10, is a multiple of 11.
pub(super) fn find(text: &str, corrections: &mut Vec<Correction>) {
    let characters = positions(text).filter(|&at| at != (9, '-'));
    let Some(mut code) = counted::<9>(characters, |next| {
        let is_part = next.is_ascii_digit() || next.is_ascii_uppercase();
        is_part
            .then(|| next.to_digit(36))
            .flatten()
            .and_then(|value| u16::try_from(value).ok())
    }) else {
        return;
    };
    let [.., check] = &mut code;
    check.value = match check.found {
        'X' => Some(10),
        digit if digit.is_ascii_digit() => check.value,
        _ => None,
    };
    let Ok(wrong) = wrong_place(&code) else {
        return;
    };
    let weights = WEIGHTS.iter().copied().chain([1]);
    let sum: u16 = code
        .iter()
        .zip(weights.clone())
        .map(|(one, weight)| one.value.unwrap_or_default() * weight)
        .sum();
    for (index, (one, weight)) in code.iter().zip(weights).enumerate() {
        if wrong.is_some_and(|wrong| wrong != index) {
            continue;
        }
        // Modulo 11, so that nothing goes below zero.
        let others = sum - one.value.unwrap_or_default() * weight;
        for (value, &proposed) in (0_u16..).zip(ALPHABET) {
            let value = match (index, proposed) {
                (8, b'X') => 10,
                (8, _) if !proposed.is_ascii_digit() => continue,
                _ => value,
            };
            if (others + value * weight).is_multiple_of(11) {
                one.propose(proposed, corrections);
            }
        }
    }
}
