//! ent3f: checks whether name, credit code and legal representative of a company match.

use core::fmt;

use endpoint_core::{Covered, Endpoint, Invalid, Param, Query, Spec, Visit, fmt_masked};
use registry_model::UnifiedSocialCreditCode;
use serde::{Deserialize, Serialize};

use crate::Ihuyi;
use crate::codes::ENT3F;
use crate::product::{GetNum, Product, submit};
use crate::subject::{check_name_unless, code_doubts, name_doubts};

mod matched;

pub use self::matched::*;

/// `POST /idcard/ent3f/Submit.json`: checks company name, credit code and legal representative
/// against each other (企业三要素核验). **Costs one query.**
///
/// The dynamic password covers all three, the representative's name first (`sign-order`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ent3fSubmit {
    /// Company name (`ent_name`).
    #[serde(rename = "ent_name")]
    pub company: String,
    /// Unified social credit code (`ent_code`).
    #[serde(rename = "ent_code")]
    pub code: UnifiedSocialCreditCode,
    /// Name of the legal representative (`name`). Personal data.
    #[serde(rename = "name")]
    pub person: String,
    #[serde(skip)]
    names_as_written: bool,
}

impl fmt::Debug for Ent3fSubmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Ent3fSubmit {
    /// Checks this company name, this code and this legal representative.
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

impl Endpoint for Ent3fSubmit {
    type Vendor = Ihuyi;
    type Output = Matched;
    const SPEC: Spec = Spec {
        summary: "Check company name, credit code and legal representative against each other.",
        params: &[
            Param::text("ent_name").required(),
            Param::text("ent_code").required(),
            Param::text("name").required().personal(),
        ],
        covered: Covered::These(&["name", "ent_name", "ent_code"]),
        codes: ENT3F,
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

impl Query for Ent3fSubmit {}

impl Product for Ent3fSubmit {
    const APP: &'static str = "ent3f";
}

/// `POST /idcard/ent3f/GetNum.json`: returns how many queries of ent3f are left. Free of
/// charge.
pub type Ent3fGetNum = GetNum<Ent3fSubmit>;

samples!(Ent3fSubmit, Self::new(COMPANY, credit_code(), "样例人"));
