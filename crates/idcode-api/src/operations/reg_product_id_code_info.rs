//! `GET /AllInterFace/RegProductIDcodeInfo`, observed in clients: registers one product category.

use endpoint_core::{Endpoint, Evidence, Invalid, Param, RefusalKind, ResultCode, Spec};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::WRITE;
use crate::{Application, Idcode, address, names, unit};

/// `GET /AllInterFace/RegProductIDcodeInfo`: registers or files one product category with a
/// model, and returns its code.
///
/// **Not documented.** A public client of the older interface calls it; 406 of the newer one is
/// similar. No document confirms this declaration, so it requires the feature `unverified`. The
/// documented alternatives are 402 and, in a browser, 405.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegProductIDcodeInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The use (`codeUse_ID`): always 10, products, in the client.
    #[serde(rename = "codeUse_ID")]
    pub code_use_id: DecimalId,
    /// The category (`industryCategory_ID`).
    #[serde(rename = "industryCategory_ID")]
    pub category_id: DecimalId,
    /// Code of the category (`categoryCode`), such as `46100000`.
    #[serde(rename = "categoryCode")]
    pub category_code: String,
    /// Name of the model (`modelNumber`).
    #[serde(rename = "modelNumber")]
    pub model_name: String,
    /// Code of the model (`modelNumberCode`): three characters in the client, unique within unit
    /// and category.
    #[serde(rename = "modelNumberCode")]
    pub model_code: String,
    /// Registered or filed (`codePayType`): filed in the client.
    #[serde(rename = "codePayType")]
    pub application: Application,
    /// The address that scans open (`goToUrl`), see [`scan`](crate::scan).
    #[serde(rename = "goToUrl")]
    pub goto_url: String,
}

/// The use "products", as clients send it.
const PRODUCTS: u64 = 10;

impl RegProductIDcodeInfo {
    /// Applies for a product category, by id and code, of the unit with this main code. Add name
    /// and code of the model with [`with_model`](Self::with_model).
    #[must_use]
    pub fn new(
        company: IdCode,
        category_id: impl Into<DecimalId>,
        category_code: impl Into<String>,
        application: Application,
        goto_url: impl Into<String>,
    ) -> Self {
        Self {
            company,
            code_use_id: PRODUCTS.into(),
            category_id: category_id.into(),
            category_code: category_code.into(),
            model_name: String::new(),
            model_code: String::new(),
            application,
            goto_url: goto_url.into(),
        }
    }

    /// With name and code of the model, both of which are required.
    #[must_use]
    pub fn with_model(mut self, name: impl Into<String>, code: impl Into<String>) -> Self {
        self.model_name = name.into();
        self.model_code = code.into();
        self
    }
}

/// What RegProductIDcodeInfo returns, as clients read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductRegistered {
    /// The complete code of the new category (`OrganUnitIDcode`), which ends in a slash. Kept as
    /// text.
    #[serde(rename = "OrganUnitIDcode")]
    pub complete_code: Option<String>,
    /// Id of the new registration (`CategoryReg_ID`).
    #[serde(rename = "CategoryReg_ID")]
    pub registration_id: Option<DecimalId>,
}

impl Endpoint for RegProductIDcodeInfo {
    type Vendor = Idcode;
    type Output = ProductRegistered;
    const SPEC: Spec = Spec {
        name: "RegProductIDcodeInfo",
        path: "/AllInterFace/RegProductIDcodeInfo",
        summary: "Register or file one product category (observed, not documented).",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("codeUse_ID").required(),
            Param::text("industryCategory_ID").required(),
            Param::text("categoryCode").required(),
            Param::text("modelNumber").required(),
            Param::text("modelNumberCode").required(),
            Param::text("codePayType")
                .required()
                .values(Application::VALUES),
            Param::text("goToUrl").required(),
        ],
        codes: &[],
        observed_codes: &[
            ResultCode::success(1, "", "registered, as seen in clients").observed(),
            ResultCode::refusal(
                -4,
                RefusalKind::Exists,
                "",
                "the model code is taken, as seen in clients",
            )
            .observed(),
            ResultCode::refusal(0, RefusalKind::Unknown, "", "failure, as seen in clients")
                .observed(),
        ],
        evidence: Evidence::Observed,
        ..WRITE
    };

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = address::doubts_of([("goToUrl", Some(&self.goto_url))]);
        doubts.extend(names::doubts_of_texts([(
            "modelNumber",
            Some(&self.model_name),
        )]));
        doubts
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        self.application.check_listed("codePayType")?;
        Invalid::if_empty("categoryCode", &self.category_code)?;
        Invalid::if_empty("modelNumber", &self.model_name)?;
        Invalid::if_empty("modelNumberCode", &self.model_code)?;
        address::check("goToUrl", &self.goto_url)
    }
}

samples!(
    RegProductIDcodeInfo,
    Self::new(
        unit(),
        10_222_u64,
        "46100000",
        Application::Filed,
        "http://a"
    )
    .with_model("A", "001")
);
