//! Reads an input file again, and joins each row with the result of its offline check.

use std::path::Path;

use crate::input::{
    self, DuplicateFinder, Duplicates, InputError, InputFile, InputOptions, InputRow, Prepared,
    Preparer,
};

/// A row of the input file with the result of its offline check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinedRow {
    /// The row as it was read.
    pub row: InputRow,
    /// What the offline check makes of it.
    pub prepared: Prepared,
    /// The line of the first row of the file that is the same query.
    pub duplicate_of: Option<u64>,
}

/// The rows of an input file in their order: an iterator. The file is read twice.
#[derive(Debug)]
pub struct JoinedRows {
    file: InputFile,
    preparer: Preparer,
    duplicates: Duplicates,
}

impl JoinedRows {
    /// Reads the file at `path` once, for its duplicates, and starts again at its beginning. If a
    /// digest is given, it must be that of the file.
    ///
    /// # Errors
    ///
    /// The file is unreadable, has changed, or does not have the columns of the operation.
    pub fn open(
        path: impl AsRef<Path>,
        options: &InputOptions,
        target: input::Target,
        digest: Option<[u8; 16]>,
    ) -> Result<Self, InputError> {
        let path = path.as_ref();
        let mut file = input::open(path, options)?;
        let digest = digest.unwrap_or(file.form().digest);
        let is_same = |file: &InputFile| {
            if file.form().digest == digest {
                Ok(())
            } else {
                Err(InputError::Form(
                    "the file has changed since it was read for this run: export beside the file \
                     as it was"
                        .to_owned(),
                ))
            }
        };
        is_same(&file)?;
        let preparer = Preparer::new(target, file.header(), &options.columns)?;
        let mut finder = DuplicateFinder::new();
        for row in &mut file {
            if let Prepared::Valid(valid) = preparer.prepare(&row?) {
                finder.add(valid.key, valid.line)?;
            }
        }
        let file = input::open(path, options)?;
        is_same(&file)?;
        Ok(Self {
            file,
            preparer,
            duplicates: finder.finish()?,
        })
    }

    /// The names of the columns.
    #[must_use]
    pub fn header(&self) -> &[String] {
        self.file.header()
    }

    /// How many rows repeat an earlier one.
    #[must_use]
    pub fn duplicates(&self) -> u64 {
        self.duplicates.count()
    }
}

impl Iterator for JoinedRows {
    type Item = Result<JoinedRow, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = match self.file.next()? {
            Ok(row) => row,
            Err(error) => return Some(Err(error)),
        };
        let prepared = self.preparer.prepare(&row);
        match self.duplicates.first_of(row.line) {
            Ok(duplicate_of) => Some(Ok(JoinedRow {
                row,
                prepared,
                duplicate_of,
            })),
            Err(error) => Some(Err(error.into())),
        }
    }
}
