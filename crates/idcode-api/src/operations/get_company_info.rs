//! 307 `GET /AllInterFace/GetCompanyInfo`: finds units by name.

use endpoint_core::{Endpoint, Invalid, Param, RefusalKind, ResultCode, Shape, Spec, open_enum};
use registry_model::identify;
use serde::{Deserialize, Serialize};

use crate::codes::{PARAMETER_WRONG, READ, TOKEN_DISABLED, TOKEN_UNKNOWN, UNIT_UNKNOWN};
use crate::{Idcode, Unit, names};

/// 307 `GET /AllInterFace/GetCompanyInfo`: finds units by name, for instance to see whether a
/// name is registered already.
///
/// Main code and contact of the rows are empty. If nothing is found, clients see code 0 and no
/// list, which is a refusal of the kind `NotFound` here; an empty list with code 1 is an empty
/// list. Section 8 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetCompanyInfo {
    /// Name, or part of it (`companyName`).
    #[serde(rename = "companyName")]
    pub name: String,
    /// How the name is matched (`searchType`); by default the platform decides (OQ40: fuzzily).
    #[serde(rename = "searchType", skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
}

open_enum! {
    /// How 307 matches a name.
    pub enum Matching {
        /// Part of the name.
        Fuzzy = 0 => "fuzzy",
        /// The whole name.
        Exact = 1 => "exact",
    }
}

impl GetCompanyInfo {
    /// Units whose name matches.
    #[must_use]
    pub fn new(name: impl Into<String>, matching: Matching) -> Self {
        Self {
            name: name.into(),
            matching: Some(matching),
        }
    }
}

impl Endpoint for GetCompanyInfo {
    type Vendor = Idcode;
    type Output = Vec<Unit>;
    const SPEC: Spec = Spec {
        name: "GetCompanyInfo",
        number: Some("307"),
        path: "/AllInterFace/GetCompanyInfo",
        summary: "Find units by name.",
        params: &[
            Param::text("companyName").required(),
            Param::text("searchType")
                .unmarked()
                .values(Matching::VALUES),
        ],
        reply: Shape::List("OrganUnitList"),
        observed_codes: &[
            ResultCode::refusal(
                0,
                RefusalKind::NotFound,
                "",
                "no unit of that name, as seen in clients",
            )
            .observed(),
            PARAMETER_WRONG,
            TOKEN_UNKNOWN,
            TOKEN_DISABLED,
            UNIT_UNKNOWN,
        ],
        ..READ
    };

    fn doubts(&self) -> Vec<Invalid> {
        names::doubts_of_texts([("companyName", Some(&self.name))])
    }

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("companyName", &self.name)?;
        if identify(self.name.trim()).is_personal() {
            return Err(Invalid::value(
                "companyName",
                "may hold the number of a person's identity card: no unit has it in its name, and \
                 it is personal data",
            ));
        }
        self.matching
            .map_or(Ok(()), |value| value.check_listed("searchType"))
    }
}

samples!(
    GetCompanyInfo,
    Self::new("单位名称", Matching::Exact),
    Self {
        name: "A&B=C 100%+#?/中".to_owned(),
        matching: None
    }
);
