//! Decompresses responses that were compressed without being asked for.

use std::io::{self, BufRead, Read};

use bytes::Bytes;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use hyper::header::{CONTENT_ENCODING, HeaderMap, TRANSFER_ENCODING};

use crate::send_error::{SendError, TransportErrorKind};

/// A transformation of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    /// With a zlib header or without: servers send both.
    Deflate,
    /// Not supported.
    Other,
}

/// The transformations that a head names, in their order.
#[derive(Debug, Default)]
pub(crate) struct Codings(Vec<Coding>);

impl Codings {
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        let of = |name| headers.get_all(name).iter();
        let values = of(CONTENT_ENCODING).chain(of(TRANSFER_ENCODING));
        let words = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        Self(words.filter_map(coding).collect())
    }

    pub(crate) fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Reverses all transformations, as long as the result does not exceed the cap.
    ///
    /// # Errors
    ///
    /// [`TransportErrorKind::TooLarge`], [`TransportErrorKind::ContentEncoding`]: with the body as
    /// received.
    pub(crate) fn undo(&self, body: &Bytes, cap: usize) -> Result<Bytes, SendError> {
        let mut undone = body.clone();
        for coding in self.0.iter().rev() {
            // Some servers announce compression without compressing.
            if undone.is_empty() || is_plain(&undone) {
                break;
            }
            undone = undo(*coding, &undone, cap).map_err(|error| SendError {
                body: body.clone(),
                ..error
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

/// Whether the body begins like plain text: it is not compressed.
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
            "the compressed response is incomplete",
        ),
        _ => SendError::new(
            TransportErrorKind::ContentEncoding,
            "the compressed response is damaged",
        ),
    })
}

/// Decompresses all members; bytes after the last one are padding.
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
