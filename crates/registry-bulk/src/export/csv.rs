//! Writes CSV.

use std::io::Write;

use super::exporter::ExportError;
use super::spreadsheet;

pub(super) struct CsvExport<W: Write> {
    writer: ::csv::Writer<W>,
    is_for_excel: bool,
}

impl<W: Write> CsvExport<W> {
    pub(super) fn new(
        mut out: W,
        is_for_excel: bool,
        names: &[String],
    ) -> Result<Self, ExportError> {
        if is_for_excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let writer = ::csv::WriterBuilder::new().flexible(true).from_writer(out);
        let mut export = Self {
            writer,
            is_for_excel,
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        export.write(&names)?;
        Ok(export)
    }

    pub(super) fn write(&mut self, cells: &[&str]) -> Result<(), ExportError> {
        let written = if self.is_for_excel {
            let cells = cells.iter().map(|cell| spreadsheet::cell(cell));
            self.writer
                .write_record(cells.map(|cell| cell.into_owned().into_bytes()))
        } else {
            self.writer.write_record(cells)
        };
        written.map_err(|error| ExportError::Io(error.into()))
    }

    pub(super) fn finish(self) -> Result<W, ExportError> {
        let out = self.writer.into_inner();
        out.map_err(|error| ExportError::Io(error.into_error()))
    }
}
