//! Which expected name a key of the answer stands for.

/// Finds the expected name that `key` means. `next` is where the last search ended: members
/// mostly come in the order of the declaration, so that name is tried first.
pub(super) fn find(names: &'static [&'static str], key: &str, next: usize) -> Option<usize> {
    if names.get(next).is_some_and(|name| *name == key) {
        return Some(next);
    }
    names
        .iter()
        .position(|name| *name == key)
        .or_else(|| find_folded(names, key))
}

#[cold]
fn find_folded(names: &'static [&'static str], key: &str) -> Option<usize> {
    names.iter().position(|name| same(name, key))
}

/// Whether two keys are the same but for blanks around them and case.
pub(super) fn same(name: &str, key: &str) -> bool {
    key.trim().eq_ignore_ascii_case(name.trim())
}
