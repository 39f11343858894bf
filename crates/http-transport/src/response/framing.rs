//! Follows the framing of a body, and reads the rest where the framing breaks.

/// The progress within the framing of a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Framing {
    next: Part,
    /// Bytes of content, without the framing.
    content: usize,
    /// Bytes of chunk extensions.
    extensions: usize,
}

/// The next part of the framing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    ChunkSize,
    /// The rest of a chunk.
    Chunk(u64),
    /// The line end after a chunk.
    ChunkEnd,
    /// The line end after the last chunk, and trailers before it.
    Trailers,
    /// The rest of a body with a length.
    Body(u64),
    Nothing,
}

/// The longest chunk-size line that is followed.
const LONGEST_LINE: usize = 256;

/// The most bytes of chunk extensions that are followed: fewer than the parser accepts, so that the
/// parser never stops before this.
const MOST_EXTENSIONS: usize = 4 * 1024;

impl Framing {
    /// The framing of a body of this length.
    pub(crate) fn for_length(length: u64) -> Self {
        let next = match length {
            0 => Part::Nothing,
            length => Part::Body(length),
        };
        Self::new(next)
    }

    /// The framing of a body in chunks.
    pub(crate) fn for_chunks() -> Self {
        Self::new(Part::ChunkSize)
    }

    fn new(next: Part) -> Self {
        Self {
            next,
            content: 0,
            extensions: 0,
        }
    }

    /// Returns how many of these bytes are framed strictly. The others are not, or are incomplete.
    pub(crate) fn follow(&mut self, bytes: &[u8]) -> usize {
        let mut followed = 0;
        while let Some(rest) = bytes.get(followed..).filter(|rest| !rest.is_empty()) {
            let Some(Followed {
                count,
                next,
                extension,
            }) = self.next.follow(rest)
            else {
                break;
            };
            self.extensions = self.extensions.saturating_add(extension);
            if self.extensions > MOST_EXTENSIONS {
                break;
            }
            if matches!(self.next, Part::Chunk(_) | Part::Body(_)) {
                self.content += count;
            }
            self.next = next;
            followed += count;
        }
        followed
    }

    /// The bytes of content that were followed.
    pub(crate) fn content(&self) -> usize {
        self.content
    }

    /// Whether the body is complete, so that all further bytes are surplus.
    pub(crate) fn is_complete(&self) -> bool {
        self.next == Part::Nothing
    }

    /// Reads the rest of a chunked body leniently, as long as each chunk ends where the next one
    /// begins, and appends its content.
    pub(crate) fn read_rest(&self, rest: &[u8], content: &mut Vec<u8>) -> End {
        if self.content == 0 && self.next == Part::ChunkSize && is_plain(rest) {
            return End::Plain;
        }
        read_chunks(self.next, rest, content)
    }
}

/// A part that was followed.
struct Followed {
    count: usize,
    next: Part,
    /// The length of its chunk extension.
    extension: usize,
}

impl Part {
    /// Follows the part at the beginning of these bytes, as far as it has come.
    fn follow(self, bytes: &[u8]) -> Option<Followed> {
        let (count, next) = match self {
            Self::ChunkSize => return chunk_size(bytes),
            Self::Chunk(left) => match divide(left, bytes) {
                (count, 0) => (count, Self::ChunkEnd),
                (count, left) => (count, Self::Chunk(left)),
            },
            Self::Body(left) => match divide(left, bytes) {
                (count, 0) => (count, Self::Nothing),
                (count, left) => (count, Self::Body(left)),
            },
            Self::ChunkEnd if bytes.starts_with(b"\r\n") => (2, Self::ChunkSize),
            Self::Trailers if bytes.starts_with(b"\r\n") => (2, Self::Nothing),
            Self::ChunkEnd | Self::Trailers | Self::Nothing => return None,
        };
        Some(Followed {
            count,
            next,
            extension: 0,
        })
    }
}

/// Returns how many of the expected bytes are here, and how many are missing.
fn divide(left: u64, bytes: &[u8]) -> (usize, u64) {
    let most = usize::try_from(left).unwrap_or(usize::MAX);
    let count = most.min(bytes.len());
    (count, left - u64::try_from(count).unwrap_or(left))
}

