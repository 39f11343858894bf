//! Which codes are to be issued.

use std::path::{Path, PathBuf};

use idcode_api::operations::{CategoryApplication, Generation};
use idcode_api::{
    Application, CodeColor, CodeDoubts, CodeFile, CodeFileError, CodeSize, FramedSize, ItemCodes,
    PlainSymbology, Symbology,
};
use registry_model::{DecimalId, IdCode};

use crate::flow::{Schedule, Settling};

/// The categories of one unit, and the codes of items in them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IssueCodesPlan {
    /// Main code of the unit.
    pub company: IdCode,
    /// The categories.
    pub rows: Vec<PlanRow>,
    /// How often is asked for what the platform takes its time for.
    pub schedule: Schedule,
    /// How long something is looked for whose answer was lost, before a person is asked.
    pub settling: Settling,
}

impl IssueCodesPlan {
    /// These categories of the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, rows: Vec<PlanRow>) -> Self {
        Self {
            company,
            rows,
            schedule: Schedule::for_processing(),
            settling: Settling::default(),
        }
    }

    /// With another schedule.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// With another patience for what may still be on its way: a [`Settling`], or a [`Schedule`].
    #[must_use]
    pub fn with_settling(mut self, settling: impl Into<Settling>) -> Self {
        self.settling = settling.into();
        self
    }
}

/// One category and model, and its items.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlanRow {
    /// What 402 is given. Category code and model code are there.
    pub application: CategoryApplication,
    /// The codes of its items; nothing, and none are uploaded.
    pub items: Option<Items>,
    /// How short codes are made.
    pub generation: Option<Generation>,
    /// How the pictures of the codes are to look; nothing, and none are fetched.
    pub style: Option<PictureStyle>,
}

impl PlanRow {
    /// A category (its id and its code, of 202 to 204) for a use (an id of 201), a model with name
    /// and code, and where scans lead.
    ///
    /// The codes of category and model are optional to 402, but nothing else tells one
    /// registration from another.
    #[must_use]
    pub fn new(
        category: (DecimalId, &str),
        code_use: DecimalId,
        model: (&str, &str),
        goto_url: impl Into<String>,
    ) -> Self {
        let (category_id, category_code) = category;
        let (name, code) = model;
        let registered = Application::Registered;
        Self {
            application: CategoryApplication::new(category_id, code_use, registered, goto_url)
                .with_category_code(category_code)
                .with_model(name, code),
            items: None,
            generation: None,
            style: None,
        }
    }

    /// With the codes of its items.
    #[must_use]
    pub fn with_items(mut self, items: Items) -> Self {
        self.items = Some(items);
        self
    }

    /// With pictures of these codes.
    #[must_use]
    pub fn with_style(mut self, style: PictureStyle) -> Self {
        self.style = Some(style);
        self
    }

    /// What tells it from others: use, category code and model code, as in the code.
    pub(super) fn key(&self) -> String {
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        let application = &self.application;
        format!(
            "{}.{}.{}",
            application.code_use_id,
            text(&application.category_code),
            text(&application.model_code)
        )
    }
}

/// Codes of items.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Items {
    /// Of a file with one a line, uploaded as a file and read while it is sent.
    File {
        /// Where it is.
        path: PathBuf,
        /// Its codes, checked.
        codes: CodeFile,
    },
    /// Of a list, uploaded as a text.
    List(ItemCodes),
}

impl Items {
    /// The codes of the file at `path`, checked now.
    ///
    /// # Errors
    ///
    /// It cannot be read, or the first line that is no code.
    pub fn file(path: impl AsRef<Path>) -> Result<Self, CodeFileError> {
        Ok(Self::File {
            codes: registry_bulk::code_file::open(path.as_ref())?,
            path: path.as_ref().to_owned(),
        })
    }

    /// Whether they go up as a file.
    pub(super) fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::File { codes, .. } => codes.count(),
            Self::List(codes) => u64::try_from(codes.count()).unwrap_or(u64::MAX),
        }
    }

    /// The codes that a scanner may not read back as written, by line or position. They can be
    /// uploaded all the same.
    #[must_use]
    pub fn doubts(&self) -> CodeDoubts {
        match self {
            Self::File { codes, .. } => codes.doubts().clone(),
            Self::List(codes) => codes.doubts(),
        }
    }
}

/// How the picture of a code is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureStyle {
    /// 603: a bare code, so many pixels wide.
    Plain {
        /// Size in pixels.
        pixels: u32,
        /// Symbology.
        symbology: PlainSymbology,
    },
    /// 604 without a frame: a QR code, so many pixels wide.
    Bare {
        /// Size in pixels.
        pixels: u32,
        /// Colour.
        color: CodeColor,
    },
    /// 604: a QR code in a frame.
    Framed {
        /// Size.
        size: FramedSize,
        /// Colour.
        color: CodeColor,
    },
    /// 605: the code of a quality certification.
    Certified {
        /// Symbology.
        symbology: Symbology,
        /// Size.
        size: CodeSize,
    },
}
