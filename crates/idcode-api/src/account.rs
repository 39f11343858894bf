//! Describes a unit as the login operations return it.

use endpoint_core::{lenient, open_enum};
use registry_model::{DecimalId, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::UnitStatus;
use crate::operations::{CertificateKind, UnitSize};

/// The data of a unit whose user has logged in, as 601 returns it and 607 is documented to.
///
/// Ids have up to 20 digits. Clients treat many of the numbers as optional.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitAccount {
    /// Id of the unit (`OrganUnit_ID`).
    #[serde(rename = "OrganUnit_ID")]
    pub id: Option<DecimalId>,
    /// Id of the unit again (`OrganUnit_IDstr`), as text.
    #[serde(rename = "OrganUnit_IDstr")]
    pub id_text: Option<String>,
    /// Role of the unit on the platform (`PlateformRole_ID`, spelt so).
    #[serde(rename = "PlateformRole_ID")]
    pub role: Option<PlatformRole>,
    /// Province (`Province_ID`), an id of 101.
    #[serde(rename = "Province_ID")]
    pub province_id: Option<DecimalId>,
    /// City (`City_ID`), an id of 101.
    #[serde(rename = "City_ID")]
    pub city_id: Option<DecimalId>,
    /// District (`Area_ID`), an id of 101.
    #[serde(rename = "Area_ID")]
    pub area_id: Option<DecimalId>,
    /// Industry (`Trade_ID`), an id of 103.
    #[serde(rename = "Trade_ID")]
    pub trade_id: Option<DecimalId>,
    /// Status (`Status_ID`).
    #[serde(rename = "Status_ID")]
    pub status: Option<UnitStatus>,
    /// Whether the unit is a service provider (`IsSC`).
    #[serde(rename = "IsSC")]
    pub service_provider: Option<ServiceProvider>,
    /// Name (`OrganUnitName`).
    #[serde(rename = "OrganUnitName")]
    pub name: Option<String>,
    /// English name (`OrganUnitNameen`).
    #[serde(rename = "OrganUnitNameen")]
    pub name_en: Option<String>,
    /// Address (`OrganUnitAddress`).
    #[serde(rename = "OrganUnitAddress")]
    pub address: Option<String>,
    /// English address (`OrganUnitAddressen`).
    #[serde(rename = "OrganUnitAddressen")]
    pub address_en: Option<String>,
    /// Main code (`OrganUnit_Oid`), kept as text.
    #[serde(rename = "OrganUnit_Oid")]
    pub main_code: Option<String>,
    /// Kind of organisation (`UnitType_ID`), a code of 105.
    #[serde(rename = "UnitType_ID")]
    pub unit_type_id: Option<DecimalId>,
    /// Contact person (`LinkMan`). Personal data.
    #[serde(rename = "LinkMan")]
    pub contact: Option<String>,
    /// English name of the contact person (`LinkManEn`). Personal data.
    #[serde(rename = "LinkManEn")]
    pub contact_en: Option<String>,
    /// Contact phone (`LinkPhone`). Personal data.
    #[serde(rename = "LinkPhone")]
    pub contact_phone: Option<String>,
    /// Office phone (`Fax`).
    #[serde(rename = "Fax")]
    pub office_phone: Option<String>,
    /// E-mail address (`Email`).
    #[serde(rename = "Email")]
    pub email: Option<String>,
    /// Time of the last review (`FinallyExamDate`), as text and, if it can be parsed, as a date:
    /// no format is documented (OQ44).
    #[serde(rename = "FinallyExamDate")]
    pub last_reviewed: Option<RegistryDate>,
    /// Number of the certificate (`OrganizationCode`).
    #[serde(rename = "OrganizationCode")]
    pub certificate_number: Option<String>,
    /// Kind of the certificate (`CodePayType`), as in 304.
    #[serde(rename = "CodePayType")]
    pub certificate_kind: Option<CertificateKind>,
    /// Office address (`UnitWorkAddress`).
    #[serde(rename = "UnitWorkAddress")]
    pub work_address: Option<String>,
    /// English office address (`UnitWorkAddressEn`).
    #[serde(rename = "UnitWorkAddressEn")]
    pub work_address_en: Option<String>,
    /// Size by head count (`UnitSizeType_ID`), as in 305.
    #[serde(rename = "UnitSizeType_ID")]
    pub size: Option<UnitSize>,
    /// Registered capital in units of 10,000 yuan (`RegisteredCapital`, OQ21).
    #[serde(rename = "RegisteredCapital")]
    pub registered_capital: Option<DecimalId>,
    /// Logo (`UnitIcon`), verbatim: the document does not say whether this is base64 or an
    /// address.
    #[serde(rename = "UnitIcon")]
    pub icon: Option<String>,
    /// Whether the code picture is in colour (`QRCodeColor`).
    #[serde(rename = "QRCodeColor")]
    pub color: Option<StoredColor>,
    /// Whether the code picture contains the logo (`QRCodeLogo`).
    #[serde(rename = "QRCodeLogo")]
    pub logo: Option<StoredLogo>,
    /// Address that a scan of the main code opens (`GotoUrl`).
    #[serde(rename = "GotoUrl")]
    pub goto_url: Option<String>,
    /// Whether that address is in use (`UrlStatus`).
    #[serde(rename = "UrlStatus")]
    pub goto_url_status: Option<UrlStatus>,
}