/// Parses the line with the size of a chunk: digits, blanks, and an extension.
fn chunk_size(bytes: &[u8]) -> Option<Followed> {
    let begin = bytes.get(..LONGEST_LINE).unwrap_or(bytes);
    let end = begin
        .iter()
        .position(|byte| matches!(byte, b'\r' | b'\n'))?;
    let (line, behind) = begin.split_at_checked(end)?;
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit());
    let (digits, rest) = line.split_at_checked(digits.count())?;
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
    let extension = rest.get(blanks.count()..)?;
    if !behind.starts_with(b"\r\n") || !matches!(extension, [] | [b';', ..]) {
        return None;
    }
    let next = match hexadecimal(digits)? {
        0 => Part::Trailers,
        size => Part::Chunk(size),
    };
    Some(Followed {
        count: end + 2,
        next,
        extension: extension.len(),
    })
}

/// How the rest of a body ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The rest is the body itself, without chunks.
    Plain,
    /// The last chunk has come.
    Complete,
    /// More has to come.
    Incomplete,
    /// The chunks are broken, for this reason.
    Broken(&'static str),
}

/// Whether these bytes begin a response and not a chunk size: JSON, XML or gzip.
fn is_plain(bytes: &[u8]) -> bool {
    let begin = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let begin = begin.trim_ascii_start();
    matches!(begin, [b'{' | b'[' | b'<', ..] | [0x1f, 0x8b, ..])
}

fn read_chunks(mut next: Part, mut rest: &[u8], content: &mut Vec<u8>) -> End {
    loop {
        next = match next {
            Part::ChunkSize => {
                let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let size = line.split(|byte| *byte == b';').next().unwrap_or_default();
                let size = size.trim_ascii();
                let size = size.strip_prefix(b"0x").unwrap_or(size);
                let Some(behind) = rest.get(line.len() + 1..) else {
                    let is_begin = size.iter().all(u8::is_ascii_hexdigit);
                    return if is_begin {
                        End::Incomplete
                    } else {
                        End::Broken(NO_SIZE)
                    };
                };
                rest = behind;
                match hexadecimal(size) {
                    None => return End::Broken(NO_SIZE),
                    Some(0) => return End::Complete,
                    Some(size) => Part::Chunk(size),
                }
            }
            Part::Chunk(left) | Part::Body(left) => {
                let left = usize::try_from(left).unwrap_or(usize::MAX);
                let Some((chunk, behind)) = rest.split_at_checked(left) else {
                    content.extend_from_slice(rest);
                    return End::Incomplete;
                };
                content.extend_from_slice(chunk);
                rest = behind;
                Part::ChunkEnd
            }
            Part::ChunkEnd => {
                rest = match rest {
                    [b'\r', b'\n', behind @ ..] | [b'\n', behind @ ..] => behind,
                    [] | [b'\r'] => return End::Incomplete,
                    _ => return End::Broken("a chunk does not have its stated size"),
                };
                Part::ChunkSize
            }
            Part::Trailers | Part::Nothing => return End::Complete,
        };
    }
}

const NO_SIZE: &str = "the size of a chunk is not a number";

