//! Writes a workbook, whose rows go into a temporary file one by one.

use std::fs::File;
use std::io::{self, Seek as _, Write};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::exporter::ExportError;

/// The most rows of a sheet, the header included.
const MOST_ROWS: u32 = 1_048_576;
/// The most characters of a cell, in units of UTF-16.
const MOST_CHARACTERS: usize = 32_767;
/// The end of a text that was cut.
const CUT: &str = " … (cut: a cell holds 32,767 characters; export CSV or JSON lines for all)";

pub(super) struct WorkbookExport<W> {
    out: W,
    workbook: Workbook,
    names: Vec<String>,
    sheets: usize,
    row: u32,
    most_rows: u32,
}

impl<W: Write> WorkbookExport<W> {
    pub(super) fn new(out: W, names: Vec<String>) -> Result<Self, ExportError> {
        let mut export = Self {
            out,
            workbook: Workbook::new(),
            names,
            sheets: 0,
            row: 0,
            most_rows: MOST_ROWS,
        };
        export.start_sheet()?;
        Ok(export)
    }

    fn start_sheet(&mut self) -> Result<(), ExportError> {
        self.sheets = self.sheets.saturating_add(1);
        let name = match self.sheets {
            1 => "results".to_owned(),
            number => format!("results {number}"),
        };
        let sheet = self.workbook.add_worksheet_with_constant_memory();
        let sheet = sheet.map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        self.row = 0;
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        write_row(sheet, 0, &names)?;
        self.row = 1;
        Ok(())
    }

    pub(super) fn write(&mut self, cells: &[&str]) -> Result<(), ExportError> {
        if self.row >= self.most_rows {
            self.start_sheet()?;
        }
        let last = self.sheets.saturating_sub(1);
        let sheet = self.workbook.worksheet_from_index(last).map_err(failed)?;
        write_row(sheet, self.row, cells)?;
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<W, ExportError> {
        let mut file: File = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file).map_err(failed)?;
        file.rewind()?;
        io::copy(&mut file, &mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn write_row(sheet: &mut Worksheet, row: u32, cells: &[&str]) -> Result<(), ExportError> {
    for (column, cell) in cells.iter().enumerate() {
        let column = u16::try_from(column)
            .map_err(|_| ExportError::Workbook("a sheet has 16,384 columns".to_owned()))?;
        if !cell.is_empty() {
            sheet
                .write_string(row, column, shortened(cell))
                .map_err(failed)?;
        }
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    let mut left = MOST_CHARACTERS.saturating_sub(CUT.encode_utf16().count());
    let mut kept: String = text
        .chars()
        .take_while(|next| {
            let units = next.len_utf16();
            let fits = units <= left;
            left = left.saturating_sub(units);
            fits
        })
        .collect();
    kept.push_str(CUT);
    kept
}

fn failed(error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => ExportError::Io(error),
        error => ExportError::Workbook(error.to_string()),
    }
}
