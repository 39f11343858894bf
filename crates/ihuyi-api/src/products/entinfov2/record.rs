//! Declares the record of a company, the reply of entinfov2.

use endpoint_core::open_text_enum;
use registry_model::{Capital, Currency, OperatingStatus, ParsedValue, PersonalText, RegistryDate};
use serde::{Deserialize, Serialize};

/// The result of entinfov2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyResult {
    /// The record.
    pub info: CompanyInfo,
}

/// The three parts of a company's record. Officers and certificates are documented as objects
/// and sent as lists (`array-vs-object`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyInfo {
    /// Registration data.
    pub basic: Option<BasicInfo>,
    /// Main officers (`person`).
    #[serde(rename = "person", default)]
    pub officers: Vec<CompanyOfficer>,
    /// Technology certificates (`techEnt`).
    #[serde(rename = "techEnt", default)]
    pub certificates: Vec<TechCertificate>,
}

impl CompanyInfo {
    /// Whether the record is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            basic,
            officers,
            certificates,
        } = self;
        basic.is_none() && officers.is_empty() && certificates.is_empty()
    }
}

/// Registration data of a company. Everything arrives as text; empty text means no value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasicInfo {
    /// Organisation code (`orgcodes`).
    #[serde(rename = "orgcodes")]
    pub organization_code: Option<String>,
    /// Registration number (`regno`).
    #[serde(rename = "regno")]
    pub registration_number: Option<String>,
    /// Unified social credit code (`creditcode`).
    #[serde(rename = "creditcode")]
    pub credit_code: Option<String>,
    /// Start of the business term, `yyyy-MM-dd` (`opfrom`).
    #[serde(rename = "opfrom")]
    pub term_from: Option<RegistryDate>,
    /// End of the business term; `None` if it is open (`opto`).
    #[serde(rename = "opto")]
    pub term_to: Option<RegistryDate>,
    /// Company name (`entname`).
    #[serde(rename = "entname")]
    pub name: Option<String>,
    /// Registered capital in units of 10,000, as text such as `1000.0` (`regcap`).
    /// [`capital`](Self::capital) adds the currency.
    #[serde(rename = "regcap")]
    pub registered_capital: Option<Capital>,
    /// Year of the last annual inspection (`ancheyear`).
    #[serde(rename = "ancheyear")]
    pub last_inspection_year: Option<ParsedValue<u16>>,
    /// Date of establishment, `yyyy-MM-dd` (`esdate`).
    #[serde(rename = "esdate")]
    pub established: Option<RegistryDate>,
    /// Legal representative, person in charge or executive partner. Personal data (`frname`).
    #[serde(rename = "frname")]
    pub representative: Option<PersonalText>,
    /// Registration authority (`regorg`).
    #[serde(rename = "regorg")]
    pub authority: Option<String>,
    /// Operating status, such as `存续` (`entstatus`).
    #[serde(rename = "entstatus")]
    pub status: Option<OperatingStatus>,
    /// Type of enterprise (`enttype`).
    #[serde(rename = "enttype")]
    pub enterprise_type: Option<String>,
    /// Province (`regorgprovince`).
    #[serde(rename = "regorgprovince")]
    pub province: Option<String>,
    /// City (`regorgcity`).
    #[serde(rename = "regorgcity")]
    pub city: Option<String>,
    /// District (`regorgdistrict`).
    #[serde(rename = "regorgdistrict")]
    pub district: Option<String>,
    /// Currency of the registered capital (`regcapcur`).
    #[serde(rename = "regcapcur")]
    pub capital_currency: Option<Currency>,
    /// Postal code (`postalcode`).
    #[serde(rename = "postalcode")]
    pub postal_code: Option<String>,
    /// Date on which the licence was revoked (`revdate`).
    #[serde(rename = "revdate")]
    pub revoked: Option<RegistryDate>,
    /// Reason for the revocation (`revoke_reason`).
    #[serde(rename = "revoke_reason")]
    pub revocation_reason: Option<String>,
    /// Date of deregistration (`candate`).
    #[serde(rename = "candate")]
    pub deregistered: Option<RegistryDate>,
    /// Reason for the deregistration (`cancel_reason`).
    #[serde(rename = "cancel_reason")]
    pub deregistration_reason: Option<String>,
    /// Business scope (`zsopscope`).
    #[serde(rename = "zsopscope")]
    pub scope: Option<String>,
    /// Kind of entity (`entitytype`).
    #[serde(rename = "entitytype")]
    pub entity_type: Option<EntityType>,
    /// Former name (`entname_old`).
    #[serde(rename = "entname_old")]
    pub former_name: Option<String>,
    /// Date of approval, `yyyy-MM-dd` (`apprdate`).
    #[serde(rename = "apprdate")]
    pub approved: Option<RegistryDate>,
    /// Address (`dom`).
    #[serde(rename = "dom")]
    pub address: Option<String>,
}

