//! Matches the keys of a response with the expected names.

/// Finds the expected name of `key`: an exact match before a match that ignores case and
/// surrounding blanks. `next` is the end of the last search; members mostly come in the order of
/// the declaration, so that name is tried first.
pub(super) fn find(names: &'static [&'static str], key: &str, next: usize) -> Option<usize> {
    position(names, next, |name| name == key).or_else(|| {
        let key = trimmed(key);
        position(names, next, |name| name.eq_ignore_ascii_case(key))
    })
}

fn position(
    names: &'static [&'static str],
    next: usize,
    wanted: impl Fn(&str) -> bool,
) -> Option<usize> {
    if names.get(next).is_some_and(|name| wanted(name)) {
        return Some(next);
    }
    names.iter().position(|name| wanted(name))
}

/// Whether `key` equals `name`, ignoring case and surrounding blanks.
#[inline]
pub(super) fn same(name: &str, key: &str) -> bool {
    trimmed(key).eq_ignore_ascii_case(name)
}

/// Removes surrounding blanks. Nearly no key has any, and its first and last byte show it.
#[inline]
pub(super) fn trimmed(key: &str) -> &str {
    match (key.as_bytes().first(), key.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => key,
        _ => key.trim(),
    }
}
