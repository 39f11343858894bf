//! What of the three elements belongs together, as ent3fv2 says it.

use endpoint_core::open_text_enum;
use registry_model::RegistryDate;
use serde::{Deserialize, Serialize};

use crate::{MatchStatus, Serial};

/// What ent3fv2 returns, as far as it is known.
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
    /// What is said of the company (`entinfo`).
    #[serde(rename = "entinfo")]
    pub company: Option<DetailedMatchCompany>,
}

/// What ent3fv2 says of the company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailedMatchCompany {
    /// Date of establishment (`esdate`).
    #[serde(rename = "esdate")]
    pub established: Option<RegistryDate>,
    /// Whether the name is that of the company (`ent_name_result`).
    #[serde(rename = "ent_name_result")]
    pub name: Option<NameResult>,
    /// Whether the company is in business (`entstatus_result`).
    #[serde(rename = "entstatus_result")]
    pub status: Option<StatusResult>,
}

open_text_enum! {
    /// Whether a name is that of the company.
    pub enum NameResult {
        /// It is.
        Same = "1" => "the name is that of the company",
        /// It is another.
        Different = "2" => "the name is another",
    }
}

open_text_enum! {
    /// Whether a company is in business.
    pub enum StatusResult {
        /// It is.
        Operating = "1" => "operating",
        /// It is not.
        NotOperating = "2" => "not operating",
    }
}
