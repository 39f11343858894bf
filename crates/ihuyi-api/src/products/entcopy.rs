//! entcopy: lists the copyrights of a company.

use endpoint_core::{Evidence, Param, ResultCode};

use crate::codes::{ENTCOPY, ENTCOPY_OBSERVED};
use crate::company_query::{CompanyProduct, CompanyQuery, ListProduct, ListReply};
use crate::product::GetNum;

mod copyright;
mod filter;

pub use self::copyright::*;
pub use self::filter::*;

/// `POST /idcard/entcopy/Submit.json`: returns the copyrights of a company, page by page
/// (企业著作权). **Each page costs one query.** The document's table lacks `reg_no`, but its code 406
/// names it (open question `entcopy-reg_no`).
pub type EntcopySubmit = CompanyQuery<CopyrightFilter>;

/// What entcopy returns.
pub type Copyrights = ListReply<Copyright>;

impl CompanyProduct for CopyrightFilter {
    const APP: &'static str = "entcopy";
    const SUMMARY: &'static str = "Return the copyrights of a company, a page at a time.";
    const PARAMS: &'static [Param] = &[
        Param::text("ent_name"),
        Param::text("ent_code"),
        Param::text("organization_code"),
        Param::text("reg_no").observed(),
        Param::text("year"),
        Param::text("copyright_type").values(CopyrightKind::VALUES),
        Param::text("reg_num"),
        Param::text("copyright_name"),
        Param::text("owner").personal(),
        Param::text("page_index").default("1"),
        Param::text("page_size").default("50"),
    ];
    const CODES: &'static [ResultCode] = ENTCOPY;
    const OBSERVED_CODES: &'static [ResultCode] = ENTCOPY_OBSERVED;
    const BALANCE_EVIDENCE: Evidence = Evidence::Analogy;
    const MOST_ROWS: u32 = 50;

    type Output = Copyrights;
}

impl ListProduct for CopyrightFilter {
    type Row = Copyright;
}

/// `POST /idcard/entcopy/GetNum.json`: returns how many queries of entcopy are left. Free of
/// charge.
///
/// **Unverified**: the documents of the three sister products have this operation, that of entcopy
/// does not (open question `entcopy-get-num`).
pub type EntcopyGetNum = GetNum<EntcopySubmit>;

samples!(
    EntcopySubmit,
    Self::new(name())
        .with_year(2024)
        .with_kind(CopyrightKind::Software)
        .with_work_number("2017SR000001")
        .with_work_name("样例软件")
        .with_owner("样例人")
        .with_page(3)
        .with_page_size(50),
    Self::new(credit_code()),
    Self::new(organization_code()),
    Self::new(registration_number())
);
