//! `entreg check`: what are these codes, and are they valid? Offline.

mod personal;

use std::io::{self, BufRead, BufReader, BufWriter, Read, StdoutLock, Write};

use clap::Args;
use enterprise_registry::model::{Identified, identify};

use super::Verdict;
use crate::cli::Global;
use crate::failure::{Failure, Kind};
use crate::output::{self, Format};

/// Tell what identifiers are and whether they are valid, offline: credit codes, organisation
/// codes, registration numbers, division codes, IDcodes.
///
/// The exit code is 0 where all are valid and 1 where any is not. Numbers of identity cards are
/// recognised and shown masked.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The codes; `-` reads one a line from stdin.
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments) -> Result<Verdict, Failure> {
    let mut report = Report::new(global.output);
    for code in &arguments.codes {
        if code == "-" {
            lines_of_stdin(&mut report)?;
        } else {
            report.add(code)?;
        }
    }
    let (count, invalid) = (report.count, report.invalid);
    output::unless_closed(report.end())?;
    match (count, invalid) {
        (0, _) => Err(Failure::invalid("there is no code to check")
            .with_remedy("write one code a line to stdin")),
        (_, 0) => Ok(Verdict::Yes),
        _ => Ok(Verdict::No),
    }
}

/// As much of a line as is looked at, in bytes: no code is as long, and what is no list of codes
/// has lines that fill the memory.
const LONGEST: u64 = 64 * 1024;

/// Blank lines are passed over; line ends of either kind and a byte order mark are no part of a
/// code.
fn lines_of_stdin(report: &mut Report) -> Result<(), Failure> {
    let mut stdin = BufReader::with_capacity(256 * 1024, io::stdin().lock());
    let mut line = Vec::new();
    let mut is_first = true;
    loop {
        line.clear();
        if next_line(&mut stdin, &mut line).map_err(|error| {
            Failure::new(Kind::Invalid, "stdin cannot be read").with_cause(error.to_string())
        })? == 0
        {
            return Ok(());
        }
        let mut code = line.trim_ascii_end();
        // Blanks are wrong in a code and are shown to be; only the line end goes.
        if !code.is_empty() {
            code = line.strip_suffix(b"\n").unwrap_or(&line);
            code = code.strip_suffix(b"\r").unwrap_or(code);
        }
        if core::mem::take(&mut is_first) {
            code = code.strip_prefix("\u{feff}".as_bytes()).unwrap_or(code);
        }
        if code.is_empty() {
            continue;
        }
        match core::str::from_utf8(code) {
            Ok(code) => report.add(code)?,
            Err(_) => report.add(&String::from_utf8_lossy(code))?,
        }
    }
}

/// Reads a line, or the beginning of one that is too long to be a code.
fn next_line(stdin: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let length = stdin.by_ref().take(LONGEST).read_until(b'\n', line)?;
    if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
        stdin.skip_until(b'\n')?;
    }
    Ok(length)
}

/// Writes one line, element or row for each code as it comes.
struct Report {
    sink: Sink,
    count: u64,
    invalid: u64,
    /// Reused for every code: nothing is allocated for one.
    masked: String,
    error: String,
}

impl Report {
    fn new(format: Format) -> Self {
        Self {
            sink: Sink::new(format),
            count: 0,
            invalid: 0,
            masked: String::new(),
            error: String::new(),
        }
    }

    fn add(&mut self, code: &str) -> Result<(), Failure> {
        use core::fmt::Write as _;

        let found = identify(code);
        self.error.clear();
        if let Some(error) = found.error() {
            self.invalid += 1;
            let _infallible = write!(self.error, "{error}");
        }
        let code = if personal::is_personal(code, &found) {
            mask(code, &mut self.masked);
            &self.masked
        } else {
            code
        };
        let is_first = self.count == 0;
        self.count += 1;
        self.sink
            .write(code, &found, &self.error, is_first)
            .map_err(|error| output::not_written(&error))
    }

    fn end(self) -> io::Result<()> {
        self.sink.end(self.count)
    }
}

/// The province, and how long it is.
fn mask(code: &str, masked: &mut String) {
    masked.clear();
    masked.extend(
        code.chars()
            .enumerate()
            .map(|(index, next)| if index < 2 { next } else { '*' }),
    );
}

type Out = BufWriter<StdoutLock<'static>>;

enum Sink {
    Lines(Out),
    Json(Out),
    Csv(Out),
}

impl Sink {
    fn new(format: Format) -> Self {
        let out = output::stdout();
        match format {
            Format::Table => Self::Lines(out),
            Format::Json => Self::Json(out),
            Format::Csv => Self::Csv(out),
        }
    }

