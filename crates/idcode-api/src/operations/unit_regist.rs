//! 309 `POST /AllInterFace/UnitRegist`: registers a unit and draws its code.

use core::fmt;
use core::time::Duration;

use endpoint_core::{
    Endpoint, Invalid, Param, RefusalKind as K, ResultCode, Secret, Spec, fmt_masked,
};
use registry_model::{DecimalId, DivisionCode};
use serde::{Deserialize, Serialize};

use crate::codes::FORM;
use crate::{CodeColor, Idcode, Locality, Logo, LogoUse, PictureOrAddress, QrSize, address, names};

/// 309 `POST /AllInterFace/UnitRegist`: registers a unit from another system, and returns the
/// picture of its code, with a logo if one was given.
///
/// The parameters include no password: the initial one follows from the user name, see
/// [`UnitRegist::initial_password`]. The document asks for a pause of 0.5 to 1 second between
/// registrations in bulk. Section 8 of the document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnitRegist {
    /// User name (`loginName`): the registration number of the business licence.
    #[serde(rename = "loginName")]
    pub login_name: String,
    /// Name of the unit (`organunitName`).
    #[serde(rename = "organunitName")]
    pub name: String,
    /// E-mail address of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Kind of organisation (`code`): a code of 105.
    #[serde(rename = "code")]
    pub unit_type: DecimalId,
    /// Province (`province_ID`).
    #[serde(rename = "province_ID")]
    pub province: DivisionCode,
    /// City (`city_ID`), or the province where there is no city level.
    #[serde(rename = "city_ID")]
    pub city: DivisionCode,
    /// District (`area_ID`), or the city where there is no district level.
    #[serde(rename = "area_ID")]
    pub area: DivisionCode,
    /// Contact person (`linkMan`).
    #[serde(rename = "linkMan", skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Mobile phone of the contact person (`linkPhone`).
    #[serde(rename = "linkPhone", skip_serializing_if = "Option::is_none")]
    pub contact_phone: Option<String>,
    /// Logo of the unit (`unitIcon`).
    #[serde(rename = "unitIcon", skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// Colour of the picture (`qrCodeColor`); no default is documented (OQ25).
    #[serde(rename = "qrCodeColor", skip_serializing_if = "Option::is_none")]
    pub color: Option<CodeColor>,
    /// Whether the picture contains the logo (`qrCodeLogo`); no default is documented (OQ25).
    #[serde(rename = "qrCodeLogo", skip_serializing_if = "Option::is_none")]
    pub logo_use: Option<LogoUse>,
    /// The address that scans of the main code open (`gotoUrl`), see [`scan`](crate::scan).
    #[serde(rename = "gotoUrl", skip_serializing_if = "Option::is_none")]
    pub goto_url: Option<String>,
    /// Size of the picture (`qrCodeSize`); 400 pixels unless set.
    #[serde(rename = "qrCodeSize", skip_serializing_if = "Option::is_none")]
    pub size: Option<QrSize>,
    #[serde(skip)]
    name_as_written: bool,
}

impl UnitRegist {
    /// Registers the unit `name` of the kind `unit_type` (a code of 105). The user name is the
    /// registration number of its business licence.
    #[must_use]
    pub fn new(
        licence_number: impl Into<String>,
        name: impl Into<String>,
        unit_type: impl Into<DecimalId>,
        locality: Locality,
    ) -> Self {
        Self {
            login_name: licence_number.into(),
            name: name.into(),
            email: None,
            unit_type: unit_type.into(),
            province: locality.province(),
            city: locality.city(),
            area: locality.district(),
            contact: None,
            contact_phone: None,
            logo: None,
            color: None,
            logo_use: None,
            goto_url: None,
            size: None,
            name_as_written: false,
        }
    }

    /// With an e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// With a contact person.
    #[must_use]
    pub fn with_contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// With the contact person's mobile phone.
    #[must_use]
    pub fn with_contact_phone(mut self, phone: impl Into<String>) -> Self {
        self.contact_phone = Some(phone.into());
        self
    }

