//! Repairs the head of a response that a strict parser rejects.

/// The largest head to read.
pub(crate) const LARGEST_HEAD: usize = 1024 * 1024;

/// What the first bytes of a response contain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Repaired {
    /// Nothing certain yet; more bytes must come.
    Incomplete,
    /// A repaired head, and the start of the body. The connection ends with the response.
    Readable { head: Vec<u8>, body: usize },
    /// Nothing that can be read safely, for this reason.
    Unreadable(&'static str),
}

/// The headers that the transport reads. All others are dropped.
const KEPT: [&str; 6] = [
    "content-length",
    "transfer-encoding",
    "content-type",
    "content-encoding",
    "date",
    "retry-after",
];

const LENGTH: &str = "content-length";

const TRANSFER: &str = "transfer-encoding";

/// Repairs the head in the received bytes. `is_first` means that no other response came before it
/// on its connection, `is_all` that no more of the head will come.
///
/// Bytes before the status line, or a body without a head, are accepted only on a new connection:
/// otherwise they may be the rest of the previous response, to another request.
pub(crate) fn repair(received: &[u8], is_first: bool, is_all: bool) -> Repaired {
    let mut lines = Lines { received, at: 0 };
    let mut is_before = true;
    while let Some(line) = lines.next_line(is_all) {
        if is_before && is_bare(line) {
            return bare(received, is_first);
        }
        let Some(status) = status_of(line) else {
            is_before &= line.trim_ascii().is_empty();
            continue;
        };
        if !is_before && !is_first {
            return Repaired::Unreadable(LEFT_OVER);
        }
        match read_headers(&mut lines, is_all) {
            // An interim response; the next one counts.
            Some(_) if (100..200).contains(&status) => is_before = true,
            Some(headers) => return headers.into_head(status, lines.at),
            None if is_all => return Repaired::Unreadable("its head does not end"),
            None => return Repaired::Incomplete,
        }
    }
    if is_all {
        without_status(received, is_first)
    } else {
        Repaired::Incomplete
    }
}

const LEFT_OVER: &str = "bytes before it may belong to the previous response";

/// Whether a line begins a JSON or XML body.
fn is_bare(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let line = line.trim_ascii_start();
    line.starts_with(b"{") || line.starts_with(b"[") || line.starts_with(b"<?xml")
}

fn bare(received: &[u8], is_first: bool) -> Repaired {
    if !is_first {
        return Repaired::Unreadable(LEFT_OVER);
    }
    debug_assert!(!received.is_empty(), "a line of it was read");
    Headers::default().into_head(200, 0)
}

/// Reads a response without a status line: headers as a CGI script writes them, or only a body.
fn without_status(received: &[u8], is_first: bool) -> Repaired {
    let first = received.trim_ascii_start();
    let is_text = core::str::from_utf8(first).is_ok() && !first.contains(&0);
    if !is_text || first.is_empty() {
        return Repaired::Unreadable("it has no status line");
    }
    if !is_first {
        return Repaired::Unreadable(LEFT_OVER);
    }
    if first.starts_with(b"<") {
        return bare(received, is_first);
    }
    let mut lines = Lines { received, at: 0 };
    let headers = read_headers(&mut lines, true);
    match headers {
        Some(headers) if headers.is_any => {
            let status = headers.status.unwrap_or(200);
            headers.into_head(status, lines.at)
        }
        _ => Repaired::Unreadable("it has no status line"),
    }
}

/// The lines of a head.
struct Lines<'r> {
    received: &'r [u8],
    at: usize,
}

