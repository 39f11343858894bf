//! Reads lists of numbers that are the codes of letters or bytes: `57, 102`, `0x39 0x66`,
//! `U+0039 U+0066`, `Chr(57)&Chr(102)`.

use core::ops::Range;

use super::run::Run;

/// Each radix, and the fewest and the most digits of a number in it.
const RADICES: [(u32, usize, usize); 4] = [(10, 1, 7), (16, 1, 8), (8, 1, 7), (2, 6, 21)];

/// The most letters between two numbers.
const GAP: usize = 16;

/// A list of numbers in one radix.
pub(super) struct Numbers {
    radix: u32,
    digits: (usize, usize),
    /// The number that is being read, and the length of the separator.
    number: Option<Number>,
    gap: usize,
    /// Whether a minus sign was the last letter.
    is_minus: bool,
    run: Run,
}

struct Number {
    value: Option<u32>,
    digits: usize,
    place: Range<usize>,
    is_negative: bool,
}

impl Numbers {
    /// One list for each radix.
    pub(super) fn all(least: usize) -> [Self; 4] {
        RADICES.map(|(radix, fewest, most)| Self {
            radix,
            digits: (fewest, most),
            number: None,
            gap: 0,
            is_minus: false,
            run: Run::new(least),
        })
    }

    /// Takes the next letter.
    pub(super) fn read(
        &mut self,
        letter: char,
        place: Range<usize>,
        holds: &dyn Fn(&[u8]) -> bool,
        found: &mut Vec<Range<usize>>,
    ) {
        if let Some(digit) = letter.to_digit(self.radix) {
            let number = self.number.get_or_insert(Number {
                value: Some(0),
                digits: 0,
                place: place.clone(),
                is_negative: self.is_minus,
            });
            let value = number.value.and_then(|value| value.checked_mul(self.radix));
            number.value = value.and_then(|value| value.checked_add(digit));
            number.digits += 1;
            number.place.end = place.end;
        } else {
            self.end_number(holds, found);
            self.gap += 1;
            if self.gap > GAP {
                self.end_list(holds, found);
            }
        }
        self.is_minus = letter == '-';
    }

    /// Ends the list.
    pub(super) fn finish(&mut self, holds: &dyn Fn(&[u8]) -> bool, found: &mut Vec<Range<usize>>) {
        self.end_number(holds, found);
        self.end_list(holds, found);
    }

    fn end_list(&mut self, holds: &dyn Fn(&[u8]) -> bool, found: &mut Vec<Range<usize>>) {
        self.run
            .look_closely(|values| is_held(values, holds), found);
        self.run.clear();
    }

    fn end_number(&mut self, holds: &dyn Fn(&[u8]) -> bool, found: &mut Vec<Range<usize>>) {
        let Some(number) = self.number.take() else {
            return;
        };
        self.gap = 0;
        let (fewest, most) = self.digits;
        let is_code = (fewest..=most).contains(&number.digits);
        match number.value.filter(|_| is_code) {
            // A byte with a sign, as Java has it.
            Some(value @ 1..=128) if number.is_negative => {
                self.run.push(256 - value, number.place);
            }
            Some(value) => self.run.push(value, number.place),
            None => self.end_list(holds, found),
        }
        if self.run.is_full() {
            self.run
                .look_closely(|values| is_held(values, holds), found);
            self.run.drop_all_but_overlap();
        }
    }
}

/// Whether the text of these codes holds a secret: as letters, and as bytes.
fn is_held(values: &[u32], holds: &dyn Fn(&[u8]) -> bool) -> bool {
    let letter = |value: &u32| char::from_u32(*value).unwrap_or(char::REPLACEMENT_CHARACTER);
    let text: String = values.iter().map(letter).collect();
    if holds(text.as_bytes()) {
        return true;
    }
    let is_bytes = values.iter().any(|value| (0x80..0x100).contains(value));
    let byte = |value: &u32| u8::try_from(*value).unwrap_or(0);
    is_bytes && holds(&values.iter().map(byte).collect::<Vec<u8>>())
}
