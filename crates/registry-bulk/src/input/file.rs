//! Opens input files of all formats.

use core::fmt;
use std::fs::File;
use std::io::{self, Seek as _};
use std::path::Path;

use super::csv_rows::CsvRows;
use super::error::InputError;
use super::json_rows::{self, JsonRows};
use super::lines::Lines;
use super::names::is_known;
use super::options::{Format, Header, InputOptions};
use super::recognise;
use super::row::{Cell, InputRow};
use super::survey::{self, Survey};
#[cfg(feature = "xlsx")]
use super::workbook;

/// What was recognised of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InputForm {
    /// The format.
    pub format: Format,
    /// The encoding, by its name in the WHATWG standard; a workbook has none.
    pub encoding: Option<&'static str>,
    /// Whether the file begins with a byte order mark.
    pub has_byte_order_mark: bool,
    /// The delimiter of CSV.
    pub delimiter: Option<char>,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// The sheet of a workbook, and how many sheets there are.
    pub sheet: Option<(String, usize)>,
    /// The size in bytes.
    pub len: u64,
    /// A digest of the bytes, by which a later run recognises the file.
    pub digest: [u8; 16],
}

impl fmt::Display for InputForm {
    /// Writes, for example, `CSV in GB18030, delimiter ",", with a header`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.format {
            Format::Csv => "CSV",
            Format::JsonLines => "JSON lines",
            Format::Text => "text, one value a line,",
            Format::Xlsx => "XLSX",
        })?;
        if let Some(encoding) = self.encoding {
            write!(f, " in {encoding}")?;
        }
        if self.has_byte_order_mark {
            f.write_str(" with a byte order mark")?;
        }
        match self.delimiter {
            Some('\t') => f.write_str(", delimiter tab")?,
            Some(delimiter) => write!(f, ", delimiter {delimiter:?}")?,
            None => {}
        }
        if let Some((sheet, count)) = &self.sheet {
            write!(f, ", sheet {sheet:?}")?;
            if *count > 1 {
                write!(f, " (of {count})")?;
            }
        }
        match (self.format, self.has_header) {
            (Format::JsonLines, _) => Ok(()),
            (_, true) => f.write_str(", with a header"),
            (_, false) => f.write_str(", without a header"),
        }
    }
}

/// An open input file: an iterator of its rows, the header left out. After an error there are no
/// further rows.
pub struct InputFile {
    form: InputForm,
    header: Vec<String>,
    rows: Rows,
    /// A first row that is no header.
    first: Option<InputRow>,
    has_failed: bool,
}

impl fmt::Debug for InputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InputFile")
            .field("form", &self.form)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

enum Rows {
    Csv(Box<CsvRows>),
    Json(Box<JsonRows>),
    Text(Box<Lines>),
    #[cfg(feature = "xlsx")]
    Sheet(workbook::SheetRows),
}

impl Rows {
    fn next(&mut self) -> Result<Option<InputRow>, InputError> {
        match self {
            Self::Csv(rows) => rows.next(),
            Self::Json(rows) => rows.next(),
            Self::Text(lines) => {
                let mut text = Vec::new();
                if !lines.append(&mut text, None)? {
                    return Ok(None);
                }
                text.pop();
                let text = String::from_utf8_lossy(&text).into_owned();
                Ok(Some(InputRow::new(lines.line(), vec![Cell::from(text)])))
            }
            #[cfg(feature = "xlsx")]
            Self::Sheet(rows) => rows.next(),
        }
    }
}

/// Opens the file at `path`. What can be read only once, such as a named pipe, is copied into a
/// temporary file first.
///
/// ```
/// use registry_bulk::input::{self, InputOptions};
///
/// let path = std::env::temp_dir().join(format!("companies-{}.csv", std::process::id()));
/// std::fs::write(&path, "企业名称;统一社会信用代码\n样例有限公司;91310116761614322N\n")?;
/// let mut file = input::open(&path, &InputOptions::default())?;
/// assert_eq!(file.form().to_string(), "CSV in UTF-8, delimiter ';', with a header");
/// assert_eq!(file.header(), ["企业名称", "统一社会信用代码"]);
/// let row = file.next().unwrap()?;
/// assert_eq!((row.line, row.text(1)), (2, "91310116761614322N"));
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The file is unreadable, or not a list of rows.
pub fn open(path: impl AsRef<Path>, options: &InputOptions) -> Result<InputFile, InputError> {
    let path = path.as_ref();
    let mut file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return read(file, options);
    }
    open_file(
        &mut file,
        path.extension().and_then(|end| end.to_str()),
        options,
    )
}

/// Opens a list that can be read only once, through a temporary file without a name.
///
/// # Errors
///
/// As [`open`].
pub fn read(mut reader: impl io::Read, options: &InputOptions) -> Result<InputFile, InputError> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut reader, &mut file)?;
    file.rewind()?;
    open_file(&mut file, None, options)
}

