//! 404 `GET /AllInterFace/GetIDcodeTypeInfo`: lists the category registrations of a unit.

use endpoint_core::{Endpoint, Invalid, Param, Shape, Spec};
use registry_model::IdCode;
use serde::{Deserialize, Serialize};

pub use crate::category::Selection;
use crate::codes::READ;
use crate::{CategoryRegistration, Idcode, unit};

/// 404 `GET /AllInterFace/GetIDcodeTypeInfo`: lists the registrations of a unit in categories.
///
/// The list has no pages. Section 9 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetIDcodeTypeInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// Which registrations (`SearchType`, with a capital S); by default the platform decides (OQ40:
    /// all).
    #[serde(rename = "SearchType", skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
}

impl GetIDcodeTypeInfo {
    /// The registrations of the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, selection: Selection) -> Self {
        Self {
            company,
            selection: Some(selection),
        }
    }
}

impl Endpoint for GetIDcodeTypeInfo {
    type Vendor = Idcode;
    type Output = Vec<CategoryRegistration>;
    const SPEC: Spec = Spec {
        name: "GetIDcodeTypeInfo",
        number: Some("404"),
        path: "/AllInterFace/GetIDcodeTypeInfo",
        summary: "List the category registrations of a unit.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::int("SearchType")
                .unmarked()
                .values(Selection::VALUES),
        ],
        reply: Shape::List("BaseIDcodeList"),
        ..READ
    };

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        self.selection
            .map_or(Ok(()), |value| value.check_listed("SearchType"))
    }
}

samples!(
    GetIDcodeTypeInfo,
    Self::new(unit(), Selection::All),
    Self {
        company: unit(),
        selection: None
    }
);