impl BasicInfo {
    /// The registered capital with its currency.
    ///
    /// ```
    /// use ihuyi_api::products::BasicInfo;
    /// use registry_model::Amount;
    ///
    /// let mut basic = BasicInfo::default();
    /// basic.registered_capital = Some("1000.0".into());
    /// basic.capital_currency = Some("人民币".into());
    /// let capital = basic.capital().ok_or("no capital")?;
    /// assert_eq!(capital.amount(), Some(Amount::new(10_000_000)));
    /// assert_eq!(capital.currency().and_then(|currency| currency.code()), Some("CNY"));
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn capital(&self) -> Option<Capital> {
        let capital = self.registered_capital.clone()?;
        Some(match self.capital_currency.clone() {
            Some(currency) => capital.with_currency(currency),
            None => capital,
        })
    }
}

open_text_enum! {
    /// The kind of an entity.
    pub enum EntityType {
        /// An enterprise.
        Enterprise = "1" => "enterprise",
        /// An individual business.
        IndividualBusiness = "2" => "individual business",
        /// Another kind.
        OtherEntity = "3" => "other",
    }
}

open_text_enum! {
    /// The level of a certificate.
    pub enum CertificateLevel {
        /// The nation.
        National = "01" => "national",
        /// A province.
        Provincial = "02" => "provincial",
        /// A city.
        Municipal = "03" => "municipal",
        /// A county or district.
        County = "04" => "county or district",
    }
}

/// An officer of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyOfficer {
    /// Company name (`entname`).
    #[serde(rename = "entname")]
    pub company: Option<String>,
    /// Name. Personal data (`pername`).
    #[serde(rename = "pername")]
    pub name: Option<PersonalText>,
    /// Position (`position`).
    pub position: Option<String>,
    /// Total number of officers (`personamount`).
    #[serde(rename = "personamount")]
    pub total: Option<ParsedValue<u32>>,
}

/// A technology certificate of a company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TechCertificate {
    /// Company name (`entityName`).
    #[serde(rename = "entityName")]
    pub company: Option<String>,
    /// Kind of certificate (`certificateType`).
    #[serde(rename = "certificateType")]
    pub kind: Option<String>,
    /// Region (`district`).
    pub district: Option<String>,
    /// Code of the region (`districtCode`).
    #[serde(rename = "districtCode")]
    pub district_code: Option<String>,
    /// Number of the certificate (`certificateNumber`).
    #[serde(rename = "certificateNumber")]
    pub number: Option<String>,
    /// Year (`certificateYear`).
    #[serde(rename = "certificateYear")]
    pub year: Option<ParsedValue<u16>>,
    /// Whether it is published on the web (`webPublicStatus`).
    #[serde(rename = "webPublicStatus")]
    pub publication_status: Option<String>,
    /// Date of publication, `yyyy-MM-dd` (`publishDate`).
    #[serde(rename = "publishDate")]
    pub published: Option<RegistryDate>,
    /// Level (`certificateLevel`).
    #[serde(rename = "certificateLevel")]
    pub level: Option<CertificateLevel>,
    /// Entry into the register or start of validity, `yyyy-MM-dd` (`startDate`).
    #[serde(rename = "startDate")]
    pub valid_from: Option<RegistryDate>,
    /// End of validity, `yyyy-MM-dd` (`endDate`).
    #[serde(rename = "endDate")]
    pub valid_to: Option<RegistryDate>,
    /// Date of review (`checkDate`).
    #[serde(rename = "checkDate")]
    pub reviewed: Option<RegistryDate>,
    /// Date of withdrawal (`cancelDate`).
    #[serde(rename = "cancelDate")]
    pub cancelled: Option<RegistryDate>,
    /// State, such as `有效` (`certificateState`).
    #[serde(rename = "certificateState")]
    pub state: Option<String>,
    /// Code of the state (`certificateStateCode`).
    #[serde(rename = "certificateStateCode")]
    pub state_code: Option<String>,
    /// Whether it is historical: `0` no, `1` yes (`isHistory`).
    #[serde(rename = "isHistory")]
    pub is_history: Option<ParsedValue<bool>>,
}
