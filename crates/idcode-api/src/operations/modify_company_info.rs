//! 305 `GET /AllInterFace/ModifyCompanyInfo`: completes the data of a unit.

use core::fmt;

use endpoint_core::{Endpoint, Invalid, Param, ResultCode, Spec, fmt_masked, open_enum};
use registry_model::{DecimalId, IdCode};
use serde::{Deserialize, Serialize};

use crate::codes::WRITE;
use crate::operations::Done;
use crate::{Idcode, names, unit};

/// 305 `GET /AllInterFace/ModifyCompanyInfo`: completes or changes the data of a unit.
///
/// Needed when 306 shows the status
/// [`Incomplete`](crate::UnitStatus::Incomplete). Section 8 of the document.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ModifyCompanyInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// Industry (`trade_ID`): an id of 103 or 104.
    #[serde(rename = "trade_ID")]
    pub trade_id: DecimalId,
    /// Address of the unit (`organunitAddress`).
    #[serde(rename = "organunitAddress")]
    pub address: String,
    /// English name (`organunitNameEn`).
    #[serde(rename = "organunitNameEn", skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// English address (`organunitAddressEn`).
    #[serde(rename = "organunitAddressEn", skip_serializing_if = "Option::is_none")]
    pub address_en: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Contact person (`linkMan`).
    #[serde(rename = "linkMan", skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Contact person in English (`linkManEn`).
    #[serde(rename = "linkManEn", skip_serializing_if = "Option::is_none")]
    pub contact_en: Option<String>,
    /// Phone of the unit (`fax`).
    #[serde(rename = "fax", skip_serializing_if = "Option::is_none")]
    pub office_phone: Option<String>,
    /// Office address (`unitworkAddress`).
    #[serde(rename = "unitworkAddress", skip_serializing_if = "Option::is_none")]
    pub work_address: Option<String>,
    /// English office address (`unitworkAddressEn`).
    #[serde(rename = "unitworkAddressEn", skip_serializing_if = "Option::is_none")]
    pub work_address_en: Option<String>,
    /// Size by head count (`unitSizeType`): the document requires it and gives the default 1
    /// (OQ24).
    #[serde(rename = "unitSizeType", default = "smallest")]
    pub size: UnitSize,
    /// Registered capital in units of 10,000 yuan (`registeredCapital`, OQ21).
    #[serde(rename = "registeredCapital", skip_serializing_if = "Option::is_none")]
    pub registered_capital: Option<u64>,
}

/// The documented default of `unitSizeType`.
fn smallest() -> UnitSize {
    UnitSize::UpTo50
}

open_enum! {
    /// Size of a unit by head count. The classes 3 and 4 overlap at 500 in the document.
    pub enum UnitSize {
        /// Up to 50 people.
        UpTo50 = 1 => "up to 50 people",
        /// 51 to 100 people.
        UpTo100 = 2 => "51 to 100 people",
        /// 101 to 500 people.
        UpTo500 = 3 => "101 to 500 people",
        /// More than 500 people.
        Over500 = 4 => "more than 500 people",
    }
}

impl ModifyCompanyInfo {
    /// Sets industry (an id of 103 or 104) and address of the unit with this main code.
    #[must_use]
    pub fn new(
        company: IdCode,
        trade_id: impl Into<DecimalId>,
        address: impl Into<String>,
    ) -> Self {
        Self {
            company,
            trade_id: trade_id.into(),
            address: address.into(),
            name_en: None,
            address_en: None,
            email: None,
            contact: None,
            contact_en: None,
            office_phone: None,
            work_address: None,
            work_address_en: None,
            size: smallest(),
            registered_capital: None,
        }
    }

    /// With an English name.
    #[must_use]
    pub fn with_name_en(mut self, name_en: impl Into<String>) -> Self {
        self.name_en = Some(name_en.into());
        self
    }

    /// With an English address.
    #[must_use]
    pub fn with_address_en(mut self, address_en: impl Into<String>) -> Self {
        self.address_en = Some(address_en.into());
        self
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

    /// With the contact person's English name.
    #[must_use]
    pub fn with_contact_en(mut self, contact_en: impl Into<String>) -> Self {
        self.contact_en = Some(contact_en.into());
        self
    }

    /// With the phone of the unit.
    #[must_use]
    pub fn with_office_phone(mut self, phone: impl Into<String>) -> Self {
        self.office_phone = Some(phone.into());
        self
    }

    /// With an office address.
    #[must_use]
    pub fn with_work_address(mut self, address: impl Into<String>) -> Self {
        self.work_address = Some(address.into());
        self
    }

    /// With an English office address.
    #[must_use]
    pub fn with_work_address_en(mut self, address: impl Into<String>) -> Self {
        self.work_address_en = Some(address.into());
        self
    }

    /// With a size other than up to 50 people.
    #[must_use]
    pub fn with_size(mut self, size: UnitSize) -> Self {
        self.size = size;
        self
    }

    /// With a registered capital, in units of 10,000 yuan.
    #[must_use]
    pub fn with_registered_capital(mut self, capital: u64) -> Self {
        self.registered_capital = Some(capital);
        self
    }
}

impl fmt::Debug for ModifyCompanyInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_masked(self, f)
    }
}

impl Endpoint for ModifyCompanyInfo {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "ModifyCompanyInfo",
        number: Some("305"),
        path: "/AllInterFace/ModifyCompanyInfo",
        summary: "Complete or change the data of a unit.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::int("trade_ID").required(),
            Param::text("organunitAddress").required(),
            Param::text("organunitNameEn").unmarked(),
            Param::text("organunitAddressEn").unmarked(),
            Param::text("email").unmarked().personal(),
            Param::text("linkMan").unmarked().personal(),
            Param::text("linkManEn").unmarked().personal(),
            Param::text("fax").unmarked().personal(),
            Param::text("unitworkAddress").unmarked(),
            Param::text("unitworkAddressEn").unmarked(),
            Param::int("unitSizeType")
                .required()
                .default("1")
                .values(UnitSize::VALUES),
            Param::int("registeredCapital").unmarked(),
        ],
        codes: &[ResultCode::success(1, "完善资料成功！", "data completed")],
        ..WRITE
    };

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = names::doubts_of_names([("linkMan", self.contact.as_ref())]);
        doubts.extend(names::doubts_of_texts([
            ("organunitAddress", Some(&self.address)),
            ("organunitNameEn", self.name_en.as_ref()),
            ("organunitAddressEn", self.address_en.as_ref()),
            ("email", self.email.as_ref()),
            ("linkManEn", self.contact_en.as_ref()),
            ("fax", self.office_phone.as_ref()),
            ("unitworkAddress", self.work_address.as_ref()),
            ("unitworkAddressEn", self.work_address_en.as_ref()),
        ]));
        doubts
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        Invalid::if_empty("organunitAddress", &self.address)?;
        self.size.check_listed("unitSizeType")?;
        Invalid::if_longer("organunitAddress", &self.address, 500)
    }
}

samples!(
    ModifyCompanyInfo,
    Self::new(unit(), 5000_u64, "天津市河西区样例路1号")
        .with_name_en("Sample QR Code Technology Co., Ltd.")
        .with_address_en("1 Sample Road, Hexi District, Tianjin")
        .with_email("sample@example.com")
        .with_contact("样例联系人")
        .with_contact_en("Sample Contact")
        .with_office_phone("022-80000000")
        .with_work_address("天津市河西区样例路2号")
        .with_work_address_en("2 Sample Road")
        .with_size(UnitSize::Over500)
        .with_registered_capital(1000),
    Self::new(unit(), 5000_u64, "天津市")
);
