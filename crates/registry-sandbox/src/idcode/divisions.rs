//! The administrative divisions of the platform and their hierarchy.

use endpoint_core::Invalid;
use idcode_api::{Area, AreaLevel, Locality};
use registry_model::divisions::{self, Division};
use registry_model::{DecimalId, DivisionCode, DivisionLevel};

/// The divisions that accept registrations, by code, without withdrawn ones and without the groups
/// within municipalities, which have no city level.
pub(super) fn all() -> impl Iterator<Item = Division> {
    divisions::all()
}

/// The division of this code.
pub(super) fn find(code: DivisionCode) -> Option<Division> {
    let division = divisions::find(code)?;
    let above = division.parent().map(Division::code);
    children(above).find(|one| *one == division)
}

/// The divisions directly below `of`; the provinces for `None`.
pub(super) fn children(of: Option<DivisionCode>) -> impl Iterator<Item = Division> {
    divisions::children(of)
}

/// Whether `division` is `top` or below it; always true without a `top`.
pub(super) fn is_within(division: Division, top: Option<DivisionCode>) -> bool {
    let Some(top) = top else { return true };
    let mut at = Some(division);
    while let Some(here) = at {
        if here.code() == top {
            return true;
        }
        at = here.parent();
    }
    false
}

/// Whether the three values of a registration name an existing place by the note under 101: the
/// lowest division and those above it, repeated where a level is missing.
pub(super) fn check(
    province: DivisionCode,
    city: DivisionCode,
    area: DivisionCode,
) -> Result<(), Invalid> {
    for (name, code) in [
        ("province_ID", province),
        ("city_ID", city),
        ("area_ID", area),
    ] {
        if find(code).is_none() {
            return Err(Invalid::value(name, format!("there is no division {code}")));
        }
    }
    if children(Some(area)).next().is_some() {
        let reason = format!("{area} has divisions of its own: name one of them");
        return Err(Invalid::value("area_ID", reason));
    }
    Locality::new(province, city, area).map(|_| ())
}

pub(super) fn level(division: Division) -> AreaLevel {
    match division.level() {
        DivisionLevel::Province => AreaLevel::Province,
        DivisionLevel::City => AreaLevel::City,
        _ => AreaLevel::District,
    }
}

/// The row of 101 and 102.
pub(super) fn to_area(division: Division) -> Area {
    let parent = division.parent().map(|parent| id_of(parent.code()));
    Area {
        id: id_of(division.code()),
        name: Some(division.name().to_owned()),
        level: Some(level(division)),
        parent_id: Some(parent.unwrap_or(DecimalId::new(0))),
        code: Some(division.code().to_string()),
    }
}

/// The id of a division is its code as a number.
pub(super) fn id_of(code: DivisionCode) -> DecimalId {
    DecimalId::new(u32::from(code).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    #[test]
    fn every_division_is_found_and_lies_in_another() {
        let of_level = |wanted| all().filter(|one| level(*one) == wanted).count();
        assert_eq!(of_level(AreaLevel::Province), 34);
        assert!(of_level(AreaLevel::City) > 330);
        assert!(of_level(AreaLevel::District) > 2_800);
        for division in all() {
            assert_eq!(find(division.code()), Some(division));
            let above = division.parent().map(level);
            match level(division) {
                AreaLevel::Province => assert_eq!(above, None, "{division:?}"),
                AreaLevel::City => assert_eq!(above, Some(AreaLevel::Province), "{division:?}"),
                _ => assert!(above.is_some(), "{division:?}"),
            }
        }
    }

    #[test]
    fn withdrawn_divisions_and_groupings_of_municipalities_are_not_listed() {
        for text in ["310119", "500105", "110100", "500200"] {
            assert_eq!(find(code(text)), None, "{text}");
        }
        assert!(find(code("429000")).is_some());
    }

    #[test]
    fn every_lowest_division_can_be_registered_by_its_own_code() {
        let lowest = all().filter(|one| children(Some(one.code())).next().is_none());
        let mut places = 0;
        for row in lowest {
            let place = Locality::from_division(row.code());
            let three = [place.province(), place.city(), place.district()];
            assert_eq!(row.three_levels(), Some(three), "{place}");
            check(place.province(), place.city(), place.district())
                .unwrap_or_else(|why| panic!("{place}: {why}"));
            places += 1;
        }
        assert!(places > 2_800);
    }

    #[test]
    fn the_note_under_101_is_followed() {
        let check = |province, city, area| check(code(province), code(city), code(area));
        // Beijing, Dongguan, Hong Kong, and a district of an ordinary city.
        check("110000", "110000", "110105").unwrap();
        check("440000", "441900", "441900").unwrap();
        check("810000", "810000", "810000").unwrap();
        check("320000", "320100", "320102").unwrap();

        for (province, city, area, wrong) in [
            ("110000", "110100", "110105", "city_ID"),
            ("320000", "320100", "320100", "area_ID"),
            ("310000", "320100", "320102", "province_ID"),
            ("320000", "320200", "320102", "city_ID"),
            ("320000", "320100", "320199", "area_ID"),
            ("990000", "990000", "990000", "province_ID"),
            ("110000", "110000", "110000", "area_ID"),
        ] {
            let why = check(province, city, area).unwrap_err();
            assert_eq!(why.names(), [wrong], "{province}/{city}/{area}");
        }
    }
}
