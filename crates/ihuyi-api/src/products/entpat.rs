//! entpat: lists the patents of a company. Unverified.

use endpoint_core::{Evidence, Param, ResultCode};

use crate::codes::SHARED;
use crate::company_query::{CompanyProduct, CompanyQuery, ListProduct, ListReply};
use crate::product::GetNum;

mod filter;
mod patent;

pub use self::filter::*;
pub use self::patent::*;

/// `POST /idcard/entpat/Submit.json`: returns the patents of a company, page by page
/// (企业专利信息核查). **Each page costs one query.**
///
/// **Unverified**: one web page of the vendor shows the parameters, but not the reply. Result
/// codes, password and the key of the rows are assumed to be those of its sister products.
pub type EntpatSubmit = CompanyQuery<PatentFilter>;

/// What entpat presumably returns, like its sister products.
pub type Patents = ListReply<Patent>;

impl CompanyProduct for PatentFilter {
    const APP: &'static str = "entpat";
    const SUMMARY: &'static str = "Return the patents of a company, a page at a time.";
    const PARAMS: &'static [Param] = &[
        Param::text("ent_name"),
        Param::text("ent_code"),
        Param::text("organization_code"),
        Param::text("reg_no"),
        Param::text("app_begin_date"),
        Param::text("app_end_date"),
        Param::text("begin_date"),
        Param::text("end_date"),
        Param::text("type").values(PatentKind::VALUES),
        Param::text("page_index").default("1"),
        Param::text("page_size").default("50"),
    ];
    const OBSERVED_CODES: &'static [ResultCode] = SHARED;
    const EVIDENCE: Evidence = Evidence::Observed;
    const BALANCE_EVIDENCE: Evidence = Evidence::Analogy;
    const MOST_ROWS: u32 = 50;

    type Output = Patents;
}

impl ListProduct for PatentFilter {
    type Row = Patent;
}

/// `POST /idcard/entpat/GetNum.json`: returns how many queries of entpat are left. Free of
/// charge.
///
/// **Unverified**: no web page shows it.
pub type EntpatGetNum = GetNum<EntpatSubmit>;

samples!(
    EntpatSubmit,
    Self::new(name())
        .with_applied(date(2020, 1, 1), date(2020, 12, 31))
        .with_published(date(2021, 1, 1), date(2021, 12, 31))
        .with_kind(PatentKind::UtilityModel)
        .with_page(2)
        .with_page_size(50),
    Self::new(credit_code()),
    Self::new(organization_code()),
    Self::new(registration_number())
);
