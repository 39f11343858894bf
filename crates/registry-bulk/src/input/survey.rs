//! Reads a file once before its rows: its digest, its length and its encoding.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use md5::{Digest as _, Md5};

use super::error::InputError;

/// The bytes at the beginning by which a file is recognised.
pub(super) const HEAD: usize = 64 * 1024;
const CHUNK: usize = 256 * 1024;

/// What a pass over the bytes has found.
pub(super) struct Survey {
    pub(super) len: u64,
    pub(super) digest: [u8; 16],
    pub(super) head: Vec<u8>,
    /// How many sequences are no UTF-8.
    utf8_errors: u64,
    /// How many characters beyond ASCII are valid UTF-8, at least.
    has_valid_utf8: bool,
}

impl Survey {
    pub(super) fn new(file: &mut File) -> io::Result<Self> {
        let mut md5 = Md5::new();
        let mut head = Vec::new();
        let mut utf8 = Malformed::new(UTF_8);
        let len = for_each_chunk(file, |chunk, is_last| {
            md5.update(chunk);
            if head.len() < HEAD {
                head.extend(chunk.iter().take(HEAD.saturating_sub(head.len())));
            }
            utf8.read(chunk, is_last);
        })?;
        Ok(Self {
            len,
            digest: md5.finalize().into(),
            head,
            utf8_errors: utf8.count,
            has_valid_utf8: utf8.has_wide,
        })
    }
}

/// Passes the bytes of a file on from its beginning, and returns how many there are.
fn for_each_chunk(file: &mut File, mut pass: impl FnMut(&[u8], bool)) -> io::Result<u64> {
    file.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; CHUNK];
    let mut len = 0_u64;
    loop {
        let got = match file.read(&mut buffer) {
            Ok(got) => got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        pass(buffer.get(..got).unwrap_or_default(), got == 0);
        if got == 0 {
            return Ok(len);
        }
        len = len.saturating_add(u64::try_from(got).unwrap_or(u64::MAX));
    }
}

/// Counts the sequences that an encoding lacks.
struct Malformed {
    decoder: encoding_rs::Decoder,
    buffer: Vec<u8>,
    count: u64,
    has_wide: bool,
}

impl Malformed {
    fn new(encoding: &'static Encoding) -> Self {
        Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            buffer: vec![0; CHUNK],
            count: 0,
            has_wide: false,
        }
    }

    fn read(&mut self, mut chunk: &[u8], is_last: bool) {
        loop {
            let (result, read, written) =
                self.decoder
                    .decode_to_utf8_without_replacement(chunk, &mut self.buffer, is_last);
            let text = self.buffer.get(..written).unwrap_or_default();
            self.has_wide = self.has_wide || !text.is_ascii();
            chunk = chunk.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.count = self.count.saturating_add(1),
            }
        }
    }
}

/// The encoding of a text, and how many bytes of a byte order mark precede it.
pub(super) fn encoding(
    file: &mut File,
    survey: &Survey,
    label: Option<&str>,
) -> Result<(&'static Encoding, usize), InputError> {
    let head = survey.head.as_slice();
    if matches!(head, [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..]) {
        return Err(InputError::Form(
            "the file is UTF-32 text: save it as UTF-8".to_owned(),
        ));
    }
    let marked = Encoding::for_bom(head);
    if let Some(label) = label {
        let chosen = Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            InputError::Form(format!(
                "unknown encoding {label:?}: utf-8, gb18030, big5 and utf-16le are some of the \
                 known ones"
            ))
        })?;
        return Ok(match marked {
            Some((encoding, length)) if encoding == chosen => (chosen, length),
            _ => (chosen, 0),
        });
    }
    if let Some(marked) = marked {
        return Ok(marked);
    }
    if let Some(encoding) = utf16_without_mark(head) {
        return Ok((encoding, 0));
    }
    if head.contains(&0) {
        return Err(InputError::Form(
            "the file has zero bytes and is no text: export it as CSV in UTF-8".to_owned(),
        ));
    }
    if survey.utf8_errors == 0 {
        return Ok((UTF_8, 0));
    }
    let mut gb18030 = Malformed::new(GB18030);
    for_each_chunk(file, |chunk, is_last| gb18030.read(chunk, is_last))?;
    // A few damaged places do not make UTF-8 another encoding.
    let is_damaged_utf8 = survey.has_valid_utf8 && gb18030.count >= survey.utf8_errors;
    match gb18030.count {
        0 => Ok((GB18030, 0)),
        _ if is_damaged_utf8 => Ok((UTF_8, 0)),
        errors if errors < survey.utf8_errors / 10 => Ok((GB18030, 0)),
        _ => Err(InputError::Form(
            "the text is neither UTF-8 nor UTF-16 nor GB18030 (GBK): name its encoding, or save \
             it as UTF-8"
                .to_owned(),
        )),
    }
}

/// UTF-16 by the zero bytes beside its digits, delimiters and line ends.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = head.as_chunks::<2>();
    let is_plain = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let little = pairs
        .iter()
        .filter(|[a, b]| is_plain(*a) && *b == 0)
        .count();
    let big = pairs
        .iter()
        .filter(|[a, b]| is_plain(*b) && *a == 0)
        .count();
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    // Zero bytes elsewhere make it a binary file.
    let is_most = |count: usize| count > 0 && count.saturating_mul(10) >= zeros.saturating_mul(9);
    match little.cmp(&big) {
        core::cmp::Ordering::Greater if is_most(little) => Some(UTF_16LE),
        core::cmp::Ordering::Less if is_most(big) => Some(UTF_16BE),
        _ => None,
    }
}
