//! The queries whose rows are printed as a list.

use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::pages::Paged;

/// A query whose rows are printed. All rows have the same members, whatever they hold: those of the
/// first page are the columns of CSV.
pub(crate) trait ListQuery: Paged<Vendor = Ihuyi, Row: Clone> {
    /// The most rows that a page may have.
    const MOST_ROWS: u32;
    /// The columns of the table.
    const COLUMNS: &'static [&'static str];

    /// A row of the table.
    fn cells(row: &Self::Row) -> Vec<String>;
}
