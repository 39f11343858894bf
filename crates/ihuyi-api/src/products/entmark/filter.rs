//! Which trademarks are asked for.

use endpoint_core::Invalid;
use registry_model::jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::EntmarkSubmit;
use crate::company_query::Filter;
use crate::day;

/// Which trademarks of a company are asked for: all, unless something is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrademarkFilter {
    /// First day of application (`begin_date`).
    #[serde(rename = "begin_date", default, with = "day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_from: Option<Date>,
    /// Last day of application (`end_date`).
    #[serde(rename = "end_date", default, with = "day")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_to: Option<Date>,
    /// Class of the Nice classification, 1 to 45 (`int_category`).
    #[serde(rename = "int_category", skip_serializing_if = "Option::is_none")]
    pub class: Option<u8>,
    /// Application or registration number (`application_number`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_number: Option<String>,
}

impl Filter for TrademarkFilter {
    fn check(&self) -> Result<(), Invalid> {
        day::check("begin_date", self.applied_from, "end_date", self.applied_to)?;
        if self.class.is_some_and(|class| !(1..=45).contains(&class)) {
            return Err(Invalid::value(
                "int_category",
                "must be a class from 1 to 45",
            ));
        }
        if let Some(number) = &self.application_number {
            Invalid::if_empty("application_number", number)?;
        }
        Ok(())
    }
}

impl EntmarkSubmit {
    /// Only those applied for on this day or later (`begin_date`). Whether the day itself counts,
    /// the document does not say; nor whether this may stand without an end.
    #[must_use]
    pub fn with_applied_from(self, day: Date) -> Self {
        self.filtered(|filter| filter.applied_from = Some(day))
    }

    /// Only those applied for on this day or earlier (`end_date`).
    #[must_use]
    pub fn with_applied_to(self, day: Date) -> Self {
        self.filtered(|filter| filter.applied_to = Some(day))
    }

    /// Only those of this class of the Nice classification, 1 to 45 (`int_category`).
    #[must_use]
    pub fn with_class(self, class: u8) -> Self {
        self.filtered(|filter| filter.class = Some(class))
    }

    /// Only that of this application or registration number (`application_number`).
    #[must_use]
    pub fn with_application_number(self, number: impl Into<String>) -> Self {
        self.filtered(|filter| filter.application_number = Some(number.into()))
    }
}
