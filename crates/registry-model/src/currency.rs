//! Currencies under the names that registers use.

use core::convert::Infallible;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::width::narrowed;

/// A currency as a register wrote it: the text, and the code of ISO 4217 where it is known.
///
/// Chinese names, alphabetic and numeric codes are known, in either case and width; a plain `元`
/// is not, because it is the unit of several currencies. Equality, order and hash are those of the
/// text; two names of one currency are compared by [`is_same`](Self::is_same).
///
/// serde reads and writes the text.
///
/// ```
/// use registry_model::Currency;
///
/// let currency = Currency::new("人民币");
/// assert_eq!(currency.code(), Some("CNY"));
/// assert!(currency.is_same(&Currency::new("156")));
/// assert_eq!(Currency::new("贝壳").code(), None);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    text: String,
    code: Option<&'static str>,
}

/// Code, number and names, also of currencies before the euro, which old registrations have.
const CURRENCIES: &[(&str, &str, &[&str])] = &[
    (
        "CNY",
        "156",
        &["人民币", "人民币元", "RMB", "CNH", "￥", "¥"],
    ),
    ("USD", "840", &["美元", "美金", "US$", "$"]),
    ("HKD", "344", &["港元", "港币", "港币元", "香港元", "HK$"]),
    ("EUR", "978", &["欧元", "€"]),
    ("JPY", "392", &["日元", "日币"]),
    ("GBP", "826", &["英镑", "£"]),
    ("MOP", "446", &["澳门元", "澳门币"]),
    ("TWD", "901", &["新台币", "台币", "新台币元"]),
    ("KRW", "410", &["韩元", "韩国元"]),
    ("SGD", "702", &["新加坡元", "新元"]),
    ("AUD", "036", &["澳大利亚元", "澳元"]),
    ("CAD", "124", &["加拿大元", "加元"]),
    ("NZD", "554", &["新西兰元"]),
    ("CHF", "756", &["瑞士法郎"]),
    ("SEK", "752", &["瑞典克朗"]),
    ("DKK", "208", &["丹麦克朗"]),
    ("NOK", "578", &["挪威克朗"]),
    ("THB", "764", &["泰铢", "泰国铢"]),
    ("MYR", "458", &["马来西亚林吉特", "林吉特"]),
    ("PHP", "608", &["菲律宾比索"]),
    ("INR", "356", &["印度卢比"]),
    ("RUB", "643", &["俄罗斯卢布", "卢布"]),
    ("DEM", "276", &["德国马克"]),
    ("FRF", "250", &["法国法郎"]),
    ("ITL", "380", &["意大利里拉"]),
    ("NLG", "528", &["荷兰盾"]),
];

impl Currency {
    /// The currency of this name.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        // 圆 is the form of 元 in documents that must not be altered.
        let code = find(&narrowed(&text).replace(['圆', '圓'], "元"));
        Self { text, code }
    }

    /// The text as received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The alphabetic code of ISO 4217, where the text names a known currency.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        self.code
    }

    /// Whether both name the same currency; unknown ones are the same if their texts are.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.code, other.code) {
            (None, None) => self.text == other.text,
            (one, other) => one == other,
        }
    }
}

/// The code of the currency with this narrow name.
fn find(name: &str) -> Option<&'static str> {
    CURRENCIES
        .iter()
        .find(|(code, number, names)| {
            code.eq_ignore_ascii_case(name)
                || *number == name
                || names.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
        .map(|(code, ..)| *code)
}

impl From<&str> for Currency {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Currency {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl FromStr for Currency {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::new(text))
    }
}

impl AsRef<str> for Currency {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "Currency({:?}, {code})", self.text),
            None => write!(f, "Currency({:?}, not known)", self.text),
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}
