//! Selects the patents of a query.

use endpoint_core::{Invalid, open_text_enum};
use registry_model::jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::company_query::{CompanyQuery, Filter};
use crate::day;

/// Selects patents of a company; all by default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PatentFilter {
    /// First day of application (`app_begin_date`).
    #[serde(rename = "app_begin_date", default, with = "day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_from: Option<Date>,
    /// Last day of application (`app_end_date`).
    #[serde(rename = "app_end_date", default, with = "day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_to: Option<Date>,
    /// First day of publication (`begin_date`).
    #[serde(rename = "begin_date", default, with = "day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_from: Option<Date>,
    /// Last day of publication (`end_date`).
    #[serde(rename = "end_date", default, with = "day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_to: Option<Date>,
    /// Kind (`type`).
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<PatentKind>,
}

open_text_enum! {
    /// The kind of a patent.
    pub enum PatentKind {
        /// An invention.
        Invention = "1" => "invention",
        /// A utility model.
        UtilityModel = "2" => "utility model",
        /// A design.
        Design = "3" => "design",
    }
}

impl Filter for PatentFilter {
    fn check(&self) -> Result<(), Invalid> {
        day::check(
            "app_begin_date",
            self.applied_from,
            "app_end_date",
            self.applied_to,
        )?;
        day::check(
            "begin_date",
            self.published_from,
            "end_date",
            self.published_to,
        )?;
        self.kind
            .as_ref()
            .map_or(Ok(()), |kind| kind.check_listed("type"))
    }
}

impl CompanyQuery<PatentFilter> {
    /// Returns only patents applied for between these days (`app_begin_date`, `app_end_date`).
    #[must_use]
    pub fn with_applied(self, from: Date, to: Date) -> Self {
        self.filtered(|filter| {
            filter.applied_from = Some(from);
            filter.applied_to = Some(to);
        })
    }

    /// Returns only patents published between these days (`begin_date`, `end_date`).
    #[must_use]
    pub fn with_published(self, from: Date, to: Date) -> Self {
        self.filtered(|filter| {
            filter.published_from = Some(from);
            filter.published_to = Some(to);
        })
    }

    /// Returns only patents of this kind (`type`).
    #[must_use]
    pub fn with_kind(self, kind: PatentKind) -> Self {
        self.filtered(|filter| filter.kind = Some(kind))
    }
}
