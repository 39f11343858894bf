//! Registered capital as registers write it.

pub(crate) mod numerals;
mod read;

use core::convert::Infallible;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::amount::Amount;
use crate::currency::Currency;
use crate::width::narrowed;

/// Registered capital (注册资本) as a register wrote it: the text, and the exact amount and the
/// currency where they can be read.
///
/// Registers count in units of 10,000 (万), so a number without a unit is taken to be that many
/// ten thousands: `1000.0` is ten million. A unit in the text counts as it says.
///
/// | text | amount | currency |
/// |---|---|---|
/// | `1000`, `1000.0`, `1,000.00`, `1.0E3` | 10,000,000 | none stated |
/// | `1000万`, `1000万元`, `1000(万元)`, `0.1亿元`, `10000000元` | 10,000,000 | none stated |
/// | `1000万元人民币`, `人民币1000万元`, `1000万元（人民币）`, `1000万美元` | 10,000,000 | as stated |
/// | `1000万元整`, `壹仟万元整`, `人民币壹仟万圆整`, `1千万元`, `0亿1000万元` | 10,000,000 | as stated |
/// | `1000美元`, `人民币1000` | unknown: thousand, or thousand times 10,000? | as stated |
/// | anything else | unknown | none stated |
///
/// Equality and hash are those of the text and the currency; two texts for one capital are compared
/// by [`is_same`](Self::is_same). serde reads and writes only the text, so a currency added by
/// [`with_currency`](Self::with_currency) is lost.
///
/// ```
/// use registry_model::{Amount, Capital};
///
/// let capital = Capital::new("1000.0").with_currency("人民币");
/// assert_eq!(capital.ten_thousands(), Some(Amount::new(1000)));
/// assert_eq!(capital.amount(), Some(Amount::new(10_000_000)));
/// assert!(capital.is_same(&Capital::new("1000万元人民币")));
/// assert_eq!(capital.as_str(), "1000.0");
/// ```
///
/// Source of the unit: `regcap` in the vendor's table of entinfov2.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Capital {
    text: String,
    ten_thousands: Option<Amount>,
    currency: Option<Currency>,
}

impl Capital {
    /// Reads a text, or keeps it unread.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let narrow = narrowed(&text);
        let (ten_thousands, currency) = read::read(&narrow);
        let currency = currency.map(Currency::new);
        Self {
            text,
            ten_thousands,
            currency,
        }
    }

    /// Adds the currency that a register names beside the amount. A currency in the text itself
    /// takes precedence.
    #[must_use]
    pub fn with_currency(mut self, currency: impl Into<Currency>) -> Self {
        if self.currency.is_none() {
            self.currency = Some(currency.into());
        }
        self
    }

    /// The text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The amount in units of 10,000 of the currency.
    #[must_use]
    pub const fn ten_thousands(&self) -> Option<Amount> {
        self.ten_thousands
    }

    /// The amount in units of the currency.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        self.ten_thousands?.checked_times_power_of_ten(4)
    }

    /// The currency, if one is stated.
    #[must_use]
    pub const fn currency(&self) -> Option<&Currency> {
        self.currency.as_ref()
    }

    /// Whether both are the same amount of the same currency. Currencies that both
    /// leave out count as the same; a currency on one side alone does not. A text that was not
    /// read equals only itself.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let is_same_amount = match (self.ten_thousands, other.ten_thousands) {
            (None, None) => self.text == other.text,
            (one, other) => one == other,
        };
        let is_same_currency = match (&self.currency, &other.currency) {
            (None, None) => true,
            (Some(one), Some(other)) => one.is_same(other),
            _ => false,
        };
        is_same_amount && is_same_currency
    }
}

impl From<&str> for Capital {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Capital {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl FromStr for Capital {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(text))
    }
}

impl AsRef<str> for Capital {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Capital {
    /// The text, followed by the currency unless the text names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.currency {
            Some(currency) if !narrowed(&self.text).contains(currency.as_str()) => {
                f.pad(&format!("{} {currency}", self.text))
            }
            _ => f.pad(&self.text),
        }
    }
}

impl fmt::Debug for Capital {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capital")
            .field("text", &self.text)
            .field("ten_thousands", &self.ten_thousands)
            .field("currency", &self.currency)
            .finish()
    }
}

impl Serialize for Capital {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Capital {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
