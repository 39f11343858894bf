//! What holds for every era of every code of the table.

use registry_model::divisions::{self, Division, DivisionState, Era};

fn eras() -> impl Iterator<Item = Era> {
    divisions::all_codes().flat_map(Division::eras)
}

#[test]
fn every_division_that_ended_has_successors_that_lead_to_today() {
    let mut ended = 0;
    for era in eras().filter(|era| era.is_division()) {
        match era.years() {
            (_, None) => assert_eq!(era.current().len(), 1, "{era:?}"),
            (from, Some(until)) => {
                ended += 1;
                assert!(from < until, "{era:?}");
                assert!(era.successors().next().is_some(), "{era:?}");
                let today = era.current();
                assert!(!today.is_empty(), "{era:?} leads nowhere");
                let is_in_use = |one: &Division| {
                    matches!(
                        one.state(),
                        DivisionState::Current | DivisionState::Zone | DivisionState::Bracket
                    )
                };
                assert!(today.iter().all(is_in_use), "{era:?}");
            }
        }
    }
    assert!(ended > 4_400, "{ended}");
}

/// The exceptions are Hainan in 1988 and Chongqing in 1997.
#[test]
fn successors_lie_in_the_same_province_with_two_exceptions() {
    for era in eras() {
        for next in era.successors() {
            let provinces = [era, next].map(|one| one.code().province().to_string());
            let is_same = provinces[0] == provinces[1];
            let is_exception = matches!(
                (&provinces[0][..2], &provinces[1][..2], era.years().1),
                ("44", "46", Some(1988)) | ("51", "50", Some(1997))
            );
            assert!(is_same || is_exception, "{era:?} to {next:?}");
        }
    }
}

#[test]
fn a_successor_is_in_the_list_of_the_year_or_begins_later() {
    for era in eras() {
        let Some(until) = era.years().1 else { continue };
        for next in era.successors() {
            assert!(
                next.has(until) || next.years().0 > until,
                "{era:?} to {next:?}"
            );
        }
    }
}

#[test]
fn eras_of_a_code_follow_one_another_without_overlapping() {
    for code in divisions::all_codes() {
        let eras: Vec<Era> = code.eras().collect();
        for pair in eras.windows(2) {
            let [one, next] = pair else { continue };
            let end = one.years().1;
            assert!(
                end.is_some_and(|end| end <= next.years().0),
                "{one:?} {next:?}"
            );
        }
    }
}

#[test]
fn every_parent_was_there_in_the_period() {
    let mut without_city = Vec::new();
    for era in eras() {
        let (from, until) = era.years();
        let last = until.map_or(u16::MAX, |until| until - 1);
        let mut above = era.parent();
        while let Some(parent) = above {
            assert!(parent.has(last), "{era:?} in {parent:?}");
            above = parent.parent();
        }
        let code = era.code();
        if code.is_county() {
            assert!(era.province().is_some(), "{era:?}");
            let municipality = ["11", "12", "31", "50"].contains(&&code.as_str()[..2]);
            // Numbers from xx9001 on are of what lies directly in a province.
            let is_direct = &code.as_str()[2..3] == "9" || code.as_str().starts_with("46");
            if era.city().is_none() && !municipality && !is_direct && era.is_division() {
                without_city.push(format!("{code} {} {from}", era.name()));
            }
        }
    }
    // Karamay and Jinggangshan of the first lists lay directly in their provinces.
    assert!(without_city.len() <= 12, "{without_city:?}");
}

#[test]
fn no_path_of_any_year_repeats_a_name() {
    for era in eras() {
        let (from, until) = era.years();
        for year in from..until.unwrap_or(2027) {
            let names: Vec<&str> = era.path_in(year).names().collect();
            for (at, name) in names.iter().enumerate() {
                let is_repeated = names
                    .iter()
                    .skip(at + 1)
                    .any(|below| below.starts_with(name));
                assert!(!is_repeated, "{era:?} in {year}: {names:?}");
            }
        }
    }
}
