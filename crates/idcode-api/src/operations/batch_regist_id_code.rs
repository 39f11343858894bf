//! 402 `POST /AllInterFace/BatchRegistIDcode`: registers a unit in several categories.

use endpoint_core::{Endpoint, Invalid, Param, Placement, Shape, Spec, json_text};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::FORM;
use crate::{Application, Idcode, address, names, unit, unset};

/// 402 `POST /AllInterFace/BatchRegistIDcode`: registers or files several categories of a unit in
/// one call.
///
/// The parameters and the access token are the members of a JSON text, `jsonStr` (OQ07), which is
/// written once, for the signature. The document sets no limit for the categories of a call.
/// Section 9 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BatchRegistIDcode {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// The categories (`CategoryRegList`).
    #[serde(rename = "CategoryRegList", with = "json_text")]
    pub categories: Vec<CategoryApplication>,
}

/// One category to be registered with 402.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CategoryApplication {
    /// The category (`IndustryCategory_ID`): an id of 202, 203 or 204.
    #[serde(rename = "IndustryCategory_ID")]
    pub category_id: DecimalId,
    /// The use (`CodeUse_ID`): an id of 201.
    #[serde(rename = "CodeUse_ID")]
    pub code_use_id: DecimalId,
    /// Code of the category (`CategoryCode`), such as `46100000`.
    #[serde(rename = "CategoryCode", skip_serializing_if = "Option::is_none")]
    pub category_code: Option<String>,
    /// Description of the category (`CategoryMemo`).
    #[serde(rename = "CategoryMemo", skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
    /// Registered or filed (`CodePayType`).
    #[serde(rename = "CodePayType")]
    pub application: Application,
    /// The address that scans open (`GotoUrl`, with a small t), see [`scan`](crate::scan).
    #[serde(rename = "GotoUrl")]
    pub goto_url: String,
    /// An example of such an address with a code in it (`SampleUrl`).
    #[serde(rename = "SampleUrl", skip_serializing_if = "Option::is_none")]
    pub sample_url: Option<String>,
    /// Name of the model (`ModelNumber`).
    #[serde(rename = "ModelNumber", skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
    /// Code of the model (`ModelNumberCode`): the end of the category part of the code.
    #[serde(rename = "ModelNumberCode", skip_serializing_if = "Option::is_none")]
    pub model_code: Option<String>,
}

impl CategoryApplication {
    /// A category (an id of 202 to 204), its use (an id of 201), and the address that scans open.
    ///
    /// The document marks no member as required; we assume that these four are (OQ41).
    #[must_use]
    pub fn new(
        category_id: impl Into<DecimalId>,
        code_use_id: impl Into<DecimalId>,
        application: Application,
        goto_url: impl Into<String>,
    ) -> Self {
        Self {
            category_id: category_id.into(),
            code_use_id: code_use_id.into(),
            category_code: None,
            memo: None,
            application,
            goto_url: goto_url.into(),
            sample_url: None,
            model_name: None,
            model_code: None,
        }
    }

    /// With the code of the category.
    #[must_use]
    pub fn with_category_code(mut self, code: impl Into<String>) -> Self {
        self.category_code = Some(code.into());
        self
    }

    /// With a description.
    #[must_use]
    pub fn with_memo(mut self, memo: impl Into<String>) -> Self {
        self.memo = Some(memo.into());
        self
    }

    /// With an example of the address.
    #[must_use]
    pub fn with_sample_url(mut self, sample_url: impl Into<String>) -> Self {
        self.sample_url = Some(sample_url.into());
        self
    }

    /// With name and code of a model.
    #[must_use]
    pub fn with_model(mut self, name: impl Into<String>, code: impl Into<String>) -> Self {
        self.model_name = Some(name.into());
        self.model_code = Some(code.into());
        self
    }

