//! Duplicates are found in bounded memory.

use registry_bulk::input::DuplicateFinder;
use registry_bulk::ledger::Key;

fn key(number: u64) -> Key {
    let mut key = [7; 16];
    key[8..].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    Key(key)
}

#[test]
fn duplicates_across_runs_on_disk_name_the_first_line() {
    // More than are held at once, three times.
    let count = 800_000;
    let mut finder = DuplicateFinder::new();
    for line in 1..=count {
        // Every tenth row of the middle repeats the row 300,000 lines before it.
        let is_duplicate = line % 10 == 0 && (300_001..=600_000).contains(&line);
        let number = if is_duplicate { line - 300_000 } else { line };
        finder.add(key(number), line).unwrap();
    }
    let mut duplicates = finder.finish().unwrap();
    assert_eq!(duplicates.count(), 30_000);
    let mut found = 0;
    for line in 1..=count {
        if let Some(first) = duplicates.first_of(line).unwrap() {
            assert_eq!(first, line - 300_000);
            found += 1;
        }
    }
    assert_eq!(found, 30_000);
}

#[test]
fn three_of_a_kind_are_two_duplicates_of_the_first() {
    let mut finder = DuplicateFinder::new();
    for line in [5, 3, 9] {
        finder.add(key(1), line).unwrap();
    }
    let mut duplicates = finder.finish().unwrap();
    assert_eq!(duplicates.count(), 2);
    let firsts: Vec<_> = (1..10)
        .map(|line| duplicates.first_of(line).unwrap())
        .collect();
    assert_eq!(
        firsts[2..],
        [None, None, Some(3), None, None, None, Some(3)]
    );
}
