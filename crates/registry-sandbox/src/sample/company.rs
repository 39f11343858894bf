//! The made-up companies in ihuyi's register.

use ihuyi_api::products::{BasicInfo, CompanyInfo, CompanyOfficer, EntityType, TechCertificate};
use registry_model::{DivisionCode, OrganizationCode, RegistrationNumber, UnifiedSocialCreditCode};

use super::unit;

/// A made-up company, in the register's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SampleCompany {
    /// Name.
    pub name: &'static str,
    /// Legal representative, or the owner of a sole trader.
    pub representative: &'static str,
    /// Address.
    pub address: &'static str,
    /// Province, city and district, in words.
    pub place: [&'static str; 3],
    /// Operating status, such as `存续`.
    pub status: &'static str,
    /// Date of establishment, `yyyy-MM-dd`.
    pub established: &'static str,
    /// Registered capital in units of 10,000 yuan; empty for a sole trader.
    pub capital: &'static str,
    /// The supervisor, if any.
    pub supervisor: Option<&'static str>,
    /// The number of its trademarks.
    pub trademarks: u32,
    /// The number of its copyrights of software.
    pub software: u32,
    /// The number of its copyrights of other works.
    pub works: u32,
    credit_code: &'static str,
    registration_number: &'static str,
    postal_code: &'static str,
    scope: &'static str,
    is_high_tech: bool,
    /// When and why it ceased, if it did.
    end: Option<(&'static str, &'static str)>,
}

/// The values that most of them share.
const TEMPLATE: SampleCompany = SampleCompany {
    name: "",
    representative: "",
    address: "",
    place: [""; 3],
    status: "存续",
    established: "2020-01-02",
    capital: "100.0",
    supervisor: None,
    trademarks: 0,
    software: 0,
    works: 0,
    credit_code: "",
    registration_number: "",
    postal_code: "",
    scope: "样例经营范围：技术开发、技术服务、技术咨询。",
    is_high_tech: false,
    end: None,
};

/// The company of demonstrations: ihuyi has it; IDcode does not until it is registered.
pub const DEMO: SampleCompany = SampleCompany {
    name: "样例（北京）科技有限公司",
    representative: "张三",
    address: "北京市海淀区样例路1号",
    place: ["北京", "北京市", "海淀区"],
    capital: "1000.0",
    supervisor: Some("李四"),
    // More than two of the largest pages of each.
    trademarks: 47,
    software: 95,
    works: 12,
    credit_code: "91110108MAXXXX015B",
    registration_number: "110108999999017",
    postal_code: "100080",
    is_high_tech: true,
    ..TEMPLATE
};

/// All made-up companies: first that of demonstrations, then one of each kind that a program must
/// handle, and the company that IDcode has as a unit.
pub const COMPANIES: &[SampleCompany] = &[
    DEMO,
    SampleCompany {
        name: "样例（上海）贸易有限公司",
        representative: "李四",
        address: "上海市浦东新区样例路2号",
        place: ["上海", "上海市", "浦东新区"],
        // Exactly one of the largest pages of each.
        trademarks: 20,
        software: 50,
        credit_code: "91310115MAXXXX023P",
        registration_number: "310115999999028",
        postal_code: "200120",
        scope: "样例经营范围：货物进出口、批发、零售。",
        ..TEMPLATE
    },
    SampleCompany {
        name: "样例（广州）食品股份有限公司",
        representative: "王五",
        address: "广东省广州市天河区样例路3号",
        place: ["广东", "广州市", "天河区"],
        established: "1999-12-31",
        capital: "12345.6789",
        supervisor: Some("赵六"),
        trademarks: 3,
        works: 2,
        credit_code: "91440106MAXXXX031L",
        registration_number: "440106999999039",
        postal_code: "510630",
        scope: "样例经营范围：食品生产、食品销售。",
        is_high_tech: true,
        ..TEMPLATE
    },
    // Deregistered, in a city without districts.
    SampleCompany {
        name: "样例（东莞）电子有限公司",
        representative: "赵六",
        address: "广东省东莞市样例路4号",
        place: ["广东", "东莞市", ""],
        status: "注销",
        trademarks: 1,
        credit_code: "91441900MAXXXX04XB",
        registration_number: "441900999999044",
        postal_code: "523000",
        end: Some(("2024-06-30", "决议解散")),
        ..TEMPLATE
    },
    // A sole trader.
    SampleCompany {
        name: "北京市朝阳区样例百货店",
        representative: "孙七",
        address: "北京市朝阳区样例路5号",
        place: ["北京", "北京市", "朝阳区"],
        capital: "",
        credit_code: "92110105MAXXXX058A",
        registration_number: "110105999999052",
        postal_code: "100020",
        scope: "样例经营范围：日用百货零售。",
        ..TEMPLATE
    },
    // Its licence was revoked.
    SampleCompany {
        name: "样例（成都）餐饮管理有限公司",
        representative: "周八",
        address: "四川省成都市锦江区样例路6号",
        place: ["四川", "成都市", "锦江区"],
        status: "吊销",
        credit_code: "91510104MAXXXX066L",
        registration_number: "510104999999069",
        postal_code: "610020",
        end: Some(("2023-03-15", "未按规定公示年度报告")),
        ..TEMPLATE
    },
    // The unit that IDcode has from the beginning, so that both vendors share a company.
    SampleCompany {
        name: unit::NAME,
        representative: "吴九",
        address: unit::ADDRESS,
        place: ["北京", "北京市", "海淀区"],
        credit_code: "91110108MAXXXX074E",
        registration_number: "110108999999076",
        postal_code: "100080",
        ..TEMPLATE
    },
];

