//! Adds the districts that were split off later from a district that was a county or town before.
//!
//! A county with a new number is still the county of its name. A county that became a district has
//! no such name any more: an address in it may lie in either district.

use std::collections::BTreeMap;

use super::areacodes::Part;
use super::lists::{Era, Kind};

/// What was split off from the districts among the successors after the year in which the division
/// of this name ended, and from those. A district that ended has successors of its own, which have
/// the rest.
pub(super) fn with_parts(
    name: &str,
    successors: Vec<u32>,
    year: u16,
    eras: &BTreeMap<u32, Vec<Era>>,
    parts: &[Part],
) -> Vec<u32> {
    let is_district =
        |code: u32| era_from(eras, code, year).is_some_and(|era| era.name.ends_with('区'));
    let mut open: Vec<(u32, u16)> = Vec::new();
    if !name.ends_with('区') {
        open.extend(
            successors
                .iter()
                .filter(|code| is_district(**code))
                .map(|code| (*code, year)),
        );
    }
    let mut all = successors;
    while let Some((code, year)) = open.pop() {
        let Some(era) = era_from(eras, code, year) else {
            continue;
        };
        let later = parts.iter().filter(|part| {
            part.year > year.max(era.from) && era.has(part.year) && part.from.contains(&code)
        });
        for part in later {
            if !all.contains(&part.code) {
                all.push(part.code);
                open.push((part.code, part.year));
            }
        }
    }
    all.sort_unstable();
    all
}

fn era_from(eras: &BTreeMap<u32, Vec<Era>>, code: u32, year: u16) -> Option<&Era> {
    let divisions = eras.get(&code)?.iter();
    let mut divisions = divisions.filter(|era| era.kind == Kind::Division);
    divisions.find(|era| era.has(year) || era.from >= year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn era(name: &str, from: u16, until: Option<u16>) -> Vec<Era> {
        vec![Era {
            name: name.to_owned(),
            kind: Kind::Division,
            city: None,
            from,
            until,
        }]
    }

    fn part(year: u16, code: u32, from: u32) -> Part {
        Part {
            year,
            code,
            name: "乙区".to_owned(),
            from: vec![from],
        }
    }

    #[test]
    fn what_a_district_lost_later_is_added_and_what_that_lost() {
        let eras = BTreeMap::from([(1, era("甲区", 1980, None)), (2, era("乙区", 2005, None))]);
        let parts = [part(2005, 2, 1), part(2010, 3, 2)];
        let found = |year| with_parts("甲县", vec![1], year, &eras, &parts);
        assert_eq!(found(2000), [1, 2, 3]);
        assert_eq!(found(2005), [1]);
    }

    #[test]
    fn a_new_number_of_a_county_and_a_new_name_of_a_district_stay_one() {
        let parts = [part(2005, 2, 1)];
        for (name, successor) in [("甲县", "甲县"), ("甲县", "甲市"), ("甲区", "丙区")]
        {
            let eras = BTreeMap::from([(1, era(successor, 1980, None))]);
            assert_eq!(
                with_parts(name, vec![1], 2000, &eras, &parts),
                [1],
                "{name}"
            );
        }
    }

    #[test]
    fn a_division_that_ended_before_gave_no_part() {
        let eras = BTreeMap::from([(1, era("甲区", 1980, Some(2003)))]);
        let parts = [part(2005, 2, 1)];
        assert_eq!(with_parts("甲县", vec![1], 2000, &eras, &parts), [1]);
    }
}
