//! 301 `GET /AllInterFace/RegCompanyInfo`: registers a unit.

use core::fmt;

use endpoint_core::{
    Endpoint, Invalid, Param, Refusal, RefusalKind as K, ResultCode, Secret, Spec, fmt_masked,
    lenient,
};
use registry_model::{DecimalId, DivisionCode};
use serde::{Deserialize, Serialize};

use crate::codes::WRITE;
use crate::{Idcode, Locality, names};

/// 301 `GET /AllInterFace/RegCompanyInfo`: registers a unit (organisation) and its user.
///
/// User name and password travel in the query string, as the document requires. If the unit already
/// exists, the refusal contains it, see [`RegCompanyInfo::existing`]. Section 8 of the document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RegCompanyInfo {
    /// User name.
    #[serde(rename = "loginName")]
    pub login_name: String,
    /// Password, plain (OQ14).
    #[serde(rename = "loginPassword")]
    pub login_password: Secret,
    /// E-mail address of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Name of the unit (`organunitName`).
    #[serde(rename = "organunitName")]
    pub name: String,
    /// English name of the unit (`organunitNameEn`).
    #[serde(rename = "organunitNameEn", skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
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
    /// Contact person in English (`linkManEn`).
    #[serde(rename = "linkManEn", skip_serializing_if = "Option::is_none")]
    pub contact_en: Option<String>,
    /// Mobile phone of the contact person (`linkPhone`).
    #[serde(rename = "linkPhone")]
    pub contact_phone: String,
    /// Code from the SMS of 302 or 303, for platforms that verify by SMS (OQ46).
    #[serde(rename = "smsVerifyCode", skip_serializing_if = "Option::is_none")]
    pub sms_code: Option<Secret>,
    #[serde(skip)]
    name_as_written: bool,
}

/// User name and password of a new unit.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// User name.
    pub name: String,
    /// Password, plain.
    pub password: Secret,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login([redacted])")
    }
}

impl RegCompanyInfo {
    /// Registers the unit `name` of the kind `unit_type` (a code of 105).
    #[must_use]
    pub fn new(
        login: Login,
        name: impl Into<String>,
        unit_type: impl Into<DecimalId>,
        locality: Locality,
        contact_phone: impl Into<String>,
    ) -> Self {
        Self {
            login_name: login.name,
            login_password: login.password,
            email: None,
            name: name.into(),
            name_en: None,
            unit_type: unit_type.into(),
            province: locality.province(),
            city: locality.city(),
            area: locality.district(),
            contact: None,
            contact_en: None,
            contact_phone: contact_phone.into(),
            sms_code: None,
            name_as_written: false,
        }
    }

    /// With an e-mail address.
    #[must_use]
    pub fn with_email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// With an English name of the unit.
    #[must_use]
    pub fn with_name_en(mut self, name_en: impl Into<String>) -> Self {
        self.name_en = Some(name_en.into());
        self
    }

    /// With a contact person.
    #[must_use]
    pub fn with_contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// With the contact person's English name.
    #[must_use]
    pub fn with_contact_en(mut self, contact_en: impl Into<String>) -> Self {
        self.contact_en = Some(contact_en.into());
        self
    }

    /// With the code from the SMS of 302 or 303.
    #[must_use]
    pub fn with_sms_code(mut self, code: impl Into<Secret>) -> Self {
        self.sms_code = Some(code.into());
        self
    }

    /// The existing unit, from a refusal with code 2 or 3.
    ///
    /// # Errors
    ///
    /// The refusal cannot be read.
    pub fn existing(refusal: &Refusal) -> Result<Option<ExistingUnit>, lenient::DecodeError> {
        refusal.details::<Registered>().map(|reply| reply.existing)
    }
}

/// What 301 returns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Main code of the new unit (`OrganUnitIDcode`, up to 200 characters), which may end in a
    /// slash that queries omit. Kept as text, so that an odd code does not make the reply
    /// unreadable.
    #[serde(rename = "OrganUnitIDcode")]
    pub main_code: Option<String>,
    /// The existing unit (`OrganUnitResultInfo`): with codes 2 and 3 only.
    #[serde(rename = "OrganUnitResultInfo")]
    pub existing: Option<ExistingUnit>,
}

