//! Finds counties and towns that may have become more districts than the district of their name.
//!
//! A neighbouring district that is new in the same year or later, and succeeds no code that ended,
//! was made of parts of its neighbours, and no list says of which. So the successor that a rule
//! found may not be complete.

use std::collections::BTreeSet;

use super::areacodes::Part;
use super::links::{How, Links};
use super::lists::{FIRST, LAST, Lists};

/// By code and year of the first list without it.
pub(super) type Partial = BTreeSet<(u32, u16)>;

pub(super) fn partial(lists: &Lists, links: &Links, parts: &[Part]) -> Partial {
    let unexplained = unexplained(lists, links, parts);
    let mut partial = Partial::new();
    for (&(code, year), link) in links {
        let [successor] = link.successors[..] else {
            continue;
        };
        let is_by_name = matches!(
            link.how,
            How::SameStem | How::Change | How::CityDistricts | How::PartOf | How::ShortName
        );
        let name = |code: u32, year: u16| lists.year(year).get(&code).map_or("", String::as_str);
        let became_a_district =
            !name(code, year - 1).ends_with('区') && name(successor, year).ends_with('区');
        let city = successor / 100;
        let has_a_sibling = unexplained
            .iter()
            .any(|(other, from)| *from >= year && other / 100 == city && *other != successor);
        if is_by_name && became_a_district && has_a_sibling {
            partial.insert((code, year));
        }
    }
    partial
}

/// The counties and districts that are new in the list of a year and succeed nothing.
fn unexplained(lists: &Lists, links: &Links, parts: &[Part]) -> BTreeSet<(u32, u16)> {
    let explained: BTreeSet<u32> = links
        .values()
        .flat_map(|link| link.successors.iter().copied())
        .chain(parts.iter().map(|part| part.code))
        .collect();
    let mut found = BTreeSet::new();
    for year in FIRST + 1..=LAST {
        let before = lists.year(year - 1);
        let new = lists.year(year).keys().filter(|code| {
            !code.is_multiple_of(100) && !before.contains_key(code) && !explained.contains(code)
        });
        found.extend(new.map(|code| (*code, year)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::links::Link;
    use super::super::revisions::Rows;
    use super::*;

    const COUNTY: u32 = 123_421;
    const DISTRICT: u32 = 123_402;
    const SIBLING: u32 = 123_403;

    /// A county that becomes the district of its name in 2001, and another district of the city
    /// that is new in `sibling_from`.
    fn lists(sibling_from: Option<u16>) -> Lists {
        Lists::from_years((FIRST..=LAST).map(|year| {
            let mut rows = Rows::from([(123_401, "甲区".to_owned())]);
            if year < 2001 {
                rows.insert(COUNTY, "乙县".to_owned());
            } else {
                rows.insert(DISTRICT, "乙区".to_owned());
            }
            if sibling_from.is_some_and(|from| year >= from) {
                rows.insert(SIBLING, "丙区".to_owned());
            }
            (year, rows)
        }))
    }

    fn link(how: How, successors: &[u32]) -> Link {
        Link {
            successors: successors.to_vec(),
            how,
        }
    }

    fn is_partial(sibling_from: Option<u16>, links: &Links) -> bool {
        partial(&lists(sibling_from), links, &[]).contains(&(COUNTY, 2001))
    }

    #[test]
    fn a_new_district_of_the_city_that_nothing_became_may_have_parts_of_the_county() {
        let links = Links::from([((COUNTY, 2001), link(How::SameStem, &[DISTRICT]))]);
        assert!(is_partial(Some(2001), &links));
        assert!(is_partial(Some(2003), &links));
        assert!(!is_partial(None, &links));
        assert!(!is_partial(Some(1999), &links));
    }

    #[test]
    fn a_district_that_another_code_became_has_no_parts_of_the_county() {
        let links = Links::from([
            ((COUNTY, 2001), link(How::SameStem, &[DISTRICT])),
            ((123_499, 2001), link(How::SameName, &[SIBLING])),
        ]);
        assert!(!is_partial(Some(2001), &links));
    }

    #[test]
    fn what_was_decided_by_hand_or_has_several_successors_is_all() {
        for link in [
            link(How::Hand, &[DISTRICT]),
            link(How::SameStem, &[DISTRICT, 123_401]),
        ] {
            assert!(!is_partial(
                Some(2001),
                &Links::from([((COUNTY, 2001), link)])
            ));
        }
    }
}
