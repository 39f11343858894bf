//! A division code in the period in which it had one name and one city.

use core::fmt;

use super::table::{Kind, Row, table};
use super::{Division, Path, division_of, is_municipality};
use crate::division_code::{DivisionCode, DivisionLevel};

/// A code in one period: codes are reused, and names change.
///
/// ```
/// use registry_model::divisions;
///
/// let code = "419001".parse()?;
/// let eras = divisions::find(code).unwrap().eras();
/// let paths: Vec<String> = eras.map(|era| format!("{} {:?}", era.path(), era.years())).collect();
/// assert_eq!(
///     paths,
///     ["河南省三门峡市义马市 (1986, Some(1995))", "河南省济源市 (1997, None)"]
/// );
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Era(pub(super) &'static Row);

impl Era {
    /// The code.
    #[must_use]
    pub const fn code(self) -> DivisionCode {
        self.0.code
    }

    /// The division's own name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The first year whose list has it (1980 includes earlier years), and the first year whose
    /// list no longer has it: `None` for a current era. A list shows the end of its year.
    #[must_use]
    pub const fn years(self) -> (u16, Option<u16>) {
        (self.0.from, self.0.until)
    }

    /// Whether the list of this year has it.
    #[must_use]
    pub fn has(self, year: u16) -> bool {
        self.0.has(year)
    }

    /// Whether it is a division, not a grouping code or a zone.
    #[must_use]
    pub fn is_division(self) -> bool {
        self.0.kind == Kind::Division
    }

    /// The division that contained it at the end of the era: its city, or its province if it had no
    /// city.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self.code().level() {
            DivisionLevel::County => self.city().or_else(|| self.province()),
            DivisionLevel::City => self.province(),
            DivisionLevel::Province | DivisionLevel::Nation => None,
        }
    }

    /// Its city at the end of the era; for a city itself, the era. Between 1983 and 1995 towns such
    /// as Changshu had codes outside their cities; the lists name the city.
    #[must_use]
    pub fn city(self) -> Option<Self> {
        self.city_in(self.last_year())
    }

    pub(super) fn city_in(self, year: u16) -> Option<Self> {
        let code = self.0.city.or_else(|| self.code().city())?;
        // The first codes of Hainan (460021) name no city.
        if is_municipality(code) || code.is_province() {
            return None;
        }
        era_in(code, year)
    }

    /// Its province at the end of the era; for a province itself, the era.
    #[must_use]
    pub fn province(self) -> Option<Self> {
        self.province_in(self.last_year())
    }

    pub(super) fn province_in(self, year: u16) -> Option<Self> {
        era_in(self.code().province(), year)
    }

    /// The names from the province down, as they were at the end of the era.
    #[must_use]
    pub fn path(self) -> Path {
        let year = self.last_year();
        Path { end: self, year }
    }

    /// The names from the province down, as the list of a year has them; of a year outside the era
    /// those of its end.
    ///
    /// ```
    /// use registry_model::divisions;
    ///
    /// let district = divisions::find("420602".parse()?).unwrap().latest();
    /// assert_eq!(district.path_in(2000).to_string(), "湖北省襄樊市襄城区");
    /// assert_eq!(district.path().to_string(), "湖北省襄阳市襄城区");
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    #[must_use]
    pub fn path_in(self, year: u16) -> Path {
        if self.has(year) {
            Path { end: self, year }
        } else {
            self.path()
        }
    }

    /// The divisions that replaced it when it ended, in the list of that year: the same division
    /// under a new code or name, the division that it became part of, or those that it was divided
    /// into, with those that are known to have been split off later.
    ///
    /// ```
    /// use registry_model::divisions;
    ///
    /// let qiaodong = divisions::find("130103".parse()?).unwrap().latest();
    /// let names: Vec<&str> = qiaodong.successors().map(|era| era.name()).collect();
    /// assert_eq!(names, ["长安区", "桥西区"]);
    /// # Ok::<(), registry_model::ParseIdentifierError>(())
    /// ```
    pub fn successors(self) -> impl Iterator<Item = Self> {
        let until = self.0.until;
        let codes = until.into_iter().flat_map(move |until| {
            let codes = self.0.successors();
            codes.filter_map(move |code| era_from(code, until))
        });
        codes.filter(move |next| !core::ptr::eq(next.0, self.0))
    }

    /// The current divisions that it is, or that its successors lead to, ordered by code. Empty for
    /// brackets and zones that have ended.
    #[must_use]
    pub fn current(self) -> Vec<Division> {
        let mut found = Vec::new();
        for era in self.with_successors() {
            if era.0.until.is_none() {
                found.extend(division_of(era.0.code));
            }
        }
        found.sort_by_key(|one| one.code());
        found.dedup();
        found
    }

    /// Whether [`current`](Self::current) may be incomplete: a county or town became the district
    /// of its name while another new district appeared whose origin no list states.
    #[must_use]
    pub fn may_be_elsewhere(self) -> bool {
        let all = self.with_successors();
        all.into_iter().any(|era| era.0.is_partial())
    }

    /// This era, its successors, their successors and so on.
    fn with_successors(self) -> Vec<Self> {
        let mut seen = vec![self];
        let mut at = 0;
        while let Some(&era) = seen.get(at) {
            at += 1;
            let next: Vec<Self> = era
                .successors()
                .filter(|next| !seen.contains(next))
                .collect();
            seen.extend(next);
        }
        seen
    }

    /// Whether `next` is the same division under the same code.
    pub(super) fn continues_as(self, next: Self) -> bool {
        self.0.until == Some(next.0.from) && self.0.successors().any(|code| code == next.0.code)
    }

    /// The name without the name of a higher division at its beginning.
    pub(super) fn name_below(self, above: [Option<Self>; 2]) -> &'static str {
        let mut above = above.into_iter().flatten();
        let rest = above.find_map(|one| self.name().strip_prefix(one.name()));
        rest.filter(|rest| !rest.is_empty())
            .unwrap_or_else(|| self.name())
    }

    pub(super) fn is_bracket(self) -> bool {
        self.0.kind == Kind::Bracket
    }

    fn last_year(self) -> u16 {
        self.0.until.map_or(u16::MAX, |until| until - 1)
    }
}

/// The era of a code that has a year.
pub(super) fn era_in(code: DivisionCode, year: u16) -> Option<Era> {
    let mut periods = table().periods(code).iter();
    periods.find(|row| row.has(year)).map(Era)
}

/// The era of a code that has a year, or the next to begin.
fn era_from(code: DivisionCode, year: u16) -> Option<Era> {
    let mut periods = table().periods(code).iter();
    let next = || periods.find(|row| row.from >= year).map(Era);
    era_in(code, year).or_else(next)
}

impl PartialEq for Era {
    fn eq(&self, other: &Self) -> bool {
        (self.0.code, self.0.from) == (other.0.code, other.0.from)
    }
}

impl Eq for Era {}

impl fmt::Debug for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, until) = self.years();
        write!(f, "Era({} {} {from}-", self.code(), self.name())?;
        until.map_or(Ok(()), |until| write!(f, "{until}"))?;
        f.write_str(")")
    }
}
