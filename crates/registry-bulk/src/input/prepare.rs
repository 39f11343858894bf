//! Turns rows of a file into checked requests.

use core::fmt;

use endpoint_core::{Invalid, Params, Value};
use md5::{Digest as _, Md5};
use registry_model::{IdentifierErrorKind, IdentifierKind, identify};

use super::clean::{self, Cleaned};
use super::columns::Columns;
use super::error::InputError;
use super::names::{CODES, IDENTIFIERS, NAMES};
use super::options::ColumnChoice;
use super::row::{Change, ChangeKind, InputRow, Problem, ProblemKind};
use super::target::{Checked, Target};
use crate::ledger::{InvalidRow, Key, NewRow};

/// A row that may be sent. Fields may be personal: `Debug` shows none.
#[derive(Clone, PartialEq, Eq)]
pub struct ValidRow {
    /// Its line.
    pub line: u64,
    /// What makes it the same query as another row: a digest of the operation and its fields.
    pub key: Key,
    /// The operation, by its catalogue name.
    pub operation: &'static str,
    /// The fields as they are sent, by the vendor's names.
    pub fields: Vec<(String, String)>,
    /// What was changed.
    pub changes: Vec<Change>,
    /// What to look at before paying, without the values.
    pub doubts: Vec<String>,
}

impl ValidRow {
    /// The row for a ledger, with all fields.
    ///
    /// # Errors
    ///
    /// A field is a secret, or has a signed URL in its value.
    pub fn to_new_row(&self) -> Result<NewRow, InvalidRow> {
        let fields = self.fields.iter();
        NewRow::new(
            self.key,
            self.operation,
            fields.map(|(name, value)| (name.as_str(), value.as_str())),
        )
    }
}

impl fmt::Debug for ValidRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValidRow")
            .field("line", &self.line)
            .field("key", &self.key)
            .field("operation", &self.operation)
            .field("changes", &self.changes)
            .field("doubts", &self.doubts)
            .finish_non_exhaustive()
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prepared {
    /// It may be sent.
    Valid(ValidRow),
    /// It is not sent.
    Invalid(Problem),
    /// All its cells are blank.
    Empty,
}

/// Prepares the rows of a file for an operation.
///
/// ```
/// use registry_bulk::input::{Cell, InputRow, Prepared, Preparer, Target};
///
/// let header = ["企业名称", "统一社会信用代码", "法定代表人"].map(str::to_owned);
/// let target = Target::for_endpoint::<ihuyi_api::products::Ent3fSubmit>();
/// let preparer = Preparer::new(target, &header, &[])?;
///
/// let cells = ["样例有限公司", "９1310116 761614322n", "样例人"];
/// let row = InputRow::new(2, cells.map(|cell| Cell::from(cell.to_owned())).into());
/// let Prepared::Valid(row) = preparer.prepare(&row) else { panic!("it is valid") };
/// assert_eq!(row.fields[1], ("ent_code".to_owned(), "91310116761614322N".to_owned()));
/// assert_eq!(row.changes.len(), 1);
/// # Ok::<(), registry_bulk::input::InputError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Preparer {
    target: Target,
    header: Vec<String>,
    columns: Columns,
}

impl Preparer {
    /// Finds the columns of the operation's parameters.
    ///
    /// # Errors
    ///
    /// A required parameter has no column, a chosen column does not exist, or two columns have the
    /// name of one parameter.
    pub fn new(
        target: Target,
        header: &[String],
        choices: &[ColumnChoice],
    ) -> Result<Self, InputError> {
        Ok(Self {
            target,
            header: header.to_vec(),
            columns: Columns::find(target.spec(), header, choices)?,
        })
    }

    /// The operation.
    #[must_use]
    pub fn target(&self) -> Target {
        self.target
    }

