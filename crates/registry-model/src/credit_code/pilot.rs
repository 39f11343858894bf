//! The check character of the codes that Fujian issued before the standard, as observed.

/// The weights of the first 17 characters: powers of 2 modulo 37.
pub(crate) const WEIGHTS: [u16; 17] = [
    1, 2, 4, 8, 16, 32, 27, 17, 34, 31, 25, 13, 26, 15, 30, 23, 9,
];

/// The sum over all 18 is a multiple of this.
pub(crate) const MODULUS: u16 = 37;

/// Whether the code was issued where and in the form in which the rule was used: all known codes
/// are of enterprises (`91`) in Fujian (`35`).
pub(crate) fn has_its_form(code: &[u8; 18]) -> bool {
    matches!(
        code,
        [
            b'9',
            b'1',
            b'3',
            b'5',
            _,
            _,
            _,
            _,
            b'M',
            b'0',
            b'0',
            b'0',
            ..
        ]
    )
}

/// Whether the last character is right by the rule.
pub(crate) fn is_pilot_code(code: &[u8; 18]) -> bool {
    if !has_its_form(code) {
        return false;
    }
    let weights = WEIGHTS.iter().chain(&[1]);
    let sum: Option<u16> = code
        .iter()
        .zip(weights)
        .map(|(byte, weight)| Some(value(*byte)? * weight))
        .sum();
    sum.is_some_and(|sum| sum.is_multiple_of(MODULUS))
}

/// The value of a character.
pub(crate) fn value(byte: u8) -> Option<u16> {
    let value = char::from(byte).to_ascii_uppercase().to_digit(36)?;
    u16::try_from(value).ok()
}
