//! Saves the picture of a code to the folder of its category.

use std::io;
use std::path::PathBuf;

use enterprise_registry::idcode::Picture;
use enterprise_registry::issue_codes::{IssueCodesPlan, PictureFolder, PictureStore};

/// The folders of a plan's rows, found by the category part of a code.
#[derive(Debug)]
pub(super) struct Folders(Vec<(String, PictureFolder)>);

impl Folders {
    pub(super) fn new(plan: &IssueCodesPlan, folders: &[Option<PathBuf>]) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let rows = plan.rows.iter().zip(folders);
        Self(
            rows.filter_map(|(row, folder)| {
                let application = &row.application;
                let part = format!(
                    "/{}.{}.{}/",
                    application.code_use_id,
                    text(&application.category_code),
                    text(&application.model_code)
                );
                Some((part, PictureFolder::new(folder.clone()?)))
            })
            .collect(),
        )
    }

    fn for_code(&mut self, code: &str) -> io::Result<&mut PictureFolder> {
        self.0
            .iter_mut()
            .find(|(part, _)| code.contains(part.as_str()))
            .map(|(_, folder)| folder)
            .ok_or_else(|| io::Error::other("no folder for the category of this code"))
    }
}

impl PictureStore for Folders {
    fn contains(&mut self, code: &str) -> io::Result<bool> {
        self.for_code(code)?.contains(code)
    }

    fn store(&mut self, code: &str, picture: &Picture) -> io::Result<()> {
        self.for_code(code)?.store(code, picture)
    }
}
