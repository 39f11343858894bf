//! Is this a picture of a kind that the platform takes (OQ17)?

/// How bmp, png, jpg and gif begin.
const BEGINNINGS: [&[u8]; 5] = [
    b"BM",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
];

/// By its first bytes: names and content types say nothing here.
pub(super) fn is_a_picture(content: &[u8]) -> bool {
    BEGINNINGS
        .iter()
        .any(|beginning| content.starts_with(beginning))
}