impl UnitAccount {
    /// Reads the data from JSON, the documented reply of 607.
    ///
    /// The document does not say how that reply reaches the callback address (OQ34). Pass JSON to
    /// this function, and the fields of a query or form to [`from_fields`](Self::from_fields).
    ///
    /// # Errors
    ///
    /// The text is not JSON, or contains a malformed number.
    pub fn from_json(json: &[u8]) -> Result<Self, lenient::DecodeError> {
        lenient::decode(json)
    }

    /// Reads the data from decoded names and values, such as those of a query or form (OQ34).
    /// Names are matched without regard to case; unknown fields are ignored.
    ///
    /// # Errors
    ///
    /// A number is malformed.
    pub fn from_fields<'a>(
        fields: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, lenient::DecodeError> {
        let members: Vec<String> = fields
            .into_iter()
            .map(|(name, value)| {
                let quoted = |text: &str| serde_json::Value::from(text).to_string();
                format!("{}:{}", quoted(name), quoted(value))
            })
            .collect();
        lenient::decode(format!("{{{}}}", members.join(",")).as_bytes())
    }
}

open_enum! {
    /// The role of a unit on the platform. Not documented; named as clients name it.
    pub enum PlatformRole {
        /// The head centre, as seen in clients.
        HeadCentre = 1 => "head centre",
        /// A provincial centre, as seen in clients.
        ProvincialCentre = 2 => "provincial centre",
        /// A city centre, as seen in clients.
        CityCentre = 3 => "city centre",
        /// A unit, as seen in clients.
        Unit = 4 => "unit",
        /// Unknown, as seen in clients.
        Unknown = 0 => "unknown",
    }
}

open_enum! {
    /// Whether a unit is a service provider (SP). Not documented; named as clients name it.
    pub enum ServiceProvider {
        /// Has not applied, as seen in clients.
        NotApplied = -4 => "has not applied",
        /// The review failed, as seen in clients.
        ReviewFailed = -1 => "review failed",
        /// Waiting for review, as seen in clients.
        ToBeReviewed = 0 => "to be reviewed",
        /// Is a service provider, as seen in clients.
        Provider = 1 => "service provider",
    }
}

open_enum! {
    /// The colour of a unit's code picture in replies. In clients the numbers are the reverse of
    /// those in requests, see [`CodeColor`](crate::CodeColor).
    pub enum StoredColor {
        /// In colour, as seen in clients.
        Color = 1 => "colour",
        /// Black, as seen in clients.
        Black = 0 => "black",
    }
}

open_enum! {
    /// Whether the code picture of a unit contains its logo.
    pub enum StoredLogo {
        /// With the logo, as seen in clients.
        Used = 1 => "used",
        /// Without the logo, as seen in clients.
        NotUsed = 0 => "not used",
    }
}

open_enum! {
    /// Whether the address of a main code is in use. Not documented; named as clients name it.
    pub enum UrlStatus {
        /// In use, as seen in clients.
        Enabled = 1 => "enabled",
        /// Not in use, as seen in clients.
        Disabled = 0 => "disabled",
    }
}
