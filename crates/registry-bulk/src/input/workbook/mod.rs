//! Reads a sheet of a workbook cell by cell, into a temporary file of rows.
//!
//! The texts that the sheets of a workbook share are a part of their own, and are held in memory.
//! That is what limits the size of a workbook ([`limits`]).

mod limits;
mod spool;

use std::fs::File;
use std::io::BufReader;

use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxError};

use super::csv_rows::MOST_COLUMNS;
use super::error::InputError;
use super::row::Cell;

pub(super) use self::spool::SheetRows;
use self::spool::SheetSpool;

/// Reads the sheet of this name, or the first. Returns its rows, its name, and how many sheets
/// there are.
pub(super) fn read(
    file: File,
    sheet: Option<&str>,
) -> Result<(SheetRows, (String, usize)), InputError> {
    limits::check(&file)?;
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let sheets = workbook.sheet_names();
    let name = match sheet {
        Some(name) if sheets.iter().any(|sheet| sheet == name) => name.to_owned(),
        Some(name) => {
            return Err(InputError::Form(format!(
                "the workbook has no sheet {name:?}; it has {}",
                sheets.join(", ")
            )));
        }
        None => sheets
            .first()
            .cloned()
            .ok_or_else(|| InputError::Form("the workbook has no sheets".to_owned()))?,
    };
    let mut cells = workbook
        .worksheet_cells_reader(&name)
        .map_err(|error| damaged(&error))?;
    let mut spool = SheetSpool::new()?;
    while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let line = u64::from(row).saturating_add(1);
        if column >= MOST_COLUMNS {
            return Err(InputError::Line {
                line,
                reason: format!("the row has more than {MOST_COLUMNS} columns"),
            });
        }
        let cell = cell_of(cell.get_value());
        if !cell.text.is_empty() {
            spool.add(line, column, &cell)?;
        }
    }
    Ok((spool.into_rows()?, (name, sheets.len())))
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    let text = |text: String| Cell {
        text,
        is_number: false,
    };
    match value {
        DataRef::Float(number) => Cell {
            text: number.to_string(),
            is_number: true,
        },
        DataRef::Int(number) => Cell {
            text: number.to_string(),
            is_number: true,
        },
        DataRef::DateTime(date) => Cell {
            text: day_of(date).unwrap_or_else(|| date.as_f64().to_string()),
            is_number: true,
        },
        DataRef::Empty => Cell::default(),
        DataRef::SharedString(shared) => text((*shared).to_owned()),
        other => text(Data::from(other.clone()).to_string()),
    }
}

/// A date as registers write it.
fn day_of(date: &calamine::ExcelDateTime) -> Option<String> {
    // The dates that a spreadsheet has.
    let has_date = (1.0..2_958_466.0).contains(&date.as_f64()) && date.is_datetime();
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    has_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn damaged(error: &XlsxError) -> InputError {
    InputError::Form(match error {
        XlsxError::Password => {
            "the workbook is protected by a password: save it without one".to_owned()
        }
        error => format!("the workbook is damaged, or is not XLSX: {error}"),
    })
}