    /// The missing members that the document of the newer generation requires: a reason to warn,
    /// not to refuse (OQ41).
    #[must_use]
    pub fn doubtful(&self) -> Vec<&'static str> {
        let members = [
            ("CategoryCode", &self.category_code),
            ("ModelNumber", &self.model_name),
            ("ModelNumberCode", &self.model_code),
            ("SampleUrl", &self.sample_url),
        ];
        members
            .into_iter()
            .filter(|(_, text)| !unset::is_set(text.as_ref()))
            .map(|(name, _)| name)
            .collect()
    }
}

impl CategoryApplication {
    /// Warnings about valid but unlikely values, by member: addresses that a scan may not reach,
    /// and texts with damaged characters.
    #[must_use]
    pub fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = address::doubts_of([
            ("GotoUrl", Some(&self.goto_url)),
            ("SampleUrl", self.sample_url.as_ref()),
        ]);
        doubts.extend(names::doubts_of_texts([
            ("ModelNumber", self.model_name.as_ref()),
            ("CategoryMemo", self.memo.as_ref()),
        ]));
        doubts
    }
}

impl BatchRegistIDcode {
    /// Registers these categories, at least one, for the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, categories: Vec<CategoryApplication>) -> Self {
        Self {
            company,
            categories,
        }
    }
}

/// One row of what 402 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRegistered {
    /// The category (`IndustryCategory_ID`). The sample writes the key with a leading blank
    /// (OQ29).
    #[serde(rename = "IndustryCategory_ID")]
    pub category_id: Option<DecimalId>,
    /// Id of the new registration (`CategoryReg_ID`, up to 20 digits), which 501 and 602 take.
    #[serde(rename = "CategoryReg_ID")]
    pub registration_id: Option<DecimalId>,
}

impl Endpoint for BatchRegistIDcode {
    type Vendor = Idcode;
    type Output = Vec<CategoryRegistered>;
    const SPEC: Spec = Spec {
        name: "BatchRegistIDcode",
        number: Some("402"),
        path: "/AllInterFace/BatchRegistIDcode",
        summary: "Register or file several categories of a unit.",
        placement: Placement::JsonText("jsonStr"),
        params: &[
            Param::text("companyIDcode").required(),
            Param::json("CategoryRegList").required(),
        ],
        reply: Shape::List("BatchRegist"),
        ..FORM
    };

    fn doubts(&self) -> Vec<Invalid> {
        let rows = self.categories.iter().zip(1..);
        let addresses = rows.clone().flat_map(|(row, position)| {
            row.doubts().into_iter().map(move |doubt| {
                Invalid::value("CategoryRegList", format!("row {position}: {doubt}"))
            })
        });
        let missing = rows.filter_map(|(row, position)| {
            let missing = row.doubtful();
            (!missing.is_empty()).then(|| {
                let missing = missing.join(", ");
                let reason = format!("row {position} lacks {missing}, which may be required");
                Invalid::value("CategoryRegList", reason)
            })
        });
        missing.chain(addresses).collect()
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        if self.categories.is_empty() {
            return Err(Invalid::value("CategoryRegList", "must not be empty"));
        }
        for (category, position) in self.categories.iter().zip(1..) {
            let in_list = |invalid: Invalid| {
                Invalid::value("CategoryRegList", format!("row {position}: {invalid}"))
            };
            let application = category.application;
            application.check_listed("CodePayType").map_err(in_list)?;
            address::check("GotoUrl", &category.goto_url).map_err(in_list)?;
            address::check_if_set("SampleUrl", category.sample_url.as_ref()).map_err(in_list)?;
        }
        Ok(())
    }
}

samples!(
    BatchRegistIDcode,
    Self::new(
        unit(),
        vec![
            CategoryApplication::new(
                10_127_u64,
                73_u64,
                Application::Registered,
                "http://www.xxxx.com/x?id="
            )
            .with_category_code("10000000")
            .with_memo("员工 & 名片")
            .with_sample_url("http://www.xxxx.com/x?id=1")
            .with_model("张三", "zhangsan")
        ]
    ),
    Self::new(
        unit(),
        vec![CategoryApplication::new(1_u64, 10_u64, Application::Filed, "http://a"); 2]
    )
);
