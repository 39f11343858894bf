//! The one digit that would make the check digit of a registration number right.

use super::{Correction, counted, wrong_place};
use crate::fixed_text::positions;

/// Each digit turns one running product from 1 to 10 into another, and no two into the same. So
/// the products are followed from the front, and what they have to be is followed from the back;
/// where they meet, one digit fits.
pub(super) fn find(text: &str, corrections: &mut Vec<Correction>) {
    let Some(number) = counted::<15>(positions(text), |next| {
        let digit = next.to_digit(10)?;
        u16::try_from(digit).ok()
    }) else {
        return;
    };
    let Ok(wrong) = wrong_place(&number) else {
        return;
    };
    let [body @ .., check] = &number;
    // The check digit makes the sum behind the last product 1 modulo 10.
    let mut wanted = [0_u16; 15];
    let mut behind = before_check(check.value.unwrap_or_default());
    for (slot, one) in wanted.iter_mut().skip(1).zip(body).rev() {
        *slot = behind;
        behind = (10 + halved(behind) - one.value.unwrap_or_default()) % 10;
        if behind == 0 {
            behind = 10;
        }
    }
    let mut product = 10;
    for (index, (one, wanted)) in body.iter().zip(wanted.iter().skip(1)).enumerate() {
        if wrong.is_none_or(|wrong| wrong == index) {
            let digit = (20 + halved(*wanted) - product) % 10;
            propose(one, digit, corrections);
        }
        product = next(product, one.value.unwrap_or_default());
    }
    if wrong.is_none_or(|wrong| wrong == 14) {
        propose(check, (11 - product) % 10, corrections);
    }
}

fn propose(one: &super::Counted, digit: u16, corrections: &mut Vec<Correction>) {
    let [digit, _] = digit.to_le_bytes();
    one.propose(b'0' + digit, corrections);
}

/// The product behind a digit.
const fn next(product: u16, digit: u16) -> u16 {
    let sum = (product + digit) % 10;
    let sum = if sum == 0 { 10 } else { sum };
    sum * 2 % 11
}

/// The sum whose double is this product modulo 11.
const fn halved(product: u16) -> u16 {
    product * 6 % 11
}

/// The product for which this is the check digit: the inverse of `(11 - product) % 10`.
const fn before_check(digit: u16) -> u16 {
    match digit {
        0 => 1,
        1 => 10,
        digit => 11 - digit,
    }
}
