//! Declares the reply of ent3fv2.

use endpoint_core::open_text_enum;
use registry_model::RegistryDate;
use serde::{Deserialize, Serialize};

use crate::{MatchStatus, Serial};

/// What ent3fv2 returns, as far as known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailedMatch {
    /// The vendor's serial number of the query (`idcardid`).
    #[serde(rename = "idcardid", default, deserialize_with = "Serial::if_any")]
    pub serial: Option<Serial>,
    /// The result.
    pub result: DetailedMatchResult,
}

/// The result of ent3fv2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailedMatchResult {
    /// The outcome.
    pub status: MatchStatus,
    /// The details.
    pub info: Option<DetailedMatchInfo>,
}

/// The details of ent3fv2.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailedMatchInfo {
    /// The comparisons of the company (`entinfo`).
    #[serde(rename = "entinfo")]
    pub company: Option<DetailedMatchCompany>,
}

/// The company in the reply of ent3fv2.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailedMatchCompany {
    /// Date of establishment (`esdate`).
    #[serde(rename = "esdate")]
    pub established: Option<RegistryDate>,
    /// Whether the company has this name (`ent_name_result`).
    #[serde(rename = "ent_name_result")]
    pub name: Option<NameResult>,
    /// Whether the company is in business (`entstatus_result`).
    #[serde(rename = "entstatus_result")]
    pub status: Option<StatusResult>,
}

open_text_enum! {
    /// Whether the company has the given name.
    pub enum NameResult {
        /// The company has this name.
        Same = "1" => "same name",
        /// The company has another name.
        Different = "2" => "different name",
    }
}

open_text_enum! {
    /// Whether a company is in business.
    pub enum StatusResult {
        /// The company is in business.
        Operating = "1" => "operating",
        /// The company is not in business.
        NotOperating = "2" => "not operating",
    }
}