/// An existing unit, as 301 returns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExistingUnit {
    /// Name (up to 500 characters).
    #[serde(rename = "OrganUnitName")]
    pub name: Option<String>,
    /// Contact person (up to 100 characters). Personal data.
    #[serde(rename = "LinkMan")]
    pub contact: Option<String>,
    /// Office phone (up to 100 characters).
    #[serde(rename = "Fax")]
    pub office_phone: Option<String>,
    /// Mobile phone of the contact person (up to 100 characters). Personal data.
    #[serde(rename = "LinkPhone")]
    pub contact_phone: Option<String>,
}

impl fmt::Debug for RegCompanyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for RegCompanyInfo {
    type Vendor = Idcode;
    type Output = Registered;
    const SPEC: Spec = Spec {
        name: "RegCompanyInfo",
        number: Some("301"),
        path: "/AllInterFace/RegCompanyInfo",
        summary: "Register a unit and its user.",
        params: &[
            Param::text("loginName").required().personal(),
            Param::text("loginPassword").required().secret(),
            Param::text("email").unmarked().personal(),
            Param::text("organunitName").required(),
            Param::text("organunitNameEn").unmarked(),
            Param::int("code").required(),
            Param::int("province_ID").required(),
            Param::int("city_ID").required(),
            Param::int("area_ID").required(),
            Param::text("linkMan").unmarked().personal(),
            Param::text("linkManEn").unmarked().personal(),
            Param::text("linkPhone").required().personal(),
            Param::text("smsVerifyCode").conditional().secret(),
        ],
        codes: &[
            ResultCode::success(1, "注册成功！", "registered"),
            ResultCode::refusal(
                2,
                K::Exists,
                "已存在该组织单位，不可再添加！",
                "the unit exists already; the response contains it",
            ),
            ResultCode::refusal(
                3,
                K::Exists,
                "已存在该用户，不可再添加！",
                "the user exists already; the response contains the unit",
            ),
            ResultCode::refusal(0, K::VendorFault, "异常错误！", "unexpected error"),
            ResultCode::refusal(-1, K::Parameter, "参数错误！", "a parameter is wrong"),
            ResultCode::refusal(-2, K::Auth, "未授权！", "not authorised"),
            ResultCode::refusal(-3, K::Parameter, "验证码错误！", "the SMS code is wrong"),
            ResultCode::refusal(-4, K::Parameter, "验证码过期！", "the SMS code has expired"),
        ],
        ..WRITE
    };

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = names::doubts_of_names([
            ("organunitName", Some(&self.name)),
            ("linkMan", self.contact.as_ref()),
        ]);
        doubts.extend(names::doubts_of_texts([
            ("loginName", Some(&self.login_name)),
            ("email", self.email.as_ref()),
            ("organunitNameEn", self.name_en.as_ref()),
            ("linkManEn", self.contact_en.as_ref()),
            ("linkPhone", Some(&self.contact_phone)),
        ]));
        doubts
    }

    fn with_names_as_written(mut self) -> Self {
        self.name_as_written = true;
        self
    }

    fn validate(&self) -> Result<(), Invalid> {
        Invalid::if_empty("loginName", &self.login_name)?;
        Invalid::if_empty("loginPassword", self.login_password.expose())?;
        Invalid::if_empty("organunitName", &self.name)?;
        Invalid::if_longer("organunitName", &self.name, 500)?;
        names::check_unless(self.name_as_written, "organunitName", &self.name)?;
        Invalid::if_empty("linkPhone", &self.contact_phone)?;
        Locality::new(self.province, self.city, self.area).map(|_| ())
    }
}

samples!(
    RegCompanyInfo,
    registration()
        .with_email("sample@example.com")
        .with_name_en("Sample QR Code Technology Co., Ltd.")
        .with_contact("样例联系人")
        .with_contact_en("Sample Contact")
        .with_sms_code("246813"),
    registration()
);
