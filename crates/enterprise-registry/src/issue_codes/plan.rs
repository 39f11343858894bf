//! The plan of a flow that issues codes.

use idcode_api::operations::{CategoryApplication, Generation};
use idcode_api::{Application, CodeColor, CodeSize, FramedSize, PlainSymbology, Symbology};
use registry_model::{DecimalId, IdCode};

use super::items::Items;
use crate::flow::{LookupPolicy, Schedule, Step};

/// The categories of one unit, and the codes of their items.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IssueCodesPlan {
    /// Main code of the unit.
    pub company: IdCode,
    /// The categories.
    pub rows: Vec<PlanRow>,
    /// When lists and conversions are read.
    pub schedule: Schedule,
    /// How long to look up the effect of a lost request before asking the caller.
    pub lookup_policy: LookupPolicy,
}

impl IssueCodesPlan {
    /// A plan for these categories of the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, rows: Vec<PlanRow>) -> Self {
        Self {
            company,
            rows,
            schedule: Schedule::for_processing(),
            lookup_policy: LookupPolicy::default(),
        }
    }

    /// Sets when lists and conversions are read.
    #[must_use]
    pub fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// Sets how long to look up the effect of a lost request, as [`LookupPolicy`] or [`Schedule`].
    #[must_use]
    pub fn with_lookup_policy(mut self, lookup_policy: impl Into<LookupPolicy>) -> Self {
        self.lookup_policy = lookup_policy.into();
        self
    }

    /// The row that a step belongs to.
    pub(super) fn row(&self, step: Step) -> Option<&PlanRow> {
        let at = usize::try_from(step.row()?).ok()?.checked_sub(1)?;
        self.rows.get(at)
    }
}

/// One category and model, and its items.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlanRow {
    /// The input of 402, with category code and model code.
    pub application: CategoryApplication,
    /// The codes of its items; `None` uploads none.
    pub items: Option<Items>,
    /// How the platform generates short codes.
    pub generation: Option<Generation>,
    /// The style of the codes' pictures; `None` fetches none.
    pub style: Option<PictureStyle>,
}

impl PlanRow {
    /// A category (its id and code, from 202 to 204) for a code use (an id from 201), a model with
    /// name and code, and a goto URL.
    ///
    /// The codes of category and model are optional in 402, but nothing else identifies a
    /// registration.
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

    /// Sets the codes of its items.
    #[must_use]
    pub fn with_items(mut self, items: Items) -> Self {
        self.items = Some(items);
        self
    }

    /// Sets the style of the codes' pictures.
    #[must_use]
    pub fn with_style(mut self, style: PictureStyle) -> Self {
        self.style = Some(style);
        self
    }

    /// Identifies the row: code use, category code and model code, as in a complete code.
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

/// The style of a code's picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureStyle {
    /// 603: a code without a frame.
    Plain {
        /// Width in pixels.
        pixels: u32,
        /// Symbology.
        symbology: PlainSymbology,
    },
    /// 604: a QR code without a frame.
    Bare {
        /// Width in pixels.
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
