//! The department that registered an organisation, by the first character of its credit code.

use core::fmt;

/// Registration department (登记管理部门), the first character of a unified social credit code.
///
/// GB 32100-2015 with the later additions A and N; both, and Y, are in codes issued since 2016.
/// A character the standard does not assign is kept as [`Other`](Self::Other).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Department {
    /// `1`: establishment of public bodies (机构编制): offices and public institutions.
    PublicEstablishment,
    /// `2`: foreign affairs (外交).
    ForeignAffairs,
    /// `3`: administration of justice (司法行政): law firms, notaries.
    Justice,
    /// `4`: culture (文化).
    Culture,
    /// `5`: civil affairs (民政): associations, foundations.
    CivilAffairs,
    /// `6`: tourism (旅游).
    Tourism,
    /// `7`: religious affairs (宗教).
    Religion,
    /// `8`: trade unions (工会).
    TradeUnions,
    /// `9`: industry and commerce, today market regulation (工商): companies and sole traders.
    MarketRegulation,
    /// `A`: the establishment office of the Central Military Commission (军委改革和编制办公室).
    Military,
    /// `N`: agriculture (农业): collectives of villages and townships.
    Agriculture,
    /// `Y`: a department without a character of its own (其他).
    Unlisted,
    /// A character that the standard does not assign.
    Other(char),
}

impl Department {
    /// The department that a first character stands for.
    #[must_use]
    pub const fn from_char(character: char) -> Self {
        match character {
            '1' => Self::PublicEstablishment,
            '2' => Self::ForeignAffairs,
            '3' => Self::Justice,
            '4' => Self::Culture,
            '5' => Self::CivilAffairs,
            '6' => Self::Tourism,
            '7' => Self::Religion,
            '8' => Self::TradeUnions,
            '9' => Self::MarketRegulation,
            'A' => Self::Military,
            'N' => Self::Agriculture,
            'Y' => Self::Unlisted,
            other => Self::Other(other),
        }
    }

    /// The character in the code; the inverse of [`from_char`](Self::from_char).
    #[must_use]
    pub const fn as_char(self) -> char {
        match self {
            Self::PublicEstablishment => '1',
            Self::ForeignAffairs => '2',
            Self::Justice => '3',
            Self::Culture => '4',
            Self::CivilAffairs => '5',
            Self::Tourism => '6',
            Self::Religion => '7',
            Self::TradeUnions => '8',
            Self::MarketRegulation => '9',
            Self::Military => 'A',
            Self::Agriculture => 'N',
            Self::Unlisted => 'Y',
            Self::Other(other) => other,
        }
    }

    /// In words: `market regulation`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PublicEstablishment => "public establishment",
            Self::ForeignAffairs => "foreign affairs",
            Self::Justice => "administration of justice",
            Self::Culture => "culture",
            Self::CivilAffairs => "civil affairs",
            Self::Tourism => "tourism",
            Self::Religion => "religious affairs",
            Self::TradeUnions => "trade unions",
            Self::MarketRegulation => "market regulation",
            Self::Military => "military establishment",
            Self::Agriculture => "agriculture",
            Self::Unlisted => "other department",
            Self::Other(_) => "unknown department",
        }
    }

    /// Whether the standard assigns the character.
    #[must_use]
    pub const fn is_known(self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

impl fmt::Display for Department {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
