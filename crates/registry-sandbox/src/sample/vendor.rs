//! The sample record of ihuyi's own document (entinfov2), with persons masked as printed there.

use ihuyi_api::products::{BasicInfo, CompanyInfo, CompanyOfficer, EntityType, TechCertificate};

/// The name of the company.
pub const NAME: &str = "上海思锐信息技术有限公司";

/// Its unified social credit code.
pub const CREDIT_CODE: &str = "91310116761614322N";

/// Its legal representative, masked as in the document.
pub const REPRESENTATIVE: &str = "谢**";

const SCOPE: &str = "从事计算机领域内技术开发、技术服务、技术咨询,计算机网络工程,展览展示服务,\
    企业管理咨询(除经纪),教育管理咨询(不得从事教育培训、中介、家教),市场营销策划,\
    计算机、软件及辅助设备(除计算机信息系统安全专用产品),电子产品,通信设备销售,\
    第二类增值电信业务中的信息服务业务(不含固定网电话信息服务和互联网信息服务)。\
    【依法须经批准的项目,经相关部门批准后方可开展经营活动】";

/// The differences between the four certificates of the sample.
struct Certificate {
    kind: &'static str,
    year: &'static str,
    level: &'static str,
    number: &'static str,
    district: &'static str,
    publication_status: &'static str,
    from: &'static str,
    to: &'static str,
}

const SMALL_TECH: Certificate = Certificate {
    kind: "科技型中小企业",
    year: "2022",
    level: "01",
    number: "",
    district: "",
    publication_status: "1",
    from: "",
    to: "2022-12-31",
};

const CERTIFICATES: [Certificate; 4] = [
    Certificate {
        kind: "高新企业",
        from: "2022-12-14",
        to: "2025-12-14",
        ..SMALL_TECH
    },
    Certificate {
        year: "2018",
        level: "02",
        from: "2018-04-26",
        to: "2018-12-31",
        ..SMALL_TECH
    },
    Certificate {
        district: "上海市金山区",
        from: "2022-06-09",
        ..SMALL_TECH
    },
    Certificate {
        number: "202231011608008731",
        district: "上海市",
        publication_status: "2",
        from: "2022-06-27",
        ..SMALL_TECH
    },
];

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn officer(name: &str, position: &str) -> CompanyOfficer {
    CompanyOfficer {
        company: text(NAME),
        name: Some(name.into()),
        position: text(position),
        total: Some("2".into()),
    }
}

fn certificate(certificate: &Certificate) -> TechCertificate {
    let in_force = certificate.to == "2025-12-14";
    let either = |yes: &'static str, no: &'static str| if in_force { yes } else { no };
    TechCertificate {
        company: text(NAME),
        kind: text(certificate.kind),
        district: text(certificate.district),
        district_code: text("310116"),
        number: text(certificate.number),
        year: Some(certificate.year.into()),
        publication_status: text(certificate.publication_status),
        published: Some(certificate.from.into()),
        level: Some(certificate.level.into()),
        valid_from: Some(certificate.from.into()),
        valid_to: Some(certificate.to.into()),
        reviewed: Some("".into()),
        cancelled: Some("".into()),
        state: text(either("有效", "过期")),
        state_code: text(either("1", "3")),
        is_history: Some(either("0", "1").into()),
    }
}

pub(crate) fn record() -> CompanyInfo {
    CompanyInfo {
        basic: Some(BasicInfo {
            organization_code: text("761614322"),
            registration_number: text("310116002008277"),
            credit_code: text(CREDIT_CODE),
            term_from: Some("2004-04-20".into()),
            term_to: Some("".into()),
            name: text(NAME),
            registered_capital: Some("1000.0".into()),
            last_inspection_year: Some("".into()),
            established: Some("2004-04-20".into()),
            representative: Some(REPRESENTATIVE.into()),
            authority: text("金山区市场监督管理局"),
            status: Some("存续".into()),
            enterprise_type: text("有限责任公司(自然人投资或控股)"),
            province: text("上海"),
            city: text("上海市"),
            district: text("金山区"),
            capital_currency: Some("人民币".into()),
            postal_code: text("201500"),
            revoked: Some("".into()),
            revocation_reason: text(""),
            deregistered: Some("".into()),
            deregistration_reason: text(""),
            scope: text(SCOPE),
            entity_type: Some(EntityType::Enterprise),
            former_name: text(""),
            approved: Some("2023-05-31".into()),
            address: text("上海市金山区亭林镇寺平南路16号444室"),
        }),
        officers: vec![officer("程**", "监事"), officer(REPRESENTATIVE, "执行董事")],
        certificates: CERTIFICATES.iter().map(certificate).collect(),
    }
}