impl SampleCompany {
    /// The unified social credit code.
    ///
    /// # Panics
    ///
    /// Never: a test reads the codes of all companies.
    #[must_use]
    pub fn credit_code(&self) -> UnifiedSocialCreditCode {
        self.credit_code.parse().expect("a test reads every code")
    }

    /// The organisation code.
    ///
    /// # Panics
    ///
    /// Never: a test reads the codes of all companies.
    #[must_use]
    pub fn organization_code(&self) -> OrganizationCode {
        let code = self.credit_code().organization_code();
        code.expect("a code made of its parts has all of them")
    }

    /// The registration number.
    ///
    /// # Panics
    ///
    /// Never: a test reads the codes of all companies.
    #[must_use]
    pub fn registration_number(&self) -> RegistrationNumber {
        self.registration_number
            .parse()
            .expect("a test reads every number")
    }

    /// The division where it is registered: a district, or a city without districts.
    ///
    /// # Panics
    ///
    /// Never: a test reads the codes of all companies.
    #[must_use]
    pub fn division(&self) -> DivisionCode {
        let division = self.credit_code().division();
        division.expect("a code made of its parts has all of them")
    }

    /// Whether the register lists it as a sole trader.
    #[must_use]
    pub fn is_sole_trader(&self) -> bool {
        self.credit_code().category() == '2'
    }

    /// The record that entinfov2 returns. Unknown values are empty texts, as in the vendor's
    /// sample.
    pub(crate) fn record(&self) -> CompanyInfo {
        let revoked = self.status == "吊销";
        let (ended, reason) = self.end.unwrap_or_default();
        let if_that = |that: bool, text: &'static str| if that { text } else { "" };
        let [province, city, district] = self.place;
        let (entity_type, enterprise_type, role) = if self.is_sole_trader() {
            (EntityType::IndividualBusiness, "个体工商户", "经营者")
        } else {
            (EntityType::Enterprise, "有限责任公司（样例）", "执行董事")
        };
        let officers: Vec<_> = core::iter::once((self.representative, role))
            .chain(self.supervisor.map(|name| (name, "监事")))
            .collect();
        let total = officers.len().to_string();
        let officer = |(name, position): (&str, &str)| CompanyOfficer {
            company: Some(self.name.to_owned()),
            name: Some(name.into()),
            position: Some(position.to_owned()),
            total: Some(total.as_str().into()),
        };
        CompanyInfo {
            basic: Some(BasicInfo {
                organization_code: Some(self.organization_code().to_string()),
                registration_number: Some(self.registration_number.to_owned()),
                credit_code: Some(self.credit_code.to_owned()),
                term_from: Some(self.established.into()),
                term_to: Some("".into()),
                name: Some(self.name.to_owned()),
                registered_capital: Some(self.capital.into()),
                last_inspection_year: Some("".into()),
                established: Some(self.established.into()),
                representative: Some(self.representative.into()),
                authority: Some(format!(
                    "{}{district}市场监督管理局（样例）",
                    if_empty(district, city)
                )),
                status: Some(self.status.into()),
                enterprise_type: Some(enterprise_type.to_owned()),
                province: Some(province.to_owned()),
                city: Some(city.to_owned()),
                district: Some(district.to_owned()),
                capital_currency: Some(if_that(!self.capital.is_empty(), "人民币").into()),
                postal_code: Some(self.postal_code.to_owned()),
                revoked: Some(if_that(revoked, ended).into()),
                revocation_reason: Some(if_that(revoked, reason).to_owned()),
                deregistered: Some(if_that(!revoked, ended).into()),
                deregistration_reason: Some(if_that(!revoked, reason).to_owned()),
                scope: Some(self.scope.to_owned()),
                entity_type: Some(entity_type),
                former_name: Some(String::new()),
                approved: Some(self.established.into()),
                address: Some(self.address.to_owned()),
            }),
            officers: officers.into_iter().map(officer).collect(),
            certificates: self.certificate().into_iter().collect(),
        }
    }

    fn certificate(&self) -> Option<TechCertificate> {
        let text = |text: &str| Some(text.to_owned());
        self.is_high_tech.then(|| TechCertificate {
            company: text(self.name),
            kind: text("高新企业"),
            district: text(""),
            district_code: Some(self.division().to_string()),
            number: text("GR000000000000"),
            year: Some("2024".into()),
            publication_status: text("1"),
            published: Some("2024-12-02".into()),
            level: Some("01".into()),
            valid_from: Some("2024-12-02".into()),
            valid_to: Some("2027-12-01".into()),
            reviewed: Some("".into()),
            cancelled: Some("".into()),
            state: text("有效"),
            state_code: text("1"),
            is_history: Some("0".into()),
        })
    }
}

/// `other` where `text` is empty, else nothing.
fn if_empty<'a>(text: &str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_every_company_are_valid_and_belong_together() {
        for company in COMPANIES {
            let division = company.division();
            assert_eq!(company.registration_number().division(), Some(division));
            assert!(company.credit_code().warnings().is_empty());
            assert!(company.organization_code().as_str().starts_with("MAXXXX"));
        }
    }
}
