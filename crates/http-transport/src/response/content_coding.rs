//! Undoes the compression of an answer that nobody asked to be compressed.

use std::io::{self, BufRead, Read};

use bytes::Bytes;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use hyper::header::{CONTENT_ENCODING, HeaderMap, TRANSFER_ENCODING};

use crate::send_error::{SendError, TransportErrorKind};

/// What was done to a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    /// With the header of zlib, or without: servers do both.
    Deflate,
    /// What we do not undo.
    Other,
}

/// What a head announces, in the order in which it was done.
#[derive(Debug, Default)]
pub(crate) struct Codings(Vec<Coding>);

impl Codings {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let of = |name| headers.get_all(name).iter();
        let values = of(CONTENT_ENCODING).chain(of(TRANSFER_ENCODING));
        let words = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        Self(words.filter_map(coding).collect())
    }

    pub(crate) fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The body as it was before, as long as that is no longer than the cap.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::TooLarge`], [`TransportErrorKind::ContentEncoding`]: with the body as it came.
    pub(crate) fn undo(&self, body: &Bytes, cap: usize) -> Result<Bytes, SendError> {
        let mut undone = body.clone();
        for coding in self.0.iter().rev() {
            // Some announce what they have not done.
            if undone.is_empty() || is_plain(&undone) {
                break;
            }
            undone = undo(*coding, &undone, cap).map_err(|failure| SendError {
                body: body.clone(),
                ..failure
            })?;
        }
        Ok(undone)
    }
}

fn coding(word: &[u8]) -> Option<Coding> {
    let is = |one: &str| word.trim_ascii().eq_ignore_ascii_case(one.as_bytes());
    if is("gzip") || is("x-gzip") {
        Some(Coding::Gzip)
    } else if is("deflate") {
        Some(Coding::Deflate)
    } else if is("") || is("identity") || is("chunked") || is("none") {
        None
    } else {
        Some(Coding::Other)
    }
}

/// Whether it begins as an answer does, and no compressed one.
fn is_plain(body: &[u8]) -> bool {
    let begin = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let begin = begin.trim_ascii_start();
    let is_text = begin
        .iter()
        .take(16)
        .all(|byte| *byte >= b' ' || byte.is_ascii_whitespace());
    is_text && matches!(begin.first(), Some(b'{' | b'[' | b'<'))
}

fn undo(coding: Coding, body: &[u8], cap: usize) -> Result<Bytes, SendError> {
    let read = match coding {
        Coding::Gzip => gzip(body, cap),
        Coding::Deflate => read(ZlibDecoder::new(body), cap).or_else(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => Err(error),
            _ => read(DeflateDecoder::new(body), cap),
        }),
        Coding::Other => {
            return Err(SendError::new(
                TransportErrorKind::ContentEncoding,
                "neither gzip nor deflate",
            ));
        }
    };
    read.map(Bytes::from).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => SendError::new(
            TransportErrorKind::TooLarge,
            format!("more than {cap} bytes once decompressed"),
        ),
        io::ErrorKind::UnexpectedEof => SendError::new(
            TransportErrorKind::ContentEncoding,
            "the compressed answer ends too early",
        ),
        _ => SendError::new(
            TransportErrorKind::ContentEncoding,
            "the compressed answer is damaged",
        ),
    })
}

/// One member behind the other; what is behind the last is padding.
fn gzip(mut body: &[u8], cap: usize) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let mut decoder = GzDecoder::new(body);
        read_into(&mut decoder, &mut all, cap)?;
        body = decoder.into_inner();
        if !body.starts_with(b"\x1f\x8b") {
            return Ok(all);
        }
    }
}

fn read(mut decoder: impl Read, cap: usize) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    read_into(&mut decoder, &mut all, cap)?;
    Ok(all)
}

fn read_into(decoder: &mut impl Read, all: &mut Vec<u8>, cap: usize) -> io::Result<()> {
    let room = cap.saturating_sub(all.len());
    let most = u64::try_from(room).unwrap_or(u64::MAX).saturating_add(1);
    let mut decoder = io::BufReader::new(decoder.take(most));
    loop {
        let chunk = decoder.fill_buf()?;
        if chunk.is_empty() {
            return Ok(());
        }
        if chunk.len() > cap.saturating_sub(all.len()) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        all.extend_from_slice(chunk);
        let length = chunk.len();
        decoder.consume(length);
    }
}
