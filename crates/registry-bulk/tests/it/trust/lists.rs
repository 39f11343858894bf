//! Prepares the dirty list of 50,000 rows in both encodings, and opens workbooks beyond the limits.

use crate::lists::dirty::{Fate, assert_every_fate, list};

#[test]
fn fifty_thousand_dirty_rows_have_the_fate_they_should_have() {
    assert_every_fate(50_000);
    let rows = list(50_000);
    let count = |wanted: fn(&Fate) -> bool| rows.iter().filter(|row| wanted(&row.fate)).count();
    println!(
        "50,000 dirty rows in UTF-8 and GBK: {} clean, {} changed, {} invalid, {} empty, {} of them \
         duplicates; every fate as it should be",
        count(|fate| *fate == Fate::Clean),
        count(|fate| matches!(fate, Fate::Changed(_))),
        count(|fate| matches!(fate, Fate::Invalid(_))),
        count(|fate| *fate == Fate::Empty),
        rows.iter().filter(|row| row.duplicate_of.is_some()).count(),
    );
}

#[cfg(feature = "xlsx")]
#[test]
fn workbooks_that_would_fill_the_memory_are_refused() {
    crate::lists::workbooks::assert_refused();
    println!("7 workbooks beyond a limit: all refused");
}
