//! Keeps the rows of a sheet in a temporary file.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Seek as _, Write as _};

use super::super::error::InputError;
use super::super::row::{Cell, InputRow};

/// A record is the row (8 bytes), the column (4), a flag for numbers (1), the length of the text
/// (4), and the text.
const HEAD: usize = 17;

/// Writes cells in the order of the sheet.
pub(super) struct SheetSpool {
    file: BufWriter<File>,
    cells: u64,
    last: u64,
}

impl SheetSpool {
    pub(super) fn new() -> Result<Self, InputError> {
        Ok(Self {
            file: BufWriter::new(tempfile::tempfile()?),
            cells: 0,
            last: 0,
        })
    }

    pub(super) fn add(&mut self, line: u64, column: usize, cell: &Cell) -> Result<(), InputError> {
        if line < self.last {
            return Err(InputError::Line {
                line,
                reason: "the rows of the sheet are not in order: the workbook is damaged"
                    .to_owned(),
            });
        }
        self.last = line;
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        let length = u32::try_from(cell.text.len()).unwrap_or(u32::MAX);
        self.file.write_all(&line.to_le_bytes())?;
        self.file.write_all(&column.to_le_bytes())?;
        self.file.write_all(&[u8::from(cell.is_number)])?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(cell.text.as_bytes())?;
        self.cells = self.cells.saturating_add(1);
        Ok(())
    }

    pub(super) fn into_rows(self) -> Result<SheetRows, InputError> {
        let mut file = self
            .file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut rows = SheetRows {
            file: BufReader::new(file),
            cells_left: self.cells,
            next: None,
        };
        rows.next = rows.cell()?;
        Ok(rows)
    }
}

/// The rows of a sheet that have cells.
pub(in super::super) struct SheetRows {
    file: BufReader<File>,
    cells_left: u64,
    next: Option<(u64, usize, Cell)>,
}

impl SheetRows {
    pub(in super::super) fn next(&mut self) -> Result<Option<InputRow>, InputError> {
        let Some((line, column, cell)) = self.next.take() else {
            return Ok(None);
        };
        let mut row = InputRow::new(line, Vec::new());
        put(&mut row.cells, column, cell);
        loop {
            match self.cell()? {
                Some((same, column, cell)) if same == line => put(&mut row.cells, column, cell),
                next => {
                    self.next = next;
                    return Ok(Some(row));
                }
            }
        }
    }

    fn cell(&mut self) -> Result<Option<(u64, usize, Cell)>, InputError> {
        let Some(left) = self.cells_left.checked_sub(1) else {
            return Ok(None);
        };
        self.cells_left = left;
        let mut head = [0; HEAD];
        self.file.read_exact(&mut head)?;
        let [a, b, c, d, e, f, g, h, i, j, k, l, flag, m, n, o, p] = head;
        let line = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let column = u32::from_le_bytes([i, j, k, l]);
        let length = u32::from_le_bytes([m, n, o, p]);
        let mut text = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        self.file.read_exact(&mut text)?;
        let cell = Cell {
            text: String::from_utf8_lossy(&text).into_owned(),
            is_number: flag != 0,
        };
        Ok(Some((
            line,
            usize::try_from(column).unwrap_or(usize::MAX),
            cell,
        )))
    }
}

fn put(cells: &mut Vec<Cell>, column: usize, cell: Cell) {
    if cells.len() <= column {
        cells.resize(column.saturating_add(1), Cell::default());
    }
    if let Some(place) = cells.get_mut(column) {
        *place = cell;
    }
}
