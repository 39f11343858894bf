//! The data that completes a unit.

use idcode_api::operations::UnitSize;
use ihuyi_api::products::BasicInfo;
use registry_model::DecimalId;

/// The input of 305. `Debug` shows no personal data.
#[derive(Clone)]
#[non_exhaustive]
pub struct Completion {
    /// Industry: an id from 103 or 104.
    pub trade_id: DecimalId,
    /// Address; `None` takes it from the register's record.
    pub address: Option<String>,
    /// Registered capital in units of 10,000 yuan; `None` takes it from the record, if that has a
    /// whole number of these units.
    pub registered_capital: Option<u64>,
    /// Where the register's record comes from.
    pub record: RecordSource,
    /// Size by headcount.
    pub size: UnitSize,
    /// English name.
    pub name_en: Option<String>,
    /// English address.
    pub address_en: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Contact person.
    pub contact: Option<String>,
    /// Contact person in English.
    pub contact_en: Option<String>,
    /// Phone of the unit.
    pub office_phone: Option<String>,
    /// Office address.
    pub work_address: Option<String>,
    /// English office address.
    pub work_address_en: Option<String>,
}

/// Where the register's record of a company comes from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum RecordSource {
    /// Not used: the plan has all the data for 305.
    None,
    /// From a query of entinfov2. **Costs one query.**
    Ask,
    /// From a result of entinfov2 that the caller supplies.
    Known(Box<BasicInfo>),
}

impl core::fmt::Debug for Completion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let record = match self.record {
            RecordSource::None => "none",
            RecordSource::Ask => "queried",
            RecordSource::Known(_) => "known",
        };
        f.debug_struct("Completion")
            .field("trade_id", &self.trade_id)
            .field("record", &record)
            .finish_non_exhaustive()
    }
}

impl Completion {
    /// Data with this industry (an id from 103 or 104) and this address.
    #[must_use]
    pub fn new(trade_id: impl Into<DecimalId>, address: impl Into<String>) -> Self {
        Self {
            address: Some(address.into()),
            ..Self::from_record(trade_id, RecordSource::None)
        }
    }

    /// Data with this industry (an id from 103 or 104), and the rest from the register's record.
    #[must_use]
    pub fn from_record(trade_id: impl Into<DecimalId>, record: RecordSource) -> Self {
        Self {
            trade_id: trade_id.into(),
            address: None,
            registered_capital: None,
            record,
            size: UnitSize::UpTo50,
            name_en: None,
            address_en: None,
            email: None,
            contact: None,
            contact_en: None,
            office_phone: None,
            work_address: None,
            work_address_en: None,
        }
    }
}