    fn write(
        &mut self,
        code: &str,
        found: &Identified,
        error: &str,
        is_first: bool,
    ) -> io::Result<()> {
        match self {
            Self::Lines(out) => line(out, code, found, error),
            Self::Json(out) => {
                out.write_all(if is_first { b"[\n" } else { b",\n" })?;
                element(out, code, found, error)
            }
            Self::Csv(out) => {
                if is_first {
                    out.write_all(b"code,kind,valid,error,position,warnings\n")?;
                }
                row(out, code, found, error)
            }
        }
    }

    fn end(self, count: u64) -> io::Result<()> {
        match self {
            Self::Lines(mut out) | Self::Csv(mut out) => out.flush(),
            Self::Json(mut out) => {
                out.write_all(if count == 0 { b"[]\n" } else { b"\n]\n" })?;
                out.flush()
            }
        }
    }
}

fn line(out: &mut Out, code: &str, found: &Identified, error: &str) -> io::Result<()> {
    padded(out, code, 24)?;
    padded(out, found.kind().as_str(), 19)?;
    if found.is_valid() {
        out.write_all(b"valid")?;
    } else {
        out.write_all(b"invalid: ")?;
        padded(out, error, 0)?;
    }
    for warning in found.warnings().iter() {
        write!(out, "; {warning}")?;
    }
    out.write_all(b"\n")
}

/// A text and, where it has a width, blanks up to it and two more. By hand: the formatter of the
/// standard library takes longer for this than everything else about a code together.
fn padded(out: &mut Out, text: &str, width: usize) -> io::Result<()> {
    const BLANKS: &[u8] = &[b' '; 26];
    let is_plain = text.bytes().all(|byte| (b' '..0x7f).contains(&byte));
    let length = if is_plain {
        out.write_all(text.as_bytes())?;
        text.len()
    } else {
        let text = output::visible(text);
        out.write_all(text.as_bytes())?;
        text.chars().count()
    };
    let blanks = if width == 0 {
        0
    } else {
        width.saturating_sub(length) + 2
    };
    out.write_all(BLANKS.get(..blanks).unwrap_or(BLANKS))
}

fn element(out: &mut Out, code: &str, found: &Identified, error: &str) -> io::Result<()> {
    out.write_all(b"{\"code\":")?;
    quoted(out, code)?;
    out.write_all(b",\"kind\":\"")?;
    out.write_all(found.kind().as_str().as_bytes())?;
    out.write_all(if found.is_valid() {
        b"\",\"valid\":true,\"error\":"
    } else {
        b"\",\"valid\":false,\"error\":"
    })?;
    if found.is_valid() {
        out.write_all(b"null")?;
    } else {
        quoted(out, error)?;
    }
    out.write_all(b",\"position\":")?;
    match position(found) {
        Some(position) => write!(out, "{position}")?,
        None => out.write_all(b"null")?,
    }
    out.write_all(b",\"warnings\":[")?;
    for (index, warning) in found.warnings().iter().enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        quoted(out, warning.as_str())?;
    }
    out.write_all(b"]}")
}

fn quoted(out: &mut Out, text: &str) -> io::Result<()> {
    let is_plain = text
        .bytes()
        .all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
    if !is_plain {
        return serde_json::to_writer(out, text).map_err(io::Error::from);
    }
    out.write_all(b"\"")?;
    out.write_all(text.as_bytes())?;
    out.write_all(b"\"")
}

/// By hand like the rest here: the CSV library takes twice as long for a row, most of it for
/// fields that cannot need quotes.
fn row(out: &mut Out, code: &str, found: &Identified, error: &str) -> io::Result<()> {
    field(out, code)?;
    out.write_all(b",")?;
    out.write_all(found.kind().as_str().as_bytes())?;
    out.write_all(if found.is_valid() {
        b",true,"
    } else {
        b",false,"
    })?;
    field(out, error)?;
    out.write_all(b",")?;
    if let Some(position) = position(found) {
        write!(out, "{position}")?;
    }
    out.write_all(b",")?;
    for (index, warning) in found.warnings().iter().enumerate() {
        if index > 0 {
            out.write_all(b" ")?;
        }
        out.write_all(warning.as_str().as_bytes())?;
    }
    out.write_all(b"\n")
}

/// In quotes where RFC 4180 asks for them.
fn field(out: &mut Out, text: &str) -> io::Result<()> {
    if text
        .bytes()
        .any(|byte| matches!(byte, b'"' | b',' | b'\r' | b'\n'))
    {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}

fn position(found: &Identified) -> Option<usize> {
    found.error().and_then(|error| error.position())
}
