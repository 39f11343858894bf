//! Writes paths as text, including paths that are not UTF-8.

use std::path::Path;

/// Writes a path as text that identifies it. A path in UTF-8 is unchanged; in any other, each byte
/// that is not UTF-8 becomes `\xff`, and backslashes are doubled.
///
/// A path in UTF-8 that contains `\x` is escaped too, so no two paths have the same text.
///
/// ```
/// use std::path::Path;
/// use enterprise_registry::flow::path_text;
///
/// assert_eq!(path_text(Path::new("plans/样例.toml")), "plans/样例.toml");
/// # #[cfg(unix)] {
/// use std::os::unix::ffi::OsStrExt as _;
/// let path = Path::new(std::ffi::OsStr::from_bytes(b"pl\xffan.toml"));
/// assert_eq!(path_text(path), r"pl\xffan.toml");
/// # }
/// ```
#[must_use]
pub fn path_text(path: &Path) -> String {
    if let Some(text) = path.to_str()
        && !(cfg!(unix) && text.contains(r"\x"))
    {
        return text.to_owned();
    }
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text += &chunk.valid().replace('\\', r"\\");
        for byte in chunk.invalid() {
            text += &format!("\\x{byte:02x}");
        }
    }
    text
}

#[cfg(all(test, unix))]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::Path;

    use super::path_text;

    #[test]
    fn no_two_paths_have_the_same_text() {
        let paths: [&[u8]; 8] = [
            b"a\xffb",
            b"a\xfeb",
            br"a\xffb",
            br"a\\xffb",
            b"a\\\xffb",
            br"a\b",
            b"a\xc3",
            "a\u{fffd}b".as_bytes(),
        ];
        let text = |bytes: &&[u8]| path_text(Path::new(OsStr::from_bytes(bytes)));
        let texts: BTreeSet<String> = paths.iter().map(text).collect();
        assert_eq!(texts.len(), paths.len(), "{texts:?}");
        assert!(texts.contains(r"a\b"));
        assert!(texts.contains(r"a\xc3"));
    }
}
