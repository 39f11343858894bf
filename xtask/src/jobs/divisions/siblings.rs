//! Which counties and towns may have become more districts than the one of their name.
//!
//! A district beside that one that is new in the same year or later, and that follows from no code
//! that ended, was made of parts of its neighbours, and no list tells of which. So the one successor
//! that a rule found is not all.

use std::collections::BTreeSet;

use super::links::{How, Links};
use super::lists::{FIRST, LAST, Lists};

/// By code and year of the first list without it.
pub(super) type Partial = BTreeSet<(u32, u16)>;

pub(super) fn partial(lists: &Lists, links: &Links) -> Partial {
    let unexplained = unexplained(lists, links);
    let mut partial = Partial::new();
    for (&(code, year), link) in links {
        let [successor] = link.successors[..] else {
            continue;
        };
        let is_by_name = matches!(
            link.how,
            How::SameStem | How::Change | How::Seat | How::PartOf | How::ShortName
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

/// The counties and districts that are new in the list of a year and that nothing became.
fn unexplained(lists: &Lists, links: &Links) -> BTreeSet<(u32, u16)> {
    let explained: BTreeSet<u32> = links
        .values()
        .flat_map(|link| link.successors.iter().copied())
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
