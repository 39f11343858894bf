//! 605 `POST /AllInterFace/CreateAuthenCodePic`: draws the code of a quality certification.

use endpoint_core::{Endpoint, Invalid, Param, Spec};
use registry_model::IdCode;
use serde::{Deserialize, Serialize};

use crate::codes::{DRAW, DRAWN};
use crate::{
    CodeSize, Idcode, Logo, LogoUse, Margin, Picture, Purpose, Rgb, Symbology, unit, unset,
};

/// The frames with a documented number; clients also send a square one (OQ22).
const DOCUMENTED: &[(&str, &str)] = &[("0", "no frame"), ("10", "round frame")];

/// The lightness, of 255, above which a colour is doubtful.
const LIGHTEST: u8 = 150;

/// 605 `POST /AllInterFace/CreateAuthenCodePic`: draws the code of a quality certification, in the
/// given frame, symbology, size and colour.
///
/// Before anything is sent, these rules are checked: a round frame requires a purpose; the size is
/// 3, 5 or 10 cm; only QR codes have a colour. Section 12 of the document.
///
/// ```
/// use endpoint_core::Endpoint;
/// use idcode_api::operations::CreateAuthenCodePic;
/// use idcode_api::{CodeSize, LogoUse, Margin, Purpose, Symbology};
///
/// let company: registry_model::IdCode = "i.86.110108.52".parse()?;
/// let request = CreateAuthenCodePic::new(company, "i.86.110108.52/91.12000000.1/xxxx", Symbology::Qr, CodeSize::Cm5)
///     .with_margin(Margin::Round);
/// assert_eq!(
///     request.validate().unwrap_err().to_string(),
///     "`categoryID` is missing: a round frame requires it",
/// );
/// assert!(request.with_purpose(Purpose::Tracing).validate().is_ok());
/// # Ok::<(), registry_model::ParseIdentifierError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CreateAuthenCodePic {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// Content of the code (`code`): an IDcode, or an address that contains one.
    pub code: String,
    /// Whether the picture contains the logo (`useLogo`).
    #[serde(rename = "useLogo")]
    pub logo_use: LogoUse,
    /// Logo of the unit (`unitLogo`); without it the platform uses the stored one (OQ23).
    #[serde(rename = "unitLogo", skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// Frame (`marginType`).
    #[serde(rename = "marginType")]
    pub margin: Margin,
    /// Purpose of the code (`categoryID`).
    #[serde(rename = "categoryID", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Symbology (`codeType`).
    #[serde(rename = "codeType")]
    pub symbology: Symbology,
    /// Size in centimetres (`codeSize`).
    #[serde(rename = "codeSize")]
    pub size: CodeSize,
    /// Colour (`codeColor`), for QR codes only; black unless set (OQ47).
    #[serde(
        rename = "codeColor",
        default,
        deserialize_with = "unset::none_if_empty",
        skip_serializing_if = "Option::is_none"
    )]
    pub color: Option<Rgb>,
}

impl CreateAuthenCodePic {
    /// A picture of `code` for the unit with this main code, without logo and frame.
    #[must_use]
    pub fn new(
        company: IdCode,
        code: impl Into<String>,
        symbology: Symbology,
        size: CodeSize,
    ) -> Self {
        Self {
            company,
            code: code.into(),
            logo_use: LogoUse::Without,
            logo: None,
            margin: Margin::None,
            purpose: None,
            symbology,
            size,
            color: None,
        }
    }

    /// With this logo in the middle.
    #[must_use]
    pub fn with_logo(mut self, logo: Logo) -> Self {
        self.logo_use = LogoUse::With;
        self.logo = Some(logo);
        self
    }

    /// With the logo in the middle that the platform has stored (OQ23).
    #[must_use]
    pub fn with_stored_logo(mut self) -> Self {
        self.logo_use = LogoUse::With;
        self.logo = None;
        self
    }

    /// With a frame.
    #[must_use]
    pub fn with_margin(mut self, margin: Margin) -> Self {
        self.margin = margin;
        self
    }

    /// With a purpose, which a round frame requires.
    #[must_use]
    pub fn with_purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// In a colour other than black, for QR codes only.
    #[must_use]
    pub fn with_color(mut self, color: Rgb) -> Self {
        self.color = Some(color);
        self
    }
}

/// What 605 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenCodePicture {
    /// The picture (`CodePicBase64Str`).
    #[serde(rename = "CodePicBase64Str")]
    pub picture: Picture,
}

impl CreateAuthenCodePic {
    fn color_doubt(&self) -> Option<Invalid> {
        let color = self.color?;
        if self.symbology != Symbology::Qr {
            return Some(Invalid::Combination {
                names: vec!["codeColor".into(), "codeType".into()],
                reason: "`codeColor` is for QR codes only, all others are black".to_owned(),
            });
        }
        (color.lightness() > LIGHTEST).then(|| {
            Invalid::value(
                "codeColor",
                "is so light that scanners may take it for white",
            )
        })
    }
}

impl Endpoint for CreateAuthenCodePic {
    type Vendor = Idcode;
    type Output = AuthenCodePicture;
    const SPEC: Spec = Spec {
        name: "CreateAuthenCodePic",
        number: Some("605"),
        path: "/AllInterFace/CreateAuthenCodePic",
        summary: "Draw the code of a quality certification.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("code").required(),
            Param::int("useLogo").required().values(LogoUse::VALUES),
            Param::picture("unitLogo").unmarked(),
            Param::int("marginType").required().values(DOCUMENTED),
            Param::int("categoryID")
                .conditional()
                .values(Purpose::VALUES),
            Param::int("codeType").required().values(Symbology::VALUES),
            Param::int("codeSize").required().values(CodeSize::VALUES),
            Param::text("codeColor").unmarked(),
        ],
        codes: DRAWN,
        ..DRAW
    };

    fn doubts(&self) -> Vec<Invalid> {
        let square = (self.margin == Margin::Square).then(|| {
            Invalid::value(
                "marginType",
                "the document gives the square frame no number; clients of the live service send 20",
            )
        });
        square.into_iter().chain(self.color_doubt()).collect()
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        Invalid::if_empty("code", &self.code)?;
        if self.margin == Margin::Round && self.purpose.is_none() {
            return Err(Invalid::Combination {
                names: vec!["categoryID".into(), "marginType".into()],
                reason: "`categoryID` is missing: a round frame requires it".to_owned(),
            });
        }
        self.logo_use.check_listed("useLogo")?;
        self.margin.check_listed("marginType")?;
        self.purpose
            .map_or(Ok(()), |value| value.check_listed("categoryID"))?;
        self.symbology.check_listed("codeType")?;
        self.size.check_listed("codeSize")?;
        Logo::check(self.logo.as_ref(), "unitLogo")
    }
}

samples!(
    CreateAuthenCodePic,
    Self::new(unit(), CODE, Symbology::Qr, CodeSize::Cm5)
        .with_logo(logo())
        .with_margin(Margin::Round)
        .with_purpose(Purpose::Tracing)
        .with_color(Rgb::new(0xC0, 0, 0)),
    Self::new(unit(), "1", Symbology::GridMatrix, CodeSize::Cm10)
);
