//! Composes the embedded table and writes it as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::areacodes::Part;
use super::hand::Successors;
use super::links::{Links, may_follow};
use super::lists::{Era, Kind, Lists};
use super::packages;
use super::parts::with_parts;
use super::siblings;

/// Every era of every code, with what took its place at its end.
pub(super) type Table = BTreeMap<u32, Vec<Entry>>;

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) era: Era,
    pub(super) successors: Vec<u32>,
    /// Whether they may not be all.
    pub(super) is_partial: bool,
}

/// Puts eras and links together.
pub(super) fn compose(
    eras: BTreeMap<u32, Vec<Era>>,
    links: &Links,
    lists: &Lists,
    by_hand: &Successors,
    parts: &[Part],
) -> Table {
    let partial = siblings::partial(lists, links, parts);
    let mut table = Table::new();
    for (code, of) in &eras {
        let entries = of.iter().map(|era| Entry {
            era: era.clone(),
            successors: with_parts(
                &era.name,
                successors(*code, era, links, lists, by_hand),
                era.until.unwrap_or(u16::MAX),
                &eras,
                parts,
            ),
            is_partial: era.kind == Kind::Division
                && era
                    .until
                    .is_some_and(|until| partial.contains(&(*code, until))),
        });
        table.insert(*code, entries.collect());
    }
    table
}

fn successors(
    code: u32,
    era: &Era,
    links: &Links,
    lists: &Lists,
    by_hand: &Successors,
) -> Vec<u32> {
    let Some(until) = era.until else {
        return Vec::new();
    };
    let listed = |code| {
        links
            .get(&(code, until))
            .map(|link| link.successors.clone())
    };
    if let Some(named) = by_hand
        .get(&(code, until))
        .filter(|named| named.name == era.name)
    {
        return named.successors.clone();
    }
    match era.kind {
        // What lay in no district of a city lies where the city went.
        Kind::Bracket if code % 100 == 1 => listed(code / 100 * 100).unwrap_or_default(),
        Kind::Bracket | Kind::Zone => Vec::new(),
        // The same under the same code, in another city.
        Kind::Division if lists.year(until).get(&code) == Some(&era.name) => vec![code],
        Kind::Division => listed(code).unwrap_or_else(|| same_name(code, era, lists, until)),
    }
}

/// For a code of other lists: the division of its name in the list of the year.
fn same_name(code: u32, era: &Era, lists: &Lists, until: u16) -> Vec<u32> {
    let listed = lists.year(until).iter();
    let found: Vec<u32> = listed
        .filter(|(new, name)| **name == era.name && may_follow(code, **new, until))
        .map(|(new, _)| *new)
        .collect();
    let near: Vec<u32> = found
        .iter()
        .copied()
        .filter(|new| new / 100 == code / 100)
        .collect();
    match (&near[..], &found[..]) {
        (&[only], _) | (_, &[only]) => vec![only],
        _ => Vec::new(),
    }
}

/// The file: a line for each era, by code and year.
pub(super) fn text(table: &Table) -> String {
    let mut text = String::from(
        "# Administrative divisions of China after GB/T 2260, by period. Made by `cargo xtask divisions`; do\n\
         # not edit. Rules and decisions are in xtask/src/jobs/divisions. Sources (package, version, licence):\n",
    );
    for package in packages::all() {
        let _ = writeln!(
            text,
            "#   {} {} ({}): {}",
            package.name, package.version, package.licence, package.what
        );
    }
    text.push_str(
        "#   yescallop/areacodes on GitHub (CC0): what became of codes, 1981 to 2025\n\
         # code\tname\tperiod\tsuccessors. The period: B for a bracket of the standard, Z for a zone of the\n\
         # statistics bureau, the first year whose list has it (1980 stands for earlier ones), the first whose\n\
         # list has not, and @ the city where the digits say another or none. Successors are codes of the list\n\
         # of that last year or a later one; = is the same code, and + at the end says that they may not be all.\n",
    );
    for (code, entries) in table {
        for Entry {
            era,
            successors,
            is_partial,
        } in entries
        {
            let kind = match era.kind {
                Kind::Division => "",
                Kind::Bracket => "B",
                Kind::Zone => "Z",
            };
            let until = era
                .until
                .map_or_else(String::new, |until| until.to_string());
            let city = era.city.map_or_else(String::new, |city| format!("@{city}"));
            let _ = write!(
                text,
                "{code}\t{}\t{kind}{}-{until}{city}",
                era.name, era.from
            );
            if !successors.is_empty() {
                let codes = successors.iter().map(|one| {
                    if one == code {
                        "=".to_owned()
                    } else {
                        one.to_string()
                    }
                });
                let _ = write!(text, "\t{}", codes.collect::<Vec<_>>().join(","));
                text.push_str(if *is_partial { ",+" } else { "" });
            }
            text.push('\n');
        }
    }
    text
}
