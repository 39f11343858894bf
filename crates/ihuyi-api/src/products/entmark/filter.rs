//! Selects the trademarks of a query.

use endpoint_core::Invalid;
use registry_model::jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::company_query::{CompanyQuery, Filter};
use crate::day;

/// Selects trademarks of a company; all by default.
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

impl CompanyQuery<TrademarkFilter> {
    /// Returns only trademarks applied for on this day or later (`begin_date`). The document does
    /// not say whether the day itself counts, or whether the end may be missing.
    #[must_use]
    pub fn with_applied_from(self, day: Date) -> Self {
        self.filtered(|filter| filter.applied_from = Some(day))
    }

    /// Returns only trademarks applied for on this day or earlier (`end_date`).
    #[must_use]
    pub fn with_applied_to(self, day: Date) -> Self {
        self.filtered(|filter| filter.applied_to = Some(day))
    }

    /// Returns only trademarks of this class of the Nice classification, 1 to 45 (`int_category`).
    #[must_use]
    pub fn with_class(self, class: u8) -> Self {
        self.filtered(|filter| filter.class = Some(class))
    }

    /// Returns only the trademark with this application or registration number
    /// (`application_number`).
    #[must_use]
    pub fn with_application_number(self, number: impl Into<String>) -> Self {
        self.filtered(|filter| filter.application_number = Some(number.into()))
    }
}