    /// The parameters that have a column, by the vendor's names, each with its column. That of an
    /// identifier of any kind is `company`.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        let any = self.columns.any_identifier.map(|index| ("company", index));
        let found = self.columns.found.iter().copied().chain(any);
        found.map(|(name, index)| (name, self.header.get(index).map_or("", String::as_str)))
    }

    /// Cleans and checks a row.
    #[must_use]
    pub fn prepare(&self, row: &InputRow) -> Prepared {
        if let Some((kind, reason)) = &row.problem {
            return Prepared::Invalid(Problem {
                line: row.line,
                kind: *kind,
                parameter: None,
                column: None,
                reason: reason.clone(),
            });
        }
        if row.is_empty() {
            return Prepared::Empty;
        }
        match self.values(row).and_then(|values| self.check(row, values)) {
            Ok(valid) => Prepared::Valid(valid),
            Err(problem) => Prepared::Invalid(problem),
        }
    }

    /// The values of the row's parameters, without those that are empty.
    fn values(&self, row: &InputRow) -> Result<Vec<RowValue>, Problem> {
        self.check_cells(row)?;
        let Columns {
            found,
            any_identifier,
            takes_one,
        } = &self.columns;
        let mut values: Vec<RowValue> = Vec::new();
        for (parameter, column) in found {
            let text = row.text(*column);
            let Cleaned { value, kinds } = clean::trimmed(text);
            if value.is_empty() {
                continue;
            }
            let value = RowValue {
                parameter,
                column: *column,
                value,
                kinds,
                tried: 0,
            };
            self.check_reading(row, &value)?;
            values.push(value);
        }
        if let Some(column) = *any_identifier {
            let Cleaned { value, kinds } = clean::trimmed(row.text(column));
            if !value.is_empty() {
                let value = RowValue {
                    parameter: identifier_of(&value),
                    column,
                    value,
                    kinds,
                    tried: 0,
                };
                self.check_reading(row, &value)?;
                values.push(value);
            }
        }
        if *takes_one {
            let has = |name: &&str| values.iter().any(|value| value.parameter == *name);
            let first = IDENTIFIERS.iter().copied().find(has);
            values.retain(|value| {
                !IDENTIFIERS.contains(&value.parameter) || Some(value.parameter) == first
            });
        }
        Ok(values)
    }

    /// Refuses rows that were cut at the wrong places.
    fn check_cells(&self, row: &InputRow) -> Result<(), Problem> {
        let problem = |reason: String| Problem {
            line: row.line,
            kind: ProblemKind::Cells,
            parameter: None,
            column: None,
            reason,
        };
        let (columns, cells) = (self.header.len(), row.cells.len());
        let beyond = row.cells.get(columns..).unwrap_or_default();
        if beyond.iter().any(|cell| !cell.text.trim().is_empty()) {
            return Err(problem(format!(
                "the row has {cells} cells, the header {columns}: a delimiter within a value is \
                 not quoted"
            )));
        }
        let needed = self.columns.found.iter().map(|(_, column)| *column);
        let needed = needed.chain(self.columns.any_identifier).max();
        if needed.is_some_and(|needed| needed >= cells) {
            return Err(problem(format!(
                "the row has {cells} cells, the header {columns}: it was broken off, or its \
                 delimiter is another one"
            )));
        }
        let is_name = |(_, column): &(&str, usize)| {
            let name = self.header.get(*column).map_or("", |name| name.trim());
            !name.is_empty() && row.text(*column).trim() == name
        };
        if !self.columns.found.is_empty() && self.columns.found.iter().all(is_name) {
            return Err(problem("the row repeats the header".to_owned()));
        }
        Ok(())
    }

    /// Refuses values that were lost before they were read.
    fn check_reading(&self, row: &InputRow, value: &RowValue) -> Result<(), Problem> {
        let problem = |kind, reason: &str| Err(self.problem(row, value, kind, reason.to_owned()));
        if value.value.contains('\u{fffd}') {
            return problem(
                ProblemKind::Encoding,
                "characters were lost when the text was converted: export the list again, in UTF-8",
            );
        }
        if value.value.contains('\n') {
            return problem(
                ProblemKind::Cells,
                "the value has a line break; if rows are missing behind it, a quotation mark is \
                 not closed",
            );
        }
        let is_number = row
            .cells
            .get(value.column)
            .is_some_and(|cell| cell.is_number);
        let digits = value.value.bytes().filter(u8::is_ascii_digit).count();
        if is_number && digits > EXACT_DIGITS {
            return problem(
                ProblemKind::Destroyed,
                "the cell holds a number, of which a spreadsheet keeps 15 digits: the others are \
                 lost; look the code up again, and format the column as text",
            );
        }
        // A Chinese name is no damaged number, and telling them apart takes long.
        if NAMES.contains(&value.parameter) && !value.value.is_ascii() {
            return Ok(());
        }
        let lost = identify(&value.value).error().copied();
        let lost = lost.filter(|error| is_loss(&error.reason(), value.parameter));
        match lost {
            Some(error) => problem(ProblemKind::Destroyed, &error.to_string()),
            None => Ok(()),
        }
    }

    /// Checks the request, and cleans a value that it does not take.
    fn check(&self, row: &InputRow, mut values: Vec<RowValue>) -> Result<ValidRow, Problem> {
        loop {
            let mut params = Params::default();
            for value in &values {
                params.push(value.parameter, Value::Text(value.value.clone()));
            }
            match self.target.check(params) {
                Ok(checked) => return Ok(self.valid(row, &values, &checked)),
                Err(invalid) => {
                    let names = invalid.names();
                    let wrong = values
                        .iter_mut()
                        .find(|value| names.contains(&value.parameter));
                    let Some(wrong) = wrong else {
                        return Err(self.refused(row, None, &invalid));
                    };
                    if !wrong.clean() {
                        return Err(self.refused(row, Some(wrong), &invalid));
                    }
                }
            }
        }
    }

    fn valid(&self, row: &InputRow, values: &[RowValue], checked: &Checked) -> ValidRow {
        let operation = self.target.spec().name;
        let fields: Vec<(String, String)> = checked
            .params
            .texts()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let changes = values.iter().filter_map(|value| {
            let (_, to) = fields.iter().find(|(name, _)| name == value.parameter)?;
            let from = row.text(value.column);
            let mut kinds = value.kinds.clone();
            if *to != value.value {
                kinds.push(ChangeKind::Form);
            }
            (from != to).then(|| Change {
                parameter: value.parameter.to_owned(),
                from: from.to_owned(),
                to: to.clone(),
                kinds,
            })
        });
        ValidRow {
            line: row.line,
            key: key(operation, &fields),
            operation,
            changes: changes.collect(),
            doubts: checked.doubts.iter().map(ToString::to_string).collect(),
            fields,
        }
    }

    fn refused(&self, row: &InputRow, value: Option<&RowValue>, invalid: &Invalid) -> Problem {
        let name = invalid.names().first().map(|name| (*name).to_owned());
        let Some(value) = value else {
            return Problem {
                line: row.line,
                kind: ProblemKind::Missing,
                column: name.as_deref().and_then(|name| self.column_of(name)),
                reason: match (invalid, &name) {
                    (Invalid::Combination { .. }, _) | (_, None) => {
                        "all cells of the company are empty".to_owned()
                    }
                    (_, Some(name)) => format!("{name} is empty"),
                },
                parameter: name,
            };
        };
        let reason = match invalid {
            Invalid::Value { reason, .. } => reason.clone(),
            other => other.to_string(),
        };
        let found = identify(&value.value);
        let kind = if found.is_personal() {
            ProblemKind::Personal
        } else if CODES.contains(&value.parameter) {
            ProblemKind::Code
        } else if NAMES.contains(&value.parameter) {
            ProblemKind::Name
        } else if found.kind() == IdentifierKind::Unknown {
            ProblemKind::Value
        } else {
            ProblemKind::Code
        };
        self.problem(row, value, kind, reason)
    }

    fn column_of(&self, parameter: &str) -> Option<String> {
        let mut columns = self.columns.found.iter();
        let (_, column) = columns.find(|(name, _)| *name == parameter)?;
        self.header.get(*column).cloned()
    }

    fn problem(
        &self,
        row: &InputRow,
        value: &RowValue,
        kind: ProblemKind,
        reason: String,
    ) -> Problem {
        Problem {
            line: row.line,
            kind,
            parameter: Some(value.parameter.to_owned()),
            column: self.header.get(value.column).cloned(),
            reason,
        }
    }
}

