//! A unit as the login operations describe it, with the states only they tell.

use endpoint_core::{lenient, open_enum};
use registry_model::{DecimalId, RegistryDate};
use serde::{Deserialize, Serialize};

use crate::UnitStatus;
use crate::operations::{CertificateKind, UnitSize};

/// The data of a unit whose user has logged in, as 601 returns it and 607 is documented to.
///
/// Ids have up to 20 digits; in clients many of the numbers may be absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitAccount {
    /// Id of the unit (`OrganUnit_ID`).
    #[serde(rename = "OrganUnit_ID")]
    pub id: Option<DecimalId>,
    /// Id of the unit once more (`OrganUnit_IDstr`), as text.
    #[serde(rename = "OrganUnit_IDstr")]
    pub id_text: Option<String>,
    /// Where the unit stands on the platform (`PlateformRole_ID`, spelt so).
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
    /// Time of the last review (`FinallyExamDate`), as text and, where it can be read, as a day: no format is
    /// documented (OQ44).
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
    /// Whether the logo stands in the code picture (`QRCodeLogo`).
    #[serde(rename = "QRCodeLogo")]
    pub logo: Option<StoredLogo>,
    /// The address to which a scan of the main code leads (`GotoUrl`).
    #[serde(rename = "GotoUrl")]
    pub goto_url: Option<String>,
    /// Whether that address is in use (`UrlStatus`).
    #[serde(rename = "UrlStatus")]
    pub goto_url_status: Option<UrlStatus>,
}

impl UnitAccount {
    /// The data from a JSON text, such as 607 is documented to answer.
    ///
    /// How it reaches the callback address is not documented (OQ34), so the receiver hands over
    /// what it was sent: a JSON text here, fields to [`from_fields`](Self::from_fields).
    ///
    /// # Errors
    ///
    /// The text is not JSON, or a number in it is none.
    pub fn from_json(json: &[u8]) -> Result<Self, lenient::DecodeError> {
        lenient::decode(json)
    }

    /// The data from names and values, decoded, as a query or a form brings them (OQ34). Names
    /// count without regard to case; other fields do no harm.
    ///
    /// # Errors
    ///
    /// A number among the values is none.
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
    /// Where a unit stands on the platform. Not documented; named as clients name it.
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
        /// Is one, as seen in clients.
        Provider = 1 => "service provider",
    }
}

open_enum! {
    /// The colour of a unit's code picture in replies. Clients have it the other way round than
    /// requests, see [`CodeColor`](crate::CodeColor).
    pub enum StoredColor {
        /// In colour, as seen in clients.
        Color = 1 => "colour",
        /// Black, as seen in clients.
        Black = 0 => "black",
    }
}

open_enum! {
    /// Whether the logo of a unit stands in its code picture.
    pub enum StoredLogo {
        /// It does, as seen in clients.
        Used = 1 => "used",
        /// It does not, as seen in clients.
        NotUsed = 0 => "not used",
    }
}

open_enum! {
    /// Whether the address behind a main code is in use. Not documented; named as clients name
    /// it.
    pub enum UrlStatus {
        /// In use, as seen in clients.
        Enabled = 1 => "enabled",
        /// Not in use, as seen in clients.
        Disabled = 0 => "disabled",
    }
}
