//! Provides files of item codes, and reads the bytes of an upload.

use std::io::Read as _;

use endpoint_core::File;

/// Files of item codes in every accepted form, each with its codes.
pub const CODE_FILES: &[(&[u8], &[&str])] = &[
    (b"A", &["A"]),
    (b"A\n", &["A"]),
    (b"A\r\nB\r\n", &["A", "B"]),
    (b"A\nB\r\nC", &["A", "B", "C"]),
    (b"\xef\xbb\xbfA\nB\n", &["A", "B"]),
    (b"A\nB\n\n\r\n\n", &["A", "B"]),
    ("样例-1\n样例-2".as_bytes(), &["样例-1", "样例-2"]),
];

/// The bytes that an upload of this file sends, read from its source.
#[must_use]
pub fn uploaded(file: &File) -> Vec<u8> {
    let mut content = Vec::new();
    let mut reader = file.source().unwrap().open().unwrap();
    reader.read_to_end(&mut content).unwrap();
    content
}
