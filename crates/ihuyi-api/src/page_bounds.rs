//! Which pages can be asked for?

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

/// How many rows of a page are read: ten times as many as one may have. Should the vendor overlook
/// the page size once, the page has been paid for all the same.
pub(crate) const fn row_limit(most: u32) -> usize {
    10 * most as usize
}