fn open_file(
    file: &mut File,
    extension: Option<&str>,
    options: &InputOptions,
) -> Result<InputFile, InputError> {
    let survey = Survey::new(file)?;
    if survey.len == 0 {
        return Err(InputError::Form("the file is empty".to_owned()));
    }
    recognise::refuse_others(&survey.head)?;
    let is_workbook = recognise::is_zip(&survey.head) || options.format == Some(Format::Xlsx);
    if is_workbook {
        return of_workbook(file, &survey, options);
    }
    let (encoding, mark) = survey::encoding(file, &survey, options.encoding.as_deref())?;
    let head = survey.head.get(mark..).unwrap_or_default();
    let (head, _, _) = encoding.decode(head);
    let (format, delimiter) = recognise::format(&head, extension, options)?;
    let again = || {
        let file = file.try_clone()?;
        Lines::new(file, encoding, mark, head.as_bytes())
    };
    let mut header = Vec::new();
    let rows = match format {
        Format::JsonLines => {
            header = json_rows::header(&mut again()?)?;
            Rows::Json(Box::new(JsonRows::new(again()?, &header)))
        }
        Format::Csv => Rows::Csv(Box::new(CsvRows::new(again()?, delimiter))),
        Format::Text | Format::Xlsx => Rows::Text(Box::new(again()?)),
    };
    let form = InputForm {
        format,
        encoding: Some(encoding.name()),
        has_byte_order_mark: mark > 0,
        delimiter: (format == Format::Csv).then_some(char::from(delimiter)),
        has_header: format == Format::JsonLines,
        sheet: None,
        len: survey.len,
        digest: survey.digest,
    };
    with_header(form, header, rows, options)
}

#[cfg(feature = "xlsx")]
fn of_workbook(
    file: &File,
    survey: &Survey,
    options: &InputOptions,
) -> Result<InputFile, InputError> {
    let (rows, sheet) = workbook::read(file.try_clone()?, options.sheet.as_deref())?;
    let form = InputForm {
        format: Format::Xlsx,
        encoding: None,
        has_byte_order_mark: false,
        delimiter: None,
        has_header: false,
        sheet: Some(sheet),
        len: survey.len,
        digest: survey.digest,
    };
    with_header(form, Vec::new(), Rows::Sheet(rows), options)
}

#[cfg(not(feature = "xlsx"))]
fn of_workbook(_: &File, _: &Survey, _: &InputOptions) -> Result<InputFile, InputError> {
    Err(InputError::Form(
        "the file is a workbook, which this build does not read (feature `xlsx`): save the sheet \
         as CSV in UTF-8"
            .to_owned(),
    ))
}

/// Takes the header from the rows, if they have one.
fn with_header(
    mut form: InputForm,
    header: Vec<String>,
    rows: Rows,
    options: &InputOptions,
) -> Result<InputFile, InputError> {
    let has_names = form.format == Format::JsonLines;
    let mut input = InputFile {
        form: form.clone(),
        header,
        rows,
        first: None,
        has_failed: false,
    };
    if has_names {
        return Ok(input);
    }
    let first = loop {
        match input.rows.next()? {
            None => return Err(InputError::Form("the file has no rows".to_owned())),
            Some(row) if row.is_empty() => {}
            Some(row) => break row,
        }
    };
    form.has_header = match options.header {
        Header::Present => true,
        Header::Absent => false,
        Header::Detect => is_header(&first, options),
    };
    if form.has_header {
        input.header = first
            .cells
            .into_iter()
            .map(|cell| name(&cell.text))
            .collect();
        // Programs end a row with a delimiter.
        while input.header.len() > 1 && input.header.last().is_some_and(String::is_empty) {
            input.header.pop();
        }
    } else {
        let numbers = 1..=first.cells.len();
        input.header = numbers.map(|number| number.to_string()).collect();
        input.first = Some(first);
    }
    input.form = form;
    Ok(input)
}

/// The name of a column, in one line.
fn name(cell: &str) -> String {
    let name: Vec<&str> = cell
        .split(|next: char| next.is_whitespace() || next.is_control() || next == '\u{feff}')
        .filter(|part| !part.is_empty())
        .collect();
    name.join(" ")
}

fn is_header(first: &InputRow, options: &InputOptions) -> bool {
    let names: Vec<String> = first.cells.iter().map(|cell| name(&cell.text)).collect();
    let is_chosen = |name: &String| options.columns.iter().any(|one| one.column == *name);
    let is_parameter = |name: &String| {
        let spec = options.target.map(|target| target.spec());
        spec.is_some_and(|spec| super::names::parameter(spec, name).is_some())
    };
    let is_name = |name: &String| {
        let is_number = name.parse::<usize>().is_ok();
        is_known(name) || is_parameter(name) || !is_number && is_chosen(name)
    };
    if names.iter().any(is_name) {
        return true;
    }
    let has_code = names
        .iter()
        .any(|name| registry_model::identify(name).is_valid());
    let are_numbers = options
        .columns
        .iter()
        .all(|one| one.column.parse::<usize>().is_ok());
    // Unknown names: a message lists them. A list of one column may have none.
    !has_code && names.len() > 1 && (options.columns.is_empty() || !are_numbers)
}

impl InputFile {
    /// What was recognised.
    #[must_use]
    pub fn form(&self) -> &InputForm {
        &self.form
    }

    /// The names of the columns; without a header, their numbers from 1.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }
}

impl Iterator for InputFile {
    type Item = Result<InputRow, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        if self.has_failed {
            return None;
        }
        let next = self.rows.next();
        self.has_failed = next.is_err();
        next.transpose()
    }
}
