//! Which administrative divisions are there, and what lies in what?

use std::collections::HashMap;
use std::sync::LazyLock;

use endpoint_core::Invalid;
use idcode_api::{Area, AreaLevel, Locality};
use registry_model::{DecimalId, DivisionCode};

/// Made by `cargo xtask divisions`: code, name, level and the code of what it lies in.
const TABLE: &str = include_str!("../../data/divisions.tsv");

static DIVISIONS: LazyLock<Divisions> = LazyLock::new(|| Divisions::read(TABLE));

#[derive(Debug)]
pub(super) struct Divisions {
    rows: Vec<Division>,
    by_code: HashMap<DivisionCode, usize>,
}

#[derive(Debug)]
pub(super) struct Division {
    code: DivisionCode,
    name: &'static str,
    level: AreaLevel,
    /// `None` for provinces, which lie in nothing.
    parent: Option<DivisionCode>,
}

impl Divisions {
    /// Those of the embedded table.
    pub(super) fn get() -> &'static Self {
        &DIVISIONS
    }

    /// Rows that are none are left out; a test proves that the table has none of them.
    fn read(table: &'static str) -> Self {
        let rows: Vec<_> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(Division::read)
            .collect();
        let by_code = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.code, at))
            .collect();
        Self { rows, by_code }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Division> {
        self.rows.iter()
    }

    pub(super) fn find(&self, code: DivisionCode) -> Option<&Division> {
        self.rows.get(*self.by_code.get(&code)?)
    }

    pub(super) fn children(&self, of: Option<DivisionCode>) -> impl Iterator<Item = &Division> {
        self.rows.iter().filter(move |row| row.parent == of)
    }

    /// Whether `division` is `top` or lies in it; everything lies in no `top` at all.
    pub(super) fn is_within(&self, division: &Division, top: Option<DivisionCode>) -> bool {
        let Some(top) = top else { return true };
        let mut at = Some(division);
        while let Some(here) = at {
            if here.code == top {
                return true;
            }
            at = here.parent.and_then(|parent| self.find(parent));
        }
        false
    }

    /// Whether the three values of a registration are a place that exists, by the note under 101:
    /// the lowest division there is, and those above it, repeated where a level is missing.
    pub(super) fn check(
        &self,
        province: DivisionCode,
        city: DivisionCode,
        area: DivisionCode,
    ) -> Result<(), Invalid> {
        for (name, code) in [
            ("province_ID", province),
            ("city_ID", city),
            ("area_ID", area),
        ] {
            if self.find(code).is_none() {
                return Err(Invalid::value(name, format!("there is no division {code}")));
            }
        }
        if self.children(Some(area)).next().is_some() {
            let reason = format!("{area} has divisions of its own: name one of them");
            return Err(Invalid::value("area_ID", reason));
        }
        Locality::new(province, city, area).map(|_| ())
    }
}

impl Division {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let code = columns.next()?.parse().ok()?;
        let name = columns.next()?;
        let level = columns.next()?.parse::<i64>().ok()?.into();
        let parent = match columns.next()? {
            "0" => None,
            parent => Some(parent.parse().ok()?),
        };
        Some(Self {
            code,
            name,
            level,
            parent,
        })
    }

    pub(super) fn level(&self) -> AreaLevel {
        self.level
    }

    /// As 101 and 102 list it.
    pub(super) fn to_area(&self) -> Area {
        Area {
            id: id_of(self.code),
            name: Some(self.name.to_owned()),
            level: Some(self.level),
            parent_id: Some(self.parent.map_or(DecimalId::new(0), id_of)),
            code: Some(self.code.to_string()),
        }
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
    fn every_row_of_the_table_is_read_and_lies_in_another() {
        let divisions = Divisions::get();
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(divisions.rows.len(), lines);
        assert_eq!(divisions.by_code.len(), lines, "no code stands twice");
        let of_level = |level| divisions.iter().filter(|row| row.level == level).count();
        assert_eq!(of_level(AreaLevel::Province), 34);
        assert!(of_level(AreaLevel::City) > 330);
        assert!(of_level(AreaLevel::District) > 2_800);
        for row in divisions.iter() {
            let above = row.parent.map(|parent| divisions.find(parent).unwrap());
            match row.level {
                AreaLevel::Province => assert!(above.is_none(), "{}", row.code),
                AreaLevel::City => assert_eq!(above.unwrap().level, AreaLevel::Province),
                _ => assert!(above.is_some(), "{}", row.code),
            }
        }
    }

    #[test]
    fn every_lowest_division_can_be_registered_by_its_own_code() {
        let divisions = Divisions::get();
        let lowest = divisions
            .iter()
            .filter(|row| divisions.children(Some(row.code)).next().is_none());
        let mut places = 0;
        for row in lowest {
            let place = Locality::of(row.code);
            divisions
                .check(place.province(), place.city(), place.district())
                .unwrap_or_else(|why| panic!("{place}: {why}"));
            places += 1;
        }
        assert!(places > 2_800);
    }

    #[test]
    fn the_note_under_101_is_followed() {
        let check =
            |province, city, area| Divisions::get().check(code(province), code(city), code(area));
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
