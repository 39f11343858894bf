//! Selects the copyrights of a query.

use core::fmt;

use endpoint_core::Invalid;
use serde::{Deserialize, Serialize};

use super::copyright::CopyrightKind;
use crate::company_query::{CompanyQuery, Filter};

/// Selects copyrights of a company; all by default.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CopyrightFilter {
    /// Year of publication (`year`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Kind of copyright (`copyright_type`).
    #[serde(rename = "copyright_type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<CopyrightKind>,
    /// Registration number of the work (`reg_num`).
    #[serde(rename = "reg_num", skip_serializing_if = "Option::is_none")]
    pub work_number: Option<String>,
    /// Name of the work, or part of it (`copyright_name`).
    #[serde(rename = "copyright_name", skip_serializing_if = "Option::is_none")]
    pub work_name: Option<String>,
    /// Owner, or part of a name. Personal data (`owner`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// Hides the owner, who may be an individual.
impl fmt::Debug for CopyrightFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            kind,
            work_number,
            work_name,
            owner,
        } = self;
        f.debug_struct("CopyrightFilter")
            .field("year", year)
            .field("kind", kind)
            .field("work_number", work_number)
            .field("work_name", work_name)
            .field("owner", &owner.as_ref().map(|_| format_args!("[redacted]")))
            .finish()
    }
}

impl Filter for CopyrightFilter {
    fn check(&self) -> Result<(), Invalid> {
        if self.year.is_some_and(|year| !(1000..=9999).contains(&year)) {
            return Err(Invalid::value("year", "must be a year of four digits"));
        }
        if let Some(kind) = &self.kind {
            kind.check_listed("copyright_type")?;
        }
        for (name, text) in [
            ("reg_num", &self.work_number),
            ("copyright_name", &self.work_name),
            ("owner", &self.owner),
        ] {
            text.as_deref()
                .map_or(Ok(()), |text| Invalid::if_empty(name, text))?;
        }
        Ok(())
    }
}

impl CompanyQuery<CopyrightFilter> {
    /// Returns only copyrights published in this year of four digits (`year`).
    #[must_use]
    pub fn with_year(self, year: u16) -> Self {
        self.filtered(|filter| filter.year = Some(year))
    }

    /// Returns only copyrights of this kind (`copyright_type`).
    #[must_use]
    pub fn with_kind(self, kind: CopyrightKind) -> Self {
        self.filtered(|filter| filter.kind = Some(kind))
    }

    /// Returns only the copyright with this registration number of the work, not of the company
    /// (`reg_num`).
    #[must_use]
    pub fn with_work_number(self, number: impl Into<String>) -> Self {
        self.filtered(|filter| filter.work_number = Some(number.into()))
    }

    /// Returns only works with this name or part of a name (`copyright_name`).
    #[must_use]
    pub fn with_work_name(self, name: impl Into<String>) -> Self {
        self.filtered(|filter| filter.work_name = Some(name.into()))
    }

    /// Returns only copyrights of this owner, or part of a name. Personal data (`owner`).
    #[must_use]
    pub fn with_owner(self, owner: impl Into<String>) -> Self {
        self.filtered(|filter| filter.owner = Some(owner.into()))
    }
}