    /// With a logo. [`with_logo_use`](Self::with_logo_use) puts it into the picture.
    #[must_use]
    pub fn with_logo(mut self, logo: Logo) -> Self {
        self.logo = Some(logo);
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

    /// With the address that scans of the main code open.
    #[must_use]
    pub fn with_goto_url(mut self, goto_url: impl Into<String>) -> Self {
        self.goto_url = Some(goto_url.into());
        self
    }

    /// With a size of the picture.
    #[must_use]
    pub fn with_size(mut self, size: QrSize) -> Self {
        self.size = Some(size);
        self
    }

    /// The initial password of the new user: the last six characters of the user name, assuming
    /// that this is the licence number (OQ15).
    #[must_use]
    pub fn initial_password(&self) -> Secret {
        let characters: Vec<char> = self.login_name.chars().collect();
        let last = characters.iter().skip(characters.len().saturating_sub(6));
        Secret::from(last.collect::<String>())
    }
}

/// What 309 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRegistered {
    /// Main code of the new unit (`OrganUnitIDcode`), which may end in a slash. Kept as text, so
    /// that an odd code does not make the reply unreadable.
    #[serde(rename = "OrganUnitIDcode")]
    pub main_code: Option<String>,
    /// User name (`LoginName`): in the field table, not in the sample (OQ15).
    #[serde(rename = "LoginName")]
    pub login_name: Option<String>,
    /// Picture of the unit's code with its logo (`UnitQRCode`).
    #[serde(rename = "UnitQRCode")]
    pub qr_code: Option<PictureOrAddress>,
}

impl fmt::Debug for UnitRegist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for UnitRegist {
    type Vendor = Idcode;
    type Output = UnitRegistered;
    const SPEC: Spec = Spec {
        name: "UnitRegist",
        number: Some("309"),
        path: "/AllInterFace/UnitRegist",
        summary: "Register a unit from another system and draw its code.",
        // "A pause of 0.5 to 1 second" between successive registrations.
        pause: Duration::from_secs(1),
        params: &[
            Param::text("loginName").required().personal(),
            Param::text("organunitName").required(),
            Param::text("email").unmarked().personal(),
            Param::int("code").required(),
            Param::int("province_ID").required(),
            Param::int("city_ID").required(),
            Param::int("area_ID").required(),
            Param::text("linkMan").unmarked().personal(),
            Param::text("linkPhone").unmarked().personal(),
            Param::picture("unitIcon").unmarked(),
            Param::int("qrCodeColor")
                .unmarked()
                .values(CodeColor::VALUES),
            Param::int("qrCodeLogo").unmarked().values(LogoUse::VALUES),
            Param::text("gotoUrl").unmarked(),
            Param::int("qrCodeSize")
                .unmarked()
                .default("1")
                .values(QrSize::VALUES),
        ],
        codes: &[
            ResultCode::success(1, "注册成功！", "registered"),
            ResultCode::refusal(
                2,
                K::Exists,
                "已存在该组织单位，不可再添加！",
                "the unit exists already",
            ),
            ResultCode::refusal(
                3,
                K::Exists,
                "已存在该用户，不可再添加！",
                "the user exists already",
            ),
            ResultCode::refusal(0, K::VendorFault, "异常错误！", "unexpected error"),
            ResultCode::refusal(-1, K::Parameter, "参数错误！", "a parameter is wrong"),
            ResultCode::refusal(-2, K::Auth, "未授权！", "not authorised"),
            ResultCode::refusal(
                -3,
                K::Parameter,
                "单位 logo 上传失败！",
                "the logo was not accepted",
            ),
            ResultCode::refusal(
                -4,
                K::Parameter,
                "解析地址格式不正确！",
                "the address behind the code is malformed",
            ),
        ],
        ..FORM
    };

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = names::doubts_of_names([
            ("organunitName", Some(&self.name)),
            ("linkMan", self.contact.as_ref()),
        ]);
        doubts.extend(names::doubts_of_texts([
            ("loginName", Some(&self.login_name)),
            ("email", self.email.as_ref()),
            ("linkPhone", self.contact_phone.as_ref()),
        ]));
        doubts.extend(address::doubts_of([("gotoUrl", self.goto_url.as_ref())]));
        doubts
    }

    fn with_names_as_written(mut self) -> Self {
        self.name_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("loginName", &self.login_name)?;
        Invalid::if_empty("organunitName", &self.name)?;
        Invalid::if_longer("organunitName", &self.name, 500)?;
        names::check_unless(self.name_as_written, "organunitName", &self.name)?;
        Locality::new(self.province, self.city, self.area)?;
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
    UnitRegist,
    Self::new(
        "91110108MA0000015T",
        "样例（北京）有限公司",
        1003_u64,
        locality("440305")
    )
    .with_email("sample@example.com")
    .with_contact("样例联系人")
    .with_contact_phone("13800000000")
    .with_logo(logo())
    .with_color(CodeColor::Color)
    .with_logo_use(LogoUse::With)
    .with_goto_url("http://www.xxxx.com/xxxx.aspx")
    .with_size(QrSize::Px400),
    Self::new("1", "样例", 1003_u64, locality("710000"))
);
