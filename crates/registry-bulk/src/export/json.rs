//! Writes JSON lines.

use std::io::{BufWriter, Write};

use serde::Serializer as _;
use serde::ser::SerializeMap as _;

use super::exporter::ExportError;

/// The columns that are numbers, counted from the last: `line`, `duplicate_of` and `cost`.
const NUMBERS: [usize; 3] = [1, 3, 4];

pub(super) struct JsonExport<W: Write> {
    out: BufWriter<W>,
    names: Vec<String>,
}

impl<W: Write> JsonExport<W> {
    pub(super) fn new(out: W, names: Vec<String>) -> Self {
        Self {
            out: BufWriter::new(out),
            names,
        }
    }

    pub(super) fn write(&mut self, cells: &[&str]) -> Result<(), ExportError> {
        let mut serializer = serde_json::Serializer::new(&mut self.out);
        let failed = |error: serde_json::Error| ExportError::Io(error.into());
        let mut map = serializer.serialize_map(None).map_err(failed)?;
        let count = self.names.len();
        for (place, (name, cell)) in self.names.iter().zip(cells).enumerate() {
            let is_number = NUMBERS.contains(&count.saturating_sub(place));
            if is_number {
                let number: Option<u64> = cell.parse().ok();
                map.serialize_entry(name, &number).map_err(failed)?;
            } else {
                map.serialize_entry(name, cell).map_err(failed)?;
            }
        }
        map.end().map_err(failed)?;
        Ok(self.out.write_all(b"\n")?)
    }

    pub(super) fn finish(self) -> Result<W, ExportError> {
        let out = self.out.into_inner();
        out.map_err(|error| ExportError::Io(error.into_error()))
    }
}
