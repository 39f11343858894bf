//! 603 `GET /AllInterFace/CreateCodePic`: draws a code.

use endpoint_core::{Endpoint, Invalid, Param, ResultCode, Spec};
use serde::{Deserialize, Serialize};

use crate::{Idcode, PictureOrAddress, PlainSymbology, appearance, codes::READ};

/// 603 `GET /AllInterFace/CreateCodePic`: draws an IDcode.
///
/// Section 12 of the document marks no parameter; we require all three (OQ38).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreateCodePic {
    /// The IDcode (`code`), as text: a slash at the end of a category code changes the picture.
    pub code: String,
    /// Size in pixels (`picSize`).
    #[serde(rename = "picSize")]
    pub pixels: u32,
    /// Symbology (`codeType`).
    #[serde(rename = "codeType")]
    pub symbology: PlainSymbology,
}

impl CreateCodePic {
    /// A picture of `code`, of this width in pixels.
    #[must_use]
    pub fn new(code: impl Into<String>, pixels: u32, symbology: PlainSymbology) -> Self {
        Self {
            code: code.into(),
            pixels,
            symbology,
        }
    }
}

/// What 603 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodePicture {
    /// The picture (`CodePicAddress`): base64 by the table, an address by clients (OQ27).
    #[serde(rename = "CodePicAddress")]
    pub picture: PictureOrAddress,
}

impl Endpoint for CreateCodePic {
    type Vendor = Idcode;
    type Output = CodePicture;
    const SPEC: Spec = Spec {
        name: "CreateCodePic",
        number: Some("603"),
        path: "/AllInterFace/CreateCodePic",
        summary: "Draw an IDcode.",
        params: &[
            Param::text("code").required().unmarked(),
            Param::int("picSize").required().unmarked(),
            Param::int("codeType")
                .required()
                .unmarked()
                .values(PlainSymbology::VALUES),
        ],
        codes: &[ResultCode::success(1, "生成成功", "made")],
        ..READ
    };

    fn doubts(&self) -> Vec<Invalid> {
        appearance::pixels_doubt("picSize", self.pixels)
            .into_iter()
            .collect()
    }

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("code", &self.code)?;
        appearance::check_pixels("picSize", self.pixels)?;
        self.symbology.check_listed("codeType")
    }
}

samples!(
    CreateCodePic,
    Self::new(CODE, 300, PlainSymbology::Qr),
    Self::new("1", 1, PlainSymbology::LongBei)
);
