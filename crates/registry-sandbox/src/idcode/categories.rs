//! The code uses and their categories.

use std::sync::LazyLock;

use idcode_api::{Category, CodeUse};
use registry_model::DecimalId;

use super::industries::rows;

/// The use "product".
pub(super) const PRODUCT: DecimalId = DecimalId::new(10);

/// Id, name and class. Clients know the ids 10, 32, 60, 73 and 90. The names are made up, and so
/// are the numbers of the classes: 1 for persons, 2 for events, 3 for things (OQ45).
const USES: [(u128, &str, i64); 5] = [
    (10, "产品", 3),
    (32, "医疗", 3),
    (60, "固定资产", 3),
    (73, "员工证", 1),
    (90, "活动", 2),
];

/// Id, use, code, name and parent id.
const TABLE: &str = include_str!("../../data/categories.tsv");

static CATEGORIES: LazyLock<Vec<Category>> = LazyLock::new(|| {
    let mut categories: Vec<Category> = Vec::new();
    for line in rows(TABLE) {
        if let Some(category) = read(line, &categories) {
            categories.push(category);
        }
    }
    categories
});

/// Reads a row. A row without a known use or a parent before it gives `None`; a test proves that
/// the table has no such row.
fn read(line: &str, before: &[Category]) -> Option<Category> {
    let mut columns = line.split('\t');
    let id = columns.next()?.parse().ok()?;
    let use_id: DecimalId = columns.next()?.parse().ok()?;
    let code = columns.next()?.to_owned();
    let name = columns.next()?.to_owned();
    let parent: DecimalId = columns.next()?.parse().ok()?;
    let (_, _, class) = USES.into_iter().find(|row| use_id.get() == row.0)?;
    let level = if parent.get() == 0 {
        1
    } else {
        let above = before.iter().find(|category| category.id == parent)?;
        above.level?.saturating_add(1)
    };
    Some(Category {
        id,
        name: Some(name),
        parent_id: Some(parent),
        level: Some(level),
        code: Some(code),
        code_use_id: Some(use_id),
        deleted: Some(0),
        class: Some(class),
    })
}

/// The uses, as 201 lists them.
pub(super) fn uses() -> impl Iterator<Item = CodeUse> {
    USES.into_iter().map(|(id, name, class)| CodeUse {
        id: DecimalId::new(id),
        name: Some(name.to_owned()),
        code: Some(id.to_string()),
        class: Some(class),
    })
}

/// The categories of all uses and levels.
pub(super) fn all() -> &'static [Category] {
    &CATEGORIES
}

/// The category with this id.
pub(super) fn find(id: DecimalId) -> Option<&'static Category> {
    all().iter().find(|category| category.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_lies_in_one_of_its_use() {
        assert_eq!(all().len(), rows(TABLE).count());
        let ids: BTreeSet<_> = all().iter().map(|category| category.id).collect();
        assert_eq!(ids.len(), all().len(), "no id is repeated");
        for category in all() {
            let parent = category.parent_id.unwrap();
            match category.level.unwrap() {
                1 => assert_eq!(parent.get(), 0),
                _ => assert_eq!(find(parent).unwrap().code_use_id, category.code_use_id),
            }
            let code = category.code.as_deref().unwrap();
            assert_eq!(code.len(), 8, "{code}");
        }
        assert!(all().iter().any(|category| category.level == Some(3)));
    }

    #[test]
    fn the_code_of_a_category_is_unique_in_its_use() {
        let codes: BTreeSet<_> = all()
            .iter()
            .map(|category| (category.code_use_id, category.code.clone()))
            .collect();
        assert_eq!(codes.len(), all().len());
    }
}
