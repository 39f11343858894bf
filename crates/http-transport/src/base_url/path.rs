//! Normalizes the path of a base address like a browser.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters that a path contains only percent-encoded. A percent sign is kept.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The path without dot segments and trailing slash, percent-encoded.
pub(super) fn normalize(path: &str) -> String {
    let mut segments = Vec::new();
    for segment in path.split('/').skip(1) {
        match dots(segment) {
            1 => {}
            2 => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    let mut normal = String::new();
    for segment in segments {
        normal.push('/');
        normal.extend(utf8_percent_encode(segment, ENCODED));
    }
    normal.truncate(normal.trim_end_matches('/').len());
    normal
}

/// The number of dots in a segment, plain or percent-encoded; 0 if it contains anything else.
fn dots(segment: &str) -> usize {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    if plain.bytes().all(|byte| byte == b'.') {
        plain.len()
    } else {
        0
    }
}
