//! 304 `POST /AllInterFace/VerifyCompanyInfo`: submits certificate and licence of a unit.

use endpoint_core::{Endpoint, File, Invalid, Param, Spec, open_enum};
use registry_model::{
    IdCode, IdentifierKind, NameFlaw, OrganizationCode, ParseIdentifierError,
    UnifiedSocialCreditCode, Warnings, cleaned, identify, name_flaw, name_issues,
};
use serde::{Deserialize, Serialize};

use crate::codes::UPLOAD;
use crate::operations::Done;
use crate::{Idcode, unit};

/// The kinds that the document lists; clients send more (OQ16).
const DOCUMENTED: &[(&str, &str)] = &[("2", "unified social credit code"), ("0", "other")];

/// The largest picture of a licence, in bytes (OQ17).
const LARGEST: usize = 5 * 1024 * 1024;

/// The file extensions of a picture of a licence (OQ17).
const ENDINGS: [&str; 5] = ["bmp", "png", "jpg", "jpeg", "gif"];

/// 304 `POST /AllInterFace/VerifyCompanyInfo` (multipart): submits the certificate number and a
/// picture of the business licence, so that the platform verifies the unit.
///
/// The text parameters are form parts beside the file unless the dialect says otherwise (OQ06);
/// the file is not signed (OQ05). Section 8 of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VerifyCompanyInfo {
    /// Main code of the unit (`companyIDcode`).
    #[serde(rename = "companyIDcode")]
    pub company: IdCode,
    /// Number of the certificate (`Organizationcode`, with a capital O and a small c).
    #[serde(rename = "Organizationcode")]
    pub certificate_number: CertificateNumber,
    /// Kind of the certificate (`codePayType`).
    #[serde(rename = "codePayType")]
    pub certificate_kind: CertificateKind,
    /// Picture of the licence (`file1`): bmp, png, jpg, jpeg or gif of at most 5 MB (OQ17).
    #[serde(skip)]
    pub licence: File,
}

open_enum! {
    /// The kind of a certificate. The document lists 2 and 0 and shows 1; clients send 0 to 3
    /// (OQ16).
    pub enum CertificateKind {
        /// A unified social credit code.
        CreditCode = 2 => "unified social credit code",
        /// Any other certificate.
        OtherCertificate = 0 => "other",
        /// An organisation code.
        OrganizationCode = 1 => "organization code",
        /// The licence number of an individual business.
        IndividualBusiness = 3 => "licence number of an individual business",
    }
}

/// A certificate: its kind and matching number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certificate {
    /// By unified social credit code.
    CreditCode(UnifiedSocialCreditCode),
    /// By organisation code.
    OrganizationCode(OrganizationCode),
    /// By the licence number of an individual business.
    IndividualBusiness(String),
    /// By the number of another certificate.
    Other(String),
}

mod number;

pub use self::number::CertificateNumber;

impl VerifyCompanyInfo {
    /// Submits `certificate` and the picture `licence` for the unit with this main code.
    #[must_use]
    pub fn new(company: IdCode, certificate: Certificate, licence: File) -> Self {
        let number = |code: &dyn ToString, is_as_written| CertificateNumber {
            text: code.to_string(),
            is_as_written,
        };
        let (certificate_kind, certificate_number) = match certificate {
            Certificate::CreditCode(code) => (
                CertificateKind::CreditCode,
                number(&code, code.is_as_written()),
            ),
            Certificate::OrganizationCode(code) => (
                CertificateKind::OrganizationCode,
                number(&code, code.is_as_written()),
            ),
            Certificate::IndividualBusiness(number) => {
                (CertificateKind::IndividualBusiness, number.into())
            }
            Certificate::Other(number) => (CertificateKind::OtherCertificate, number.into()),
        };
        Self {
            company,
            certificate_number,
            certificate_kind,
            licence,
        }
    }
}

impl VerifyCompanyInfo {
    /// Checks the number by the rules of its kind.
    fn check_number(&self) -> Result<(), ParseIdentifierError> {
        let number = self.certificate_number.as_str();
        match self.certificate_kind {
            CertificateKind::CreditCode => number.parse::<UnifiedSocialCreditCode>().map(|_| ()),
            CertificateKind::OrganizationCode => number.parse::<OrganizationCode>().map(|_| ()),
            _ => Ok(()),
        }
    }
}

