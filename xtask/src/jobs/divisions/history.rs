//! Which codes have been withdrawn, when, and what stands in their place?

use std::collections::BTreeMap;

use serde::Deserialize;

use super::build::{Row, State, short};

/// What the package says of changes since 1980.
#[derive(Debug, Deserialize)]
pub(super) struct History {
    pub(super) events: Vec<Event>,
}

/// A change that a year's list of codes shows against that of the year before.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) year: u16,
    pub(super) old: Named,
    pub(super) new: Named,
}

/// A division as one of the two lists has it; events of other kinds have no code.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Named {
    pub(super) code: Option<String>,
    pub(super) name: Option<String>,
}

/// Until then all codes of the country were numbered anew several times, and the lists do not
/// show which became which.
const SETTLED: u16 = 1984;

/// Adds the codes that are not in `rows`: with the last name that they had, the year whose list
/// no longer has them, and the code that the division, or what it became part of, has instead.
pub(super) fn add(history: &History, rows: &mut BTreeMap<u32, Row>) -> Result<(), String> {
    let mut events: Vec<&Event> = history.events.iter().collect();
    // Within a year in the order of the package.
    events.sort_by_key(|event| event.year);
    let mut withdrawn = BTreeMap::new();
    for event in events {
        let (old, new) = (code(&event.old)?, code(&event.new)?);
        if old == new {
            continue;
        }
        if let (Some(new), Some(name)) = (new, &event.new.name) {
            // It stands in the lists from now on, and in none of today unless `rows` has it.
            let state = State::Withdrawn {
                year: None,
                successor: None,
            };
            withdrawn.insert(new, (event.year, row(name, state)));
        }
        if let (Some(old), Some(name)) = (old, &event.old.name) {
            let state = State::Withdrawn {
                year: Some(event.year),
                successor: new,
            };
            withdrawn.insert(old, (event.year, row(name, state)));
        }
    }
    for (code, (year, row)) in withdrawn {
        let is_after_all = matches!(row.state, State::Withdrawn { year: None, .. });
        if year >= SETTLED || is_after_all {
            rows.entry(code).or_insert(row);
        }
    }
    Ok(())
}

fn code(named: &Named) -> Result<Option<u32>, String> {
    match named.code.as_deref() {
        None | Some("") => Ok(None),
        Some(code) => short(code).map(Some),
    }
}

fn row(name: &str, state: State) -> Row {
    Row {
        name: name.to_owned(),
        state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(year: u16, old: (&str, &str), new: (&str, &str)) -> Event {
        let named = |(code, name): (&str, &str)| Named {
            code: (!code.is_empty()).then(|| format!("{code}000000")),
            name: (!name.is_empty()).then(|| name.to_owned()),
        };
        Event {
            year,
            old: named(old),
            new: named(new),
        }
    }

    fn added(events: Vec<Event>) -> BTreeMap<u32, Row> {
        let mut rows = BTreeMap::new();
        let state = State::Current;
        rows.insert(110_101, row("东城区", state));
        add(&History { events }, &mut rows).unwrap();
        rows
    }

    #[test]
    fn a_merged_district_leads_to_the_one_it_became_part_of() {
        let rows = added(vec![event(
            2010,
            ("110103", "崇文区"),
            ("110101", "东城区"),
        )]);
        let state = State::Withdrawn {
            year: Some(2010),
            successor: Some(110_101),
        };
        assert_eq!(rows[&110_103], row("崇文区", state));
        assert_eq!(rows[&110_101], row("东城区", State::Current));
    }

    #[test]
    fn the_last_of_several_events_counts() {
        let rows = added(vec![
            event(2001, ("310225", "南汇县"), ("310119", "南汇区")),
            event(1992, ("310205", "南汇县"), ("310225", "南汇县")),
        ]);
        assert!(matches!(
            rows[&310_225].state,
            State::Withdrawn {
                year: Some(2001),
                ..
            }
        ));
    }

    #[test]
    fn a_code_that_no_list_of_today_has_is_withdrawn_without_a_year() {
        let rows = added(vec![event(1983, ("", ""), ("350403", "三元区"))]);
        let state = State::Withdrawn {
            year: None,
            successor: None,
        };
        assert_eq!(rows[&350_403], row("三元区", state));
    }

    #[test]
    fn a_new_name_under_the_same_code_withdraws_nothing() {
        let rows = added(vec![
            event(1999, ("110101", "内城区"), ("110101", "东城区")),
            event(1982, ("110201", "昌平县"), ("110221", "昌平县")),
            event(2020, ("", "某县部分区域"), ("", "某市")),
        ]);
        // 1982 is before the codes were settled; what it introduced is known all the same.
        assert_eq!(rows.keys().copied().collect::<Vec<_>>(), [110_101, 110_221]);
    }
}
