//! 310 `POST /AllInterFace/UpdateUnitQRCodeGoToUrl`: changes logo and address of a unit's code.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Param, RefusalKind as K, ResultCode, Spec, fmt_masked};
use serde::{Deserialize, Serialize};

use crate::codes::FORM;
use crate::{CodeColor, Idcode, Logo, LogoUse, PasswordDigest, PictureOrAddress, QrSize};
use crate::{address, unset};

/// 310 `POST /AllInterFace/UpdateUnitQRCodeGoToUrl`: changes the logo of a unit, the address to
/// which a scan of its main code leads, or both.
///
/// The login identifies the unit. Logo and address must not both be missing, which is checked
/// before anything is sent. Section 8 of the document.
///
/// ```
/// use endpoint_core::Endpoint;
/// use idcode_api::PasswordDigest;
/// use idcode_api::operations::UpdateUnitQRCodeGoToUrl;
///
/// let request = UpdateUnitQRCodeGoToUrl::new("91110108MA0000015T", PasswordDigest::from_password("123456"));
/// assert!(request.validate().is_err());
/// assert!(request.with_goto_url("http://www.xxxx.com/xxxx.aspx?id=").validate().is_ok());
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UpdateUnitQRCodeGoToUrl {
    /// User name (`loginName`).
    #[serde(rename = "loginName")]
    pub login_name: String,
    /// Password after MD5 (`loginPwd`, OQ14).
    #[serde(rename = "loginPwd")]
    pub login_password: PasswordDigest,
    /// Logo of the unit (`unitIcon`).
    #[serde(rename = "unitIcon", skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// The address that scans of the main code open (`gotoUrl`), see [`scan`](crate::scan).
    #[serde(rename = "gotoUrl", skip_serializing_if = "Option::is_none")]
    pub goto_url: Option<String>,
    /// Colour of the picture (`qrCodeColor`); in colour unless set.
    #[serde(rename = "qrCodeColor", skip_serializing_if = "Option::is_none")]
    pub color: Option<CodeColor>,
    /// Whether the picture contains the logo (`qrCodeLogo`), the default. Without a logo, given
    /// here or before, the platform then answers with code -4 (OQ26).
    #[serde(rename = "qrCodeLogo", skip_serializing_if = "Option::is_none")]
    pub logo_use: Option<LogoUse>,
    /// Size of the picture (`qrCodeSize`); 400 pixels unless set.
    #[serde(rename = "qrCodeSize", skip_serializing_if = "Option::is_none")]
    pub size: Option<QrSize>,
}

impl UpdateUnitQRCodeGoToUrl {
    /// A change to the unit of this user. Give at least one of [`with_logo`](Self::with_logo) and
    /// [`with_goto_url`](Self::with_goto_url).
    #[must_use]
    pub fn new(login_name: impl Into<String>, login_password: PasswordDigest) -> Self {
        Self {
            login_name: login_name.into(),
            login_password,
            logo: None,
            goto_url: None,
            color: None,
            logo_use: None,
            size: None,
        }
    }

    /// With a new logo.
    #[must_use]
    pub fn with_logo(mut self, logo: Logo) -> Self {
        self.logo = Some(logo);
        self
    }

    /// With a new address.
    #[must_use]
    pub fn with_goto_url(mut self, goto_url: impl Into<String>) -> Self {
        self.goto_url = Some(goto_url.into());
        self
    }

    /// With a colour of the picture.
    #[must_use]
    pub fn with_color(mut self, color: CodeColor) -> Self {
        self.color = Some(color);
        self
    }

    /// With or without the logo in the picture.
    #[must_use]
    pub fn with_logo_use(mut self, logo_use: LogoUse) -> Self {
        self.logo_use = Some(logo_use);
        self
    }

    /// With a size of the picture.
    #[must_use]
    pub fn with_size(mut self, size: QrSize) -> Self {
        self.size = Some(size);
        self
    }
}

/// What 310 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitQrCode {
    /// Picture of the unit's code with its logo (`UnitQRCode`).
    #[serde(rename = "UnitQRCode")]
    pub qr_code: Option<PictureOrAddress>,
}

impl fmt::Debug for UpdateUnitQRCodeGoToUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for UpdateUnitQRCodeGoToUrl {
    type Vendor = Idcode;
    type Output = UnitQrCode;
    const SPEC: Spec = Spec {
        name: "UpdateUnitQRCodeGoToUrl",
        number: Some("310"),
        path: "/AllInterFace/UpdateUnitQRCodeGoToUrl",
        summary: "Change the logo of a unit and the address behind its main code.",
        params: &[
            Param::text("loginName").required().personal(),
            Param::text("loginPwd").required().secret(),
            Param::picture("unitIcon").conditional(),
            Param::text("gotoUrl").conditional(),
            Param::int("qrCodeColor")
                .unmarked()
                .default("0")
                .values(CodeColor::VALUES),
            Param::int("qrCodeLogo")
                .unmarked()
                .default("1")
                .values(LogoUse::VALUES),
            Param::int("qrCodeSize")
                .unmarked()
                .default("1")
                .values(QrSize::VALUES),
        ],
        codes: &[
            ResultCode::success(1, "修改成功！", "changed"),
            ResultCode::refusal(0, K::VendorFault, "异常错误！", "unexpected error"),
            ResultCode::refusal(-1, K::Parameter, "参数错误！", "a parameter is wrong"),
            ResultCode::refusal(-2, K::Auth, "未授权！", "not authorised"),
            ResultCode::refusal(
                -3,
                K::Parameter,
                "单位 logo 上传失败！",
                "the logo was not accepted",
            ),
            ResultCode::refusal(-4, K::Parameter, "未上传单位 logo！", "there is no logo"),
            ResultCode::refusal(
                -5,
                K::Parameter,
                "解析地址格式不正确！",
                "the address behind the code is malformed",
            ),
            ResultCode::refusal(
                -6,
                K::Parameter,
                "用户名或密码错误！",
                "user name or password is wrong",
            ),
        ],
        ..FORM
    };

    fn doubts(&self) -> Vec<Invalid> {
        address::doubts_of([("gotoUrl", self.goto_url.as_ref())])
    }

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("loginName", &self.login_name)?;
        if self.logo.is_none() && !unset::is_set(self.goto_url.as_ref()) {
            return Err(Invalid::Combination {
                names: vec!["unitIcon".into(), "gotoUrl".into()],
                reason: "`unitIcon` and `gotoUrl` must not both be missing".to_owned(),
            });
        }
        self.color
            .map_or(Ok(()), |value| value.check_listed("qrCodeColor"))?;
        self.logo_use
            .map_or(Ok(()), |value| value.check_listed("qrCodeLogo"))?;
        self.size
            .map_or(Ok(()), |value| value.check_listed("qrCodeSize"))?;
        Logo::check(self.logo.as_ref(), "unitIcon")?;
        address::check_if_set("gotoUrl", self.goto_url.as_ref())
    }
}

samples!(
    UpdateUnitQRCodeGoToUrl,
    Self::new(
        "91110108MA0000015T",
        PasswordDigest::from_password("123456")
    )
    .with_logo(logo())
    .with_goto_url("http://www.xxxx.com/xxxx.aspx?id=")
    .with_color(CodeColor::Black)
    .with_logo_use(LogoUse::Without)
    .with_size(QrSize::Px800),
    Self::new("1", PasswordDigest::from_password("")).with_logo(logo())
);
