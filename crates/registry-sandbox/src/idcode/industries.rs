//! The industries and their hierarchy.

use std::sync::LazyLock;

use idcode_api::Trade;
use registry_model::DecimalId;

/// Sections and divisions of GB/T 4754-2017: id, name, level and parent id.
const TABLE: &str = include_str!("../../data/industries.tsv");

static INDUSTRIES: LazyLock<Vec<Trade>> = LazyLock::new(|| rows(TABLE).filter_map(read).collect());

/// The lines of a table without its head.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn read(line: &str) -> Option<Trade> {
    let mut columns = line.split('\t');
    Some(Trade {
        id: columns.next()?.parse().ok()?,
        name: Some(columns.next()?.to_owned()),
        level: Some(columns.next()?.parse().ok()?),
        parent_id: Some(columns.next()?.parse().ok()?),
    })
}

/// All industries.
pub(super) fn all() -> &'static [Trade] {
    &INDUSTRIES
}

/// Whether 103 lists this id.
pub(super) fn is_one(id: DecimalId) -> bool {
    all().iter().any(|industry| industry.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_divisions_lie_in_sections() {
        assert_eq!(all().len(), rows(TABLE).count());
        let ids: BTreeSet<_> = all().iter().map(|industry| industry.id).collect();
        assert_eq!(ids.len(), all().len(), "no id is repeated");
        let of_level = |level| all().iter().filter(move |row| row.level == Some(level));
        assert_eq!(of_level(1).count(), 20);
        assert_eq!(of_level(2).count(), 97);
        for section in of_level(1) {
            assert_eq!(section.parent_id, Some(DecimalId::new(0)));
        }
        for division in of_level(2) {
            let section = of_level(1).find(|row| Some(row.id) == division.parent_id);
            assert!(section.is_some(), "{division:?}");
        }
    }
}
