//! Which expected name a key of the answer stands for.

/// Finds the expected name that `key` means: an exact one before one that is the same but for
/// blanks around it and case. `next` is where the last search ended; members mostly come in the
/// order of the declaration, so that name is tried first.
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

/// Whether `key` means `name`: the same but for blanks around it and case.
#[inline]
pub(super) fn same(name: &str, key: &str) -> bool {
    trimmed(key).eq_ignore_ascii_case(name)
}

/// Without blanks around it. Nearly no key has any, and their first and last byte say so.
#[inline]
pub(super) fn trimmed(key: &str) -> &str {
    match (key.as_bytes().first(), key.as_bytes().last()) {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => key,
        _ => key.trim(),
    }
}
