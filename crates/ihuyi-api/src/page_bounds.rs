//! Checks page number and page size.

use endpoint_core::Invalid;

/// Checks number and size of a page before it is paid for.
pub(crate) fn check(index: Option<u32>, size: Option<u32>, most: u32) -> Result<(), Invalid> {
    if index == Some(0) {
        return Err(Invalid::value("page_index", "pages are counted from 1"));
    }
    if size.is_some_and(|size| size == 0 || size > most) {
        return Err(Invalid::value(
            "page_size",
            format!("must be a number of rows from 1 to {most}"),
        ));
    }
    Ok(())
}

/// The maximum number of rows read from a page: ten times the largest page. If the vendor ignores
/// the page size, the page can still be read, for it has been paid for.
pub(crate) const fn row_limit(most: u32) -> usize {
    10 * most as usize
}
