//! Pages of rows, shared by the products that list something.

use endpoint_core::Invalid;
use ihuyi_api::ListResult;

/// Checks number and size of a page: both begin at 1.
pub(super) fn check_page(page: u32, size: u32, most: u32) -> Result<(), Invalid> {
    if page == 0 {
        return Err(Invalid::value("page_index", "pages are counted from 1"));
    }
    if size == 0 || size > most {
        return Err(Invalid::value(
            "page_size",
            format!("is not between 1 and {most}"),
        ));
    }
    Ok(())
}

/// One page of the matching rows, and their number unless the total is fixed. A page after the last
/// one is empty.
pub(super) fn page<R: Clone>(
    rows: &[R],
    fits: impl Fn(&R) -> bool,
    fixed_total: Option<u64>,
    page: u32,
    size: u32,
) -> ListResult<R> {
    let fitting: Vec<&R> = rows.iter().filter(|row| fits(row)).collect();
    let total = u64::try_from(fitting.len()).unwrap_or(u64::MAX);
    let before = u64::from(page.saturating_sub(1)) * u64::from(size);
    let before = usize::try_from(before).unwrap_or(usize::MAX);
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let rows = fitting.into_iter().skip(before).take(size);
    ListResult {
        total: Some(fixed_total.filter(|_| total > 0).unwrap_or(total)),
        rows: rows.cloned().collect(),
    }
}
