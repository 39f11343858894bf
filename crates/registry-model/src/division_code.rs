//! The code of an administrative division (GB/T 2260).

use core::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use crate::error::ParseIdentifierError;
use crate::fixed_text::{FixedText, digit, positions};
use crate::kind::IdentifierKind;
use crate::text::{debug_text, identifier_text};
use crate::warning::{Warning, Warnings};

/// Code of an administrative division (行政区划代码), GB/T 2260: six digits, two each for province,
/// city and county.
///
/// Any six digits are accepted: divisions are founded and dissolved every year, and old codes
/// stay in use. [`warnings`](Self::warnings) says whether the province exists.
///
/// serde writes text and reads text or a whole number, in formats that say which of the two they
/// hold (JSON, TOML).
///
/// ```
/// use registry_model::{DivisionCode, DivisionLevel};
///
/// let district: DivisionCode = "310116".parse()?;
/// assert_eq!(district.level(), DivisionLevel::County);
/// assert_eq!(district.province().as_str(), "310000");
/// assert_eq!(district.parent(), Some("310100".parse()?));
/// assert_eq!(u32::from(district), 310_116);
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DivisionCode(FixedText<6>);

/// The level of a division, by the zeros at the end of its code.
///
/// By the code alone: Dongguan (`441900`) is a city without counties, and county-level towns that
/// are directly under a province (`429004`) have a city code (`429000`) that is only a bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DivisionLevel {
    /// [`DivisionCode::NATION`].
    Nation,
    /// `xx0000`: province, autonomous region, municipality, special administrative region.
    Province,
    /// `xxxx00`: city, prefecture, or the bracket around the districts of a municipality.
    City,
    /// Anything else: district, county, county-level town.
    County,
}

impl DivisionCode {
    /// The whole country, in codes that the national registration authority issued.
    pub const NATION: Self = Self(FixedText::from_ascii(*b"100000"));

    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdentifierError> {
        FixedText::read(
            IdentifierKind::DivisionCode,
            positions(text),
            |_, character| digit(character),
        )
        .map(Self)
    }

    /// Six characters of another identifier that have been seen to be digits.
    pub(crate) const fn from_digits(digits: FixedText<6>) -> Self {
        Self(digits)
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The six digits as bytes, without another look at whether they are text.
    #[cfg(feature = "divisions")]
    pub(crate) const fn digits(&self) -> &[u8; 6] {
        self.0.bytes()
    }

    /// The level, by the zeros at the end.
    #[must_use]
    pub fn level(&self) -> DivisionLevel {
        match self.0.bytes() {
            b"100000" => DivisionLevel::Nation,
            [_, _, b'0', b'0', b'0', b'0'] => DivisionLevel::Province,
            [_, _, _, _, b'0', b'0'] => DivisionLevel::City,
            _ => DivisionLevel::County,
        }
    }

    /// Whether this is a province, autonomous region, municipality or special region.
    #[must_use]
    pub fn is_province(&self) -> bool {
        self.level() == DivisionLevel::Province
    }

    /// Whether this is a city or prefecture, by its code.
    #[must_use]
    pub fn is_city(&self) -> bool {
        self.level() == DivisionLevel::City
    }

    /// Whether this is a district or county, by its code.
    #[must_use]
    pub fn is_county(&self) -> bool {
        self.level() == DivisionLevel::County
    }

    /// The province this belongs to; a province and the nation are their own.
    #[must_use]
    pub const fn province(&self) -> Self {
        let &[a, b, ..] = self.0.bytes();
        Self(FixedText::from_ascii([a, b, b'0', b'0', b'0', b'0']))
    }

    /// The city this belongs to; a city is its own, a province and the nation have none.
    #[must_use]
    pub fn city(&self) -> Option<Self> {
        let &[a, b, c, d, ..] = self.0.bytes();
        matches!(self.level(), DivisionLevel::City | DivisionLevel::County)
            .then(|| Self(FixedText::from_ascii([a, b, c, d, b'0', b'0'])))
    }

    /// The next division up: the city of a county, the province of a city, none above.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        match self.level() {
            DivisionLevel::County => self.city(),
            DivisionLevel::City => Some(self.province()),
            DivisionLevel::Province | DivisionLevel::Nation => None,
        }
    }

    /// Whether the first two digits are a province of GB/T 2260, or the code is
    /// [`NATION`](Self::NATION).
    #[must_use]
    pub fn is_in_known_region(&self) -> bool {
        let &[a, b, ..] = self.0.bytes();
        is_province_prefix(a, b) || *self == Self::NATION
    }

    /// The oddities of the code: an unknown region.
    #[must_use]
    pub fn warnings(&self) -> Warnings {
        Warnings::default().with_if(!self.is_in_known_region(), Warning::UnknownRegion)
    }
}

/// Whether two digits open the code of a province, with Taiwan (71), Hong Kong (81) and Macau
/// (82).
pub(crate) const fn is_province_prefix(first: u8, second: u8) -> bool {
    matches!(
        (first, second),
        (b'1', b'1'..=b'5')
            | (b'2', b'1'..=b'3')
            | (b'3', b'1'..=b'7')
            | (b'4', b'1'..=b'6')
            | (b'5', b'0'..=b'4')
            | (b'6', b'1'..=b'5')
            | (b'7', b'1')
            | (b'8', b'1' | b'2')
    )
}

identifier_text!(DivisionCode);
debug_text!(DivisionCode);

impl From<DivisionCode> for u32 {
    fn from(code: DivisionCode) -> Self {
        code.0
            .bytes()
            .iter()
            .fold(0, |number, byte| number * 10 + Self::from(byte - b'0'))
    }
}

impl TryFrom<u64> for DivisionCode {
    type Error = ParseIdentifierError;

    /// Reads a code from a number of six digits; no division begins with 0.
    ///
    /// # Errors
    ///
    /// When the number has fewer or more digits.
    fn try_from(number: u64) -> Result<Self, Self::Error> {
        Self::parse(&number.to_string())
    }
}

impl<'de> Deserialize<'de> for DivisionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrNumber)
    }
}

struct TextOrNumber;

impl Visitor<'_> for TextOrNumber {
    type Value = DivisionCode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a division code, six digits as text or as a number")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DivisionCode, E> {
        DivisionCode::parse(text).map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<DivisionCode, E> {
        DivisionCode::try_from(number).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<DivisionCode, E> {
        self.visit_str(&number.to_string())
    }
}