impl<'r> Lines<'r> {
    /// The next line without its end. The last one may have no end if nothing more comes.
    fn next_line(&mut self, is_all: bool) -> Option<&'r [u8]> {
        let rest = self.received.get(self.at..)?;
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (line, next) = match end {
            Some(end) => (rest.get(..end)?, end + 1),
            // The line of a body may be long.
            None if (is_all || is_bare(rest)) && !rest.is_empty() => (rest, rest.len()),
            None => return None,
        };
        self.at += next;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

/// The status in a status line of any version.
fn status_of(line: &[u8]) -> Option<u16> {
    let line = line.trim_ascii();
    let name = line.get(..4)?;
    if !name.eq_ignore_ascii_case(b"http") {
        return None;
    }
    let rest = line.get(4..)?;
    let version = rest
        .iter()
        .position(|byte| !matches!(byte, b'/' | b'.' | b'0'..=b'9'))?;
    let rest = rest.get(version..)?;
    if !matches!(rest, [b' ' | b'\t', ..]) {
        return None;
    }
    status_code(rest.trim_ascii_start())
}

fn status_code(text: &[u8]) -> Option<u16> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let digits = text.get(..digits).filter(|digits| digits.len() == 3)?;
    let status = core::str::from_utf8(digits).ok()?.parse().ok()?;
    (status >= 100).then_some(status)
}

/// The headers that are kept.
#[derive(Default)]
struct Headers {
    kept: Vec<(&'static str, Vec<u8>)>,
    /// The header `Status`, which replaces the status line in CGI.
    status: Option<u16>,
    /// Whether any line has a name.
    is_any: bool,
}

/// Reads headers up to the blank line, or up to a body that begins without one.
fn read_headers(lines: &mut Lines<'_>, is_all: bool) -> Option<Headers> {
    let mut headers = Headers::default();
    // The start of a body without a blank line before it.
    let mut response = None;
    let mut folds = false;
    loop {
        let begin = lines.at;
        let Some(line) = lines.next_line(is_all) else {
            break;
        };
        if line.is_empty() {
            return Some(headers);
        }
        if response.is_none() && is_bare(line) {
            response = Some(begin);
        }
        let is_fold = matches!(line, [b' ' | b'\t', ..]);
        if is_fold && folds {
            if let Some((_, value)) = headers.kept.last_mut() {
                value.push(b' ');
                value.extend_from_slice(&clean(line));
            }
            continue;
        }
        folds = response.is_none() && headers.take(line);
    }
    lines.at = response.filter(|_| is_all)?;
    Some(headers)
}

impl Headers {
    /// Reads a line; returns whether it is kept, so that the next one may continue it.
    fn take(&mut self, line: &[u8]) -> bool {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return false;
        };
        let (name, value) = line.split_at(colon);
        let name = name.trim_ascii();
        let value = value.strip_prefix(b":").unwrap_or(value);
        self.is_any |= !name.is_empty();
        if name.eq_ignore_ascii_case(b"status") {
            self.status = status_code(value.trim_ascii());
        }
        let kept = KEPT
            .iter()
            .find(|kept| kept.as_bytes().eq_ignore_ascii_case(name));
        if let Some(kept) = kept {
            self.kept.push((kept, clean(value)));
        }
        kept.is_some()
    }

    /// Writes a clean head with this status, for a body with this start.
    fn into_head(mut self, status: u16, body: usize) -> Repaired {
        let is_coded = self.kept.iter().any(|(name, _)| *name == TRANSFER);
        let mut length = None;
        let all = self.kept.iter().filter(|(name, _)| *name == LENGTH);
        let all = all.flat_map(|(_, value)| value.split(|byte| *byte == b','));
        for (place, value) in all.enumerate() {
            let value = number(value.trim_ascii());
            if place > 0 && value != length && !is_coded {
                return Repaired::Unreadable("it names two contradicting lengths");
            }
            length = value;
        }
        // The chunks state the length of a chunked body. A length that is not a number says
        // nothing: the body ends with the connection.
        self.kept.retain(|(name, _)| *name != LENGTH);
        let mut head = format!("HTTP/1.1 {status} \r\nconnection: close\r\n").into_bytes();
        if let Some(length) = length.filter(|_| !is_coded) {
            head.extend_from_slice(format!("{LENGTH}: {length}\r\n").as_bytes());
        }
        for (name, value) in self.kept {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(&value);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        Repaired::Readable { head, body }
    }
}

fn number(text: &[u8]) -> Option<u64> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let text = core::str::from_utf8(text).ok().filter(|_| is_number)?;
    text.parse().ok()
}

