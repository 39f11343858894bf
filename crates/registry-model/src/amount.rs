//! Amounts of money, kept exact as decimal digits.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

/// An exact decimal from 0, without currency: at most 18 digits behind the point.
///
/// `1000`, `1000.0` and `1000.00` are one amount, shown as `1000`. Amounts are ordered as numbers.
///
/// ```
/// use registry_model::Amount;
///
/// let amount: Amount = "1000.50".parse()?;
/// assert_eq!(amount.to_string(), "1000.5");
/// assert_eq!(amount.checked_times_power_of_ten(4), Some("10005000".parse()?));
/// assert!(amount > "999.999".parse()?);
/// # Ok::<(), registry_model::NotAnAmount>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// The number without its point; no zero at the end of a fraction.
    digits: u128,
    /// How many of the digits are behind the point.
    places: u32,
}

/// The most digits behind the point.
const MOST_PLACES: u32 = 18;

impl Amount {
    /// A whole amount.
    #[must_use]
    pub const fn new(whole: u64) -> Self {
        Self {
            // A widening; there is no `From` in a const function.
            digits: whole as u128,
            places: 0,
        }
    }

    /// This amount times ten to the power; `None` where it would be too large, or have too many
    /// digits behind the point.
    #[must_use]
    pub fn checked_times_power_of_ten(self, power: i8) -> Option<Self> {
        let places = i64::from(self.places) - i64::from(power);
        if places >= 0 {
            return Self::from_digits(self.digits, u32::try_from(places).ok()?);
        }
        let factor = 10_u128.checked_pow(u32::try_from(-places).ok()?)?;
        Some(Self {
            digits: self.digits.checked_mul(factor)?,
            places: 0,
        })
    }

    /// The sum of both; `None` where it would be too large.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let digits = |of: Self| {
            let factor = 10_u128.checked_pow(places - of.places)?;
            of.digits.checked_mul(factor)
        };
        Self::from_digits(digits(self)?.checked_add(digits(other)?)?, places)
    }

    /// Drops the zeros at the end of the fraction.
    fn from_digits(mut digits: u128, mut places: u32) -> Option<Self> {
        while places > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            places -= 1;
        }
        (places <= MOST_PLACES).then_some(Self { digits, places })
    }

    /// The whole part, and the fraction in parts of ten to the power of [`MOST_PLACES`].
    fn parts(self) -> (u128, u128) {
        let unit = 10_u128.pow(self.places);
        let fraction = self.digits % unit * 10_u128.pow(MOST_PLACES - self.places);
        (self.digits / unit, fraction)
    }
}

impl FromStr for Amount {
    type Err = NotAnAmount;

    /// Reads digits with at most one point among or before them: no sign, no exponent, no
    /// separators, no blanks.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let has_digits = !whole.is_empty() || !fraction.is_empty();
        if !has_digits || !digits(whole) || !digits(fraction) {
            return Err(NotAnAmount);
        }
        // Zeros at the end say nothing, and may be more than there is room for.
        let fraction = fraction.trim_end_matches('0');
        let places = u32::try_from(fraction.len()).map_err(|_| NotAnAmount)?;
        let number = whole
            .bytes()
            .chain(fraction.bytes())
            .try_fold(0_u128, |number, byte| {
                number.checked_mul(10)?.checked_add(u128::from(byte - b'0'))
            })
            .ok_or(NotAnAmount)?;
        Self::from_digits(number, places).ok_or(NotAnAmount)
    }
}

impl From<u64> for Amount {
    fn from(whole: u64) -> Self {
        Self::new(whole)
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u128.pow(self.places);
        let whole = self.digits / unit;
        if self.places == 0 {
            return f.pad(&whole.to_string());
        }
        let places = usize::try_from(self.places).expect("18 places at most");
        f.pad(&format!("{whole}.{:0places$}", self.digits % unit))
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amount({self})")
    }
}

/// The text is not an amount: digits with at most one point, and not too many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAmount;

impl fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an amount: write digits with at most one point, and at most 18 behind it")
    }
}

impl core::error::Error for NotAnAmount {}
