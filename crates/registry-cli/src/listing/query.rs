//! Describes the queries whose rows are printed as a list.

use enterprise_registry::ihuyi::Ihuyi;
use enterprise_registry::pages::Paged;

/// A paged query whose rows are printed. All rows serialise the same members, so those of the first
/// page are the columns of CSV.
pub(crate) trait ListQuery: Paged<Vendor = Ihuyi, Row: Clone> {
    /// The most rows per page.
    const MOST_ROWS: u32;
    /// The columns of the table.
    const COLUMNS: &'static [&'static str];

    /// The cells of a row of the table.
    fn cells(row: &Self::Row) -> Vec<String>;
}