/// Removes characters that no header may contain.
fn clean(value: &[u8]) -> Vec<u8> {
    let value = value.trim_ascii().iter();
    let value = value.filter(|byte| !byte.is_ascii_control() || **byte == b'\t');
    value.copied().collect()
}

#[cfg(test)]
mod tests {
    use super::{Repaired, repair};

    fn read(received: &str) -> Option<(String, String)> {
        match repair(received.as_bytes(), true, true) {
            Repaired::Readable { head, body } => Some((
                String::from_utf8(head).unwrap().replace("\r\n", "|"),
                received.get(body..).unwrap().to_owned(),
            )),
            _ => None,
        }
    }

    fn read_as(head: &str, body: &str) -> Option<(String, String)> {
        let head = format!("HTTP/1.1 {head}").replacen(" |", " |connection: close|", 1);
        Some((head, body.to_owned()))
    }

    #[test]
    fn heads_are_cleaned_and_the_body_is_left_as_it_is() {
        for (received, head, body) in [
            ("HTTP/2 200\r\n\r\n{}", "200 ||", "{}"),
            ("http/1.1  404 No\x1b[31m\n\nx", "404 ||", "x"),
            ("HTTP 200 OK\r\nA: b\0c\r\n\r\n{}", "200 ||", "{}"),
            (
                "<br />\n<b>Warning</b>: a: b\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "200 |content-length: 2||",
                "{}",
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\nCONTENT-length: 2,2\r\nDate: a\0\r\n  b\r\n\r\n{}",
                "200 |content-length: 2|date: a b||",
                "{}",
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
                "200 ||",
                "{}",
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2",
                "200 |transfer-encoding: chunked||",
                "2",
            ),
            (
                "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 200 \r\n\r\nHTTP/1.1 300 x",
                "200 ||",
                "HTTP/1.1 300 x",
            ),
            ("\u{feff} {\"a\":1}", "200 ||", "\u{feff} {\"a\":1}"),
            ("<br>x\n{}", "200 ||", "<br>x\n{}"),
            (
                "Status: 503 Busy\r\nContent-Type: a/b\r\n\r\n{}",
                "503 |content-type: a/b||",
                "{}",
            ),
            (
                "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\n{\"a\":\n1}",
                "200 |content-type: a/b||",
                "{\"a\":\n1}",
            ),
        ] {
            assert_eq!(read(received), read_as(head, body), "{received:?}");
        }
    }

    #[test]
    fn heads_without_safe_framing_are_not_read() {
        for received in [
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 2, x\r\n\r\n{}",
            "HTTP/1.1 abc OK\r\n\r\n",
            "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 200 OK\r\nA: b\r\n",
            "\0\0\x12\x04\0",
            "",
        ] {
            let repaired = repair(received.as_bytes(), true, true);
            assert!(
                matches!(repaired, Repaired::Unreadable(_)),
                "{received:?}: {repaired:?}"
            );
        }
    }

    #[test]
    fn bytes_that_may_belong_to_the_previous_response_are_not_read() {
        for received in [
            "{}",
            "}\nHTTP/1.1 200 OK\r\n\r\n{}",
            "<br>",
            "A: b\r\n\r\n{}",
        ] {
            let repaired = repair(received.as_bytes(), false, true);
            assert!(
                matches!(repaired, Repaired::Unreadable(_)),
                "{received:?}: {repaired:?}"
            );
        }
        let clean = repair(b"HTTP/2 200\r\n\r\n{}", false, true);
        assert!(matches!(clean, Repaired::Readable { .. }));
    }

    #[test]
    fn an_incomplete_head_is_not_repaired_before_its_end() {
        for received in [
            "<br>",
            "HTTP/2 200 OK\r\n",
            "HTTP/2 2",
            "Warning: x\r\n\r\n",
            "HTTP/2 200 OK\r\nA: b\r\n{",
        ] {
            assert_eq!(
                repair(received.as_bytes(), true, false),
                Repaired::Incomplete,
                "{received:?}"
            );
        }
        let bare = repair(b"{\"a\"", true, false);
        assert!(matches!(bare, Repaired::Readable { .. }));
    }
}
