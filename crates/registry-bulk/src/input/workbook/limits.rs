//! Refuses workbooks that would fill the memory, before they are read.
//!
//! An archive may declare any size, so every part is unpacked once and counted.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::error::InputError;

/// The most bytes of all parts but the sheets: above all of the texts that the cells share.
const MOST_SHARED: u64 = 64 << 20;
/// The most bytes of a sheet.
const MOST_SHEET: u64 = 2 << 30;
/// The most bytes of a text, and of a tag.
const MOST_TEXT: u64 = 1 << 20;
/// The most bytes of a cell, and between two cells.
const MOST_CELL: u64 = 16 << 20;
/// The most parts.
const MOST_PARTS: u16 = 10_000;

const MIB: u64 = 1 << 20;

pub(super) fn check(file: &File) -> Result<(), InputError> {
    check_number_of_parts(file)?;
    let damaged = |error: ZipError| match error {
        ZipError::Io(error) => InputError::Io(error),
        error => InputError::Form(format!("the workbook is damaged: {error}")),
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut shared = Scan::default();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        let is_sheet = name.contains("worksheets/");
        let is_text = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
        let mut of_sheet = Scan::default();
        let scan = if is_sheet { &mut of_sheet } else { &mut shared };
        scan.start_part();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let got = match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(got) => got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    return Err(InputError::Form(format!(
                        "the workbook is damaged: {error}"
                    )));
                }
            };
            scan.read(buffer.get(..got).unwrap_or_default(), is_sheet, is_text)?;
        }
        scan.check_declared_texts()?;
    }
    Ok(())
}

/// The reader of archives allocates memory for as many parts as are declared.
fn check_number_of_parts(mut file: &File) -> Result<(), InputError> {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST_END: u64 = 22 + 0xffff;
    let len = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(len.saturating_sub(LONGEST_END)))?;
    let mut end = Vec::new();
    file.take(LONGEST_END).read_to_end(&mut end)?;
    file.rewind()?;
    let mut ends = end.windows(12).filter(|window| window.starts_with(END));
    let has_too_many = ends.any(|window| match window {
        [.., low, high] => u16::from_le_bytes([*low, *high]) > MOST_PARTS,
        _ => false,
    });
    if has_too_many {
        return Err(InputError::Form(format!(
            "the archive has more than {MOST_PARTS} parts; a workbook has few"
        )));
    }
    Ok(())
}

/// What was counted of one sheet, or of all other parts together.
#[derive(Default)]
struct Scan {
    total: u64,
    part: u64,
    /// The end of the bytes before, and the largest number of texts that is declared.
    carried: Vec<u8>,
    declared: u64,
    since_tag: u64,
    since_cell: u64,
    /// The name of a tag, and its length while it is read.
    tag: [u8; 32],
    tag_len: Option<usize>,
    are_cells_over: bool,
}

impl Scan {
    fn start_part(&mut self) {
        *self = Self {
            total: self.total,
            ..Self::default()
        };
    }

    fn read(&mut self, bytes: &[u8], is_sheet: bool, is_text: bool) -> Result<(), InputError> {
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.total = self.total.saturating_add(count);
        self.part = self.part.saturating_add(count);
        if !is_sheet {
            if self.total > MOST_SHARED {
                return Err(too_large("the texts of the workbook have", MOST_SHARED));
            }
            if is_text && bytes.contains(&0) {
                return Err(not_utf8());
            }
            self.read_declared_texts(bytes);
            return Ok(());
        }
        if self.total > MOST_SHEET {
            return Err(too_large("a sheet has", MOST_SHEET));
        }
        for byte in bytes {
            self.read_byte(*byte)?;
        }
        Ok(())
    }

    fn read_byte(&mut self, byte: u8) -> Result<(), InputError> {
        self.since_tag += 1;
        self.since_cell += 1;
        match byte {
            b'<' => {
                self.since_tag = 0;
                self.tag_len = Some(0);
            }
            0 => return Err(not_utf8()),
            _ => {
                if let Some(len) = self.tag_len {
                    let is_end = matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>');
                    match self.tag.get_mut(len) {
                        Some(place) if !is_end => {
                            *place = byte;
                            self.tag_len = Some(len + 1);
                        }
                        _ => {
                            self.tag_len = None;
                            self.read_tag(len);
                        }
                    }
                }
            }
        }
        if self.since_tag > MOST_TEXT {
            return Err(too_large("a text in the sheet has", MOST_TEXT));
        }
        if self.since_cell > MOST_CELL && !self.are_cells_over {
            return Err(too_large("a cell of the sheet has", MOST_CELL));
        }
        Ok(())
    }

    fn read_tag(&mut self, len: usize) {
        let tag = self.tag.get(..len).unwrap_or_default();
        let is_end = tag.starts_with(b"/");
        let name = tag.strip_prefix(b"/").unwrap_or(tag);
        let name = name.strip_suffix(b"/").unwrap_or(name);
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        match name {
            b"c" | b"row" | b"sheetData" => {
                self.since_cell = 0;
                self.are_cells_over = is_end && name == b"sheetData";
            }
            _ => {}
        }
    }

    /// Looks for the number of texts that a part declares.
    fn read_declared_texts(&mut self, bytes: &[u8]) {
        const NAME: &[u8] = b"uniqueCount";
        const LONGEST: usize = 64;
        self.carried.extend(bytes);
        let text = self.carried.as_slice();
        let places = text.windows(NAME.len()).enumerate();
        for (place, _) in places.filter(|(_, window)| *window == NAME) {
            let value = text.get(place + NAME.len()..).unwrap_or_default();
            let is_sign = |byte: &&u8| !byte.is_ascii_digit();
            let digits = value.iter().take(LONGEST).skip_while(is_sign);
            let digits = digits.take_while(|byte| byte.is_ascii_digit());
            let count = digits.fold(0_u64, |count, digit| {
                let digit = u64::from(digit.saturating_sub(b'0'));
                count.saturating_mul(10).saturating_add(digit)
            });
            self.declared = self.declared.max(count);
        }
        let kept = self.carried.len().saturating_sub(NAME.len() + LONGEST);
        self.carried.drain(..kept);
    }

    /// The reader reserves memory for as many shared texts as are declared. Each takes at least
    /// five bytes of the part: `<si/>`.
    fn check_declared_texts(&self) -> Result<(), InputError> {
        if self.declared > self.part / 5 {
            return Err(InputError::Form(
                "the workbook is damaged: it declares more texts than it has".to_owned(),
            ));
        }
        Ok(())
    }
}

fn too_large(what: &str, most: u64) -> InputError {
    InputError::Form(format!(
        "{what} more than {} MiB, too many to be read from a workbook: save the sheet as CSV in \
         UTF-8, which may be of any size",
        most / MIB
    ))
}

fn not_utf8() -> InputError {
    InputError::Form("the workbook is damaged: a part is not text in UTF-8".to_owned())
}
