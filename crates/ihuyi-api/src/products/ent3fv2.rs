//! ent3fv2: like ent3f, with the result of each comparison. Unverified.

use core::fmt;

use endpoint_core::{Covered, Endpoint, Evidence, Invalid, Param, Query, Spec, Visit, fmt_masked};
use registry_model::UnifiedSocialCreditCode;
use serde::{Deserialize, Serialize};

use crate::Ihuyi;
use crate::codes::SHARED;
use crate::product::{GetNum, Product, submit};
use crate::subject::{check_name_unless, code_doubts, name_doubts};

mod matched;

pub use self::matched::*;

/// `POST /idcard/ent3fv2/Submit.json`: checks company name, credit code and an individual's name
/// against each other, with the result of each comparison (企业三要素验证（详版）). **Costs one
/// query.**
///
/// **Unverified**: web pages of the vendor show the parameters and a part of the reply. Result
/// codes and password are assumed to be those of ent3f.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ent3fv2Submit {
    /// Company name (`ent_name`).
    #[serde(rename = "ent_name")]
    pub company: String,
    /// Unified social credit code (`ent_code`).
    #[serde(rename = "ent_code")]
    pub code: UnifiedSocialCreditCode,
    /// Name of the person whose relation to the company is checked (`name`). Personal data.
    #[serde(rename = "name")]
    pub person: String,
    #[serde(skip)]
    names_as_written: bool,
}

impl fmt::Debug for Ent3fv2Submit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Ent3fv2Submit {
    /// Checks this company name, this code and this individual.
    #[must_use]
    pub fn new(
        company: impl Into<String>,
        code: UnifiedSocialCreditCode,
        person: impl Into<String>,
    ) -> Self {
        Self {
            company: company.into(),
            code,
            person: person.into(),
            names_as_written: false,
        }
    }

    /// Sends both names as written, whatever their characters: see
    /// [`name_issues`](registry_model::name_issues).
    #[must_use]
    pub fn with_names_as_written(mut self) -> Self {
        self.names_as_written = true;
        self
    }
}

impl Endpoint for Ent3fv2Submit {
    type Vendor = Ihuyi;
    type Output = DetailedMatch;
    const SPEC: Spec = Spec {
        summary: "Check company name, credit code and an individual against each other, in detail.",
        params: &[
            Param::text("ent_name").required(),
            Param::text("ent_code").required(),
            Param::text("name").required().personal(),
        ],
        covered: Covered::These(&["name", "ent_name", "ent_code"]),
        observed_codes: SHARED,
        evidence: Evidence::Observed,
        ..submit::<Self>()
    };

    fn balance_operation(visitor: &mut impl Visit<Ihuyi>) {
        visitor.endpoint::<GetNum<Self>>();
    }

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = code_doubts(&self.code);
        doubts.extend(name_doubts("ent_name", &self.company));
        doubts.extend(name_doubts("name", &self.person));
        doubts
    }

    fn with_names_as_written(mut self) -> Self {
        self.names_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        check_name_unless(self.names_as_written, "ent_name", &self.company)?;
        check_name_unless(self.names_as_written, "name", &self.person)
    }
}

impl Query for Ent3fv2Submit {}

impl Product for Ent3fv2Submit {
    const APP: &'static str = "ent3fv2";
    const BALANCE_EVIDENCE: Evidence = Evidence::Analogy;
}

/// `POST /idcard/ent3fv2/GetNum.json`: returns how many queries of ent3fv2 are left. Free of
/// charge.
///
/// **Unverified**: no web page shows it.
pub type Ent3fv2GetNum = GetNum<Ent3fv2Submit>;

samples!(Ent3fv2Submit, Self::new(COMPANY, credit_code(), "样例人"));
