//! Writes the canonical string, which is both hashed and sent.
//!
//! The two differ only in how names and values are written. They come from one pass over one
//! list, so they cannot drift apart.

use super::sort::Pair;

/// The two strings, or one of them, while they are written.
pub(super) trait Strings {
    /// Takes the common parts: the path and the separators.
    fn same(&mut self, text: &str);

    /// Takes a name.
    fn name(&mut self, name: &str);

    /// Takes the value that belongs to a name.
    fn value(&mut self, name: &str, value: &str);
}

/// Writes path and parameters, in the order given: `path?name=value&name=value`.
#[inline]
pub(super) fn write(path: &str, params: &[&Pair<'_>], into: &mut impl Strings) {
    into.same(path);
    let mut separator = "?";
    for (name, value) in params {
        into.same(separator);
        into.name(name);
        into.same("=");
        into.value(name, value);
        separator = "&";
    }
}
