//! Writes multipart bodies, with parts in memory and parts that are read while they are sent.

use core::fmt::{self, Write as _};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use crate::{File, UploadSource};

/// A piece of a body.
#[derive(Debug, Clone)]
pub enum Piece {
    /// These bytes.
    Bytes(Bytes),
    /// The content of this source.
    Source(Arc<dyn UploadSource>),
}

impl Piece {
    /// The number of bytes, if known.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Source(source) => source.len(),
        }
    }

    /// Whether it is known to be empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }
}

/// A body of `multipart/form-data`.
#[derive(Clone, PartialEq, Eq)]
pub struct Multipart {
    boundary: String,
    parts: Vec<Part>,
    /// After the parts, each with the name of its form field.
    files: Vec<(String, File)>,
}

impl Multipart {
    /// A body of these parts. The boundary is made from `seed` (letters and digits), and no part
    /// contains it.
    #[must_use]
    pub fn new(seed: &str, parts: Vec<Part>) -> Self {
        let mut boundary = format!("registry-{seed}");
        while parts
            .iter()
            .any(|part| contains(&part.content, boundary.as_bytes()))
        {
            boundary.push('x');
        }
        Self {
            boundary,
            parts,
            files: Vec::new(),
        }
    }

    /// Appends files that are read while they are sent.
    ///
    /// Such a file cannot be searched for the boundary. So the author of the file must not be able
    /// to know the seed of [`Multipart::new`]: 128 bits that depend on a secret of the client and
    /// on the time of the call.
    #[must_use]
    pub fn with_streamed(mut self, files: Vec<(String, File)>) -> Self {
        self.files = files;
        self
    }

    /// The boundary.
    #[must_use]
    pub fn boundary(&self) -> &str {
        &self.boundary
    }

    /// The parts.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The files that are read while they are sent, each with the name of its form field.
    #[must_use]
    pub fn files(&self) -> &[(String, File)] {
        &self.files
    }

    pub(super) fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut held = BytesMut::new();
        for part in &self.parts {
            held.extend_from_slice(format!("--{}\r\n", self.boundary).as_bytes());
            held.extend_from_slice(part.head().as_bytes());
            held.extend_from_slice(&part.content);
            held.extend_from_slice(b"\r\n");
        }
        for (name, file) in &self.files {
            let part = Part {
                name: name.clone(),
                file_name: Some(file.name().to_owned()),
                content: file.content().clone(),
            };
            held.extend_from_slice(format!("--{}\r\n", self.boundary).as_bytes());
            held.extend_from_slice(part.head().as_bytes());
            held.extend_from_slice(&part.content);
            if let Some(source) = file.source() {
                pieces.push(Piece::Bytes(held.split().freeze()));
                pieces.push(Piece::Source(Arc::clone(source)));
            }
            held.extend_from_slice(b"\r\n");
        }
        held.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        pieces.push(Piece::Bytes(held.freeze()));
        pieces
    }

    pub(super) fn held(&self) -> Bytes {
        let mut out = BytesMut::new();
        for piece in self.pieces() {
            if let Piece::Bytes(bytes) = piece {
                out.extend_from_slice(&bytes);
            }
        }
        out.freeze()
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.parts.iter().map(|part| part.name.as_str());
        let streamed = self.files.iter().map(|(name, _)| name.as_str());
        let names: Vec<_> = held.chain(streamed).collect();
        f.debug_struct("Multipart").field("parts", &names).finish()
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// One part of a multipart body.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// The name of the form field.
    pub name: String,
    /// The file name, for a file.
    pub file_name: Option<String>,
    /// The bytes.
    pub content: Bytes,
}

impl Part {
    /// Name and file name as browsers write them: quotes, line breaks and every other control
    /// character, which no header may hold, are percent-encoded.
    fn head(&self) -> String {
        let mut head = "Content-Disposition: form-data; name=\"".to_owned();
        push_quoted(&mut head, &self.name);
        if let Some(file_name) = &self.file_name {
            head.push_str("\"; filename=\"");
            push_quoted(&mut head, file_name);
            head.push_str("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        } else {
            head.push_str("\"\r\n\r\n");
        }
        head
    }
}

/// Writes a text between quotes in a header.
fn push_quoted(out: &mut String, text: &str) {
    for next in text.chars() {
        if next != '"' && !next.is_control() {
            out.push(next);
            continue;
        }
        for byte in next.encode_utf8(&mut [0; 4]).bytes() {
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .finish_non_exhaustive()
    }
}
