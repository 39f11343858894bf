//! Lists of rows: read, prepared, exported, summed up.

pub(crate) mod dirty;
mod duplicates;
mod exporting;
mod hostile;
mod preparing;
mod reading;
#[cfg(feature = "xlsx")]
pub(crate) mod workbooks;

use std::path::PathBuf;

use registry_bulk::input::{self, InputError, InputFile, InputOptions, InputRow, Target};

/// A file of these bytes, which is removed with its folder.
pub(crate) struct TestFile {
    _folder: tempfile::TempDir,
    pub(crate) path: PathBuf,
}

impl TestFile {
    pub(crate) fn new(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self {
            _folder: folder,
            path,
        }
    }

    pub(crate) fn open(&self) -> InputFile {
        self.open_with(&InputOptions::default()).unwrap()
    }

    pub(crate) fn open_with(&self, options: &InputOptions) -> Result<InputFile, InputError> {
        input::open(&self.path, options)
    }
}

pub(crate) fn ent3f() -> Target {
    Target::for_endpoint::<ihuyi_api::products::Ent3fSubmit>()
}

/// The lines and cells of all rows.
pub(crate) fn rows(file: InputFile) -> Vec<(u64, Vec<String>)> {
    file.map(Result::unwrap)
        .map(|row: InputRow| {
            let cells = row.cells.into_iter().map(|cell| cell.text);
            (row.line, cells.collect())
        })
        .collect()
}
