//! The kind of organisation that a credit code belongs to.

use core::fmt;

use crate::department::Department;

/// The kind of organisation (机构类别) by its unified social credit code: the meaning of the second
/// character under the department of the first. GB 32100-2015 with its later additions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OrganisationKind {
    /// `11`: office of the state or a party (机关).
    StateOrgan,
    /// `12`: public institution (事业单位).
    PublicInstitution,
    /// `13`: mass organisation on the central establishment (群众团体).
    MassOrganization,
    /// `21`: permanent bureau of a foreign news agency (外国常驻新闻机构).
    ForeignNewsBureau,
    /// `31`: law firm (律师执业机构).
    LawFirm,
    /// `32`: notary office (公证处).
    NotaryOffice,
    /// `33`: grass-roots legal service (基层法律服务所).
    LegalService,
    /// `34`: forensic institution (司法鉴定机构).
    ForensicInstitution,
    /// `35`: arbitration commission (仲裁委员会).
    ArbitrationCommission,
    /// `41`: cultural centre of a foreign country (外国在华文化中心).
    ForeignCulturalCentre,
    /// `51`: association (社会团体).
    Association,
    /// `52`: private non-enterprise unit (民办非企业单位).
    PrivateNonEnterpriseUnit,
    /// `53`: foundation (基金会).
    Foundation,
    /// `61`: representation of a foreign tourism authority (外国旅游部门常驻代表机构).
    ForeignTourismRepresentation,
    /// `62`: representation of a tourism authority of Hong Kong, Macau or Taiwan.
    RegionalTourismRepresentation,
    /// `71`: place of worship (宗教活动场所).
    PlaceOfWorship,
    /// `72`: religious school (宗教院校).
    ReligiousSchool,
    /// `81`: trade union of a workplace (基层工会).
    TradeUnion,
    /// `91`: enterprise (企业).
    Enterprise,
    /// `92`: individual business (个体工商户).
    IndividualBusiness,
    /// `93`: farmers' cooperative (农民专业合作社).
    FarmersCooperative,
    /// `A1`: institution of the armed forces (军队事业单位).
    MilitaryInstitution,
    /// `N1`: collective of a group of a village (组级集体经济组织).
    GroupCollective,
    /// `N2`: collective of a village (村级集体经济组织).
    VillageCollective,
    /// `N3`: collective of a township (乡镇级集体经济组织).
    TownshipCollective,
    /// `9` under a department, or `Y1`: another body of that department (其他).
    OtherOfDepartment,
    /// Characters that the standard does not assign.
    Unknown,
}

impl OrganisationKind {
    pub(crate) const fn from_characters(department: Department, category: char) -> Self {
        match (department.as_char(), category) {
            ('1', '1') => Self::StateOrgan,
            ('1', '2') => Self::PublicInstitution,
            ('1', '3') => Self::MassOrganization,
            ('2', '1') => Self::ForeignNewsBureau,
            ('3', '1') => Self::LawFirm,
            ('3', '2') => Self::NotaryOffice,
            ('3', '3') => Self::LegalService,
            ('3', '4') => Self::ForensicInstitution,
            ('3', '5') => Self::ArbitrationCommission,
            ('4', '1') => Self::ForeignCulturalCentre,
            ('5', '1') => Self::Association,
            ('5', '2') => Self::PrivateNonEnterpriseUnit,
            ('5', '3') => Self::Foundation,
            ('6', '1') => Self::ForeignTourismRepresentation,
            ('6', '2') => Self::RegionalTourismRepresentation,
            ('7', '1') => Self::PlaceOfWorship,
            ('7', '2') => Self::ReligiousSchool,
            ('8', '1') => Self::TradeUnion,
            ('9', '1') => Self::Enterprise,
            ('9', '2') => Self::IndividualBusiness,
            ('9', '3') => Self::FarmersCooperative,
            ('A', '1') => Self::MilitaryInstitution,
            ('N', '1') => Self::GroupCollective,
            ('N', '2') => Self::VillageCollective,
            ('N', '3') => Self::TownshipCollective,
            ('1'..='9' | 'A' | 'N', '9') | ('Y', '1') => Self::OtherOfDepartment,
            _ => Self::Unknown,
        }
    }

    /// In words: `enterprise`, `public institution`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StateOrgan => "office",
            Self::PublicInstitution => "public institution",
            Self::MassOrganization => "mass organisation",
            Self::ForeignNewsBureau => "foreign news bureau",
            Self::LawFirm => "law firm",
            Self::NotaryOffice => "notary office",
            Self::LegalService => "legal service",
            Self::ForensicInstitution => "forensic institution",
            Self::ArbitrationCommission => "arbitration commission",
            Self::ForeignCulturalCentre => "foreign cultural centre",
            Self::Association => "association",
            Self::PrivateNonEnterpriseUnit => "private non-enterprise unit",
            Self::Foundation => "foundation",
            Self::ForeignTourismRepresentation => "foreign tourism representation",
            Self::RegionalTourismRepresentation => "regional tourism representation",
            Self::PlaceOfWorship => "place of worship",
            Self::ReligiousSchool => "religious school",
            Self::TradeUnion => "trade union",
            Self::Enterprise => "enterprise",
            Self::IndividualBusiness => "individual business",
            Self::FarmersCooperative => "farmers' cooperative",
            Self::MilitaryInstitution => "military institution",
            Self::GroupCollective => "collective of a village group",
            Self::VillageCollective => "collective of a village",
            Self::TownshipCollective => "collective of a township",
            Self::OtherOfDepartment => "other",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for OrganisationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