/// The digits that a number of floating point keeps.
const EXACT_DIGITS: usize = 15;

/// Other numbers than codes may end in zeros.
fn is_loss(reason: &IdentifierErrorKind, parameter: &str) -> bool {
    match reason {
        IdentifierErrorKind::Scientific | IdentifierErrorKind::NoValue => true,
        IdentifierErrorKind::Rounded => CODES.contains(&parameter),
        _ => false,
    }
}

/// A value of a row, cleaned so far.
struct RowValue {
    parameter: &'static str,
    column: usize,
    value: String,
    kinds: Vec<ChangeKind>,
    tried: u8,
}

impl RowValue {
    /// Cleans the value once more, and returns whether that changed it.
    fn clean(&mut self) -> bool {
        while self.tried < 2 {
            self.tried += 1;
            let cleaned = if self.tried == 1 {
                clean::name(&self.value)
            } else {
                clean::code(&self.value)
            };
            if let Some(Cleaned { value, kinds }) = cleaned {
                self.value = value;
                for kind in kinds {
                    if !self.kinds.contains(&kind) {
                        self.kinds.push(kind);
                    }
                }
                return true;
            }
        }
        false
    }
}

/// The parameter of an identifier by its form; a text of no form is a name.
fn identifier_of(text: &str) -> &'static str {
    let cleaned = clean::code(text).map(|cleaned| cleaned.value);
    let cleaned = cleaned.as_deref().unwrap_or(text);
    if !cleaned.is_ascii() {
        return "ent_name";
    }
    match identify(cleaned).kind() {
        IdentifierKind::CreditCode => "ent_code",
        IdentifierKind::OrganizationCode => "organization_code",
        IdentifierKind::RegistrationNumber => "reg_no",
        _ => "ent_name",
    }
}

/// The digest of an operation and its fields.
fn key(operation: &str, fields: &[(String, String)]) -> Key {
    let mut md5 = Md5::new();
    let mut add = |text: &str| {
        md5.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        md5.update(text);
    };
    add(operation);
    for (name, value) in fields {
        add(name);
        add(value);
    }
    Key(md5.finalize().into())
}