impl VerifyCompanyInfo {
    /// The oddities of a number that is sent.
    fn reasons_to_doubt_the_number(&self) -> Vec<String> {
        let number = self.certificate_number.as_str();
        // Otherwise it is refused.
        let is_as_written = self.certificate_number.is_as_written;
        let invalid =
            |error: &ParseIdentifierError| format!("sent as written; it is not a valid {error}");
        let warned = |warnings: Warnings| warnings.iter().map(|one| one.to_string()).collect();
        match self.certificate_kind {
            CertificateKind::CreditCode => match number.parse::<UnifiedSocialCreditCode>() {
                Ok(code) => warned(code.warnings()),
                Err(error) if is_as_written => vec![invalid(&error)],
                Err(_) => Vec::new(),
            },
            CertificateKind::OrganizationCode => match number.parse::<OrganizationCode>() {
                Ok(code) => warned(code.warnings()),
                Err(error) if is_as_written => vec![invalid(&error)],
                Err(_) => Vec::new(),
            },
            // Numbers of other kinds have no rules, but may be one of ours that was damaged.
            _ => {
                let found = identify(number);
                if found.is_personal() {
                    return vec![
                        "may hold the number of a person's identity card, which is personal data"
                            .to_owned(),
                    ];
                }
                if let Some(meant) = cleaned(number) {
                    return vec![format!("sent as written; {meant} may be meant")];
                }
                if let Some(error) = found.error()
                    && found.kind() != IdentifierKind::Unknown
                {
                    return vec![invalid(error)];
                }
                let mut reasons: Vec<String> = name_issues(number)
                    .map(|one| format!("sent as written; {one}"))
                    .collect();
                reasons.extend(found.warnings().iter().map(|one| one.to_string()));
                let flaw = name_flaw(number).filter(|flaw| {
                    matches!(
                        flaw,
                        NameFlaw::Placeholder | NameFlaw::Markup(_) | NameFlaw::Masked(_)
                    )
                });
                reasons.extend(flaw.map(|flaw| format!("sent as written; {flaw}")));
                reasons
            }
        }
    }
}

impl Endpoint for VerifyCompanyInfo {
    type Vendor = Idcode;
    type Output = Done;
    const SPEC: Spec = Spec {
        name: "VerifyCompanyInfo",
        number: Some("304"),
        path: "/AllInterFace/VerifyCompanyInfo",
        summary: "Submit the certificate and licence of a unit for verification.",
        params: &[
            Param::text("companyIDcode").required(),
            Param::text("Organizationcode").required(),
            Param::int("codePayType").required().values(DOCUMENTED),
            Param::file("file1").unmarked(),
        ],
        ..UPLOAD
    };

    fn files(&self) -> Vec<(&'static str, &File)> {
        vec![("file1", &self.licence)]
    }

    fn set_file(&mut self, _: &str, file: File) {
        self.licence = file;
    }

    fn doubts(&self) -> Vec<Invalid> {
        let mut doubts = Vec::new();
        if let CertificateKind::OrganizationCode | CertificateKind::IndividualBusiness =
            self.certificate_kind
        {
            doubts.push(Invalid::value(
                "codePayType",
                "the document lists 0 and 2 only; clients of the live service send 1 and 3 too",
            ));
        }
        let reasons = self.reasons_to_doubt_the_number().into_iter();
        doubts.extend(reasons.map(|reason| Invalid::value("Organizationcode", reason)));
        doubts
    }

    fn validate(&self) -> Result<(), Invalid> {
        unit::check_main_code(&self.company)?;
        if let CertificateKind::Other(_) = self.certificate_kind {
            return Err(Invalid::value("codePayType", "must be 0, 1, 2 or 3"));
        }
        Invalid::if_empty("Organizationcode", self.certificate_number.as_str())?;
        if !self.certificate_number.is_as_written {
            self.check_number()
                .map_err(|error| Invalid::value("Organizationcode", error.to_string()))?;
        }
        if self.licence.source().is_some() {
            return Err(Invalid::value("file1", "must be held in memory"));
        }
        let size = self.licence.content().len();
        if size == 0 || size > LARGEST {
            return Err(Invalid::value(
                "file1",
                format!("has {size} bytes, must have 1 to {LARGEST}"),
            ));
        }
        let ending = self
            .licence
            .name()
            .rsplit_once('.')
            .map(|(_, ending)| ending);
        if !ending.is_some_and(|ending| ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(ending))) {
            return Err(Invalid::value(
                "file1",
                format!(
                    "must be a picture whose name ends in {}",
                    ENDINGS.join(", ")
                ),
            ));
        }
        Ok(())
    }
}

samples!(
    VerifyCompanyInfo,
    Self::new(
        unit(),
        Certificate::CreditCode(parsed("91110108MA0000015T")),
        licence()
    ),
    Self::new(unit(), Certificate::Other("样例-1".to_owned()), licence())
);
