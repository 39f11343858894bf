//! A vendor's numeric id of 20 and more digits, kept exact.

mod decode;

use core::fmt;
use core::str::FromStr;

use serde::{Serialize, Serializer};

use crate::error::{Expected, IdentifierErrorKind, ParseIdentifierError};
use crate::kind::IdentifierKind;

/// A numeric id as the vendors give them out: `Decimal(20)`, a whole number from 0.
///
/// Twenty digits are more than a 64-bit integer holds, and far more than the 15 that survive a
/// float; every number up to [`u128::MAX`] is kept to the last digit here. Ordered as numbers;
/// leading zeros are dropped.
///
/// # serde
///
/// Written as an integer. Read from an integer or from text, blanks around it ignored.
///
/// serde_json makes a float of an integer above [`u64::MAX`] whenever it does not know which type
/// to expect. So this type asks it for the raw text of the value, and takes the digits from
/// there. That needs serde_json itself to be the format:
///
/// - exact for any number: `from_str`, `from_slice`, `from_reader`, in fields, lists, options;
/// - exact for text everywhere, in any format;
/// - under `#[serde(flatten)]`, in untagged enums, and out of a `serde_json::Value`, numbers have
///   already been read by someone else: exact up to [`u64::MAX`], an error above. Never a number
///   with wrong digits. The same goes for writing into a `serde_json::Value`.
///
/// ```
/// use registry_model::DecimalId;
///
/// let id: DecimalId = serde_json::from_str("99999999999999999999")?;
/// assert_eq!(id.to_string(), "99999999999999999999");
/// assert_eq!(id, serde_json::from_str(r#""99999999999999999999""#)?);
/// assert_eq!(serde_json::to_string(&id)?, "99999999999999999999");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecimalId(
    // Its bytes, the highest first, ordered as the number is. Not a `u128`: rows have many ids, and
    // an optional one would take 32 bytes instead of 17.
    [u8; 16],
);

impl DecimalId {
    /// The id of this number.
    #[must_use]
    pub const fn new(number: u128) -> Self {
        Self(number.to_be_bytes())
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        let at =
            |position, fault| ParseIdentifierError::at(IdentifierKind::DecimalId, position, fault);
        if text.is_empty() {
            let expected = Expected::Digit;
            return Err(at(1, IdentifierErrorKind::Missing { expected }));
        }
        let mut number = 0_u128;
        for (found, position) in text.chars().zip(1..) {
            let Some(digit) = found.to_digit(10) else {
                let expected = Expected::Digit;
                return Err(at(
                    position,
                    IdentifierErrorKind::Unexpected { found, expected },
                ));
            };
            number = number
                .checked_mul(10)
                .and_then(|number| number.checked_add(u128::from(digit)))
                .ok_or(at(position, IdentifierErrorKind::TooLarge))?;
        }
        Ok(Self::new(number))
    }
}

impl FromStr for DecimalId {
    type Err = ParseIdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for DecimalId {
    type Error = ParseIdentifierError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl From<u64> for DecimalId {
    fn from(number: u64) -> Self {
        Self::new(number.into())
    }
}

impl From<u128> for DecimalId {
    fn from(number: u128) -> Self {
        Self::new(number)
    }
}

impl From<DecimalId> for u128 {
    fn from(id: DecimalId) -> Self {
        id.get()
    }
}

impl fmt::Display for DecimalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl fmt::Debug for DecimalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecimalId({})", self.get())
    }
}

impl Serialize for DecimalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The same digits either way; but not every format, nor every adapter within serde,
        // knows integers of 128 bits.
        let number = self.get();
        match u64::try_from(number) {
            Ok(number) => serializer.serialize_u64(number),
            Err(_) => serializer.serialize_u128(number),
        }
    }
}