fn hexadecimal(digits: &[u8]) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit);
    let digits = core::str::from_utf8(digits).ok().filter(|_| is_number)?;
    u64::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::{End, Framing, NO_SIZE};

    /// Follows these bytes in pieces of this size; returns the length of the content and the
    /// remaining bytes.
    fn follow(mut framing: Framing, bytes: &[u8], size: usize) -> (usize, Vec<u8>, bool) {
        let mut kept = Vec::new();
        for piece in bytes.chunks(size) {
            kept.extend_from_slice(piece);
            let followed = framing.follow(&kept);
            kept.drain(..followed);
        }
        (framing.content(), kept, framing.is_complete())
    }

    #[test]
    fn a_proper_body_is_followed_to_its_end_however_it_is_cut() {
        for size in 1..20 {
            let chunks = b"3\r\n{\"a\r\n00A\r\n0123456789\r\n0\r\n\r\n";
            assert_eq!(
                follow(Framing::for_chunks(), chunks, size),
                (13, vec![], true)
            );
            assert_eq!(
                follow(Framing::for_length(5), b"01234", size),
                (5, vec![], true)
            );
            let (content, kept, is_complete) = follow(Framing::for_length(2), b"01234", size);
            assert_eq!((content, &*kept, is_complete), (2, &b"234"[..], true));
        }
    }

    #[test]
    fn framing_that_a_strict_parser_may_reject_is_not_followed() {
        for (chunks, content, kept) in [
            ("3 \t\r\nabc\r\n3;x=y\nabc\r\n", 3, "3;x=y\nabc\r\n"),
            ("3 ;x=y\r\nabc\r\n3 x\r\nabc", 3, "3 x\r\nabc"),
            ("3\nabc\n", 0, "3\nabc\n"),
            ("0x3\r\nabc", 0, "0x3\r\nabc"),
            ("3\r\nabcd\r\n", 3, "d\r\n"),
            ("{\"a\":1}", 0, "{\"a\":1}"),
            ("0\r\nX: y\r\n\r\n", 0, "X: y\r\n\r\n"),
            ("0\r\n\r\nHTTP/1.1", 0, "HTTP/1.1"),
        ] {
            let followed = follow(Framing::for_chunks(), chunks.as_bytes(), 1000);
            assert_eq!(
                (followed.0, &*followed.1),
                (content, kept.as_bytes()),
                "{chunks:?}"
            );
        }
    }

    #[test]
    fn extensions_are_followed_less_far_than_the_parser_reads_them() {
        let chunks = "1;aaaaaaaaaaaaaaa\r\nx\r\n".repeat(1000);
        let (content, kept, _) = follow(Framing::for_chunks(), chunks.as_bytes(), 1000);
        assert_eq!((content, kept.len()), (256, 744 * 22));
    }

    #[test]
    fn chunks_are_read_as_long_as_each_ends_where_the_next_begins() {
        let other_size = || End::Broken("a chunk does not have its stated size");
        for (rest, content, end) in [
            ("{\"a\":1}", "", End::Plain),
            ("\u{feff} {\"a\":1}", "", End::Plain),
            (
                "3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n",
                "{\"a\":1}",
                End::Complete,
            ),
            ("0x7\n{\"a\":1}\n0\n\n", "{\"a\":1}", End::Complete),
            (
                "7;a=b\r\n{\"a\":1}\r\n0\r\nX: \0\r\n",
                "{\"a\":1}",
                End::Complete,
            ),
            ("7\r\n{\"a\":1}\r\n", "{\"a\":1}", End::Incomplete),
            ("7\r\n{\"a", "{\"a", End::Incomplete),
            ("-7\r\n{\"a\":1}\r\n0\r\n\r\n", "", End::Broken(NO_SIZE)),
            ("ffffffffffffffffff\r\n{}", "", End::Broken(NO_SIZE)),
            ("5\r\n{\"a\":1}\r\n0\r\n\r\n", "{\"a\":", other_size()),
            ("7\r\n{\"a\":1}0\r\n\r\n", "{\"a\":1}", other_size()),
        ] {
            let mut read = Vec::new();
            let ended = Framing::for_chunks().read_rest(rest.as_bytes(), &mut read);
            assert_eq!((&*read, ended), (content.as_bytes(), end), "{rest:?}");
        }
    }

    #[test]
    fn the_rest_is_read_from_the_part_that_comes_next() {
        let mut framing = Framing::for_chunks();
        assert_eq!(framing.follow(b"3\r\nabc\n"), 6);
        let mut content = b"abc".to_vec();
        let end = framing.read_rest(b"\n0x1\n{\n0\n", &mut content);
        assert_eq!((&*content, end), (&b"abc{"[..], End::Complete));
        // After a chunk, this is not a response without chunks.
        framing.follow(b"\r\n");
        let end = framing.read_rest(b"{}", &mut content);
        assert_eq!(end, End::Broken(NO_SIZE));
    }
}
