//! 604 `POST /AllInterFace/CreateCodePicWithMargin`: draws a code with or without a frame.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use serde::{Deserialize, Serialize};

use crate::codes::{DRAW, DRAWN};
use crate::{CodeColor, Frame, FramedSize, Idcode, Logo, Picture, appearance};

/// 604 `POST /AllInterFace/CreateCodePicWithMargin`: draws a code, with or without a frame and a
/// logo.
///
/// With a frame the picture is 400, 600 or 800 pixels wide, which is checked before anything is
/// sent. Section 12 of the document.
///
/// ```
/// use endpoint_core::Endpoint;
/// use idcode_api::operations::CreateCodePicWithMargin;
/// use idcode_api::{CodeColor, FramedSize};
///
/// let code = "i.86.110108.52/91.12000000.1/xxxx";
/// let mut request = CreateCodePicWithMargin::framed(code, FramedSize::Px600, CodeColor::Black);
/// assert!(request.validate().is_ok());
/// request.pixels = 500;
/// assert!(request.validate().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreateCodePicWithMargin {
    /// Content of the code (`code`): an IDcode, or an address that contains one.
    pub code: String,
    /// Whether there is a frame (`isMargin`).
    #[serde(rename = "isMargin")]
    pub frame: Frame,
    /// Logo of the unit (`unitIcon`).
    #[serde(rename = "unitIcon", skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// Size in pixels (`qrCodeSize`); in 309 and 310 this name is an enumeration.
    #[serde(rename = "qrCodeSize")]
    pub pixels: u32,
    /// Colour.
    pub color: CodeColor,
}

impl CreateCodePicWithMargin {
    /// A picture without a frame, of this width in pixels.
    #[must_use]
    pub fn plain(code: impl Into<String>, pixels: u32, color: CodeColor) -> Self {
        Self {
            code: code.into(),
            frame: Frame::Without,
            logo: None,
            pixels,
            color,
        }
    }

    /// A picture with a frame.
    #[must_use]
    pub fn framed(code: impl Into<String>, size: FramedSize, color: CodeColor) -> Self {
        Self {
            frame: Frame::With,
            ..Self::plain(code, size.pixels(), color)
        }
    }

    /// With a logo in the middle.
    #[must_use]
    pub fn with_logo(mut self, logo: Logo) -> Self {
        self.logo = Some(logo);
        self
    }
}

/// What 604 returns: one picture, under one of two keys (OQ28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarginPicture {
    /// Under the key of the sample (`CodePicBase64Str`).
    #[serde(rename = "CodePicBase64Str", skip_serializing_if = "Option::is_none")]
    pub code_pic: Option<Picture>,
    /// Under the key of the table (`UnitQRCode`).
    #[serde(rename = "UnitQRCode", skip_serializing_if = "Option::is_none")]
    pub unit_qr_code: Option<Picture>,
}

impl MarginPicture {
    /// A reply with this picture, under the key of the sample.
    #[must_use]
    pub fn new(picture: Picture) -> Self {
        Self {
            code_pic: Some(picture),
            unit_qr_code: None,
        }
    }

    /// The picture, under either key.
    #[must_use]
    pub fn picture(&self) -> Option<&Picture> {
        self.code_pic.as_ref().or(self.unit_qr_code.as_ref())
    }
}

impl Endpoint for CreateCodePicWithMargin {
    type Vendor = Idcode;
    type Output = MarginPicture;
    const SPEC: Spec = Spec {
        name: "CreateCodePicWithMargin",
        number: Some("604"),
        path: "/AllInterFace/CreateCodePicWithMargin",
        summary: "Draw a code, with or without a frame and a logo.",
        params: &[
            Param::text("code").required(),
            Param::int("isMargin").required().values(Frame::VALUES),
            Param::picture("unitIcon").unmarked(),
            Param::int("qrCodeSize").required(),
            Param::int("color").required().values(CodeColor::VALUES),
        ],
        codes: DRAWN,
        ..DRAW
    };

    fn doubts(&self) -> Vec<Invalid> {
        appearance::pixels_doubt("qrCodeSize", self.pixels)
            .into_iter()
            .collect()
    }

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("code", &self.code)?;
        appearance::check_pixels("qrCodeSize", self.pixels)?;
        self.frame.check_listed("isMargin")?;
        self.color.check_listed("color")?;
        let fits_frame = FramedSize::ALL
            .iter()
            .any(|size| size.pixels() == self.pixels);
        if self.frame == Frame::With && !fits_frame {
            return Err(Invalid::Combination {
                names: vec!["isMargin".into(), "qrCodeSize".into()],
                reason: format!(
                    "with a frame `qrCodeSize` must be 400, 600 or 800, not {}",
                    self.pixels
                ),
            });
        }
        Logo::check(self.logo.as_ref(), "unitIcon")
    }
}

samples!(
    CreateCodePicWithMargin,
    Self::framed(CODE, FramedSize::Px600, CodeColor::Color).with_logo(logo()),
    Self::plain("1", 1, CodeColor::Black)
);
